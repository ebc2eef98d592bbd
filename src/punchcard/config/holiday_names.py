"""The countries and subdivisions whose public holidays are known; loads the whole package that knows them."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches

import holidays
from holidays.registry import COUNTRIES


def checked_country(country: str) -> str:
    """Return `country` where it is a known code (ISO 3166-1 alpha-2).

    Raises:
        ValueError: It is none; the sentence names the nearest one.
    """
    codes = {code for _, code, *_ in COUNTRIES.values()}
    if country in codes:
        return country
    names = {name.replace("_", " "): known[1] for name, known in COUNTRIES.items()}
    codes_of_three = {known[2]: known[1] for known in COUNTRIES.values()}
    raise ValueError(_sentence(country, {code: code for code in codes} | codes_of_three | names))


def checked_subdivision(country: str, subdivision: str) -> str:
    """Return `subdivision` where the known `country` has such a code or name.

    Raises:
        ValueError: It has none; the sentence names the nearest one, or those that there are.
    """
    known = holidays.country_holidays(country)
    names: Mapping[str, str] = {code: code for code in known.subdivisions} | known.subdivisions_aliases
    if subdivision in names:
        return subdivision
    if not names:
        raise ValueError(f"cannot be “{subdivision}”; {country} has none, so leave it out.")
    raise ValueError(_sentence(subdivision, names))


def _sentence(wanted: str, codes: Mapping[str, str]) -> str:
    """Name the code whose own or other name is nearest to `wanted`, however it is capitalised."""
    folded = {name.casefold(): code for name, code in codes.items()}
    if close := get_close_matches(wanted.casefold(), folded, n=1):
        return f"cannot be “{wanted}”; the nearest name is `{folded[close[0]]}`."
    known = sorted(set(codes.values()))
    there = f"there are {', '.join(f'`{code}`' for code in known)}" if len(known) < 60 else "none is near"
    return f"cannot be “{wanted}”; {there}."

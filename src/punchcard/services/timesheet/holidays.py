"""Public holidays: worked out once a year and place by a package that is slow to load, and kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from whenever import Date

if TYPE_CHECKING:
    from punchcard.config import Holidays
    from punchcard.services.session import Session

NO_HOLIDAYS: Mapping[Date, str] = {}


def public_holidays(session: Session, first: Date, last: Date) -> Mapping[Date, str]:
    """Return the names of the public holidays from `first` to `last`, in the country's own language.

    Every one is a whole day, substituted and regional ones as the package `holidays` has them. Not for use
    inside a transaction: what is worked out for the first time is written down.
    """
    place = session.config.holidays
    if place is None:
        return NO_HOLIDAYS
    found = _known_years(session, place, range(first.year, last.year + 1))
    by_day = {Date(text): name for year in found for text, name in year.items()}
    return {day: name for day, name in by_day.items() if first <= day <= last}


def _known_years(session: Session, place: Holidays, years: range) -> list[dict[str, str]]:
    account = session.account.name
    names = {year: f"holidays:{place.country}:{place.subdivision or ''}:{year}" for year in years}
    with session.store.read() as transaction:
        cache = transaction.cache(account)
        known: dict[int, Any] = {year: cache.directory(name) for year, name in names.items()}
    if missing := [year for year, found in known.items() if found is None]:
        worked_out = _worked_out(place, missing)
        known |= worked_out
        with session.store.write() as transaction:
            for year, found in worked_out.items():
                transaction.cache(account).keep_directory(names[year], found, session.instant())
    return [found for found in known.values() if found]


def _worked_out(place: Holidays, years: Sequence[int]) -> dict[int, dict[str, str]]:
    """Return the holidays of each year by their days; none for a year that the package does not reach."""
    import holidays

    try:
        language = holidays.country_holidays(place.country).default_language
        found = holidays.country_holidays(place.country, place.subdivision, years=years, language=language)
    except NotImplementedError:
        # The package that checked the configuration knew the place, another version of it does not: no reason
        # to refuse a punch. Nothing is kept, so that it is asked again.
        return {}
    days = sorted(found.items())
    return {year: {day.isoformat(): name for day, name in days if day.year == year} for year in years}

"""Tables of the requests that may be sent to a vendor, derived by hand from the description of its API."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Protocol, TypeVar, cast

from tests.backends.offices import Sent

Check = Callable[[Any], bool]
"""Whether a value is of its documented type: the text of a query, or the JSON value of a body."""

Query = list[tuple[str, str]]
"""Names and values, in order."""


class Row(Protocol):
    """One kind of request."""

    @property
    def method(self) -> str: ...

    @property
    def path(self) -> str:
        """A regular expression below the base address."""
        ...


RowT = TypeVar("RowT", bound=Row)


def matching(pattern: str) -> Check:
    return lambda value: isinstance(value, str) and re.fullmatch(pattern, value) is not None


def or_null(check: Check) -> Check:
    return lambda value: value is None or check(value)


def needs(names: str) -> frozenset[str]:
    return frozenset(names.split())


def an_object(required: Mapping[str, Check], optional: Mapping[str, Check] | None = None) -> Check:
    """An object with these fields and no others."""
    known = {**required, **(optional or {})}

    def is_so(value: Any) -> bool:
        if not isinstance(value, dict):
            return False
        fields = cast("dict[str, object]", value)
        are_known = required.keys() <= fields.keys() <= known.keys()
        return are_known and all(known[name](each) for name, each in fields.items())

    return is_so


def objections(
    tables: Iterable[Iterable[RowT]],
    problem: Callable[[RowT, Query, object], str],
    headers: Mapping[str, Check],
    sent: Sent,
) -> tuple[str, str]:
    """Return why a request must not be sent, by its method, path and values, and by its headers.

    Args:
        tables: One of their rows has to allow it.
        problem: Says what in a query and a body is not as a row has it; empty for nothing.
        headers: What every request has to carry, named in small letters.
        sent: The request.
    """
    wrong = [name for name, check in headers.items() if not check(sent.headers.get(name))]
    lacking = f"headers are missing or wrong: {', '.join(wrong)}" if wrong else ""
    rows = [row for table in tables for row in table]
    found = [row for row in rows if row.method == sent.method and re.fullmatch(row.path, sent.path)]
    if not found:
        return f"{sent.method} {sent.path} is in no table", lacking
    problems = [problem(row, sent.query, sent.body) for row in found]
    return " or ".join(problems) if all(problems) else "", lacking


def fields_of(body: object, *, has_body: bool) -> Mapping[str, object] | str:
    """Return the fields of a body, or in a word what is wrong with there being one."""
    if body is None:
        return "has no body" if has_body else {}
    return cast("dict[str, object]", body) if isinstance(body, dict) and has_body else "has a body"

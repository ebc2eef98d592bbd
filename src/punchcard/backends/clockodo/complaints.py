"""What the service objects to: one reading of all the shapes in which it says so (section 1.8)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple, NoReturn, cast

from punchcard.backends.errors import Retired
from punchcard.backends.http import Answer, fail
from punchcard.core.text import one_line

TITLE = "Clockodo"

_NO_SUCH_ROUTE = "RouteNotFound"


class NoSuchRoute(Retired):
    """This generation of the service does not know the call; nothing was done."""


class Complaint(NamedTuple):
    """One objection."""

    kind: str
    """The stable identifier, such as `ResourceNotFound`; empty where there is none."""
    message: str
    """In the language that was asked for; never branched upon."""
    field: str | None = None
    """Which value it objects to."""
    details: Mapping[str, Any] | None = None


def complaints(answer: Answer) -> tuple[Complaint, ...]:
    """Return what a 4xx objects to; empty where whatever has answered is not the service."""
    data = _object(answer.data)
    if data is None:
        return ()
    errors = data.get("errors")
    if isinstance(errors, list):
        found = (_nested(each) for each in cast("list[object]", errors))
        return tuple(each for each in found if each is not None)
    error = data.get("error", data)
    one = Complaint("", error) if isinstance(error, str) else _one(_object(error))
    return () if one is None else (one,)


def said(answer: Answer) -> str:
    """Return all objections in the service's own words; empty where there are none."""
    return " ".join(dict.fromkeys(_sentence(each.message) for each in complaints(answer) if each.message))


def is_no_route(answer: Answer) -> bool:
    """Whether the call does not exist there, in contrast to what the call is about."""
    if answer.status in (405, 410):
        return True
    found = complaints(answer)
    # Where not even the service's own words come with a 404, nothing there has looked for anything.
    return answer.status == 404 and (not found or any(each.kind == _NO_SUCH_ROUTE for each in found))


def is_gone(answer: Answer) -> bool:
    """Whether the service itself says that there is no such thing; the address may be wrong as well."""
    return answer.status == 404 and not is_no_route(answer) and bool(complaints(answer))


def raise_refused_read(answer: Answer) -> NoReturn:
    """Raise what a refused read means, or a write that was refused for what has nothing to do with it.

    Raises:
        NoSuchRoute: The call does not exist there.
        BackendError: Anything else.
    """
    if is_no_route(answer):
        try:
            fail(answer, TITLE, said(answer))
        except Retired as problem:
            raise NoSuchRoute(problem.message, problem.hint) from None
    fail(answer, TITLE, said(answer), "the email and the key")


def _sentence(message: str) -> str:
    text = one_line(message, 300)
    return text if text.endswith((".", "!", "?")) else f"{text}."


def _nested(error: object) -> Complaint | None:
    found = _object(error)
    return _one(_object(found.get("error")) or found) if found is not None else None


def _one(error: Mapping[str, Any] | None) -> Complaint | None:
    if error is None or not isinstance(message := error.get("message"), str):
        return None
    fields, path, kind = error.get("fields"), error.get("path"), error.get("type")
    field = path if isinstance(path, str) and path else _first(fields)
    return Complaint(kind if isinstance(kind, str) else "", message, field, _object(error.get("details")))


def _first(fields: object) -> str | None:
    if not isinstance(fields, list) or not fields:
        return None
    first = cast("list[object]", fields)[0]
    return first if isinstance(first, str) else None


def _object(value: object) -> Mapping[str, Any] | None:
    return cast("Mapping[str, Any]", value) if isinstance(value, dict) else None

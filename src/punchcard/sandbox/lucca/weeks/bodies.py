"""Bodies of v4: what an action on timesheets is told (Lucca API, workflow, transfer)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, cast

from whenever import Date

from punchcard.sandbox.lucca.entries.drafts import is_id
from punchcard.sandbox.lucca.records import Transfer
from punchcard.sandbox.lucca.state import LuccaState
from punchcard.sandbox.lucca.wire.answers import invalid
from punchcard.sandbox.lucca.wire.calls import Call
from punchcard.sandbox.lucca.wire.durations import iso_seconds

Body = Mapping[str, Any]
"""A JSON object."""

_MIDNIGHT = re.compile(r"((?:19|20)[0-9]{2}-[0-9]{2}-[0-9]{2})(?:[T ]00:00(?::00)?)?")
_UNITS = ("day", "hour")


def body_object(call: Call) -> Body:
    """Return the object that a body is.

    Raises:
        Problem: It is none.
    """
    given = call.json()
    if not isinstance(given, dict):
        raise invalid("The body has to be an object.")
    return cast("Body", given)


def needed_id(body: Body, name: str) -> int:
    """Return an id that may not be left out."""
    if not is_id(body.get(name)):
        raise invalid(f"{name} is required, and has to be an id.", f"$.{name}")
    return body[name]


def needed_day(body: Body, name: str) -> Date:
    """Return a day that may not be left out."""
    found = day(body, name)
    if found is None:
        raise invalid(f"{name} is required.", f"$.{name}")
    return found


def day(body: Body, name: str) -> Date | None:
    """Return a day, sent as such or as its midnight; None where it is left out."""
    value = body.get(name)
    if value is None:
        return None
    return day_of(value, name, f"$.{name}")


def day_of(value: object, name: str, place: str = "$") -> Date:
    """Return a day that was sent as such or as its midnight, by the name that an error calls it.

    Raises:
        Problem: It is none of 1900 to 2099.
    """
    found = _MIDNIGHT.fullmatch(value) if isinstance(value, str) else None
    try:
        return Date.parse_iso(found[1] if found else "")
    except ValueError as error:
        raise invalid(f"{name} has to be a day at midnight, without any offset.", place) from error


def needed_comment(body: Body) -> str:
    """Return a comment of at least one character."""
    comment = body.get("comment")
    if not isinstance(comment, str) or not comment.strip():
        raise invalid("comment is required.", "$.comment")
    return comment


def transfers(state: LuccaState, body: Body) -> tuple[Transfer, ...]:
    """Return the transfers between accounts that a body names."""
    value = body.get("transfers")
    if value is None:
        return ()
    if not isinstance(value, list):
        raise invalid("transfers has to be an array.", "$.transfers")
    given = cast("list[object]", value)
    return tuple(_transfer(state, each, f"$.transfers[{place}]") for place, each in enumerate(given))


def merged(before: tuple[Transfer, ...], new: tuple[Transfer, ...]) -> tuple[Transfer, ...]:
    """Return transfers after others replaced those of the same authorization; one of no time cancels it."""
    by_authorization = {each.authorization_id: each for each in (*before, *new)}
    return tuple(each for each in by_authorization.values() if iso_seconds(each.iso))


def _transfer(state: LuccaState, value: object, place: str) -> Transfer:
    body = _object(value)
    number, amount, comment = (
        body.get("transferAuthorizationId"), _object(body.get("amount")), body.get("comment")
    )  # fmt: skip
    iso, unit = amount.get("iso"), amount.get("unit")
    if not is_id(number) or number not in state.options.transfer_authorizations:
        raise invalid("There is no such transfer authorization.", f"{place}.transferAuthorizationId")
    if not isinstance(iso, str) or iso_seconds(iso) is None or unit not in _UNITS:
        raise invalid("The amount has to be an ISO 8601 duration with its unit.", f"{place}.amount")
    if comment is not None and not isinstance(comment, str):
        raise invalid("The comment has to be text.", f"{place}.comment")
    return Transfer(cast("int", number), iso, cast("str", unit), comment)


def _object(value: object) -> Body:
    return cast("Body", value) if isinstance(value, dict) else {}

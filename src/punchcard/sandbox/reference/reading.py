"""What is sent to the reference vendor, read and checked; nothing is guessed, and nothing makes it fail."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from whenever import Date

from punchcard.core.approval_codec import requested_changes_from_json
from punchcard.core.change_requests import ChangeRequest, Verdict
from punchcard.core.codec import entry_from_json
from punchcard.core.entries import Entry
from punchcard.core.moments import checked_day
from punchcard.core.punch_codec import punch_from_json
from punchcard.core.punches import AnyPunch
from punchcard.core.refusals import Refusal
from punchcard.core.text import one_line
from punchcard.core.weeks import Week
from punchcard.sandbox.reference.answers import malformed, problem_of
from punchcard.sandbox.reference.shapes import ENTRY, PUNCHES, REQUEST, Json, Many, Shape, fit

ValueT = TypeVar("ValueT")

_ENTRY_DEFAULTS: Mapping[str, Any] = {
    "start": None, "end": None, "breaks": [], "type": None, "note": "", "duration_seconds": None,
    "half_days": None, "assignment": {"references": [], "billable": None},
}  # fmt: skip
_OWN: Mapping[str, Any] = {"id": "", "status": "open", "source": "unknown", "locked": None}
"""What the vendor says itself, whatever is sent."""


def member(body: Json, name: str, shape: Shape) -> Any:
    """Return one member of a body, of the right shape."""
    fit(body, {name: shape}, "the body")
    return body[name]


def read_day(text: str | None, field: str) -> Date:
    """Read a day between 1900 and 2999."""
    if not text:
        raise malformed(f"“{field}” is missing; give a day such as 2026-03-11.", field)
    return _read(lambda: checked_day(Date.parse_iso(text)), field)


def read_entry(body: Json) -> Entry:
    """Read the entry that is sent; its id and everything that the vendor says itself is left out."""
    sent: Json = member(body, "entry", dict)
    entry: Json = {**_ENTRY_DEFAULTS, **sent, **_OWN}
    if entry.get("day") is None and isinstance(entry["start"], str):
        entry["day"] = entry["start"][:10]
    fit(entry, ENTRY, "entry")
    _check_years([entry["day"], entry["start"], entry["end"], *_edges(entry["breaks"])], "entry")
    return _read(lambda: entry_from_json(entry), "entry")


def read_punch(body: Json) -> AnyPunch:
    """Read the punch that is sent; its id is left out."""
    sent: Json = member(body, "punch", dict)
    kind = sent.get("kind")
    shape = PUNCHES.get(kind) if isinstance(kind, str) else None
    if shape is None:
        raise malformed(f"“kind” has to be one of {', '.join(PUNCHES)}.", "kind")
    fit(sent, {"at": str, **shape}, "punch")
    moments = [sent["at"]]
    if kind == "adjust":
        moments.append(sent["since"])
    if kind == "restore":
        state: Json = sent["state"]
        moments += [state["since"], state["break_since"], *_edges(state["breaks"])]
    _check_years(moments, "punch")
    return _read(lambda: punch_from_json({**sent, "id": ""}), "punch")


def read_request(body: Json) -> ChangeRequest:
    """Read the change request that is sent; its id and what became of it is left out."""
    asked: Json = member(body, "request", dict)
    sent: Json = {"note": "", **asked}
    fit(sent, REQUEST, "request")
    changes: list[Json] = sent["changes"]
    _check_years(_edges(changes), "changes")
    read = _read(lambda: requested_changes_from_json(changes), "changes")
    return ChangeRequest("", sent["person"], read_day(sent["day"], "day"), read, note=sent["note"])


def read_weeks(body: Json) -> tuple[Week, ...]:
    """Read the weeks that are sent; at least one."""
    sent: list[dict[str, str]] = member(body, "weeks", Many({"first": str, "last": str}))
    if not sent:
        raise malformed("“weeks” is empty; name at least one.", "weeks")
    return tuple(Week(read_day(each["first"], "first"), read_day(each["last"], "last")) for each in sent)


def read_verdict(text: str | None) -> Verdict:
    """Read a verdict."""
    try:
        return Verdict(text)
    except ValueError:
        raise malformed(f"“verdict” has to be one of {', '.join(Verdict)}.", "verdict") from None


def _edges(stretches: Sequence[Json]) -> list[str]:
    return [each[edge] for each in stretches for edge in ("start", "end")]


def _check_years(moments: Sequence[str | None], field: str) -> None:
    # Before anything is reckoned with them: at the ends of the calendar that would fail.
    for moment in moments:
        if moment is not None:
            read_day(moment[:10], field)


def _read(read: Callable[[], ValueT], field: str) -> ValueT:
    try:
        return read()
    except Refusal as refusal:
        raise problem_of(refusal, field) from refusal
    except (ValueError, OverflowError, KeyError, TypeError) as error:
        raise malformed(f"“{field}” cannot be read: {one_line(str(error), 120)}.", field) from error

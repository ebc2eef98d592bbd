"""What the service objects to: one reading of all the shapes in which it says so (section 6)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple, NoReturn, cast

from punchcard.backends.errors import BackendError, BadCredentials, NotAllowed, Retired
from punchcard.backends.http import Answer
from punchcard.backends.lucca.signing_in import TITLE
from punchcard.backends.outcomes import Refused
from punchcard.core.text import one_line

_LONGEST = 300
_NO_ROUTE = (405, 410)
_PLACE = re.compile(r"\$?\[(?P<index>[0-9]{1,6})\](?:\.(?P<field>.*))?|\$?\.?(?P<only>[^\[\]]*)")
_FIELDS = {
    "axissections": "assignment",
    "startsat": "start",
    "duration": "duration",
    "timetypeid": "type",
    "timetype": "type",
    "unit": "unit",
    "comment": "note",
    "ownerid": "person",
    "creationsource": "source",
    "timesource": "source",
}


class NotGiven(BackendError):
    """The service does not tell what was asked for; the key is good."""

    code = "not_given"


NOT_TOLD = (NotAllowed, Retired, NotGiven)
"""What is raised where the service answers, and does not tell; asking in another way may help."""


class Complaint(NamedTuple):
    """One objection."""

    message: str
    """In the service's own words, on one line."""
    element: int | None = None
    """Which element of a posted array it is about, from 0; None where it does not say so."""
    field: str | None = None
    """Which value it objects to, as values are called here, or as the service calls it."""


def complaints(answer: Answer) -> tuple[Complaint, ...]:
    """Return what a 4xx objects to; empty where it gives no reason."""
    data = _object(answer.data)
    if data is None:
        return (Complaint(answer.text),) if answer.text else ()
    if (errors := _object(data.get("errors"))) is not None and (found := tuple(_located(errors))):
        return found
    for name in ("message", "error", "detail", "title"):
        if isinstance(words := data.get(name), str) and (line := one_line(words, _LONGEST)):
            # Where there is no place for it, some begin with the value that they are about.
            return (Complaint(line, field=_FIELDS.get(line.partition(":")[0].casefold())),)
    return ()


def said(answer: Answer) -> str:
    """Return all objections in the service's own words; empty where there are none."""
    return _joined(complaints(answer))


def said_of(answer: Answer, index: int) -> Refused | None:
    """Return the refusal of one element of a posted array; None where the answer does not object to it.

    Args:
        answer: A 4xx.
        index: Which element, from 0.
    """
    found = [each for each in complaints(answer) if each.element == index]
    return _as_refused(found, answer) if found else None


def refused(answer: Answer) -> Refused:
    """Return a write that the service will not do, in its own words."""
    return _as_refused(complaints(answer), answer)


def mentions_source(answer: Answer) -> bool:
    """Whether it objects to how the entry is said to have come to be (section 8.3)."""
    return any(
        each.field == "source" or "creationsource" in each.message.casefold() for each in complaints(answer)
    )


def raise_refused(answer: Answer, what: str) -> NoReturn:
    """Raise what a refused read means, or a write that was refused for what has nothing to do with it.

    Args:
        answer: A 4xx.
        what: What was asked for: "the time entries".

    Raises:
        BackendError: Always.
    """
    words = f": “{said(answer).rstrip('.')}”." if said(answer) else "."
    if answer.status == 401:
        raise BadCredentials(
            f"{TITLE} does not accept the key of this account{words}",
            "`punch doctor` shows where the key comes from; what you have punched is kept.",
        )
    if answer.status == 403:
        raise NotAllowed(
            f"{TITLE} does not let this key see {what}{words}",
            "A key has a role of its own there; whoever made it can give that more rights.",
        )
    if answer.status in _NO_ROUTE:
        raise Retired(
            f"{TITLE} does not know this call ({answer.status}){words}",
            "Check the address of the account; this Punchcard may also be too old for the service.",
        )
    if answer.status == 404:
        raise NotGiven(
            f"{TITLE} does not have {what}, or not for this key{words}",
            "Check the address of the account where nothing is found at all.",
        )
    raise NotGiven(
        f"{TITLE} did not give {what}{words if said(answer) else f' ({answer.status}).'}",
        "What was known before is still shown.",
    )


def _as_refused(found: Sequence[Complaint], answer: Answer) -> Refused:
    words, field = _joined(found), next((each.field for each in found if each.field), None)
    if answer.status == 403:
        why = f": “{words.rstrip('.')}”." if words else "."
        return Refused(f"{TITLE} does not let this key do that{why}", field)
    if words:
        return Refused(f"{TITLE} says: “{words.rstrip('.')}”.", field)
    return Refused(f"{TITLE} refused it and gave no reason ({answer.status}).")


def _located(errors: Mapping[str, Any]) -> Iterable[Complaint]:
    for place, messages in errors.items():
        found = cast("list[object]", messages) if isinstance(messages, list) else [messages]
        index, field = _where(place)
        for message in found:
            if isinstance(message, str) and (line := one_line(message, _LONGEST)):
                yield Complaint(line, index, field)


def _where(place: str) -> tuple[int | None, str | None]:
    found = _PLACE.fullmatch(place.strip())
    if found is None:
        return None, None
    name = (found["field"] or found["only"] or "").split(".")[0].split("[")[0]
    plain = one_line(name, 80)
    return (int(found["index"]) if found["index"] else None), _FIELDS.get(plain.casefold(), plain) or None


def _joined(found: Iterable[Complaint]) -> str:
    return one_line(" ".join(dict.fromkeys(_sentence(each.message) for each in found)), _LONGEST)


def _sentence(message: str) -> str:
    return message if message.endswith((".", "!", "?", "…")) else f"{message}."


def _object(value: object) -> Mapping[str, Any] | None:
    """A JSON object with its names in small letters: v3 says `Message`, and others `message`."""
    if not isinstance(value, dict):
        return None
    return {name.casefold(): each for name, each in cast("dict[str, Any]", value).items()}

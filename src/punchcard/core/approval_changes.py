"""What is asked for about change requests and decisions. Loaded where they are used, never at a start."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, NamedTuple

from punchcard.core.approval_codec import (
    decidable_from_json,
    decision_from_json,
    decision_to_json,
    item_to_json,
    request_from_json,
    request_to_json,
)
from punchcard.core.change_requests import ChangeRequest, Decidable, Decision
from punchcard.core.codec import Json


@dataclass(frozen=True, slots=True)
class RequestChange:
    """Ask for a change of a day that the person may not edit."""

    kind: ClassVar[str] = "request_change"

    id: str
    """A UUIDv7 that names this; the change request has the same one until a vendor gives it another."""
    request: ChangeRequest

    @property
    def person(self) -> str:
        """Whose day it is."""
        return self.request.person


@dataclass(frozen=True, slots=True)
class WithdrawRequest:
    """Take back a change request that nobody has decided."""

    kind: ClassVar[str] = "withdraw_request"

    id: str
    """A UUIDv7 that names this."""
    request: ChangeRequest

    @property
    def person(self) -> str:
        """Whose request it is."""
        return self.request.person


class Along(NamedTuple):
    """A week that a decision takes along, as it was named when the person was asked."""

    id: str
    waits_for: str | None
    """Id of whoever was to decide it then; None where the vendor does not say."""


@dataclass(frozen=True, slots=True)
class Decide:
    """Decide a change request or a submitted week."""

    kind: ClassVar[str] = "decide"

    id: str
    """A UUIDv7 that names this."""
    person: str
    """Id of whoever decides."""
    item: Decidable
    """What is decided, as it was seen then."""
    decision: Decision
    along: tuple[Along, ...] | None = None
    """What may go along with it, and nothing else; None where that is not checked."""


ApprovalChange = RequestChange | WithdrawRequest | Decide
"""A change request asked for, taken back or decided, or a submitted week decided."""


def approval_change_to_json(change: ApprovalChange) -> Json:
    """Return `change` as a JSON object with its `kind`."""
    match change:
        case Decide():
            return {
                "kind": change.kind, "id": change.id, "person": change.person,
                "item": item_to_json(change.item), "decision": decision_to_json(change.decision),
                "along": None if change.along is None else [list(each) for each in change.along],
            }  # fmt: skip
        case _:
            return {"kind": change.kind, "id": change.id, "request": request_to_json(change.request)}


def approval_change_from_json(data: Mapping[str, Any]) -> ApprovalChange:
    """Read what `approval_change_to_json` wrote."""
    if data["kind"] == Decide.kind:
        # What an earlier version wrote down tells of nothing that goes along.
        along = data.get("along")
        return Decide(
            data["id"],
            data["person"],
            decidable_from_json(data["item"]),
            decision_from_json(data["decision"]),
            None if along is None else tuple(Along(number, waits_for) for number, waits_for in along),
        )
    kind = RequestChange if data["kind"] == RequestChange.kind else WithdrawRequest
    return kind(data["id"], request_from_json(data["request"]))

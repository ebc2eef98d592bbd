"""What came of asking a backend to write: values, never exceptions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, NamedTuple, TypeVar

ResultT = TypeVar("ResultT")
OtherT = TypeVar("OtherT")
ResultT_co = TypeVar("ResultT_co", covariant=True)


class Confirmed(NamedTuple, Generic[ResultT_co]):
    """The backend did it and said so."""

    result: ResultT_co
    warnings: tuple[str, ...] = ()
    """What the backend changed or removed besides, in sentences for the person."""


class Refused(NamedTuple):
    """The backend will not do it; asking again as it stands is pointless."""

    reason: str
    field: str | None = None
    """Which value it objects to, where it says so."""


class Unanswered(NamedTuple):
    """The request went out and no usable answer came: it may have happened. Never sent again blindly."""

    detail: str


class NotSent(NamedTuple):
    """Not a byte went out: it has surely not happened and may be sent again."""

    detail: str


@dataclass(frozen=True, slots=True)
class Absent:
    """Reading back shows that it has surely not happened."""


class Unsure(NamedTuple):
    """Reading back does not tell; the person decides, knowing `detail`."""

    detail: str


Outcome = Confirmed[ResultT_co] | Refused | Unanswered | NotSent
"""What came of a write."""

Settled = Confirmed[ResultT_co] | Refused | Absent | Unsure
"""What reading back says of a write whose answer was lost.

Refused where it shows what only a refusal leaves behind: a clock that could not be saved.
"""


def brought(outcome: Outcome[ResultT], result: Callable[[ResultT], Outcome[OtherT]]) -> Outcome[OtherT]:
    """Return an outcome as the domain has it: one that is confirmed as `result` makes it of the answer."""
    return result(outcome.result) if isinstance(outcome, Confirmed) else outcome

"""What the Approvals screen is told. Every message names a fact."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.message import Message

if TYPE_CHECKING:
    from punchcard.backends.contract import Scope
    from punchcard.core.refusals import Refusal
    from punchcard.tui.approvals.batch import Batch, Progress
    from punchcard.tui.approvals.detail_view import DetailView
    from punchcard.tui.approvals.rows import Listing


@dataclass
class ListingRead(Message):
    """A list is known; None where it is as it was."""

    scope: Scope
    listing: Listing | None
    problem: str = ""
    """Why the backend could not be asked; what is shown is what was known."""


@dataclass
class ListingFailed(Message):
    """A list cannot be read now."""

    scope: Scope
    refusal: Refusal


@dataclass
class DetailRead(Message):
    """An item is known in full."""

    key: str
    view: DetailView


@dataclass
class DetailFailed(Message):
    """An item cannot be read in full now."""

    key: str
    refusal: Refusal


@dataclass
class WorkedRead(Message):
    """How much was worked in some weeks, in seconds by the row's key."""

    worked: Mapping[str, int]


@dataclass
class BatchMoved(Message):
    """Decisions that were made together have come further."""

    batch: Batch
    progress: Progress

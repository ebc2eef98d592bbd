"""Decisions that were made together, and how far they have come. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from punchcard.core.approval_items import item_key
from punchcard.core.change_requests import Verdict
from punchcard.core.text import one_line
from punchcard.store.outbox import OutboxState
from punchcard.tui.approvals import words

if TYPE_CHECKING:
    from punchcard.services.approvals.deciding import DecisionResult


@dataclass(frozen=True, slots=True)
class Batch:
    """One or more decisions that were made at once."""

    verdict: Verdict
    row_ids: tuple[str, ...]
    """Of the outbox."""
    keys: tuple[str, ...]
    """Of the rows in the list."""
    held_until: int
    """Epoch milliseconds; 0 where they go at once."""
    left_out: tuple[tuple[str, str], ...] = ()
    """Rows that could not be decided at all, with the reasons."""

    what: str = ""
    """What was decided: "Ben Okafor's week 10", "5 items"."""
    in_steps: bool = False
    """Whether an approval may be one step of several, so that what is said of it is to be read."""

    @property
    def count(self) -> int:
        """How many they are."""
        return len(self.row_ids)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a batch has come."""

    open_keys: frozenset[str] = frozenset()
    """The rows that are still on their way, the held ones too."""
    held: int = 0
    done: int = 0
    taken_back: int = 0
    problems: Mapping[str, str] = field(default_factory=dict[str, str])
    """Why some did not work, by the row's key."""
    broken: frozenset[str] = frozenset()
    """Those of them that can be approved all the same, though a rule is broken."""
    remark: str = ""
    """What was said of the first one that is done; empty where nothing was."""

    @property
    def is_over(self) -> bool:
        """Whether nothing more will happen to it by itself."""
        return not self.open_keys


def progress_of(results: Iterable[DecisionResult]) -> Progress:
    """Sort out what has become of each item."""
    still, broken, problems = set[str](), set[str](), dict[str, str]()
    held, done, back, remark = 0, 0, 0, ""
    for result in results:
        match result.state:
            case OutboxState.CONFIRMED:
                done += 1
                remark = remark or result.answer
            case OutboxState.DROPPED:
                back += 1
            case OutboxState.REFUSED | OutboxState.NEEDS_YOU:
                problems[item_key(result.item)] = result.answer or "It was refused."
                if result.breaks_rules:
                    broken.add(item_key(result.item))
            case state:
                still.add(item_key(result.item))
                held += state is OutboxState.HELD
    return Progress(frozenset(still), held, done, back, problems, frozenset(broken), remark)


def doing_in_words(batch: Batch, progress: Progress, seconds: int, undo_key: str) -> str:
    """What is being done: "approving 40 in 4 s · u takes it back", "12 of 40 · esc stops"."""
    if progress.is_over:
        return ""
    if progress.held:
        what = f" {batch.count:,}" if batch.count > 1 else ""
        return f"{words.DOING[batch.verdict]}{what} in {seconds} s · {undo_key} takes it back"
    if batch.count == 1:
        return f"{words.DOING[batch.verdict]} …"
    settled = batch.count - len(progress.open_keys)
    return f"{settled:,} of {batch.count:,} · esc stops"


def begun_in_words(batch: Batch, undo_key: str, left_out: str) -> str:
    """What is about to be sent: "Approving 5 items … · u takes it back"; then why others were left out."""
    parts = [f"{words.DOING[batch.verdict].capitalize()} {batch.what} …"]
    parts += [f"{undo_key} takes it back"] * bool(batch.held_until)
    return " · ".join(parts) + (f" · Left out: {left_out}" if left_out else "")


def summary(batch: Batch, progress: Progress) -> str:
    """What has become of them: "Approved Ben's week 10.", "3 approved, 2 remain"; empty if taken back."""
    remark = f" {one_line(progress.remark)}" if batch.in_steps and progress.remark else ""
    return f"{said}{remark}" if (said := _counted(batch, progress)) else ""


def _counted(batch: Batch, progress: Progress) -> str:
    done = words.DONE[batch.verdict]
    if batch.count + len(batch.left_out) == 1:
        problem = " ".join(progress.problems.values())
        return f"{done.capitalize()} {batch.what}." if progress.done else problem
    if progress.taken_back == batch.count:
        return ""
    if progress.done == batch.count and not batch.left_out:
        return f"All {batch.count:,} {done}."
    parts = [f"{progress.done:,} {done}"]
    if progress.taken_back:
        parts.append(f"{progress.taken_back:,} taken back")
    if remaining := len(progress.problems) + len(batch.left_out):
        remain = "remains" if remaining == 1 else "remain"
        parts.append(f"{remaining:,} {remain}; the rows say why")
    return ", ".join(parts) + "."

"""The list of what waits, of what was decided, or of one's own requests: a line each, however many."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from textual import events
from textual.content import Content
from textual.message import Message
from whenever import Date

from punchcard.core.change_requests import ChangeRequest, Decidable
from punchcard.core.entry_words import APPROVAL_STATUSES
from punchcard.core.pending_weeks import PendingWeek
from punchcard.core.requested_days import requested_seconds
from punchcard.core.submitted_weeks import RequestStatus, SubmittedWeek
from punchcard.services.timesheet.week_view import SIGNS
from punchcard.store.outbox import OutboxState
from punchcard.tui.approvals import words
from punchcard.tui.approvals.rows import Row
from punchcard.tui.approvals.selection import Selection
from punchcard.tui.groups.lazy_rows import LazyRows
from punchcard.tui.text import fitted
from punchcard.tui.timesheet.day_rows import SEVERITY_STYLES
from punchcard.tui.widgets.row_list import CURSOR_WIDTH

if TYPE_CHECKING:
    from punchcard.backends.contract import Scope

MARK_WIDTH, WHEN_WIDTH, AMOUNT_WIDTH, AGE_WIDTH = 2, 11, 6, 8
"""Cells."""

GAPS = (2, 1, 3, 2)
"""Cells behind the name, the day, the amount and the age."""

TIGHT_GAPS, OWN_STATE_WIDTH = (1, 1, 2, 1), 16
"""For one's own requests beside one that is shown in full: what it is and what became of it stand whole."""

SLIM_WIDTH, ROOMY_WIDTH = 58, 70
LONGEST_NAME = 26

NAMES_WIDTH = 18
"""Cells from which there is room for who has decided."""

MARKED, UNMARKED, PROBLEM, HELD = "■", "□", "!", "…"

_ON_ITS_WAY = {
    OutboxState.QUEUED: "↑ on its way",
    OutboxState.SENDING: "↑ on its way",
    OutboxState.UNKNOWN: "? checking",
    OutboxState.NEEDS_YOU: "! needs you",
    OutboxState.HELD: "… held",
}


class Columns(NamedTuple):
    """Widths in cells."""

    name: int
    when: int
    amount: int
    age: int
    state: int
    gaps: tuple[int, int, int, int] = GAPS

    @classmethod
    def of(
        cls, width: int, scope: Scope = "waiting", *, of_entries: bool = False, has_ages: bool = True
    ) -> Columns:
        """Share `width` cells out; where entries stand, and who has decided, takes more room than a kind."""
        state = 9 if width < SLIM_WIDTH else 14 if width < ROOMY_WIDTH else 18
        state += 6 if (scope == "decided" or of_entries) and width >= ROOMY_WIDTH else 0
        gaps = GAPS
        if scope == "mine" and not of_entries and SLIM_WIDTH <= width < ROOMY_WIDTH:
            state, gaps = OWN_STATE_WIDTH, TIGHT_GAPS
        age = AGE_WIDTH if has_ages else 0
        gaps = gaps if has_ages else (gaps[0], gaps[1], gaps[2], 0)
        fixed = MARK_WIDTH + WHEN_WIDTH + AMOUNT_WIDTH + age + state + sum(gaps)
        name = max(6, width - fixed)
        # Names of any length fit then; what became of an item has more to say.
        more = max(0, name - LONGEST_NAME)
        return cls(name - more, WHEN_WIDTH, AMOUNT_WIDTH, age, state + more, gaps)

    @property
    def is_slim(self) -> bool:
        """Whether there is room for short words only."""
        return self.state < 14


class InboxList(LazyRows):
    """A line for each item."""

    DEFAULT_CSS = """
    InboxList { height: auto; max-height: 8; }
    """

    HELP = """
    What waits, the oldest first: `□` is not marked, `■` is, `…` is held for a moment and can be taken back,
    `!` could not be decided; then person, day or week, how much, and for how long it has been waiting.
    Entries that are approved elsewhere stand together, week by week: `●` under approval, `○` not approved
    yet, `✗` disapproved; before them the gravest of what is wrong (`!`), likely so (`▴`) or odd (`·`).
    """

    class Scrolled(Message):
        """Other rows are seen."""

    class MarkClicked(Message):
        """The mark of the selected row was clicked."""

    selection: Selection
    worked: Mapping[str, int] = {}
    """Seconds of work of the weeks, by the row's key, as far as they are known."""
    today: Date | None = None
    second: int = 0
    """The current moment in epoch seconds, for the rows that are held."""
    scope: Scope = "waiting"
    has_ages: bool = True
    """Whether it is known of any row since when it waits; else the column is left out."""

    def __init__(self, selection: Selection) -> None:
        """List what `selection` leaves in."""
        super().__init__()
        self.selection = selection

    @property
    def seen(self) -> Sequence[Row]:
        """The rows that are on the screen now."""
        top = self.scroll_offset.y
        return self.selection.rows[top : top + max(1, self.scrollable_content_region.height)]

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Say that other rows are seen."""
        super().watch_scroll_y(old_value, new_value)
        if round(old_value) != round(new_value):
            self.post_message(self.Scrolled())

    def on_click(self, event: events.Click) -> None:
        """Select the row under the pointer; on its mark, mark it."""
        offset = event.get_content_offset(self)
        if offset is None or not 0 <= offset.x - CURSOR_WIDTH < MARK_WIDTH:
            super().on_click(event)
        elif (row := self.row_at(event)) is not None:
            self._select(row)
            self.post_message(self.MarkClicked())

    def on_resize(self) -> None:
        """Fit the rows to the new size; others may be seen in it."""
        super().on_resize()
        self.post_message(self.Scrolled())

    def draw(self, index: int, width: int) -> Content:
        """Draw one row."""
        row, today = self.selection.rows[index], self.today
        if today is None:
            return Content("")
        columns = Columns.of(width, self.scope, of_entries=row.is_only_listed, has_ages=self.has_ages)
        is_dim = row.pending is not None
        sign, sign_style = self._sign(row)
        name = row.name if self.scope != "mine" else words.about(row.item)
        gaps = [" " * cells for cells in columns.gaps]
        text = Content.assemble(
            (f"{sign} ", sign_style),
            fitted(name, columns.name) + gaps[0],
            words.when_in_words(row.item, today).ljust(columns.when) + gaps[1],
            (self._amount(row).rjust(columns.amount), _amount_style(row)),
            gaps[2],
            (words.age_in_words(row.days).ljust(columns.age), "$foreground-muted"),
            gaps[3],
            self._state(row, columns),
        )
        return text.stylize("$foreground-disabled") if is_dim else text

    def countdown(self, row: Row) -> int:
        """How many seconds a held row may still be taken back."""
        return max(1, (row.held_until or 0) // 1000 - self.second)

    def _sign(self, row: Row) -> tuple[str, str]:
        if self.scope != "waiting":
            if isinstance(row.item, PendingWeek):
                return words.entry_sign(list(row.item.statuses)[-1])
            sign, _, style = words.STATUS_SIGNS[row.status]
            return sign, style
        if row.problem:
            return PROBLEM, "bold $error"
        if row.pending is not None:
            return HELD, "$foreground-muted"
        if isinstance(row.item, PendingWeek):
            return _worst(row)
        return (MARKED, "bold $primary") if self.selection.is_marked(row) else (UNMARKED, "$foreground-muted")

    def _amount(self, row: Row) -> str:
        listed = row.item.worked_seconds if isinstance(row.item, SubmittedWeek) else None
        return words.amount_in_words(row.item, self.worked.get(row.key, listed))

    def _state(self, row: Row, columns: Columns) -> Content:
        width = columns.state
        if row.pending is OutboxState.HELD and row.held_until is not None:
            doing, seconds = words.DOING[row.verdict] if row.verdict else "deciding", self.countdown(row)
            says = (f"{doing} in {seconds} s", f"{doing} {seconds} s", f"in {seconds} s")
            return Content(fitted(next((text for text in says if len(text) <= width), says[-1]), width))
        if row.pending is not None:
            return Content(fitted(_ON_ITS_WAY[row.pending], width))
        if row.problem:
            return Content.styled(fitted(row.problem, width), "$error")
        if isinstance(row.item, PendingWeek):
            return _standing(row.item, width)
        if self.scope != "waiting":
            return Content.styled(
                fitted(_decided(row.item, with_name=width >= NAMES_WIDTH), width),
                words.STATUS_SIGNS[row.status][2],
            )
        kind = words.kind_in_words(row.item, short=columns.is_slim)
        return Content.styled(fitted(kind, width), "$foreground-muted")


def _decided(item: Decidable, *, with_name: bool) -> str:
    """What has become of it, and by whom where there is room for a name."""
    word = words.STATUS_SIGNS[item.status][1]
    by = item.decided_by
    return f"{word} by {by}" if by and with_name and item.status is not RequestStatus.PENDING else word


def _worst(row: Row) -> tuple[str, str]:
    """The sign of the gravest finding."""
    gravest = min((finding.severity for finding in row.findings), key=list(SIGNS).index, default=None)
    return (SIGNS[gravest], SEVERITY_STYLES[gravest]) if gravest is not None else (" ", "")


def _standing(week: PendingWeek, width: int) -> Content:
    """How many entries stand where: in words, or by their signs alone where there is no room."""
    text = Content("")
    for has_words in (True, False):
        text = Content("  ").join(
            Content.styled(f"{sign} {count} {APPROVAL_STATUSES[status] if has_words else ''}".rstrip(), style)
            for status, count in week.statuses.items()
            for sign, style in (words.entry_sign(status),)
        )
        if text.cell_length <= width:
            break
    return text.truncate(width, ellipsis=True, pad=True)


def _amount_style(row: Row) -> str:
    if isinstance(row.item, ChangeRequest):
        seconds = requested_seconds(row.item.changes)
        return "$success" if seconds > 0 else "$warning" if seconds < 0 else "$foreground-muted"
    return "" if isinstance(row.item, SubmittedWeek) else "$foreground-muted"

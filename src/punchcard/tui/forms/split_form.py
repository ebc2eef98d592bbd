"""Cutting an entry in two at a time."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from textual import on
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, Static
from whenever import ZonedDateTime

from punchcard.core.editing.room import OverlapChoice
from punchcard.core.editing.splitting import split_entry
from punchcard.core.entries import Entry
from punchcard.core.intervals import Interval
from punchcard.core.moments import day_in_words
from punchcard.core.refusals import Refusal
from punchcard.core.spans import moment_after
from punchcard.services.timesheet.week import Timesheet
from punchcard.tui.forms.base import field
from punchcard.tui.forms.entry_desk import Desk
from punchcard.tui.forms.entry_saving import SavingForm
from punchcard.tui.forms.entry_times import EndField, later
from punchcard.tui.forms.entry_words import times_in_words, worked_in_words


class SplitField(EndField):
    """A moment inside of an entry: by the clock at or after its start."""

    HELP = "## Where to split\n\nA time between start and end. j and k move it by a minute, J and K by five."

    def read(self, text: str) -> ZonedDateTime:
        """Read what is typed; over midnight where it has to be."""
        start = self._start()
        if start is None:
            return super().read(text)
        return later(text, start) or moment_after(text, start, self._now())


def middle_of(entry: Entry, now: ZonedDateTime) -> ZonedDateTime | None:
    """Return where to split at first: now, where that lies inside, or the middle of the work."""
    span = entry.interval
    if span is None:
        return None
    if span.start < now < span.end:
        return now.round("minute", mode="floor")
    half = entry.worked_seconds // 2
    for piece in entry.worked_pieces():
        if half <= piece.seconds:
            middle = piece.start.add(seconds=half)
            rounded = middle.subtract(seconds=middle.timestamp() % 300)
            return rounded if span.start < rounded else middle
        half -= piece.seconds
    return None


class SplitForm(SavingForm):
    """Asks where to cut; says both halves."""

    ASKS_TO_LEAVE = False

    HELP = """
    ## Split

    Both halves keep what the entry was booked on, its type and its note. A split inside of a break ends the
    first half where the break begins, and begins the second one where it ends.
    """

    def __init__(self, desk: Desk, sheet: Timesheet, entry: Entry) -> None:
        """Ask where to cut `entry`, which has clock times."""
        super().__init__("Split the entry", desk, sheet)
        self._entry = entry

    def compose_body(self) -> Iterator[Widget]:
        """The entry, the time, and both halves."""
        entry = self._entry
        whole = f"{day_in_words(entry.day, short=True)}, {times_in_words(entry)}"
        booked = f"  {entry.assignment.label}" if entry.assignment else ""
        yield Static(Content.assemble(whole, (booked, "$text-muted")), classes="subject")
        start, at = entry.start, middle_of(entry, self._desk.now())
        self._field = SplitField(self._desk.now, lambda: start, start, at, placeholder="12:00")
        yield field("Split at", self._field)
        yield from self.compose_words()

    def on_mount(self) -> None:
        """Say what is there."""
        self._field.focus()
        self.tell()

    @on(Input.Changed)
    def _on_typed(self) -> None:
        self.changed()

    @on(Input.Submitted)
    def _on_entered(self) -> None:
        self.action_save()

    def action_save(self) -> None:
        """Split, unless it cannot be done there."""
        self.tell()
        at = self._field.moment
        if self.problem or at is None:
            self.insist()
            self._field.focus()
        else:
            self.save_with(partial(self._split_at, at))

    async def _split_at(self, at: ZonedDateTime, choice: OverlapChoice | None) -> str:
        del choice
        return await self._desk.split(self._entry, at)

    def tell(self) -> None:
        """Say both halves, or why there are none."""
        at = self._field.moment
        if at is None:
            self.show_words("", self._field.problem or "Say where to split.")
            return
        try:
            halves = split_entry(self._entry, at, "", self._desk.now().date())
        except Refusal as refusal:
            self.show_words("", f"{refusal.message} {refusal.hint}".strip())
            return
        lines = [_half(name, half) for name, half in zip(("First", "Then"), halves, strict=True)]
        self.show_words(Content("\n").join([*lines, *_between(*halves)]))


def _half(name: str, entry: Entry) -> Content:
    worked = worked_in_words(entry.worked_seconds)
    return Content.assemble(
        (f"{name.ljust(7)}", "$text-muted"), f"{times_in_words(entry)}   {worked.rjust(5)}"
    )


def _between(first: Entry, second: Entry) -> list[Content]:
    if first.end is None or second.start is None or first.end == second.start:
        return []
    gap = Interval(first.end, second.start)
    words = f"{worked_in_words(gap.seconds)} of break lies between them."
    return [Content.styled(words, "$text-muted")]

"""Changing times and note of an entry in its row, without a form."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.geometry import Region
from textual.widget import Widget
from textual.widgets import Footer, Input, Static

from punchcard.core.entries import Entry, Unit
from punchcard.core.refusals import Refusal
from punchcard.core.text import one_line
from punchcard.services.entries.seen_entries import ChangedMeanwhile
from punchcard.services.timesheet.week import Timesheet
from punchcard.tui.forms.base import TextLine, button
from punchcard.tui.forms.entry_desk import Desk
from punchcard.tui.forms.entry_saving import SavingForm
from punchcard.tui.forms.entry_times import DurationField, EndField, StartField
from punchcard.tui.forms.entry_words import problem_with, will_save
from punchcard.tui.forms.note import note_from

KEYS = "Tab goes on, enter saves, escape leaves it as it is."
"""What the line takes, until something is changed."""

WORDS_HEIGHT = 3
"""Lines of words below the row, or above it where there is no room."""


class EntryLine(SavingForm):
    """The row of an entry, to be typed into. Everything else about the entry stays as it is."""

    HELP = f"""
    ## The entry in its row

    Start, end and note. {KEYS} `j` and `k` move a time by a minute, `J` and `K` by five. The rest is in
    the form.
    """

    DEFAULT_CSS = """
    EntryLine, EntryLine.-tight {
        align: left top;
        background: transparent;
        #dialog {
            padding: 0;
            border: none;
            max-width: 100%;
            background: $surface;
        }
        .line { height: 1; }
        StartField, EndField, DurationField { width: 9; }
        .dash { width: 3; text-align: center; color: $text-muted; }
        .words { margin: 0; padding: 0 2; min-height: 1; max-height: 3; background: $surface; }
        #save { display: none; }
        Footer { dock: bottom; margin: 0; padding: 0 1; background: $background; }
    }
    """

    def __init__(self, desk: Desk, sheet: Timesheet, entry: Entry, row: Region) -> None:
        """Edit `entry`, whose row stands at `row` on the screen."""
        super().__init__("", desk, sheet)
        self._entry, self._seen, self._row = entry, entry, row

    def compose(self) -> ComposeResult:
        """The line, and what it will save."""
        is_low = self._row.y + 1 + WORDS_HEIGHT > self.app.size.height
        with Vertical(id="dialog") as frame:
            frame.styles.width = self._row.width
            frame.styles.offset = (self._row.x, max(0, self._row.y - (WORDS_HEIGHT if is_low else 0)))
            if is_low:
                yield self._words(WORDS_HEIGHT)
            yield Horizontal(*self._fields(), classes="line")
            if not is_low:
                yield self._words(None)
            yield button("Save", "save")
        # In the place of the keys of the screen below, which do not work now.
        yield Footer(show_command_palette=False, compact=True)

    def _words(self, height: int | None) -> Static:
        words = Static(classes="words")
        if height is not None:
            words.styles.height = height
        return words

    def _fields(self) -> Iterator[Widget]:
        entry, now = self._entry, self._desk.now
        self._start = StartField(now, lambda: None, entry.start)
        self._end = EndField(now, lambda: self._start.moment, entry.start, entry.end)
        self._hours = DurationField(entry.duration_seconds)
        self._note = TextLine(one_line(entry.note), "note", id="note", select_on_focus=False)
        if entry.unit is Unit.TIMES:
            yield self._start
            yield Static("–", classes="dash")
            yield self._end
        elif entry.unit is Unit.HOURS:
            yield self._hours
        yield self._note

    def on_mount(self) -> None:
        """Begin at the first field."""
        self.query(TextLine).first().focus()
        self.tell()

    @on(Input.Changed)
    def _on_typed(self) -> None:
        self.changed()

    @on(Input.Submitted)
    def _on_entered(self) -> None:
        self.action_save()

    def on_resize(self, event: events.Resize) -> None:
        """Stay on the screen, whatever becomes of it."""
        frame, (width, height) = self.query_one("#dialog"), event.size
        frame.styles.width = min(self._row.width, width)
        top = frame.styles.offset.y.value
        frame.styles.offset = (min(self._row.x, width), max(0, min(int(top), height - 1 - WORDS_HEIGHT)))

    def action_save(self) -> None:
        """Save, unless there is a problem; leave where nothing was changed."""
        self.tell()
        entry, _ = self._filled()
        if entry is None or self.problem:
            self.insist()
        elif entry == self._entry and self._seen == self._entry:
            self.answer(None)
        else:
            self.save_with(partial(self._desk.save, entry, self._seen), entry)

    def refused(self, refusal: Refusal) -> str:
        """Take over what was changed meanwhile: saving again is done knowing it."""
        if isinstance(refusal, ChangedMeanwhile) and refusal.entry is not None:
            self._seen = refusal.entry
            return f"{refusal.message} Enter puts this in its place."
        return super().refused(refusal)

    def tell(self) -> None:
        """Say what saving will do, or why it cannot be done."""
        entry, problem = self._filled()
        if entry is None:
            self.show_words("", problem)
            return
        outlook, now = self.outlook(entry.day), self._desk.now()
        problem = problem_with(entry, outlook, now)
        if problem:
            self.show_words("", problem)
        elif entry == self._entry and self._seen == self._entry:
            self.show_words(Content.styled(KEYS, "$text-muted"))
        else:
            self.show_words(will_save(entry, self._seen, outlook, now, is_brief=True))

    def _filled(self) -> tuple[Entry | None, str]:
        """The entry as it should be, or why there is none."""
        try:
            entry = replace(self._entry, note=note_from(self._note.value, self._entry.note))
        except Refusal as refusal:
            return None, f"{refusal.message} {refusal.hint}"
        if entry.unit is Unit.TIMES:
            start, end = self._start.moment, self._end.moment
            if start is None or end is None:
                return None, self._start.problem or self._end.problem or "Say when it started and ended."
            return replace(entry, day=start.date(), start=start, end=end), ""
        if entry.unit is Unit.HOURS:
            seconds = self._hours.seconds
            if seconds is None:
                return None, self._hours.problem or "Say how long it took, 7:30 for example."
            return replace(entry, duration_seconds=seconds), ""
        return entry, ""

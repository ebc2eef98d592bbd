"""A line to type the breaks of an entry into: when they were, or how long."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from textual.content import Content
from whenever import ZonedDateTime

from punchcard.core.editing.breaks import read_breaks
from punchcard.core.entries import Break
from punchcard.core.intervals import Interval
from punchcard.core.moments import clock_time
from punchcard.core.refusals import Refusal
from punchcard.tui.forms.base import TextLine
from punchcard.tui.forms.entry_times import shifted
from punchcard.tui.forms.time_field import written

BREAK_WORDS = "Say when they were, 12:00-12:30, 15:00-15:15, or how long: 30m goes into the middle."
"""What the line takes."""


def written_breaks(breaks: tuple[Break, ...], now: ZonedDateTime, start: ZonedDateTime) -> str:
    """Return the text that reads back as `breaks`, to the minute."""
    return ", ".join(f"{_short(pause.start, now, start)}-{_short(pause.end, now, start)}" for pause in breaks)


class BreaksField(TextLine):
    """The breaks of an entry. While they cannot be read, `breaks` is empty and `problem` says why."""

    HELP = f"## Breaks\n\n{BREAK_WORDS} Commas stand between several."

    def __init__(
        self,
        now: Callable[[], ZonedDateTime],
        span: Callable[[], Interval | None],
        breaks: tuple[Break, ...] = (),
        began: ZonedDateTime | None = None,
    ) -> None:
        """Begin with the `breaks` of an entry that `began` then; `span` tells where it lies now."""
        self._now, self._span, self._breaks, self._began = now, span, breaks, began
        self._text_at_first = written_breaks(breaks, now(), began) if began else ""
        super().__init__(
            self._text_at_first, "none", tooltip=Content(BREAK_WORDS), id="breaks", select_on_focus=False
        )

    @property
    def breaks(self) -> tuple[Break, ...]:
        """What the line says; none while it cannot be read."""
        return self._reading()[0]

    @property
    def problem(self) -> str:
        """Why the line cannot be read, or does not fit into the entry; empty where it can."""
        return self._reading()[1]

    def _reading(self) -> tuple[tuple[Break, ...], str]:
        span, text = self._span(), self.value.strip()
        if span is None or span.end <= span.start or not text:
            return (), ""
        try:
            if text == self._text_at_first and self._began:
                return self._moved(int(span.start.date().since(self._began.date(), total="days"))), ""
            parts = [part for part in text.replace(";", ",").split(",") if part.strip()]
            return read_breaks(parts, span, self._now()), ""
        except Refusal as refusal:
            return (), f"{refusal.message} {refusal.hint}".strip()

    def _moved(self, days: int) -> tuple[Break, ...]:
        return tuple(
            replace(pause, start=shifted(pause.start, days), end=shifted(pause.end, days))
            for pause in self._breaks
        )


def _short(moment: ZonedDateTime, now: ZonedDateTime, start: ZonedDateTime) -> str:
    """The clock time alone: a break is read after the start. Where the clocks repeat it, with its offset."""
    text = written(moment.round("minute", mode="floor"), now, moment.date())
    return clock_time(moment) if len(text) <= len("00:00") and moment >= start else text

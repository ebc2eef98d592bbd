"""Two lines to scale: what is there now, and what would be there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from textual.content import Content
from textual.widget import Widget
from whenever import ZonedDateTime

from punchcard.core.changes import EntryChange, SaveEntry
from punchcard.core.entries import Entry
from punchcard.core.hours_scale import Cell, HoursScale
from punchcard.core.intervals import Interval

LABEL_WIDTH = 8
"""Cells before the lines: "before", "after"."""

OTHERS = "▄"
"""Work of the neighbours: lower than what is saved, so that no colour is needed to tell them apart."""

HOUR = 3600
MARGIN_SECONDS = HOUR
"""What is shown on either side."""


class OverlapScale(Widget):
    """The neighbours before, and with the entry after; the entry itself stands out."""

    DEFAULT_CSS = "OverlapScale { height: 3; }"

    def __init__(self, entry: Entry, neighbours: Sequence[Entry]) -> None:
        """Show `entry`, which has clock times, among `neighbours`."""
        super().__init__()
        self._entry, self._neighbours = entry, tuple(neighbours)
        self._left: tuple[Entry, ...] = self._neighbours

    def show_after(self, changes: Iterable[EntryChange]) -> None:
        """Show what `changes` leave of the neighbours."""
        self._left = tuple(change.entry for change in changes if isinstance(change, SaveEntry))
        self.refresh()

    def render(self) -> Content:
        """Draw the hours and the two lines."""
        width = max(10, self.content_size.width - LABEL_WIDTH)
        scale = self._scale(width)
        own = [self._entry]
        return Content("\n").join(
            [
                _line("", Content.styled(self._hours(scale), "$text-muted")),
                _line("before", self._cells(scale, self._neighbours, ())),
                _line("after", self._cells(scale, self._left, own)),
            ]
        )

    def _scale(self, width: int) -> HoursScale:
        spans = [entry.interval for entry in (self._entry, *self._neighbours) if entry.interval]
        first = min(span.start.timestamp() for span in spans) - MARGIN_SECONDS
        last = max(span.end.timestamp() for span in spans) + MARGIN_SECONDS
        start = self._on_the_hour(first)
        return HoursScale(start, max(HOUR, last - start), width)

    def _on_the_hour(self, timestamp: int) -> int:
        moment = self._moment(timestamp)
        return timestamp - moment.minute * 60 - moment.second

    def _moment(self, timestamp: int) -> ZonedDateTime:
        begin = self._entry.start
        if begin is None:
            raise ValueError("an entry without clock times is in nobody's way")
        return begin.add(seconds=timestamp - begin.timestamp())

    def _hours(self, scale: HoursScale) -> str:
        """The hours above the line, as many as there is room for."""
        step = next((n for n in (1, 2, 3, 4, 6, 12) if n * scale.width * HOUR // scale.seconds >= 6), 24)
        line = [" "] * scale.width
        for timestamp in range(scale.start, scale.start + scale.seconds, HOUR):
            hour, column = (
                self._moment(timestamp).hour,
                (timestamp - scale.start) * scale.width // scale.seconds,
            )
            if hour % step == 0 and column + 2 <= scale.width:
                line[column : column + 2] = f"{hour:02}"
        return "".join(line)

    def _cells(self, scale: HoursScale, others: Sequence[Entry], own: Sequence[Entry]) -> Content:
        theirs = scale.cells(_work(others), _breaks(others))
        mine = scale.cells(_work(own), _breaks(own))
        parts: list[tuple[str, str]] = []
        for (their_kind, their_text), (my_kind, my_text) in zip(theirs, mine, strict=True):
            if my_kind is not Cell.GAP:
                parts.append((my_text, "$primary"))
            else:
                text = OTHERS if their_kind is Cell.WORK else their_text
                parts.append((text, "$text-disabled" if their_kind is Cell.GAP else "$foreground-muted"))
        return Content.assemble(*parts)


def _line(label: str, content: Content) -> Content:
    return Content.assemble((label.ljust(LABEL_WIDTH), "$text-muted"), content)


def _work(entries: Iterable[Entry]) -> list[Interval]:
    return [piece for entry in entries for piece in entry.worked_pieces()]


def _breaks(entries: Iterable[Entry]) -> list[Interval]:
    return [pause.interval for entry in entries for pause in entry.breaks]

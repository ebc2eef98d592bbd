"""The day as it should be: a line for each stretch of work, and an empty one for the next."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, Static
from whenever import Date, ZonedDateTime

from punchcard.core.interval_sets import Stretches, together
from punchcard.core.intervals import Interval
from punchcard.core.moments import clock_time
from punchcard.core.refusals import Refusal
from punchcard.core.requested_stretches import UnfitStretch, check_apart, check_stretch
from punchcard.tui.forms.entry_times import EndField, StartField
from punchcard.tui.forms.entry_words import worked_in_words


class TakeOut(Static):
    """A sign to click: the line goes."""

    class Clicked(Message):
        """It was clicked."""

        def __init__(self, sign: TakeOut) -> None:
            super().__init__()
            self.sign = sign

    def on_click(self, event: events.Click) -> None:
        """Say so."""
        event.stop()
        self.post_message(self.Clicked(self))


class StretchLine(Horizontal):
    """From when to when; both fields empty for nothing."""

    DEFAULT_CSS = """
    StretchLine {
        height: 1;
        & StartField, & EndField { width: 15; }
        & > .to { width: 3; text-align: center; color: $text-muted; }
        & > .long { width: 10; padding: 0 0 0 3; color: $text-muted; }
        & > TakeOut {
            width: 3;
            text-align: center;
            color: $text-muted;
            pointer: pointer;
            &:hover { color: $text-error; text-style: bold; }
        }
    }
    """

    def __init__(self, now: Callable[[], ZonedDateTime], day: Date, first: Interval | None = None) -> None:
        """Begin with the stretch `first` of `day`; None for an empty line."""
        super().__init__()
        self._day = day
        self._start = StartField(now, lambda: day, first.start if first else None)
        self._end = EndField(
            now,
            lambda: self._start.moment,
            first.start if first else None,
            first.end if first else None,
            placeholder="16:30",
        )
        self._long, self._sign = Static(classes="long"), TakeOut("✕")
        self._sign.tooltip = Content("Take this stretch out")

    def compose(self) -> ComposeResult:
        """The two times, how long it is, and the sign that takes it out."""
        yield self._start
        yield Static("–", classes="to")
        yield self._end
        yield self._long
        yield self._sign

    @property
    def is_empty(self) -> bool:
        """Whether nothing is typed."""
        return not self._start.value.strip() and not self._end.value.strip()

    def clear(self) -> None:
        """Take the stretch out."""
        self._start.value = self._end.value = ""

    def take_focus(self) -> None:
        """Let it be typed into."""
        self._start.focus()

    def read(self) -> Interval | None:
        """Return the stretch; None where nothing is typed.

        Raises:
            UsageError: A time cannot be read or is missing, or the stretch does not fit its day.
        """
        if self.is_empty:
            return None
        if problem := self._start.problem or self._end.problem:
            raise UnfitStretch(problem)
        start, end = self._start.moment, self._end.moment
        if start is None and end is not None:
            raise UnfitStretch(f"When does the stretch to {clock_time(end)} begin?")
        if start is None or end is None:
            begins = clock_time(start) if start else "the start"
            raise UnfitStretch(f"When does the stretch from {begins} end?")
        stretch = Interval(start, end)
        check_stretch(stretch, self._day)
        return stretch

    def show_length(self) -> None:
        """Say how long it is, as far as that is known."""
        try:
            stretch = self.read()
        except Refusal:
            stretch = None
        self._long.update(worked_in_words(stretch.seconds) if stretch else "", layout=False)
        self._sign.visible = not self.is_empty


class StretchLines(VerticalScroll, can_focus=False):
    """All lines of the day; an empty one is always the last."""

    DEFAULT_CSS = """
    StretchLines { height: auto; max-height: 6; scrollbar-size-vertical: 1; }
    """

    HELP = """
    ## The day as it should be

    A line for each stretch of work. Change its times, empty both to take it out, and type the next one into
    the empty line. What is then different from the day as it is, is what you ask for.
    """

    def __init__(self, now: Callable[[], ZonedDateTime], day: Date, first: Stretches) -> None:
        """Begin with the stretches of `day`."""
        self._now, self._day = now, day
        super().__init__(*(StretchLine(now, day, piece) for piece in first), StretchLine(now, day))

    def on_mount(self) -> None:
        """Say how long they are."""
        self._show()

    @property
    def lines(self) -> Iterator[StretchLine]:
        """Every line, from the top."""
        return iter(self.query(StretchLine))

    def read(self) -> Stretches:
        """Return the day as the lines say it.

        Raises:
            UsageError: A line cannot be read or does not fit the day, or two share time.
        """
        found = [stretch for line in self.lines if (stretch := line.read()) is not None]
        check_apart(found)
        return together(found)

    def take_out(self) -> None:
        """Take out the stretch that the focus is in."""
        for line in self.lines:
            if line.has_focus_within:
                line.clear()

    def to_the_next(self) -> None:
        """Go to the empty line."""
        *_, last = self.lines
        last.take_focus()

    @on(Input.Changed)
    def _on_typed(self) -> None:
        *_, last = self.lines
        if not last.is_empty:
            self.mount(StretchLine(self._now, self._day))
            self.call_after_refresh(self._show)
        self._show()

    @on(TakeOut.Clicked)
    def _on_taken_out(self, event: TakeOut.Clicked) -> None:
        event.stop()
        if isinstance(line := event.sign.parent, StretchLine):
            line.clear()

    def _show(self) -> None:
        for line in self.lines:
            line.show_length()

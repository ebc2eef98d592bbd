"""The fields of an entry's times: where it starts, where it ends, how long it is."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual.binding import BindingType
from textual.content import Content
from whenever import Date, PlainDateTime, ZonedDateTime

from punchcard.core.durations import MINUTE, format_duration, parse_duration
from punchcard.core.moments import clock_time
from punchcard.core.refusals import Refusal, UsageError
from punchcard.core.spans import moment_after
from punchcard.core.when import TIME_FORMS, on_the_wall, parse_when
from punchcard.tui.forms.time_field import NudgedLine, TimeField, nudge_keys, written

USUAL_START = "08:00"
"""Where an entry is likely to start."""

LONGEST_NIGHT_SECONDS = 16 * 3600
"""An end that is by the clock before the start is one of the next day, for entries of up to this length."""


def end_after(text: str, start: ZonedDateTime, now: ZonedDateTime) -> ZonedDateTime:
    """Read the end of an entry: by the clock after its start, over midnight where it has to be.

    Raises:
        UsageError: It cannot be read, or a night would be so long that it is more likely a slip.
    """
    end = moment_after(text, start, now)
    if end.date() == start.date() or end.timestamp() - start.timestamp() <= LONGEST_NIGHT_SECONDS:
        return end
    try:
        is_said = parse_when(text, now, day=start.date()) == end
    except UsageError:
        is_said = False
    if not is_said:
        length = format_duration(end.timestamp() - start.timestamp())
        raise UsageError(
            f"The end, {clock_time(end)}, is not after the start, {clock_time(start)}; on the next day that "
            f"would be {length}.",
            f"If that is meant, say {end.date().format_iso()} {clock_time(end)}.",
        )
    return end


def later(text: str, start: ZonedDateTime) -> ZonedDateTime | None:
    """Return the moment so much after `start`, for "+2h"; None for what says something else.

    Raises:
        UsageError: It cannot be read.
    """
    words = "".join(text.split())
    return parse_when(words, start) if words.startswith("+") else None


def shifted(moment: ZonedDateTime, days: int) -> ZonedDateTime:
    """Return the same wall-clock time so many days later.

    Raises:
        UsageError: It does not exist then, or happens twice.
    """
    if days == 0:
        return moment
    plain: PlainDateTime = moment.to_plain()
    return on_the_wall(plain.replace_date(plain.date().add(days=days)), moment)


class StartField(TimeField):
    """Where an entry starts, on the day that the form says."""

    def __init__(
        self, now: Callable[[], ZonedDateTime], form_day: Callable[[], Date | None], at: ZonedDateTime | None
    ) -> None:
        """Begin with `at`; bare clock times are of the day that `form_day` tells."""
        self._form_day, self._first_day = form_day, at.date() if at else now().date()
        super().__init__(now, at, day=self._first_day, placeholder=USUAL_START)
        self.id = "start"

    @property
    def day(self) -> Date:
        """The day of a bare clock time."""
        return self._form_day() or self._first_day

    def unset(self) -> ZonedDateTime:
        """The keys that nudge begin in the morning of the day."""
        try:
            return self.read(USUAL_START)
        except Refusal:
            return super().unset()

    def kept(self) -> ZonedDateTime | None:
        """The moment of the beginning, on the day that the form says now."""
        return self._at and shifted(self._at, int(self.day.since(self._first_day, total="days")))


class EndField(TimeField):
    """Where an entry ends: by the clock after its start."""

    HELP = f"""
    ## End

    {TIME_FORMS} A time before the start is one of the next day; `+2h` is two hours after the start.
    """

    def __init__(
        self,
        now: Callable[[], ZonedDateTime],
        start: Callable[[], ZonedDateTime | None],
        began: ZonedDateTime | None,
        at: ZonedDateTime | None,
        *,
        placeholder: str = "16:30",
    ) -> None:
        """Begin with `at` for an entry that `began` then; `start` tells where it starts now."""
        self._start, self._began = start, began
        super().__init__(now, at, day=began.date() if began else None, placeholder=placeholder)
        if at is not None and began is not None:
            self._text_at_first = self.value = self._short(at, began)
        self.id = "end"

    def read(self, text: str) -> ZonedDateTime:
        """Read what is typed, after the start."""
        start = self._start()
        if start is None:
            return super().read(text)
        return later(text, start) or end_after(text, start, self._now())

    def write(self, moment: ZonedDateTime) -> str:
        """Return the shortest text that reads back as `moment`."""
        start = self._start()
        return super().write(moment) if start is None else self._short(moment, start)

    def unset(self) -> ZonedDateTime:
        """The keys that nudge begin at the start."""
        return self._start() or self._now()

    def kept(self) -> ZonedDateTime | None:
        """The moment of the beginning; where the start has moved, the same clock time after it."""
        start = self._start()
        if self._at is None or self._began is None or start is None or start == self._began:
            return self._at
        moved = shifted(self._at, int(start.date().since(self._began.date(), total="days")))
        return moved if moved > start else self.read(self._text_at_first)

    def _short(self, moment: ZonedDateTime, start: ZonedDateTime) -> str:
        """The clock time alone where it reads back as `moment`."""
        text, minute = clock_time(moment), moment.round("minute", mode="floor")
        try:
            if end_after(text, start, self._now()) == minute:
                return text
        except Refusal:
            # Only a text with its day or offset is clear then.
            return written(minute, self._now(), start.date())
        return written(minute, self._now(), start.date())


class DurationField(NudgedLine):
    """How long an entry without clock times is. While it cannot be read, `seconds` is None."""

    HELP = "## Hours\n\nSay 7:30, 7.5, 7h30 or 45m. j and k change it by five minutes, J and K by fifteen."

    BINDINGS: ClassVar[list[BindingType]] = nudge_keys("duration", "it", (5, 15), "min", ("less", "more"))

    def __init__(self, seconds: int | None = None) -> None:
        """Begin with a duration; None for nothing."""
        self._first = seconds
        self._text_at_first = "" if seconds is None else format_duration(seconds)
        super().__init__(self._text_at_first, "7:30", tooltip=Content("7:30, 7.5, 7h30 or 45m"), id="hours")

    @property
    def seconds(self) -> int | None:
        """What the field says."""
        return self._reading()[0]

    @property
    def problem(self) -> str:
        """Why the field cannot be read; empty where it can, and where nothing is typed."""
        return self._reading()[1]

    def action_nudge(self, minutes: int) -> None:
        """Make it longer or shorter; never less than nothing."""
        if self.problem:
            self.app.bell()
            return
        self.value = format_duration(max(0, (self.seconds or 0) + minutes * MINUTE))
        self.cursor_position = len(self.value)

    def _reading(self) -> tuple[int | None, str]:
        text = self.value.strip()
        if text == self._text_at_first:
            return self._first, ""
        try:
            return (parse_duration(text), "") if text else (None, "")
        except Refusal as refusal:
            return None, f"{refusal.message} {refusal.hint}".strip()

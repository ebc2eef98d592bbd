"""A line to type a moment into, in every form that the command line takes, with keys that nudge it."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Input
from whenever import Date, ZonedDateTime

from punchcard.core.moments import clock_time
from punchcard.core.refusals import Refusal
from punchcard.core.when import TIME_FORMS, parse_when
from punchcard.tui.forms.base import TextLine


def nudge_keys(
    owner: str, what: str, sizes: tuple[int, int], unit: str, words: tuple[str, str]
) -> list[BindingType]:
    """Return the keys `j k J K` and the arrows, which make what a line says smaller or greater.

    Args:
        owner: What their ids begin with: "time".
        what: What is nudged, for the tooltips: "the time".
        sizes: How far the small letters go, and the capitals.
        unit: What the sizes are counted in: "min".
        words: What smaller and greater are called: ("earlier", "later").
    """
    keys = (("j", "down", -1), ("k", "up", 1), ("J", "shift+down", -1), ("K", "shift+up", 1))
    found: list[BindingType] = []
    for letter, arrow, sign in keys:
        is_much = letter.isupper()
        size = sizes[is_much]
        group = Binding.Group(f"∓{size} {unit}", compact=True)
        word = words[sign > 0]
        name = f"{owner}.{'much_' if is_much else ''}{word}"
        said, action = f"{size} {unit} {word}", f"nudge({sign * size})"
        tooltip = f"Make {what} {said}"
        found += [
            Binding(letter, action, said, tooltip=tooltip, id=name, group=group),
            Binding(arrow, action, said, tooltip=tooltip, id=f"{name}_arrow", show=False),
        ]
    return found


class NudgedLine(TextLine):
    """A line with keys that nudge what it says."""

    LETTER_EDITS: ClassVar[tuple[str, ...]] = ("nudge(",)


def written(moment: ZonedDateTime, now: ZonedDateTime, day: Date) -> str:
    """Return the shortest text that reads back as `moment`, to the minute, in a field of `day`."""
    clock, date = clock_time(moment), moment.date().format_iso()
    for text in (clock, f"yesterday {clock}", f"{date} {clock}"):
        try:
            if parse_when(text, now, day=day) == moment:
                return text
        except Refusal:
            # A time that the clocks repeat; only its offset tells which of the two is meant.
            break
    return moment.to_fixed_offset().format_iso(unit="minute")


class TimeField(NudgedLine):
    """A moment, typed or nudged.

    Nothing typed means "as it is" to the form around it. While the text cannot be read, `moment` is None
    and `problem` says why.
    """

    DEFAULT_CSS = "TimeField { width: 28; }"

    HELP = f"## Time\n\n{TIME_FORMS} j and k move it by a minute, J and K by five."

    BINDINGS: ClassVar[list[BindingType]] = nudge_keys(
        "time", "the time", (1, 5), "min", ("earlier", "later")
    )

    class Changed(Input.Changed):
        """The text is another; `moment` and `problem` say what it means now."""

        @property
        def moment(self) -> ZonedDateTime | None:
            """What the field says, or None."""
            return self.input.moment if isinstance(self.input, TimeField) else None

        @property
        def problem(self) -> str:
            """Why the field cannot be read; empty where it can."""
            return self.input.problem if isinstance(self.input, TimeField) else ""

    def __init__(
        self,
        now: Callable[[], ZonedDateTime],
        at: ZonedDateTime | None = None,
        *,
        day: Date | None = None,
        placeholder: str = "now",
    ) -> None:
        """Make a field.

        Args:
            now: The clock; shifts such as "-15m" count from it, its zone is the one of wall-clock times.
            at: What the field says at first, kept to the second until it is changed; None for nothing.
            day: The local day of a bare clock time; by default the current one.
            placeholder: What an empty field means.
        """
        self._now, self._day, self._at = now, day, at
        self._text_at_first = "" if at is None else written(_minute(at), now(), self.day)
        super().__init__(self._text_at_first, placeholder, tooltip=Content(TIME_FORMS))

    @property
    def day(self) -> Date:
        """The local day of a bare clock time."""
        return self._day or self._now().date()

    @property
    def moment(self) -> ZonedDateTime | None:
        """What the field says, read now; None where nothing is typed or it cannot be read."""
        return self._reading()[0]

    @property
    def problem(self) -> str:
        """Why the field cannot be read, and what to type instead; empty where it can."""
        return self._reading()[1]

    @property
    def is_changed(self) -> bool:
        """Whether the text is another than at first."""
        return self.value.strip() != self._text_at_first

    def action_nudge(self, minutes: int) -> None:
        """Move the time; real minutes, also where the clocks change."""
        if self.problem:
            self.app.bell()
            return
        moved = _minute((self.moment or self.unset()).add(minutes=minutes))
        self.value = self.write(moved)
        self.cursor_position = len(self.value)

    def read(self, text: str) -> ZonedDateTime:
        """Read what is typed.

        Raises:
            UsageError: It cannot be read.
        """
        return parse_when(text, self._now(), day=self.day)

    def write(self, moment: ZonedDateTime) -> str:
        """Return the shortest text that reads back as `moment`."""
        return written(moment, self._now(), self.day)

    def unset(self) -> ZonedDateTime:
        """Where the keys that nudge begin while nothing is typed."""
        return self._now()

    def kept(self) -> ZonedDateTime | None:
        """What the text of the beginning means; the moment with its seconds, which are not shown."""
        return self._at

    def _reading(self) -> tuple[ZonedDateTime | None, str]:
        try:
            if not self.is_changed or not self.value.strip():
                return (None if self.is_changed else self.kept()), ""
            return self.read(self.value), ""
        except Refusal as refusal:
            return None, f"{refusal.message} {refusal.hint}".strip()


def _minute(moment: ZonedDateTime) -> ZonedDateTime:
    return moment.round("minute", mode="floor")

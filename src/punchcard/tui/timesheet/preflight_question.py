"""The question before weeks are handed in or taken back: which ones, and what is odd in them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from rich.cells import cell_len
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Button, Static
from whenever import Date

from punchcard.core.durations import format_duration
from punchcard.core.moments import day_in_words, weekday_name
from punchcard.core.text import one_line
from punchcard.services.timesheet.preflight import Preflight, WeekCheck
from punchcard.tui.forms.base import Dialog, button
from punchcard.tui.timesheet.heading import week_number

_NO = "Leave everything as it is"


NAME_WIDTH = 26
"""Cells of a week's name and days."""


class Remark(Horizontal):
    """A sentence behind a sign, which stands alone in its column."""

    DEFAULT_CSS = """
    Remark {
        height: auto;
        & > .sign { width: 2; }
        & > .sentence { width: 1fr; height: auto; }
    }
    """

    def __init__(self, sign: str, style: str, sentence: str) -> None:
        """Say `sentence` behind `sign`."""
        said = Static(Content(one_line(sentence)), classes="sentence")
        super().__init__(Static(Content.styled(sign, style), classes="sign"), said)


class PreflightQuestion(Dialog[bool]):
    """Lists the weeks, oldest first, with what is serious in them; what is in the way greys the yes."""

    HELP = """
    ## Handing in

    Weeks go in order, so every week that is due before this one goes along. Serious findings warn, and do
    not stand in the way; what does is marked with a cross. A week that is handed in is locked until it is
    decided, and can be taken back until then.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y,ctrl+s", "yes", "Yes", tooltip="Yes, do it", id="preflight.yes"),
        Binding("n", "cancel", "No", show=False, tooltip=_NO, id="preflight.no"),
        Binding("escape", "cancel", "Not now", tooltip=_NO, id="form.cancel"),
        Binding(
            "left,h",
            "app.focus_previous",
            "Left",
            show=False,
            tooltip="To the other answer",
            id="preflight.left",
        ),
        Binding(
            "right,l",
            "app.focus_next",
            "Right",
            show=False,
            tooltip="To the other answer",
            id="preflight.right",
        ),
    ]

    DEFAULT_CSS = """
    PreflightQuestion {
        #dialog { max-width: 76; }
        #question { text-style: bold; height: auto; }
        #weeks { height: auto; max-height: 10; margin: 1 0 0 0; scrollbar-size-vertical: 1; }
        #weeks:focus { background: $panel 30%; }
        #weeks Remark { padding: 0 0 0 2; }
        #remarks { height: auto; max-height: 6; margin: 1 0 0 0; }
    }
    PreflightQuestion.-tight {
        #dialog { padding: 0 2; width: 100%; }
        #weeks { max-height: 5; margin: 0; }
        #remarks { max-height: 5; margin: 0; }
        .buttons { margin: 0; }
        Footer { margin: 0; }
    }
    """

    def __init__(self, found: Preflight, today: Date, refused: str = "") -> None:
        """Ask.

        Args:
            found: What will go, and what is in the way.
            today: For the words.
            refused: Why it was not done when it was asked the last time.
        """
        super().__init__("Take back" if found.withdraws else "Hand in")
        self.VERTICAL_BREAKPOINTS = [(0, "-tight"), (24, "-roomy")]
        self._found, self._today, self._refused = found, today, refused

    def compose_body(self) -> Iterator[Widget]:
        """The question, the weeks, the remarks, and the answers."""
        yield Static(Content(self._found.question(self._today)), id="question")
        with VerticalScroll(id="weeks"):
            for check in self._found.checks:
                yield Static(_week(check))
                if not self._found.withdraws:
                    yield from _findings(check)
        remarks = [*self._remarks()]
        if remarks:
            with VerticalScroll(id="remarks", can_focus=False):
                yield from remarks
        yes = button(_letter("y", "Take it back" if self._found.withdraws else "Hand in"), "yes", "primary")
        yes.disabled = bool(self._found.blockers)
        no = button(_letter("n", "Not now"), "no")
        yield Horizontal(no, yes, classes="buttons")

    def on_mount(self) -> None:
        """Put the focus on the yes only where there is nothing to think about."""
        is_plain = not (self._found.blockers or self._found.warnings or self._refused)
        self.query_one("#yes" if is_plain else "#no", Button).focus()
        weeks = self.query_one("#weeks", VerticalScroll)
        weeks.can_focus = False
        self.call_after_refresh(self._let_scroll, weeks)

    def _let_scroll(self, weeks: VerticalScroll) -> None:
        """Let keys reach the weeks where they do not fit."""
        weeks.can_focus = weeks.max_scroll_y > 0

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Grey out the yes while something is in the way."""
        del parameters
        return None if action == "yes" and self._found.blockers else True

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Answer as the button says."""
        self.answer(event.button.id == "yes")

    def action_yes(self) -> None:
        """Agree."""
        self.answer(True)

    def action_cancel(self) -> None:
        """Leave everything as it is."""
        self.answer(False)

    def _remarks(self) -> Iterator[Widget]:
        if self._refused:
            yield Remark("✗", "$text-error", self._refused)
        for blocker in self._found.blockers:
            yield Remark("✗", "$text-error", blocker)
        for warning in self._found.warnings:
            yield Remark("▴", "$text-warning", warning)


def _week(check: WeekCheck) -> Content:
    """One week with its numbers in columns."""
    first, last = (day_in_words(day, short=True).partition(" ")[2] for day in check.week)
    name = f"{week_number(check.week)}  {first} – {last}"
    worked = format_duration(check.worked_seconds).rjust(7)
    target, difference = "", ""
    if check.target_seconds is not None:
        target = f" of {format_duration(check.target_seconds).rjust(5)}"
        difference = format_duration(check.worked_seconds - check.target_seconds, sign=True).rjust(8)
    gap = " " * max(1, NAME_WIDTH - cell_len(name))
    return Content.assemble(name, gap, (worked, "bold"), target, difference)


def _findings(check: WeekCheck) -> Iterator[Widget]:
    """What is serious in a week, and how much else there is to look at."""
    for finding in check.serious:
        source = f" ({finding.source})" if finding.source else ""
        day = f"{weekday_name(finding.day, short=True)} {finding.day.day}"
        yield Remark("!", "$text-error", f"{day}: {finding.message.removesuffix('.')}{source}.")
    lesser = len(check.findings) - len(check.serious)
    if lesser:
        what = "one smaller thing" if lesser == 1 else f"{lesser} smaller things"
        yield Remark("·", "$text-muted", f"{'also ' if check.serious else ''}{what} to look at")


def _letter(letter: str, word: str) -> Content:
    return Content.assemble((letter, "underline"), f"  {word}")

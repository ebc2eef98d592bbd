"""What is to become of the entries in the way of another one; nothing is ever resolved without asking."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Static
from whenever import ZonedDateTime

from punchcard.core.changes import DeleteEntry
from punchcard.core.editing.room import OverlapChoice, Room, overlap_choices, room_for
from punchcard.core.entries import Entry
from punchcard.core.identifiers import new_id
from punchcard.core.text import one_line
from punchcard.tui.forms.base import Dialog, button
from punchcard.tui.forms.entry_words import choice_name, day_of_words, entry_as_a_whole
from punchcard.tui.forms.overlap_scale import OverlapScale

_KEYS = {OverlapChoice.TRIM: "t", OverlapChoice.SPLIT: "s", OverlapChoice.REPLACE: "r"}

_BACK = "Back to the form; everything typed is still there"


def deleted_by(room: Room) -> int:
    """How many entries `room` deletes."""
    return sum(isinstance(change, DeleteEntry) for change in room.changes)


class OverlapOption(Vertical, can_focus=True):
    """One way out: its name, and what becomes of each neighbour."""

    DEFAULT_CSS = """
    OverlapOption {
        height: auto;
        padding: 0 1;
        border-left: blank;
        pointer: pointer;
        &:focus { border-left: thick $primary; background: $panel; }
        &:hover { background: $panel; }
        & > .name { text-style: bold; }
        & > .becomes { padding: 0 0 0 3; color: $text-muted; height: auto; }
    }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,space", "take", "Take", tooltip="Do what is marked", id="overlap.take"),
    ]

    class Taken(Message):
        """This way was chosen."""

        def __init__(self, choice: OverlapChoice) -> None:
            super().__init__()
            self.choice = choice

    class Marked(Message):
        """This way is looked at."""

        def __init__(self, choice: OverlapChoice) -> None:
            super().__init__()
            self.choice = choice

    def __init__(self, choice: OverlapChoice, room: Room, count: int) -> None:
        """Offer `choice`, which makes `room` among so many neighbours."""
        words = choice_name(choice, count, deleted_by(room))
        name = Content.assemble((_KEYS[choice], "underline"), f"  {words}")
        becomes = [Static(Content(one_line(sentence)), classes="becomes") for sentence in room.words]
        super().__init__(Static(name, classes="name"), *becomes, id=choice.value)
        self._choice = choice
        self.tooltip = Content("Enter or a click does this")

    def on_focus(self) -> None:
        """Show what it leads to."""
        self.post_message(self.Marked(self._choice))

    def on_click(self) -> None:
        """Take it."""
        self.action_take()

    def action_take(self) -> None:
        """Take it."""
        self.post_message(self.Taken(self._choice))


class OverlapQuestion(Dialog["OverlapChoice | None"]):
    """Shows what is in the way and what can become of it; None leads back."""

    HELP = """
    ## This time is taken

    Each way out says exactly what becomes of the entries in the way; the lines above show the day as it is
    and as it would be. Escape leads back to the form, with everything that was typed.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("t", "take('trim')", "Trim", tooltip="Cut back what is in the way", id="overlap.trim"),
        Binding(
            "s", "take('split')", "Split", tooltip="Cut it out of what is in the way", id="overlap.split"
        ),
        Binding("r", "take('replace')", "Replace", tooltip="Delete what is in the way", id="overlap.replace"),
        Binding("down,j", "app.focus_next", "Next", show=False, tooltip="To the next one", id="overlap.next"),
        Binding(
            "up,k", "app.focus_previous", "Previous", show=False, tooltip="To the one before", id="overlap.up"
        ),
        Binding("escape", "cancel", "Back", tooltip=_BACK, id="form.cancel"),
    ]

    DEFAULT_CSS = """
    OverlapQuestion.-tight {
        #dialog { padding: 0 2; width: 100%; }
        #what { max-height: 1; margin: 0; }
        #ways { max-height: 8; margin: 0; }
        .buttons, Footer { margin: 0; }
    }
    OverlapQuestion {
        #dialog { width: 96%; max-width: 78; }
        #what { height: auto; max-height: 2; margin: 0 0 1 0; }
        #ways { height: auto; max-height: 10; margin: 1 0 0 0; scrollbar-size-vertical: 1; }
        #never { color: $text-error; height: auto; margin: 1 0 0 0; }
    }
    """

    def __init__(
        self,
        entry: Entry,
        neighbours: Sequence[Entry],
        now: ZonedDateTime,
        back: str = "Back to the form",
        pieces: Sequence[Entry] = (),
    ) -> None:
        """Ask what becomes of `neighbours`.

        Args:
            entry: What would overlap them.
            neighbours: What is in its way.
            now: The current moment.
            back: Where a no leads.
            pieces: What it is saved as, where that is several entries.
        """
        super().__init__("This time is taken")
        self._back = back
        self.VERTICAL_BREAKPOINTS = [(0, "-tight"), (24, "-roomy")]
        self._entry, self._neighbours, self._now = entry, tuple(neighbours), now
        today = day_of_words(entry, neighbours, now.date())
        self._rooms = {
            choice: room_for(entry, neighbours, choice, new_id, today, pieces)
            for choice in overlap_choices(entry, neighbours, pieces)
        }

    def compose_body(self) -> Iterator[Widget]:
        """What is to be saved, the day before and after, and the ways out."""
        yield Static(Content(f"{entry_as_a_whole(self._entry)}."), id="what")
        yield OverlapScale(self._entry, self._neighbours)
        if not self._rooms:
            yield Static(Content(one_line(f"! {self._why_never()}")), id="never")
        count = len(self._neighbours)
        with VerticalScroll(id="ways", can_focus=False):
            for choice, room in self._rooms.items():
                yield OverlapOption(choice, room, count)
        yield Horizontal(button(self._back, "cancel"), classes="buttons")

    def on_mount(self) -> None:
        """Mark the gentlest way, unless that deletes an entry."""
        gentlest = next(iter(self._rooms.items()), None)
        if gentlest is None or deleted_by(gentlest[1]):
            self.query_one("#cancel").focus()
        else:
            self.query_one(f"#{gentlest[0].value}").focus()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only what is offered can be chosen."""
        return action != "take" or parameters[0] in self._rooms

    def on_overlap_option_marked(self, event: OverlapOption.Marked) -> None:
        """Show the day as it would be."""
        self.query_one(OverlapScale).show_after(self._rooms[event.choice].changes)

    def on_overlap_option_taken(self, event: OverlapOption.Taken) -> None:
        """Answer with it."""
        self.answer(event.choice)

    def on_button_pressed(self) -> None:
        """Go back."""
        self.action_cancel()

    def action_take(self, choice: str) -> None:
        """Answer by letter."""
        self.answer(OverlapChoice(choice))

    def _why_never(self) -> str:
        locked = next((neighbour.locked for neighbour in self._neighbours if neighbour.locked), None)
        return (
            f"What is in the way cannot be changed. {locked or 'It has no clock times.'} Choose other times."
        )

"""What to group by: keys are picked and put in order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widget import Widget

from punchcard.core.grouping_keys import in_words
from punchcard.core.text import one_line
from punchcard.tui.forms.base import CANCEL, Form
from punchcard.tui.groups.columns import words_for
from punchcard.tui.text import fitted
from punchcard.tui.widgets.row_list import RowList

_KEY_WIDTH = 14


class KeyRows(RowList):
    """The keys; those that are picked stand first, with their number."""

    DEFAULT_CSS = """
    KeyRows { height: 1fr; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "take", "Group", tooltip="Group by what is picked", id="by.take"),
    ]

    def __init__(self, known: Mapping[str, str], picked: Sequence[str]) -> None:
        """Make the list of `known` keys with their meanings; `picked` ones in order."""
        super().__init__()
        self._known = known
        self._words = {key: in_words(key, known) for key in known}
        self._width = max(_KEY_WIDTH, *map(len, self._words.values()))
        self.picked = [key for key in picked if key in known]

    @property
    def keys(self) -> list[str]:
        """The keys as they stand."""
        return [*self.picked, *(key for key in self._known if key not in self.picked)]

    def lay_out(self, width: int) -> Sequence[Content]:
        """Draw the rows."""
        return [self._row(key, width) for key in self.keys]

    def toggle(self) -> None:
        """Pick the selected key as the last one, or leave it out."""
        key = self.keys[self.cursor]
        if key in self.picked:
            self.picked.remove(key)
        else:
            self.picked.append(key)
        self.show(self.keys.index(key))

    def shift(self, by: int) -> bool:
        """Move the selected key up or down among those that are picked; False where it cannot move."""
        at = self.cursor
        if at >= len(self.picked) or not 0 <= at + by < len(self.picked):
            return False
        self.picked[at], self.picked[at + by] = self.picked[at + by], self.picked[at]
        self.show(at + by)
        return True

    def _row(self, key: str, width: int) -> Content:
        meaning = one_line(self._known[key])
        word = self._words[key]
        meaning = "" if meaning.casefold() == word.casefold() else meaning
        if key in self.picked:
            number = f"{self.picked.index(key) + 1} "
            name = Content.assemble((number, "bold $primary"), (fitted(word, self._width), "bold"))
        else:
            name = Content(f"  {fitted(word, self._width)}")
        return Content.assemble(
            name, " ", (fitted(meaning, max(1, width - self._width - 3)), "$foreground-muted")
        )


class ByDialog(Form["tuple[str, ...] | None"]):
    """Asks what to group by; answers with the keys, the outermost first."""

    DEFAULT_CSS = """
    ByDialog {
        #dialog { max-width: 60; height: 22; }
        .words { margin: 1 0 0 0; min-height: 1; }
    }
    """

    HELP = """
    ## Group by

    Space picks a key or leaves it out, `K` and `J` move it up and down. The first one makes the outermost
    groups, the next one the groups in them.
    """

    VERB = "Group"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "save", "Group", show=False, tooltip="Group by what is picked", id="form.save"),
        Binding("space", "pick", "Pick", tooltip="Pick the key, or leave it out", id="by.toggle"),
        Binding("K,shift+up", "shift(-1)", "Up", key_display="K", tooltip="Move it further out", id="by.up"),
        Binding(
            "J,shift+down", "shift(1)", "Down", key_display="J", tooltip="Move it further in", id="by.down"
        ),
        CANCEL,
    ]

    def __init__(self, known: Mapping[str, str], picked: Sequence[str]) -> None:
        """Ask.

        Args:
            known: Everything that can be grouped by, with what it means.
            picked: What is grouped by now.
        """
        super().__init__("Group by")
        self._known = known
        self._rows = KeyRows(known, picked)

    def compose_body(self) -> Iterator[Widget]:
        """The keys, and what that makes."""
        yield self._rows
        yield from self.compose_words()

    def on_mount(self) -> None:
        """Say what is picked."""
        self._rows.focus()
        self._tell()

    @on(RowList.Taken)
    def _on_taken(self, event: RowList.Taken) -> None:
        event.stop()
        self.action_save()

    def action_pick(self) -> None:
        """Pick the key, or leave it out."""
        self._rows.toggle()
        self._tell()

    def action_shift(self, by: int) -> None:
        """Move the key."""
        if self._rows.shift(by):
            self._tell()
        else:
            self.app.bell()

    def action_save(self) -> None:
        """Answer with the keys, unless there are none."""
        if self.problem:
            self.app.bell()
        else:
            self.answer(tuple(self._rows.picked))

    def _tell(self) -> None:
        picked = tuple(self._rows.picked)
        words = words_for(picked, self._known)
        self.say(f"By {words}." if picked else "", "" if picked else "Pick at least one.")

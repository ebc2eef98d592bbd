"""The note beside the running clock or an entry."""

from __future__ import annotations

from collections.abc import Iterator

from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, Static

from punchcard.core.notes import checked_note
from punchcard.core.refusals import Refusal
from punchcard.core.text import NOTE_LIMIT, cleaned, one_line
from punchcard.tui.forms.base import Form, TextLine, shown


def note_from(text: str, before: str) -> str:
    """Return the note that a line of a form stands for.

    A line cannot show the line breaks of a note, so a line that was not touched stands for `before` whole.

    Raises:
        NoteTooLong: It has more than 1,000 characters.
    """
    return before if text == one_line(before) else checked_note(text)


class NoteScreen(Form["str | None"]):
    """Asks for a note; answers with the note as it will be kept, or None where nothing changes."""

    DEFAULT_CSS = """
    NoteScreen #count { color: $text-muted; text-align: right; margin: 0 0 1 0; }
    """

    def __init__(self, note: str = "", *, title: str = "Note", on: str = "the running clock") -> None:
        """Ask for the note on something.

        Args:
            note: The note as it is.
            title: What stands in the frame.
            on: What the note belongs to, in words.
        """
        super().__init__(title)
        self._before, self._on = note, one_line(on)

    def compose_body(self) -> Iterator[Widget]:
        """The line, its length, and what will be saved."""
        yield TextLine(one_line(self._before), "What are you working on?", id="note", select_on_focus=False)
        yield Static(id="count")
        yield from self.compose_words()

    def on_mount(self) -> None:
        """Say what is there."""
        self._tell()

    def on_input_changed(self) -> None:
        """Count, and say what will be saved."""
        self._tell()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Save on enter."""
        event.stop()
        self.action_save()

    def action_save(self) -> None:
        """Answer with the note, unless it is too long."""
        if self.problem:
            self.insist()
            return
        note = note_from(self._text, self._before)
        self.answer(note if note != self._before else None)

    @property
    def _text(self) -> str:
        return self.query_one(TextLine).value

    def _tell(self) -> None:
        count = f"{len(cleaned(self._text).strip()):,} of {NOTE_LIMIT:,}"
        self.query_one("#count", Static).update(Content(count))
        try:
            note = note_from(self._text, self._before)
        except Refusal as refusal:
            self.say("", f"{refusal.message} {refusal.hint}")
            return
        if note == self._before:
            self.say("Nothing changes yet.")
        elif not note:
            self.say(f"Will remove the note on {self._on}.")
        else:
            self.say(f"Will keep “{shown(note, 80)}” as the note on {self._on}.")

"""One line for what was just done, or why it was not."""

from __future__ import annotations

from textual.content import Content
from textual.timer import Timer
from textual.widgets import Static

from punchcard.core.text import one_line

SHOWN_SECONDS, REFUSAL_SHOWN_SECONDS = 5.0, 12.0


class Flash(Static):
    """Stands above the footer for a few seconds; it never covers anything."""

    DEFAULT_CSS = """
    Flash {
        height: 1;
        padding: 0 2;
        color: $success;
        &.-refusal { color: $error; height: auto; max-height: 3; }
    }
    """

    _hiding: Timer | None = None

    def say(self, sentence: str, *, is_refusal: bool = False) -> None:
        """Show a sentence for a few seconds, in the place of the last one."""
        # Only a refusal may take more than one line.
        may_differ = is_refusal or self.has_class("-refusal")
        self.set_class(is_refusal, "-refusal")
        self.update(Content(f"{'✗' if is_refusal else '✓'} {one_line(sentence)}"), layout=may_differ)
        if self._hiding is not None:
            self._hiding.stop()
        seconds = REFUSAL_SHOWN_SECONDS if is_refusal else SHOWN_SECONDS
        self._hiding = self.set_timer(seconds, self.clear)

    def clear(self) -> None:
        """Show nothing."""
        may_differ = self.has_class("-refusal")
        self.remove_class("-refusal")
        self.update("", layout=may_differ)

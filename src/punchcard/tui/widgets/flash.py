"""What was just done, or why it was not."""

from __future__ import annotations

from textual.content import Content
from textual.timer import Timer
from textual.widgets import Static

from punchcard.core.text import one_line
from punchcard.tui.text import ELLIPSIS, fitted

MOST_LINES = 5

SHOWN_SECONDS, REFUSAL_SHOWN_SECONDS = 5.0, 12.0

CHARACTERS_A_SECOND = 15
"""How fast it can be read; what is long stays for as long as that takes."""


class Flash(Static):
    """Stands above the footer for a few seconds, on as many lines as it needs; all else makes room."""

    DEFAULT_CSS = """
    Flash {
        height: auto;
        min-height: 1;
        padding: 0 2;
        color: $success;
        &.-refusal { color: $error; }
    }
    """

    _hiding: Timer | None = None
    said: str = ""
    """What stands there, whole."""
    _lines: int = 1

    def say(self, sentence: str, *, is_refusal: bool = False) -> None:
        """Show a sentence for a few seconds, in the place of the last one."""
        self.set_class(is_refusal, "-refusal")
        self._say(f"{'✗' if is_refusal else '✓'} {one_line(sentence)}")
        if self._hiding is not None:
            self._hiding.stop()
        seconds = REFUSAL_SHOWN_SECONDS if is_refusal else SHOWN_SECONDS
        self._hiding = self.set_timer(max(seconds, len(sentence) / CHARACTERS_A_SECOND), self.clear)

    def clear(self) -> None:
        """Show nothing."""
        self.remove_class("-refusal")
        self._say("")

    def on_resize(self) -> None:
        """Fit it to the new width."""
        self._say(self.said)

    def _say(self, text: str) -> None:
        lines, self.said = fitted_lines(text, self.content_size.width, MOST_LINES), text
        # Laid out anew only where that moves something.
        moves, self._lines = len(lines) != self._lines, len(lines)
        self.tooltip = Content(text) if text and lines[-1].plain.endswith(ELLIPSIS) else None
        self.update(Content("\n").join(lines), layout=moves)


def fitted_lines(text: str, width: int, most: int) -> list[Content]:
    """Return `text` on at most so many lines of `width` cells; what does not fit is cut with an ellipsis."""
    if width <= 1:
        return [Content(text)]
    lines = Content(text).wrap(width)
    if len(lines) > most:
        rest = " ".join(line.plain.strip() for line in lines[most - 1 :])
        lines[most - 1 :] = [Content(fitted(rest, width))]
    return lines

"""What an account can do, in words, and why not where it cannot."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from punchcard.core.text import one_line
from punchcard.tui.forms.base import Dialog

if TYPE_CHECKING:
    from punchcard.services.ability_words import AbilityLine

SIGNS = {"yes": ("✓", "$text-success"), "partly": ("~", "$text-warning"), "no": ("–", "$foreground-muted")}
"""The sign of each answer, and its colour."""

OTHER_LINES = 5
"""Lines of the dialog besides the list: frame and keys."""

LEGEND = "✓ yes   ~ with a limit   – no"


class AbilityLines(Static):
    """A line each; reasons stand below what they are about."""

    lines: Sequence[AbilityLine] = ()

    def on_resize(self) -> None:
        """Fit the reasons to the width."""
        self.show()

    def show(self) -> None:
        """Draw all lines."""
        room, drawn = max(20, self.content_size.width - 2), list[Content]()
        for line in self.lines:
            sign, colour = SIGNS[line.answer]
            words = line.words[:1].upper() + line.words[1:]
            muted = "$foreground-muted" if line.answer == "no" else ""
            drawn.append(Content.assemble((sign, colour), " ", (words, muted)))
            reason = Content.styled(one_line(line.reason, 400), "$foreground-muted")
            drawn += [Content.assemble("  ", part) for part in reason.wrap(room)] if line.reason else []
        self.update(Content("\n").join(drawn))


class AbilitiesDialog(Dialog[None]):
    """Lists every ability with its answer."""

    HELP = "## What it can do\n\nThe same stands in `punch account abilities`."

    DEFAULT_CSS = """
    AbilitiesDialog {
        #dialog { max-width: 76; }
        #lines { height: auto; scrollbar-size-vertical: 1; }
        AbilityLines { height: auto; }
    }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,b,q,enter", "cancel", "Close", tooltip="Back to the accounts", id="abilities.close"),
    ]

    def __init__(self, account: str, title: str, lines: Sequence[AbilityLine]) -> None:
        """Show what `account`, whose backend is called `title`, can do."""
        super().__init__(f"What {account} can do · {title}")
        self._lines = lines

    def compose_body(self) -> Iterator[Widget]:
        """The lines."""
        with VerticalScroll(id="lines"):
            lines = AbilityLines()
            lines.lines = self._lines
            yield lines

    def on_resize(self, event: events.Resize) -> None:
        """Scroll what does not fit; the keys stay."""
        self.query_one("#lines").styles.max_height = max(3, event.size.height - OTHER_LINES)

    def on_mount(self) -> None:
        """Say what the signs mean."""
        self.query_one("#dialog").border_subtitle = Content(LEGEND)
        self.query_one("#lines").focus()

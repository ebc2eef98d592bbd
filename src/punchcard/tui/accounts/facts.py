"""What is known of the selected account, a line each."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content
from textual.widgets import Static

from punchcard.core.text import one_line
from punchcard.tui.accounts.words import Fact

LABEL_WIDTH = 12


class AccountFacts(Static):
    """Labels in one column, what is said beside them; long sentences go on below themselves."""

    DEFAULT_CSS = """
    AccountFacts { height: auto; padding: 0 2; }
    """

    _name: str = ""
    _facts: Sequence[Fact] = ()

    def show(self, name: str, facts: Sequence[Fact]) -> None:
        """Show what is known of the account `name`."""
        self._name, self._facts = name, facts
        self._draw()

    def on_resize(self) -> None:
        """Fit the lines to the new width."""
        self._draw()

    def _draw(self) -> None:
        room = max(10, self.content_size.width - LABEL_WIDTH)
        lines = [Content.styled(one_line(self._name), "bold")] if self._name else []
        for fact in self._facts:
            said = f"! {fact.said.removeprefix('! ')}" if fact.is_problem else fact.said
            first, *rest = Content(one_line(said)).wrap(room) or [Content("")]
            style = "$text-warning" if fact.is_problem else ""
            lines.append(
                Content.assemble((f"{fact.label:<{LABEL_WIDTH}}", "$foreground-muted"), first.stylize(style))
            )
            lines += [Content.assemble(" " * LABEL_WIDTH, line.stylize(style)) for line in rest]
        self.update(Content("\n").join(lines))

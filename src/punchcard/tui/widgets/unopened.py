"""What stands on a screen while its account, which was never connected, cannot be opened."""

from __future__ import annotations

from collections.abc import Callable

from textual.content import Content
from textual.widgets import Static

from punchcard.core.text import one_line
from punchcard.services.reading.connection_state import ConnectionState

_KEYS = "{app.refresh} tries again · {app.accounts} accounts · {app.switch_account} another account"


class Unopened(Static):
    """Why nothing is known yet, and what to do, calmly in the middle."""

    DEFAULT_CSS = """
    Unopened {
        width: 100%;
        height: 1fr;
        padding: 0 4;
        content-align: center middle;
        text-align: center;
    }
    """

    def show(self, account: str, state: ConnectionState, with_keys: Callable[[str], str]) -> None:
        """Say why `account` cannot be opened; `with_keys` puts the person's own keys into a text."""
        self.update(
            Content.assemble(
                Content.styled(f"{one_line(account)} cannot be opened yet", "bold"),
                "\n\n",
                one_line(state.sentence or with_keys(state.words)),
                "\n\n",
                Content.styled("It is tried again by itself, and goes on as soon as that works.", "dim"),
                "\n\n",
                Content.styled(with_keys(_KEYS), "dim"),
            )
        )

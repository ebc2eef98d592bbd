"""What the three screens have in common: the top line, the footer, and the too-small notice."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar

from textual import events, getters
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.screen import Screen
from textual.widget import Widget

from punchcard.tui.focus_keys import FOCUS_KEYS
from punchcard.tui.host import HostApp
from punchcard.tui.widgets.flash import Flash
from punchcard.tui.widgets.key_line import KeyLine
from punchcard.tui.widgets.too_small import SMALLEST_HEIGHT, SMALLEST_WIDTH, TooSmall
from punchcard.tui.widgets.top_line import TopLine

if TYPE_CHECKING:
    from punchcard.services.overview import Overview
    from punchcard.services.reading.connection_state import ConnectionState


class ModeScreen(Screen[None]):
    """One of the screens that `1`, `2` and `3` lead to."""

    app = getters.app(HostApp)

    BINDINGS: ClassVar[list[BindingType]] = [*FOCUS_KEYS]

    MODE: ClassVar[str] = ""
    """The name of its mode."""

    DEFAULT_CSS = """
    ModeScreen {
        overflow: hidden;
        & TopLine { dock: top; }
        & KeyLine { dock: bottom; }
        & Flash { dock: bottom; margin-bottom: 1; }
        &.-too-small > * { display: none !important; }
        &.-too-small > TooSmall { display: block !important; }
        & Unopened { display: none; }
        &.-unopened > * { display: none !important; }
        &.-unopened > TopLine, &.-unopened > Unopened, &.-unopened > Flash, &.-unopened > KeyLine {
            display: block !important;
        }
        &.-unopened.-too-small > * { display: none !important; }
        &.-unopened.-too-small > TooSmall { display: block !important; }
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self.HORIZONTAL_BREAKPOINTS = [(0, "-slim"), (80, "-normal"), (120, "-wide")]
        self.VERTICAL_BREAKPOINTS = [(0, "-low"), (24, "-high")]

    def compose(self) -> ComposeResult:
        """Top line, body, what was said last, and the keys."""
        yield TopLine(self.MODE)
        yield from self.compose_body()
        yield Flash()
        yield KeyLine()

    def compose_body(self) -> Iterable[Widget]:
        """Yield what this screen shows between the top line and the footer."""
        raise NotImplementedError

    def on_mount(self) -> None:
        """Follow what is known."""
        self.watch(self.app, "overview", self._overview_changed)
        self.watch(self.app, "connection", self._connection_changed)

    def on_resize(self, event: events.Resize) -> None:
        """Give way to a plain notice where nothing else fits."""
        too_small = event.size.width < SMALLEST_WIDTH or event.size.height < SMALLEST_HEIGHT
        self.set_class(too_small, "-too-small")
        if too_small:
            if not self.query(TooSmall):
                self.mount(TooSmall())
            self.query_one(TooSmall).show_size(event.size.width, event.size.height)

    def refresh_bindings(self) -> None:
        """Show what can be done now."""
        super().refresh_bindings()
        if line := self.query_one_optional(KeyLine):
            line.call_after_refresh(line.read, self, self.why_not)

    def read_again(self) -> None:
        """Read once more what this screen shows, where that is more than the overview."""

    def why_not(self, action: str) -> str:
        """Return why a greyed `action` is not possible now; empty where there is nothing to say."""
        del action
        return ""

    def show_overview(self, overview: Overview) -> None:
        """Render what is known now."""

    def say(self, sentence: str, *, is_refusal: bool = False) -> None:
        """Say what was done, or why it was not."""
        self.query_one(Flash).say(sentence, is_refusal=is_refusal)

    def _overview_changed(self, overview: Overview | None) -> None:
        if overview is None:
            return
        self.remove_class("-unopened")
        line = self.query_one(TopLine)
        acting = f"as {overview.person.name} · " if overview.acting else ""
        line.account = f"{acting}{overview.account} · {overview.backend}"
        line.bare_account = f"{acting}{overview.account}"
        line.pending, line.attention = overview.pending, overview.attention
        line.waiting = overview.waiting
        self.show_overview(overview)

    def show_connection(self, state: ConnectionState) -> None:
        """Say calmly why nothing is known yet, as long as that is so."""
        waits = state.is_problem and self.app.overview is None
        self.set_class(waits, "-unopened")
        if waits:
            from punchcard.tui.widgets.unopened import Unopened

            found = self.query_one_optional(Unopened)
            if found is None:
                found = Unopened()
                self.mount(found, after=self.query_one(TopLine))
            found.show(self.app.account, state, self.app.with_keys)
            self.refresh_bindings()

    def _connection_changed(self, state: ConnectionState) -> None:
        line = self.query_one(TopLine)
        line.state = state._replace(
            words=self.app.with_keys(state.words), short=self.app.with_keys(state.short)
        )
        self.show_connection(state)

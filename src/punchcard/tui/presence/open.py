"""From any screen to who is clocked in."""

from __future__ import annotations

from punchcard.tui.host import HostApp
from punchcard.tui.presence.desk import EngineDesk
from punchcard.tui.presence.screen import PresenceScreen


def open_presence(app: HostApp) -> None:
    """Show who is clocked in."""
    app.push_screen(PresenceScreen(EngineDesk(app), app.now))

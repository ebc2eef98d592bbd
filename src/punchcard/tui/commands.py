"""The command palette: everything by name, grouped."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING, Any

from textual.app import SystemCommand
from textual.binding import Binding
from textual.dom import DOMNode
from textual.screen import Screen

from punchcard.tui import keymap
from punchcard.tui.mode_screen import ModeScreen

if TYPE_CHECKING:
    from punchcard.tui.host import HostApp


def system_commands(app: HostApp, screen: Screen[Any]) -> Iterable[SystemCommand]:
    """Yield what can be done now, named `group: Action`."""
    if isinstance(screen, ModeScreen):
        own = [binding for binding in screen.BINDINGS if isinstance(binding, Binding) and binding.id]
        yield from _possible(app, own, screen)
    if screen.is_modal:
        yield SystemCommand("app: Quit", "Leave Punchcard", app.action_quit)
    else:
        yield from _possible(app, keymap.EVERYWHERE, app)
        from punchcard.tui.accounts.commands import account_commands

        yield from account_commands(app)
    for name in sorted(app.available_themes):
        keep = "Until you leave; `theme` in config.toml keeps it"
        yield SystemCommand(f"theme: {name}", keep, partial(_use_theme, app, name))
    yield SystemCommand("view: Screenshot", "Save this screen as an SVG file", partial(_screenshot_soon, app))


def _possible(app: HostApp, bindings: Iterable[Binding], node: DOMNode) -> Iterable[SystemCommand]:
    for binding in {binding.action: binding for binding in reversed(list(bindings))}.values():
        name, _, _ = binding.action.partition("(")
        if node.check_action(name, ()):
            group = (binding.id or "app").split(".")[0]
            run = partial(app.run_action, binding.action, node)
            yield SystemCommand(f"{group}: {binding.description}", binding.tooltip, run)


def _use_theme(app: HostApp, name: str) -> None:
    app.theme = name


def _screenshot_soon(app: HostApp) -> None:
    """Wait until the palette is gone."""
    app.set_timer(0.1, partial(_screenshot, app))


def _screenshot(app: HostApp) -> None:
    """Save it where downloads go; a new home has no folder for them yet."""
    from platformdirs import user_downloads_path

    folder = user_downloads_path()
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        app.say(f"The picture cannot be saved: {folder} cannot be made ({error.strerror}).", is_refusal=True)
    else:
        app.deliver_screenshot()

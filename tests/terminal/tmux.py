"""Real terminals for tests: each is a window of a tmux server of its own, with a plain shell in it."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from shutil import rmtree

PUNCH = f"{sys.executable} -m punchcard"
PATIENCE_SECONDS = 30.0
PROMPT = "ready> "
BERLIN_NOON = "2026-03-11T12:00:00+01:00"


class Server:
    """A tmux server that nobody else knows, and that ends with the test."""

    def __init__(self, term: str = "tmux-256color") -> None:
        # A socket's path may be no longer than about a hundred characters, so not below pytest's folder.
        self.folder = Path(tempfile.mkdtemp(prefix="pc-tmux-"))
        self._config = self.folder / "tmux.conf"
        self._config.write_text(f"set -g default-terminal {term}\nset -g status off\nset -g exit-empty off\n")
        self._environment = {
            "PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "TERM": "xterm-256color", "SHELL": "/bin/sh",
            "TMUX_TMPDIR": str(self.folder), "HOME": str(self.folder),
        }  # fmt: skip
        self._count = 0

    def open(self, variables: Mapping[str, str], size: tuple[int, int] = (80, 24)) -> Terminal:
        """Open a window with a shell that knows `variables`."""
        self._count += 1
        name = f"t{self._count}"
        assigned = {"PS1": PROMPT, **variables}
        shell = ["env", *(f"{key}={value}" for key, value in assigned.items()), "sh", "-i"]
        self.run("new-session", "-d", "-s", name, "-x", str(size[0]), "-y", str(size[1]), *shell)
        terminal = Terminal(self, name)
        terminal.shows(PROMPT.strip())
        return terminal

    def run(self, *arguments: str) -> str:
        command = ["tmux", "-u", "-L", "punchcard", "-f", str(self._config), *arguments]
        done = subprocess.run(command, env=self._environment, capture_output=True, text=True, timeout=20)
        assert done.returncode == 0, f"tmux {arguments}: {done.stderr}"
        return done.stdout

    def close(self) -> None:
        try:
            self.run("kill-server")
        finally:
            rmtree(self.folder, ignore_errors=True)


class Terminal:
    """One window: what is typed into it, and what stands in it."""

    def __init__(self, server: Server, name: str) -> None:
        self._server, self._name = server, name
        self._app = server.folder / f"{name}.pid"
        self._listed = 0

    def type(self, text: str) -> None:
        """Type characters as they are."""
        self._server.run("send-keys", "-t", self._name, "-l", text)

    def press(self, *keys: str) -> None:
        """Press keys by tmux's names for them: `Enter`, `Escape`, `C-q`."""
        self._server.run("send-keys", "-t", self._name, *keys)

    def paste(self, text: str) -> None:
        """Paste `text` in brackets, as a terminal does where a program has asked for them."""
        file = self._server.folder / "pasted"
        file.write_bytes(text.encode())
        self._server.run("load-buffer", str(file))
        self._server.run("paste-buffer", "-p", "-t", self._name)

    def enter(self, command: str) -> None:
        """Type a command line and run it."""
        self.type(command)
        self.press("Enter")

    def screen(self, *, with_style: bool = False) -> str:
        """Everything that is seen now."""
        return self._server.run("capture-pane", "-p", "-t", self._name, *(["-e"] if with_style else []))

    def shows(self, *texts: str) -> str:
        """Wait until all of `texts` are seen, and return the screen."""
        return self.until(lambda seen: all(text in seen for text in texts), f"show {texts}")

    def until(self, fact: Callable[[str], bool], what: str) -> str:
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not fact(seen := self.screen()):
            assert time.monotonic() < deadline, f"it did not {what}:\n{seen}"
            time.sleep(0.03)
        return seen

    def resize(self, width: int, height: int) -> None:
        self._server.run("resize-window", "-t", self._name, "-x", str(width), "-y", str(height))

    def close(self) -> None:
        """Close the window under whatever runs in it."""
        self._server.run("kill-session", "-t", self._name)

    def ask(self, what: str) -> str:
        """One of tmux's own variables: `alternate_on`, `cursor_flag`, `pane_pid`."""
        return self._server.run("display-message", "-p", "-t", self._name, f"#{{{what}}}").strip()

    def settings(self) -> tuple[str, ...]:
        """What a program could leave behind: the screen, the cursor, the mouse, the line discipline."""
        flags = ("alternate_on", "cursor_flag", "mouse_any_flag", "keypad_flag", "wrap_flag")
        self._listed += 1
        # What was listed before may still stand on the screen when this is typed.
        beginning, end = f"begin {self._listed}", f"end {self._listed}: 0"
        self.enter(f"clear; n={self._listed}; echo begin $n; stty -a | grep -v rows; echo end $n: $?")
        text = self.shows(beginning, end)
        return (*(self.ask(flag) for flag in flags), text.partition(beginning)[2].partition(end)[0].strip())

    def start_app(self, command: str = PUNCH) -> None:
        """Start the app as a person would, and remember which process it is."""
        self.enter(f'sh -c "echo \\$\\$ >{self._app}; exec {command}"')
        self.shows("Punchcard", "saved")

    def app(self) -> int:
        """The process of the app that was started last."""
        return int(self._app.read_text())

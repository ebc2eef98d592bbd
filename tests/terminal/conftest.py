from __future__ import annotations

import json
from collections.abc import Generator, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from tests.cli.preforked import preforked
from tests.cli.program import Program
from tests.terminal.tmux import BERLIN_NOON, Server, Terminal


class Person:
    """Somebody with an empty home, terminals, and a shell beside them. Their clock stands at noon."""

    def __init__(self, home: Path, stack: ExitStack) -> None:
        self.home = home
        self._stack = stack
        self._servers: dict[str, Server] = {}
        self.variables = {
            "PUNCHCARD_HOME": str(home), "PUNCHCARD_NOW": BERLIN_NOON, "TZ": "Europe/Berlin",
            "LC_ALL": "C.UTF-8", "TEXTUAL_ANIMATIONS": "none",
        }  # fmt: skip

    def terminal(
        self, size: tuple[int, int] = (80, 24), *, term: str = "tmux-256color", **more: str
    ) -> Terminal:
        if term not in self._servers:
            self._servers[term] = Server(term)
            self._stack.callback(self._servers[term].close)
        return self._servers[term].open({**self.variables, **more}, size)

    def punch(self, *arguments: str, at: str | None = None) -> str:
        """Run a command beside the app; it has to work."""
        done = Program(self.home, at or BERLIN_NOON)(*arguments)
        assert done.code == 0, done.err
        return done.out

    def today(self) -> Mapping[str, Any]:
        """What `punch today --json` says."""
        return self.data("today")

    def status(self) -> Mapping[str, Any]:
        """What `punch status --json` says."""
        return self.data("status")

    def data(self, *arguments: str) -> Any:
        """What a command says with `--json`."""
        return json.loads(self.punch(*arguments, "--json"))["data"]


@pytest.fixture
def person(tmp_path: Path) -> Generator[Person]:
    # It imports while the terminal opens: what is run beside an app takes no longer than it has to.
    preforked(Program(tmp_path).environment())
    with ExitStack() as stack:
        yield Person(tmp_path / "home", stack)

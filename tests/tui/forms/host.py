"""A tiny app to push forms on, a clock that stands still, and choices without an engine."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any

from textual.app import App, ComposeResult
from textual.pilot import Pilot
from textual.screen import ModalScreen
from textual.widgets import Static
from whenever import ZonedDateTime

from punchcard.core.assignments import Assignment, Dimension, Reference
from punchcard.core.refusals import Refusal
from punchcard.core.time_types import TimeType
from punchcard.tui.forms.clock_form import ClockForm, ClockFormResult
from punchcard.tui.themes import DARK, THEMES

NOW = ZonedDateTime(2026, 3, 11, 8, 41, 23, tz="Europe/Berlin")
WORK, HOME = TimeType("work", "Work"), TimeType("home", "Home office")


def now() -> ZonedDateTime:
    """Wednesday 11 March 2026, 08:41:23 in Berlin."""
    return NOW


def branch(*names: str) -> Assignment:
    """The branch with these names, from the client down."""
    levels = ("client", "project", "task")
    return Assignment(
        tuple(Reference(level, f"{level}/{n}", n) for level, n in zip(levels, names, strict=False))
    )


class FakeChoices:
    """A tree in memory, as a backend would answer."""

    def __init__(
        self, tree: dict[tuple[str, ...], list[str]] | None = None, recents: Sequence[Assignment] = (),
        *, can_add: bool = True, required: bool = False, nests: bool = False,
    ) -> None:  # fmt: skip
        self.tree, self.booked, self.can_add = dict(tree or {}), list(recents), can_add
        self.failure: Exception | None = None
        self.gate: asyncio.Event | None = None
        levels = (("client", "Client"), ("project", "Project"), ("task", "Task"))
        self._nests = nests
        self._dimensions = [Dimension(key, name, required) for key, name in levels]
        if nests:
            self._dimensions = [Dimension("organization", "Organization", required, nests)]

    async def recents(self) -> Sequence[Assignment]:
        return self.booked

    async def dimensions(self) -> Sequence[Dimension]:
        await self._answer()
        return self._dimensions

    async def choices(self, dimension: str, parents: Sequence[Reference]) -> Sequence[Reference]:
        await self._answer()
        path = tuple(parent.name for parent in parents)
        return [self._node(dimension, (*path, name)) for name in sorted(self.tree.get(path, []))]

    async def called(self, dimension: str, text: str) -> Sequence[Sequence[Reference]]:
        await self._answer()
        paths = sorted((*path, name) for path, names in self.tree.items() for name in names)
        found = [path for path in paths if text.casefold() in path[-1].casefold()]
        return [[self._node(dimension, path[: at + 1]) for at in range(len(path))] for path in found]

    async def branches(self, nodes: Sequence[Reference]) -> Sequence[Sequence[Reference]]:
        await self._answer()
        paths = [tuple(node.id.split("/")) for node in nodes]
        return [[self._node("organization", p[: at + 1]) for at in range(len(p))] for p in paths]

    async def add(self, dimension: str, parents: Sequence[Reference], name: str) -> Reference:
        await self._answer()
        if len(name) > 200:
            raise Refusal("The name is too long; nothing was added.")
        self.tree.setdefault(tuple(parent.name for parent in parents), []).append(name)
        return Reference(dimension, f"{dimension}/{name}", name)

    def _node(self, dimension: str, path: tuple[str, ...]) -> Reference:
        # Where it nests, several may have one name.
        number = "/".join(path) if self._nests else f"{dimension}/{path[-1]}"
        return Reference(dimension, number, path[-1])

    async def _answer(self) -> None:
        if self.gate:
            await self.gate.wait()
        if self.failure:
            raise self.failure


def northwind(**more: bool) -> FakeChoices:
    """A small agency's tree."""
    tree = {
        (): ["Northwind", "Contoso", "Crème & Söhne", "Fabrikam", "Internal"],
        ("Northwind",): ["Portal", "Support", "Migration"],
        ("Northwind", "Portal"): ["Development", "Review"],
        ("Contoso",): ["Website"],
    }
    recents = [
        branch("Northwind", "Portal", "Development"),
        branch("Northwind", "Support"),
        branch("Internal"),
    ]
    return FakeChoices(tree, recents, **more)


def acme() -> FakeChoices:
    """A tree of any depth, in which one name is there twice."""
    tree = {
        (): ["Acme Works", "Blue Harbor"],
        ("Acme Works",): ["Northwind", "Contoso"],
        ("Acme Works", "Northwind"): ["Portal"],
        ("Acme Works", "Northwind", "Portal"): ["Development", "Support"],
        ("Acme Works", "Contoso"): ["Support"],
    }
    return FakeChoices(tree, [organization("Acme Works", "Contoso", "Support")], can_add=False, nests=True)


def organization(*path: str) -> Assignment:
    """What is booked at the end of a path of organizations: the last one alone."""
    return Assignment((Reference("organization", "/".join(path), path[-1]),))


async def time_types() -> Sequence[TimeType]:
    return [WORK, HOME]


class Host(App[None]):
    """Shows one screen over some text and keeps its answer."""

    CSS = "#under { color: $text-muted; padding: 1 2; }"

    def __init__(self, screen: ModalScreen[Any], theme: str = DARK.name) -> None:
        super().__init__()
        for known in THEMES:
            self.register_theme(known)
        self.theme = theme
        self._first = screen
        self.answers: list[object] = []

    def compose(self) -> ComposeResult:
        yield Static("08:02 – 12:00   3:58   Northwind › Portal\n" * 20, id="under")

    def on_mount(self) -> None:
        self.push_screen(self._first, self.answers.append)

    @property
    def answer(self) -> object:
        """What the screen was dismissed with."""
        (answer,) = self.answers
        return answer


def clock_form(**values: object) -> ClockForm:
    """A form to start the clock; `values` replace its defaults."""
    given: dict[str, object] = {
        "title": "Start the clock", "now": now, "choices": northwind(), "time_types": time_types,
    }  # fmt: skip
    return ClockForm(**{**given, **values})  # pyright: ignore[reportArgumentType]


def result(host: Host) -> ClockFormResult:
    """What the clock form answered with."""
    assert isinstance(host.answer, ClockFormResult)
    return host.answer


async def settled(pilot: Pilot[None]) -> None:
    """Wait until nothing is read any more, and what was read or typed is shown.

    A message goes up a widget at a time, and one pause waits for one step of it where the machine is busy.
    """
    for _ in range(3):
        await pilot.pause()
    while any(not worker.is_finished for worker in pilot.app.workers):
        await pilot.pause(0.01)
    await pilot.pause()

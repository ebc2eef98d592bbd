from __future__ import annotations

from collections.abc import Callable, Generator
from pathlib import Path

import pytest
from tests.tui.homes import WITH_TARGETS, Home
from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet
from whenever import ZonedDateTime

from punchcard.tui.engine import Engine
from punchcard.tui.sleep_watch import SleepWatch


@pytest.fixture(scope="session", autouse=True)
def styles_parsed_once() -> Generator[None]:
    """All apps have the same style sheets: each is parsed once for the same variables, not by each app."""
    parse: Callable[..., list[RuleSet]] = vars(Stylesheet)["_parse_rules"]
    known: dict[object, list[RuleSet]] = {}

    def parse_once(sheet: Stylesheet, *what: object, **more: object) -> list[RuleSet]:
        key = what, *more.items(), *vars(sheet)["_variables"].items()
        if key not in known:
            known[key] = parse(sheet, *what, **more)
        return known[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Stylesheet, "_parse_rules", parse_once)
        yield


@pytest.fixture(autouse=True)
def short_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    """A pilot looks every other millisecond whether the app is done with a key, not fifty times a second."""
    monkeypatch.setattr("textual._wait.SLEEP_GRANULARITY", 0.002)


@pytest.fixture
def awake(monkeypatch: pytest.MonkeyPatch) -> None:
    """The clock is moved by hours while it runs, and nobody asks whether the machine was asleep."""

    def never(watch: SleepWatch, wall: ZonedDateTime, monotonic: float) -> None:
        del watch, wall, monotonic

    monkeypatch.setattr(SleepWatch, "look", never)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """An empty home with targets of eight hours; it is Wednesday, 11 March 2026, 08:00."""
    return Home(tmp_path / "home", WITH_TARGETS, "2026-03-11 08:00")


@pytest.fixture
def unopened(monkeypatch: pytest.MonkeyPatch) -> None:
    """No engine starts by itself, as if opening the account took for ever."""

    def start(engine: Engine) -> None:
        del engine

    monkeypatch.setattr(Engine, "start", start)


@pytest.fixture
def bare_home(tmp_path: Path) -> Home:
    """An empty home without a configuration, at the same moment."""
    return Home(tmp_path / "home", None, "2026-03-11 08:00")

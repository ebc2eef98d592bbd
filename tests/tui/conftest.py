from __future__ import annotations

from pathlib import Path

import pytest
from tests.tui.homes import WITH_TARGETS, Home
from whenever import ZonedDateTime

from punchcard.tui.engine import Engine
from punchcard.tui.sleep_watch import SleepWatch


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

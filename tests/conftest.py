from __future__ import annotations

import gc
import itertools
import logging
import os
import signal
import time
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from whenever import reset_system_tz

settings.register_profile("punchcard", deadline=None, derandomize=False, print_blob=True, max_examples=60)
settings.load_profile("punchcard")


# Whatever a shell runs in the background ignores it, and so would every program that is started here.
signal.signal(signal.SIGINT, signal.default_int_handler)


LOGIN = "root"
"""Whose sheets the pictures show where nobody has another name."""


def pytest_xdist_auto_num_workers() -> int:
    """One more than there are processors: the tests wait a third of their time, for sockets and screens."""
    return (os.cpu_count() or 1) + 1


def pytest_collection_finish() -> None:
    """What was collected stays: the collector looks for garbage from here on, not at that, and less often.

    Hypothesis reads patterns with a module that it loads with the first of them; Python 3.11 sometimes fails
    to compile it beside another thread ("AST constructor recursion depth mismatch"), so it is loaded before.
    """
    st.from_regex("a").validate()
    gc.freeze()
    gc.set_threshold(10_000, 20, 20)


@pytest.fixture(scope="session")
def homes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Folders that are not there yet; pytest would look through all others to number the next one."""
    people = tmp_path_factory.mktemp("people")
    return (people / str(number) for number in itertools.count())


@pytest.fixture(autouse=True)
def own_surroundings(homes: Iterator[Path], monkeypatch: pytest.MonkeyPatch) -> Generator[Path]:
    """Run in Berlin, with a home of its own, and none of the developer's settings, nor their name."""
    for name in [name for name in os.environ if name.startswith(("PUNCHCARD_", "XDG_"))]:
        monkeypatch.delenv(name)
    home = next(homes)
    home.mkdir(mode=0o700)
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("LOGNAME", LOGIN)
    monkeypatch.setenv("TZ", "Europe/Berlin")
    _read_zone_again()
    yield home
    monkeypatch.undo()
    _read_zone_again()


@pytest.fixture(autouse=True)
def own_log() -> Generator[None]:
    """Leave the log as it was: the app, run in this very process, has opened one in its home."""
    root, own = logging.getLogger(), logging.getLogger("punchcard")
    handlers, level, own_level = list(root.handlers), root.level, own.level
    yield
    for handler in [each for each in root.handlers if each not in handlers]:
        root.removeHandler(handler)
        handler.close()
    root.setLevel(level)
    own.setLevel(own_level)


def _read_zone_again() -> None:
    if hasattr(time, "tzset"):
        time.tzset()
    reset_system_tz()

"""A home for the demo: built when it is asked for, gone when nobody needs it any more."""

from __future__ import annotations

import asyncio
import os
import shutil
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass

from punchcard.core.refusals import Refusal, UsageError
from punchcard.core.when import parse_when
from punchcard.core.zones import in_zone
from punchcard.database.failures import storage_failure
from punchcard.paths import Folders, folders
from punchcard.sandbox.company.books import ZONE
from punchcard.services.clocks import WallClock, stopped_at, wall_clock
from punchcard.services.demo.build import build_demo

PREFIX = "punchcard-demo-"
"""How the names of temporary homes begin."""

YEARS = range(1971, 9000)
"""Years that the demo can stand in, with room for its weeks and for every way to write a moment."""


class HomeTaken(Refusal):
    """The folder for the demo holds something already."""

    code = "home_taken"


@dataclass(frozen=True, slots=True)
class DemoHome:
    """Ann's home, ready to be used."""

    folder: str
    """What `PUNCHCARD_HOME` has to say to work there."""
    folders: Folders
    clock: WallClock
    now: str | None
    """The moment at which the clock stands, ISO 8601 with offset; None where it runs."""


@contextmanager
def demo_home(at: str | None = None, folder: str | None = None, *, keep: bool = False) -> Generator[DemoHome]:
    """Build the demo and yield its home. Not for use inside a running event loop.

    Args:
        at: Where the clock stands, in any form of WHEN, in Berlin where it names no offset; by default
            the clock runs.
        folder: A new or empty folder, which is left there; by default a temporary one.
        keep: Whether a temporary folder is left there as well instead of being removed in the end.

    Raises:
        Refusal: `at` cannot be read, or the folder cannot be used; nothing is left behind.
    """
    now = None if at is None else demo_moment(at)
    if folder is not None:
        yield _built(_checked(folder), now)
        return
    with temporary_folder(keep=keep) as temporary:
        yield _built(temporary, now)


@contextmanager
def temporary_folder(*, keep: bool = False) -> Generator[str]:
    """Make a private folder and yield it; it is removed in the end, unless it is to stay.

    Raises:
        Refusal: There is no room for one.
    """
    try:
        temporary = tempfile.mkdtemp(prefix=PREFIX)
    except OSError as error:
        raise storage_failure("the folder for temporary files", error) from error
    try:
        yield temporary
    finally:
        if not keep:
            # What another program still holds open (Windows) is left to the system to clear away.
            shutil.rmtree(temporary, ignore_errors=True)


def _built(folder: str, now: str | None) -> DemoHome:
    clock = wall_clock() if now is None else stopped_at(now)
    home = DemoHome(folder, folders(folder), clock, now)
    try:
        asyncio.run(build_demo(home.folders, clock))
    except OSError as error:
        raise storage_failure(folder, error) from error
    return home


def demo_moment(text: str) -> str:
    """Return a moment in any form of WHEN as ISO 8601 with its offset, in Berlin where it names none.

    Raises:
        UsageError: It cannot be read, or lies in a year in which nothing can stand.
    """
    moment = parse_when(text, in_zone(wall_clock()(), ZONE))
    if moment.year not in YEARS:
        raise UsageError(
            f"The demo cannot stand in the year {moment.year}.",
            f"Choose a moment between {YEARS[0]} and {YEARS[-1]}.",
        )
    return moment.to_fixed_offset().format_iso()


def _checked(folder: str) -> str:
    path = os.path.abspath(os.path.expanduser(folder))
    try:
        taken = os.path.exists(path) and bool(os.listdir(path))
    except OSError as error:
        raise storage_failure(path, error) from error
    if taken:
        raise HomeTaken(
            f"{path} is not empty, so no demo was built there; it is as it was.",
            "Choose a new folder, or leave --home out for a temporary one.",
        )
    return path

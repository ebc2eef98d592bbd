"""Options that several commands share, and what they mean."""

from __future__ import annotations

import argparse
import math
import unicodedata
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from whenever import ZonedDateTime

from punchcard.core.assignments import NOTHING, Assignment, Reference
from punchcard.core.refusals import Refusal
from punchcard.core.text import cleaned, one_line
from punchcard.core.time_types import TimeType
from punchcard.services.session import Session

if TYPE_CHECKING:
    from punchcard.core.editing.room import OverlapChoice

AskedT = TypeVar("AskedT")

WAIT_SECONDS = 10.0
"""How long a command waits for its delivery where nothing else is said (design section 10)."""

LONGEST_WAIT_SECONDS = 3600.0


def add_at(parser: argparse.ArgumentParser, what: str) -> None:
    """Add `--at WHEN`."""
    parser.add_argument(
        "--at", metavar="WHEN", help=f"{what}: 08:15, 8, -15m, yesterday 17:30 or ISO 8601 (default: now)"
    )


def add_booking(parser: argparse.ArgumentParser) -> None:
    """Add what time is booked on."""
    parser.add_argument("--type", metavar="TYPE", help="kind of time, such as Work")
    parser.add_argument("--on", metavar="A/B/C", help="what the time is booked on: client/project/task")
    parser.add_argument("--create", action="store_true", help="add to the tree what --on names and it lacks")
    parser.add_argument(
        "--billable",
        choices=("yes", "no"),
        metavar="yes|no",
        help="whether it is billable (default: as usual)",
    )
    parser.add_argument("--note", metavar="TEXT", help="a note, at most 1,000 characters")


def add_overlap(parser: argparse.ArgumentParser) -> None:
    """Add what becomes of the entries in the way."""
    parser.add_argument(
        "--overlap",
        metavar="HOW",
        type=overlap_choice,
        help="what becomes of entries in the way: trim, split or replace them (default: refuse)",
    )


def overlap_choice(text: str) -> OverlapChoice:
    """Read what becomes of entries in the way, for argparse."""
    from punchcard.core.editing.room import OverlapChoice

    try:
        return OverlapChoice(text.strip().casefold())
    except ValueError:
        raise argparse.ArgumentTypeError(
            f"“{one_line(text, 40)}” is no way to make room. Say trim, split or replace."
        ) from None


def add_wait(parser: argparse.ArgumentParser) -> None:
    """Add how long to wait for the delivery."""
    group = parser.add_mutually_exclusive_group()
    group.add_argument(
        "--wait", type=wait_seconds, default=WAIT_SECONDS, metavar="SECONDS",
        help="wait so long for the delivery (default: 10)",
    )  # fmt: skip
    group.add_argument(
        "--no-wait",
        dest="wait",
        action="store_const",
        const=0.0,
        help="leave the delivery to a later command",
    )


def wait_seconds(text: str) -> float:
    """Read a number of seconds, for argparse."""
    try:
        seconds = float(text.replace(",", "."))
    except ValueError:
        seconds = math.nan
    if not 0 <= seconds <= LONGEST_WAIT_SECONDS:
        raise argparse.ArgumentTypeError(f"“{one_line(text, 40)}” is no number of seconds up to 3600.")
    return seconds


def identifier(text: str) -> str:
    """Read the id of something, or its end, for argparse."""
    return one_line(text, 80)


def moment(session: Session, text: str | None) -> ZonedDateTime | None:
    """Read a WHEN; None where none was given.

    Raises:
        UsageError: It cannot be read, or can be read in two ways.
    """
    if text is None:
        return None
    from punchcard.core.when import parse_when

    return parse_when(text, session.now())


async def chosen_type(session: Session, arguments: argparse.Namespace) -> TimeType | None:
    """Return the time type of `--type`; None where none was named."""
    if arguments.type is None:
        return None
    from punchcard.services.choices import time_type_named

    return await time_type_named(session, arguments.type)


async def chosen_assignment(
    session: Session, arguments: argparse.Namespace, before: Assignment = NOTHING
) -> Assignment | None:
    """Return the branch of `--on`, as `--billable` says; None where neither was given.

    `before` is what `--billable` alone is about.
    """
    if arguments.on is not None:
        from punchcard.services.choices import assignment_named

        added: list[Reference] = []
        arguments.added = added
        before = await assignment_named(session, arguments.on, create=arguments.create, added=added)
    elif arguments.billable is None:
        return None
    return before if arguments.billable is None else replace(before, billable=arguments.billable == "yes")


async def ask_or_take_back(
    session: Session, arguments: argparse.Namespace, ask: Callable[[], AskedT]
) -> AskedT:
    """Ask for something; where it is refused, take back what `--create` has added for it."""
    async with taking_back(session, arguments):
        return ask()


@asynccontextmanager
async def taking_back(session: Session, arguments: argparse.Namespace) -> AsyncGenerator[None]:
    """Take back what `--create` has added where anything in here is refused."""
    try:
        yield
    except Refusal:
        for node in reversed(getattr(arguments, "added", ())):
            if session.backend.tree is not None:
                await session.backend.tree.archive(node)
        raise


def note_warnings(note: str | None) -> tuple[str, ...]:
    """Say so where something in a note is not kept."""
    if note is None or cleaned(note) == unicodedata.normalize("NFC", note):
        return ()
    return ("Control characters were left out of the note.",)

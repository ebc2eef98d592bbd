"""The demo on a simulated vendor in this very process: its company, its clock, and an account of its own."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple

from whenever import Date

from punchcard.config import load_config
from punchcard.core.refusals import NotFound
from punchcard.core.text import one_line
from punchcard.core.zones import in_zone
from punchcard.credentials import variable_of
from punchcard.paths import ACCOUNT_VARIABLE, HOME_VARIABLE, Folders, folders
from punchcard.sandbox.company import work
from punchcard.sandbox.company.books import ZONE
from punchcard.sandbox.company.company import Company
from punchcard.sandbox.company.team import ANN, lead_named
from punchcard.sandbox.registry import simulated_vendor
from punchcard.services.choices import assignment_named
from punchcard.services.clocks import NOW_VARIABLE, stopped_at, wall_clock
from punchcard.services.demo.build import SCHEDULE
from punchcard.services.demo.diary import MovableClock, punch_shift
from punchcard.services.demo.home import demo_moment, temporary_folder
from punchcard.services.reading.refresh import refresh, refresh_days
from punchcard.services.session import open_session
from punchcard.services.simulated import simulated

if TYPE_CHECKING:
    from punchcard.core.assignments import Assignment
    from punchcard.sandbox.application import Simulated
    from punchcard.sandbox.company.today import Today

SEED = 1
"""The company that the demo on this machine has as well."""


class VendorHome(NamedTuple):
    """A home with one account, ready to be used."""

    folders: Folders
    variables: Mapping[str, str]
    """What the environment has to say to work there; the key stands there alone, in no file."""
    is_lead: bool
    """Whether the account belongs to somebody who decides what others ask for."""
    shift: Today | None
    """What its person has punched today; None but for Ann."""


@contextmanager
def vendor_home(
    name: str, at: str | None = None, person: str | None = None, generation: str | None = None
) -> Generator[VendorHome]:
    """Run a simulated vendor, configure an account of it, and yield its home; both end with this.

    Args:
        name: The name of the vendor.
        at: Where both clocks stand, in any form of WHEN; by default they run.
        person: Whose account it is: a name or its beginning, or "lead"; Ann's by default.
        generation: Which generation of its API it plays; None for the usual one.

    Raises:
        Refusal: There is no such vendor, generation, moment or person, or what it takes is not installed.
    """
    now = None if at is None else demo_moment(at)
    clock = wall_clock() if now is None else stopped_at(now)
    vendor = simulated_vendor(name, SEED, clock, generation)
    company = Company.at(SEED, in_zone(clock(), ZONE))
    whose = _person(vendor, person)
    address = f"http://127.0.0.1:{vendor.port}{vendor.base_path}"
    from punchcard.services.demo.in_process import InProcess

    with temporary_folder() as folder, simulated(address, InProcess(vendor.app)):
        there = folders(folder)
        settings = {"base_url": address} | dict(vendor.settings.get(whose, {}))
        _write_config(there, vendor, company.first_day(), settings)
        variables = {
            HOME_VARIABLE: folder,
            ACCOUNT_VARIABLE: vendor.name,
            variable_of(vendor.name): vendor.keys[whose],
        }
        stands = {NOW_VARIABLE: now} if now else {}
        shift = company.ann_today() if whose == ANN else None
        yield VendorHome(there, variables | stands, lead_named(whose) == whose, shift)


def look_around(home: VendorHome) -> None:
    """Read what the vendor has, as a home knows it that has been used; with its variables in the environment.

    Where the vendor has no clock, Ann's is started here.

    Raises:
        Refusal: The vendor is not to be read.
    """
    asyncio.run(_look_around(home))


async def _look_around(home: VendorHome) -> None:
    session = await open_session(home.folders, load_config(home.folders), wall_clock())
    try:
        today = session.today()
        begins = session.config.balance.first or today
        await refresh_days(session, begins, today)
        await refresh(session)
        is_kept_here = home.shift is not None and session.backend.info.kept_clock is not None
        branch = await assignment_named(session, work.RUNNING[0]) if is_kept_here else None
    finally:
        await session.aclose()
    if branch and home.shift:
        await _punch(home.folders, home.shift, branch)


async def _punch(there: Folders, shift: Today, branch: Assignment) -> None:
    clock = MovableClock(shift.start.to_instant())
    session = await open_session(there, load_config(there), clock)
    try:
        punch_shift(session, clock, shift, branch)
    finally:
        await session.aclose()


def _person(vendor: Simulated[Any], wanted: str | None) -> str:
    if wanted is None:
        return next(iter(vendor.keys))
    name = (lead_named(wanted) or wanted).strip().casefold()
    found = [each for each in vendor.keys if name and each.casefold().startswith(name)]
    if len(found) != 1:
        raise NotFound(
            f"There is {'more than one' if len(found) > 1 else 'nobody'} called “{one_line(wanted, 40)}”.",
            f"There are: {', '.join(vendor.keys)}.",
        )
    return found[0]


def _write_config(there: Folders, vendor: Simulated[Any], begins: Date, settings: Mapping[str, str]) -> None:
    lines = [f"{name} = {_quoted(value)}" for name, value in {"backend": vendor.name, **settings}.items()]
    text = "\n".join(
        [
            f"default_account = {_quoted(vendor.name)}",
            "",
            SCHEDULE,
            "[schedule.balance]",
            f"from = {begins.format_iso()}",
            "",
            f"[accounts.{vendor.name}]",
            *lines,
            "",
        ]
    )
    os.makedirs(there.config, mode=0o700, exist_ok=True)
    with open(there.config_file, "x", encoding="utf-8") as file:
        file.write(text)


def _quoted(text: str) -> str:
    """A text as TOML has it; JSON's strings are among TOML's."""
    import json

    return json.dumps(text)

"""Ann's month, put in through the services as she would have put it in herself, upon her team's past."""

from __future__ import annotations

import os
from itertools import groupby

from whenever import Weekday, ZonedDateTime

from punchcard.backends.local.past import Past, write_past
from punchcard.config import load_config
from punchcard.core.identifiers import new_id
from punchcard.core.weeks import week_at
from punchcard.core.zones import in_zone
from punchcard.paths import Folders
from punchcard.sandbox.company.asked import EDIT_LOCK_DAYS
from punchcard.sandbox.company.books import ZONE
from punchcard.sandbox.company.company import Company
from punchcard.sandbox.company.month import HANDED_IN
from punchcard.sandbox.company.team import ANN, COLLEAGUES
from punchcard.services.clocks import WallClock
from punchcard.services.demo.diary import MovableClock, open_diary
from punchcard.services.reading.refresh import refresh, refresh_days
from punchcard.services.session import open_session

SCHEDULE = f"""\
[schedule]
zone = "{ZONE}"
week_starts = "monday"
hours = {{ mon = "8:00", tue = "8:00", wed = "8:00", thu = "8:00", fri = "8:00" }}
holidays = {{ country = "DE", subdivision = "BE" }}
rules = "DE"
"""
"""When everybody in the demo is expected to work, as `config.toml` has it."""

CONFIG = f"""\
# The configuration of the demo.

{SCHEDULE}
[accounts.local]
backend = "local"
name = "{ANN}"
edit_lock_days = {EDIT_LOCK_DAYS}
"""
"""What stands in the demo's `config.toml`."""


async def build_demo(folders: Folders, clock: WallClock) -> None:
    """Fill an empty home with the weeks up to now; whatever the time, Ann's clock runs.

    Args:
        folders: Where; there may be nothing yet.
        clock: What time it is. It is read once, so it may be running.

    Raises:
        Refusal: The home cannot be written.
        FileExistsError: There is a configuration already.
    """
    company = Company(1, in_zone(clock(), ZONE))
    now, month = company.now, company.ann_month()
    first = month[0][0]
    _write_config(folders)
    moving = MovableClock(ZonedDateTime(first.year, first.month, first.day, 7, tz=ZONE).to_instant())
    session = await open_session(folders, load_config(folders), moving)
    try:
        diary = await open_diary(session, moving, company.paths())
        ids = {ANN: session.person.id} | {each.name: new_id() for each in COLLEAGUES}
        write_past(
            folders.account(session.account.name), ZONE, Past(*company.before(diary.books, ids, new_id))
        )
        weeks = groupby(month, key=lambda each: week_at(each[0], Weekday.MONDAY))
        for number, (week, days) in enumerate(weeks, 1):
            for day, planned in days:
                await diary.write_day(day, planned)
            if number == HANDED_IN:
                await diary.hand_in(week)
        await diary.punch(company.ann_today())
        moving.moment = now.to_instant()
        await refresh_days(session, first, now.date())
        await refresh(session)
    finally:
        await session.aclose()


def _write_config(folders: Folders) -> None:
    os.makedirs(folders.config, mode=0o700, exist_ok=True)
    with open(folders.config_file, "x", encoding="utf-8") as file:
        file.write(CONFIG)

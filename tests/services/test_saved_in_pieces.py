"""An entry that is saved as several: what makes room for it leaves the entry itself and its breaks alone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.domain import berlin
from tests.services.desk import Desk
from tests.services.vendor import Backend

from punchcard.backends.abilities import Abilities, Ability, No, Yes
from punchcard.backends.contract import BackendInfo
from punchcard.core.editing.room import OverlapChoice
from punchcard.core.entries import Break, Entry
from punchcard.core.moments import clock_time
from punchcard.services.entries import by_hand as entries

PARTED: Abilities = {**dict.fromkeys(Ability, Yes()), Ability.ENTRY_BREAKS: No("They part entries.")}
PAUSE = (Break(berlin("11 12:00"), berlin("11 13:00")),)


class Parting(Backend):
    """The vendor keeps neither breaks inside of entries nor entries over midnight."""

    info = BackendInfo("vendor", "The vendor", is_floating=True)
    abilities = PARTED


@pytest.fixture
def parting(tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(tmp_path / "home", "11 18:00")
    desk.session = desk.open(Parting(desk.vendor))
    yield desk
    desk.close()


def add(desk: Desk, start: str, end: str) -> Entry:
    return entries.add(desk.session, berlin(f"11 {start}"), berlin(f"11 {end}")).entry


def spans(desk: Desk) -> list[str]:
    found = sorted((one.start, one.end) for one in desk.entries if one.start and one.end)
    return [f"{clock_time(start)}-{clock_time(end)}" for start, end in found]


def test_an_entry_that_gets_a_break_is_not_in_its_own_way(parting: Desk) -> None:
    before = add(parting, "08:00", "16:00")
    add(parting, "16:00", "18:00")
    longer = entries.new_entry(parting.session, berlin("11 08:00"), berlin("11 17:00"), PAUSE)
    asked = entries.save(parting.session, longer, before, OverlapChoice.TRIM, cut=True)
    assert asked.message == (
        "Saved as 08:00 – 12:00 on Wed 11 Mar and 13:00 – 17:00 on Wed 11 Mar. 16:00 – 18:00 is cut to "
        "17:00 – 18:00."
    )
    assert spans(parting) == ["08:00-12:00", "13:00-17:00", "17:00-18:00"]


def test_what_lies_in_a_break_stays(parting: Desk) -> None:
    add(parting, "12:00", "13:00")
    add(parting, "16:00", "18:00")
    whole = entries.new_entry(parting.session, berlin("11 08:00"), berlin("11 17:00"), PAUSE)
    entries.save(parting.session, whole, None, OverlapChoice.REPLACE)
    assert spans(parting) == ["08:00-12:00", "12:00-13:00", "13:00-17:00"]

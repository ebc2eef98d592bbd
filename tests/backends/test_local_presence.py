"""Who is clocked in, of a team that is kept on this machine."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from tests.domain import HOME_OFFICE, HOSTILE, PORTAL, berlin

from punchcard.backends.contract import Connection
from punchcard.backends.local import LocalBackend
from punchcard.core.groups import Filters
from punchcard.core.identifiers import new_id
from punchcard.core.people import Person, Role
from punchcard.core.presence import Attendance
from punchcard.core.punches import AnyPunch, Start, Stop, TakeBreak

NOW = berlin("11 12:00")


class Office:
    """Ann, whose home it is, Ben and Carla."""

    def __init__(self, backend: LocalBackend, people: tuple[Person, ...]) -> None:
        self.backend, (self.ann, self.ben, self.carla) = backend, people

    async def punch(self, person: Person, change: AnyPunch) -> None:
        clock = self.backend.clock
        await clock.punch(change, await clock.reading(person.id))

    async def seen(self, *people: Person, filters: Filters | None = None) -> Attendance:
        asked = [person.id for person in people]
        return await self.backend.presence.clocked_in(asked, filters or Filters())


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    connection = Connection("local", str(tmp_path), "Europe/Berlin", NOW.to_instant, {"name": "Ann"})
    backend = LocalBackend(connection)
    ann = await backend.directory.whoami()
    team = backend.team
    people = ann, await team.add("Ben", Role.WORKER), await team.add("Carla", Role.WORKER)
    yield Office(backend, people)
    await backend.aclose()


async def test_whoever_works_or_has_a_break_is_there_with_what_and_since_when(office: Office) -> None:
    await office.punch(office.carla, Start(new_id(), berlin("11 08:00"), PORTAL, HOME_OFFICE, HOSTILE))
    await office.punch(office.ben, Start(new_id(), berlin("11 07:00")))
    await office.punch(office.ben, TakeBreak(new_id(), berlin("11 11:00")))
    ben, carla = (await office.seen()).present
    assert (ben.person, ben.on_break, ben.since) == (office.ben, True, berlin("11 07:00"))
    assert (carla.person, carla.on_break, carla.since) == (office.carla, False, berlin("11 08:00"))
    assert (carla.assignment, carla.time_type, carla.note) == (PORTAL, HOME_OFFICE, HOSTILE)
    await office.punch(office.ben, Stop(new_id(), berlin("11 11:30")))
    assert [one.person for one in (await office.seen()).present] == [office.carla]


async def test_people_types_and_what_the_clock_is_booked_on_leave_some_out(office: Office) -> None:
    await office.punch(office.ann, Start(new_id(), berlin("11 08:00"), PORTAL))
    await office.punch(office.ben, Start(new_id(), berlin("11 08:00"), time_type=HOME_OFFICE))
    assert [one.person for one in (await office.seen(office.ben, office.carla)).present] == [office.ben]
    at_home = await office.seen(filters=Filters(types=(HOME_OFFICE.id,)))
    assert [one.person for one in at_home.present] == [office.ben]
    for_northwind = await office.seen(filters=Filters(references=(("client", "c1"),)))
    assert [one.person for one in for_northwind.present] == [office.ann]
    assert not (await office.seen(filters=Filters(references=(("client", "other"),)))).present


async def test_an_id_of_nobody_in_the_team_is_said_and_hides_nobody_else(office: Office) -> None:
    await office.punch(office.ann, Start(new_id(), berlin("11 08:00")))
    attendance = await office.backend.presence.clocked_in([office.ann.id, "x\x1b[2J"], Filters())
    assert [one.person for one in attendance.present] == [office.ann]
    assert len(attendance.unseen) == 1
    assert "nobody in the team" in attendance.unseen[0]
    assert "\x1b" not in attendance.unseen[0]


async def test_a_clock_that_begins_later_than_now_is_there(office: Office) -> None:
    await office.punch(office.ann, Start(new_id(), berlin("11 12:01")))
    assert [one.person for one in (await office.seen()).present] == [office.ann]

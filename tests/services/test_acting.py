"""Acting as somebody of the team: everything is theirs, and what status bars read stays the owner's."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import pytest
from tests.domain import berlin
from tests.services.desk import SCHEDULE, WallClock
from whenever import Date

from punchcard.backends.abilities import Ability, No
from punchcard.backends.errors import Unreachable
from punchcard.backends.local import LocalBackend
from punchcard.backends.local.directory import LocalDirectory
from punchcard.config import AccountConfig, Config
from punchcard.core.clock import IDLE, Working
from punchcard.core.people import Person, Role
from punchcard.core.refusals import NotFound, Refusal, UsageError
from punchcard.core.weeks import Week
from punchcard.paths import folders
from punchcard.services import clocking
from punchcard.services.acting import acting_as
from punchcard.services.entries import by_hand as entries
from punchcard.services.groups.entry_filters import people_named
from punchcard.services.outbox import sync
from punchcard.services.outbox.words import row_in_words
from punchcard.services.overview import overview
from punchcard.services.reading.refresh import ensure_known
from punchcard.services.session import Session, open_session
from punchcard.services.team import add_member, everybody, give_role, person_named, remove_member
from punchcard.services.timesheet.preflight import preflight, submit
from punchcard.services.undo import redo, undo

PEOPLE = [Person(name[:1], name) for name in ("Ann", "Ben Okafor", "Benjamin", "[b]Lea[/]")]


class Office:
    """One home, and sessions of whoever works there."""

    def __init__(self, home: Path, now: str = "11 12:00", **settings: str) -> None:
        self.clock = WallClock(berlin(now))
        self.folders = folders(str(home))
        account = AccountConfig("local", "local", {"name": "Ann", **settings})
        self.config = Config("config.toml", "local", SCHEDULE, {"local": account}, {})
        self._open: list[Session] = []

    async def session(self, acting_as: str | None = None) -> Session:
        session = await open_session(self.folders, self.config, self.clock, acting_as=acting_as)
        self._open.append(session)
        await ensure_known(session)
        return session

    async def close(self) -> None:
        for session in self._open:
            await session.aclose()

    def status(self, session: Session) -> tuple[str, int]:
        """What `punch status` says: the state, and the work of the day in seconds."""
        with session.store.read() as transaction:
            row = transaction.status("local")
        assert row
        assert json.loads(Path(self.folders.status_file).read_text())["state"] == row["state"]
        return row["state"], row["today_seconds"]


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    office = Office(tmp_path / "home")
    await add_member(await office.session(), "Ben Okafor", Role.WORKER)
    yield office
    await office.close()


def clock_of(session: Session) -> object:
    with session.store.read() as transaction:
        today = session.today()
        return session.known(transaction, today, today).state


async def test_everything_is_done_as_that_person_and_the_status_stays_the_owners(office: Office) -> None:
    ann, ben = await office.session(), await office.session("ben")
    assert (ann.acting, ben.acting, ben.person.name) == (False, True, "Ben Okafor")
    clocking.start(ann, berlin("11 11:00"))
    await sync.deliver(ann)
    clocking.start(ben, berlin("11 08:00"), note="Ben's")
    assert office.status(ben) == ("working", 0)
    assert [overview(whose).pending for whose in (ann, ben)] == [0, 1]
    with ann.store.read() as transaction:
        row = transaction.status("local")
    assert row
    assert row["pending"] == 0
    await sync.deliver(ben)
    clocking.stop(ben, berlin("11 09:30"))
    await sync.deliver(ben)
    entries.add(ben, berlin("10 08:00"), berlin("10 12:00"))
    await sync.deliver(ben)
    assert office.status(ann) == office.status(ben) == ("working", 0)
    state = clock_of(ann)
    assert isinstance(state, Working)
    assert state.note == ""
    assert clock_of(ben) == IDLE
    assert ben.backend.clock
    assert (await ben.backend.clock.reading(ben.person.id)).state == IDLE
    with ann.store.read() as transaction:
        frame = ann.days_frame(Date(2026, 3, 9), Date(2026, 3, 11))
        cache = transaction.cache("local")
        assert [len(cache.entries(who.person.id, frame)) for who in (ann, ben)] == [0, 2]


async def test_the_owners_status_follows_whoever_delivers(office: Office) -> None:
    ann, ben = await office.session(), await office.session("Ben Okafor")
    clocking.start(ann, berlin("11 08:00"))
    await sync.deliver(ben)
    assert office.status(ann) == ("working", 0)
    with ann.store.read() as transaction:
        row = transaction.status("local")
        assert row
        assert row["pending"] == 0
    assert ben.backend.clock
    assert isinstance((await ben.backend.clock.reading(ann.person.id)).state, Working)


async def test_undo_and_redo_are_a_persons_own(office: Office) -> None:
    ann, ben = await office.session(), await office.session("ben")
    entries.add(ann, berlin("10 08:00"), berlin("10 09:00"))
    entries.add(ben, berlin("10 13:00"), berlin("10 14:00"))
    assert "Deleted 08:00" in undo(ann)[1]
    assert "Deleted 13:00" in undo(ben)[1]
    with pytest.raises(Refusal, match="nothing to undo"):
        undo(ben)
    assert "Added 13:00" in redo(ben)[1]
    assert {row.state for row in (await sync.deliver(ann)).refused} == set()


async def test_weeks_are_handed_in_by_whoever_is_acted_as(office: Office) -> None:
    ben = await office.session("Ben")
    entries.add(ben, berlin("3 08:00"), berlin("3 12:00"))
    await sync.deliver(ben)
    week = Week(Date(2026, 3, 2), Date(2026, 3, 8))
    submit(ben, await preflight(ben, week))
    await sync.deliver(ben)
    assert ben.backend.approvals
    ann = await office.session()
    waiting = await ben.backend.approvals.list(ann.person.id, "waiting")
    assert [item.person for item in waiting] == [ben.person.id]


async def test_a_role_that_was_given_holds_at_the_next_start(office: Office) -> None:
    ann = await office.session()
    assert ann.person.role is Role.LEAD
    assert (await office.session("ben")).person.role is Role.WORKER
    assert await give_role(ann, "ben", Role.LEAD) == "Ben Okafor is now a lead."
    assert await give_role(ann, "BEN OKAFOR", Role.LEAD) == "Ben Okafor is a lead already."
    assert (await office.session("ben")).person.role is Role.LEAD
    await give_role(ann, "Ann", Role.WORKER)
    assert (await office.session()).person.role is Role.WORKER


async def test_who_went_cannot_be_acted_as_and_can_be_looked_at(office: Office) -> None:
    ann, ben = await office.session(), await office.session("ben")
    entries.add(ben, berlin("3 08:00"), berlin("3 12:00"))
    await sync.deliver(ben)
    assert "not in the team any more" in await remove_member(ann, ben.person)
    with pytest.raises(NotFound, match="is nobody in the team"):
        await office.session("Ben")
    assert [person.name for person in await people_named(ann, ["ben"])] == ["Ben Okafor"]
    assert [person.name for person in await everybody(ann.backend)] == ["Ann", "Ben Okafor"]
    assert "is back in the team" in await add_member(ann, "Ben Okafor", Role.WORKER)
    assert (await office.session("ben")).person.id == ben.person.id


async def test_acting_as_oneself_is_nothing_special(office: Office) -> None:
    ann = await office.session("ann")
    assert not ann.acting
    assert ann.own_person is None


@pytest.mark.parametrize(("name", "found"), [
    ("ann", "Ann"), ("Ben Okafor", "Ben Okafor"), ("ben o", "Ben Okafor"), ("benj", "Benjamin"),
    ("[b]l", "[b]Lea[/]"), ("B", "Ben Okafor"),
])  # fmt: skip
def test_a_person_is_named_by_a_name_its_beginning_or_an_id(name: str, found: str) -> None:
    assert person_named(name, PEOPLE[:2] + PEOPLE[3:] if name == "B" else PEOPLE).name == found


@pytest.mark.parametrize(("name", "message", "hint"), [
    ("ben", "“ben” fits several people in the team.", "Say which: Ben Okafor, Benjamin."),
    ("Zoe", "“Zoe” is nobody in the team.", "There are: Ann, Ben Okafor, Benjamin, [b]Lea[/]."),
    ("", "“” is nobody in the team.", "There are: Ann, Ben Okafor, Benjamin, [b]Lea[/]."),
    ("\x1b[31mZoe\u202e", "“Zoe” is nobody in the team.", "There are: Ann, Ben Okafor, Benjamin, [b]Lea[/]."),
    ("x" * 10_000, f"“{'x' * 59}…” is nobody in the team.",
     "There are: Ann, Ben Okafor, Benjamin, [b]Lea[/]."),
])  # fmt: skip
def test_a_name_that_fits_nobody_or_several_is_refused_with_the_names(
    name: str, message: str, hint: str
) -> None:
    with pytest.raises(NotFound) as refused:
        person_named(name, PEOPLE)
    assert (refused.value.message, refused.value.hint) == (message, hint)


async def test_where_nobody_drives_the_clock_of_others_nobody_is_acted_as(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(LocalBackend, "team", None)
    no = {**LocalBackend.abilities, Ability.CLOCK_OTHERS: No("Everybody drives their own clock alone.")}
    monkeypatch.setattr(LocalBackend, "abilities", no)
    with pytest.raises(UsageError, match=r"one person at This machine\. Everybody drives their own clock"):
        await office.session("ben")


async def test_at_a_service_the_account_asks_and_what_waits_for_others_is_counted_as_its_own(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(LocalBackend, "team", None)
    ann = await office.session()
    ben = acting_as(ann, (await ann.backend.directory.people())[1])
    assert (ben.person.name, ben.own_person) == ("Ben Okafor", ann.person)
    clocking.start(ben, berlin("11 08:00"))
    with ann.store.read() as transaction:
        row = transaction.outbox.unsettled("local")[0]
    assert (row.person, row.asked_by) == (ben.person.id, ann.person.id)
    assert [overview(whose).pending for whose in (ann, ben)] == [1, 1]
    assert row_in_words(row, ann.now(), {ben.person.id: "Ben"}) == "clock in at 08:00, for Ben"
    await sync.deliver(ann)
    assert isinstance(clock_of(ben), Working)
    assert clock_of(ann) == IDLE
    assert acting_as(ben, ann.person).own_person is None


async def test_at_a_service_known_names_are_not_asked_for_again_within_a_day(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(LocalBackend, "team", None)
    asked: list[str] = []
    read = LocalDirectory.people

    async def people(directory: LocalDirectory) -> Sequence[Person]:
        asked.append("people")
        return await read(directory)

    async def away(directory: LocalDirectory) -> Sequence[Person]:
        del directory
        raise Unreachable("Nobody answers.")

    monkeypatch.setattr(LocalDirectory, "people", people)
    monkeypatch.setattr(LocalBackend, "info", LocalBackend.info._replace(immediate=False))
    for name in ("Ben", "ben okafor"):
        assert (await office.session(name)).person.name == "Ben Okafor"
    # Adding Ben has kept them.
    assert not asked
    with pytest.raises(NotFound, match="“Zoe” is nobody whose time this account may see at This machine"):
        await office.session("Zoe")
    assert asked == ["people"]
    monkeypatch.setattr(LocalDirectory, "people", away)
    office.clock.move(hours=25)
    assert (await office.session("Ben")).person.name == "Ben Okafor"
    with pytest.raises(NotFound):
        await office.session("Zoe")

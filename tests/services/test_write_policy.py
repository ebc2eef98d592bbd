"""What `write` in the configuration forbids is refused before it is written down, and reading goes on."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from inspect import isawaitable
from typing import get_args

import pytest
from tests.domain import PORTAL, berlin
from tests.services.desk import Desk
from tests.services.inboxes import APPROVE, DECLINE, added, day, lead_of, request
from tests.services.vendor import BEN
from whenever import Date

from punchcard.backends.abilities import Ability
from punchcard.backends.errors import NotAllowed
from punchcard.config import load_config
from punchcard.core.approval_changes import ApprovalChange, Decide
from punchcard.core.change_requests import ChangeRequest, Decision, Verdict
from punchcard.core.changes import DeleteEntry, EntryChange, SaveEntry, WeeksChange
from punchcard.core.clock import IDLE
from punchcard.core.entries import Entry
from punchcard.core.people import Role
from punchcard.core.punches import AnyPunch, Start, Update
from punchcard.core.refusals import Refusal
from punchcard.core.weeks import Week
from punchcard.paths import folders
from punchcard.services import clocking, team, undo
from punchcard.services.allowed import abilities_for, reasons_against
from punchcard.services.approvals.change_requesting import ask_for_change, withdraw_request
from punchcard.services.approvals.deciding import decide
from punchcard.services.approvals.inbox import inbox, known_inbox
from punchcard.services.choices import assignment_named
from punchcard.services.entries import by_hand as entries
from punchcard.services.outbox.items import write_down
from punchcard.services.overview import overview
from punchcard.services.session import Session, open_session
from punchcard.services.timesheet import handing_in
from punchcard.services.timesheet.week import timesheet

WEEK = Week(Date(2026, 3, 2), Date(2026, 3, 8))
Ask = Callable[[Session], object]


def limited(session: Session, write: str) -> Session:
    """The same session as one of an account with this policy."""
    return replace(session, account=session.account._replace(write=write))


def entry_of(session: Session) -> Entry:
    with session.store.read() as transaction:
        return session.known(transaction, day(9), day(11)).plain_entries[0]


def first_asked(session: Session) -> ChangeRequest:
    item = known_inbox(session, "mine").items[0].item
    assert isinstance(item, ChangeRequest)
    return item


def submit(session: Session) -> None:
    with session.change() as transaction:
        handing_in.ask_submit(session, transaction, (WEEK,))


def withdraw(session: Session) -> None:
    with session.change() as transaction:
        handing_in.ask_withdraw(session, transaction, (WEEK,))


IDLE_PUNCHES: dict[str, Ask] = {"start": lambda s: clocking.start(s, s.now().subtract(minutes=5))}
RUNNING_PUNCHES: dict[str, Ask] = {
    "break": lambda s: clocking.take_break(s),
    "stop": lambda s: clocking.stop(s),
    "cancel": lambda s: clocking.cancel(s),
    "update": lambda s: clocking.update(s, assignment=PORTAL),
    "adjust": lambda s: clocking.adjust(s, s.now().subtract(minutes=3)),
    "undo of a punch": lambda s: undo.undo(s),
}
OTHERS: dict[str, Ask] = {
    "add": lambda s: entries.add(s, berlin("10 08:00"), berlin("10 09:00")),
    "change": lambda s: entries.change(s, entry_of(s).id, entries.EntryChanges(note="other")),
    "split": lambda s: entries.split(s, entry_of(s).id, berlin("09 09:00")),
    "move": lambda s: entries.move(s, entry_of(s).id, day(10)),
    "duplicate": lambda s: entries.duplicate(s, entry_of(s).id, day(10)),
    "delete": lambda s: entries.delete(s, entry_of(s).id),
    "hand in": submit,
}


async def ask_all(session: Session, asks: dict[str, Ask]) -> dict[str, str]:
    """Ask for each; return what each was refused with, and that nothing was written down then."""
    said: dict[str, str] = {}
    for name, ask in asks.items():
        with session.store.read() as transaction:
            before = len(transaction.outbox.latest(session.account.name, 100))
        try:
            result = ask(session)
            if isawaitable(result):
                await result
        except Refusal as refusal:
            said[name] = refusal.message
            with session.store.read() as transaction:
                assert len(transaction.outbox.latest(session.account.name, 100)) == before, name
    return said


@pytest.fixture
async def worked(desk: Desk) -> Desk:
    """A day has an entry already, and all of it has arrived."""
    entries.add(desk.session, berlin("09 08:00"), berlin("09 12:00"))
    await desk.deliver()
    return desk


@pytest.mark.parametrize("write", ["clock", "read-only"])
async def test_whatever_is_no_punch_is_refused(worked: Desk, write: str) -> None:
    said = await ask_all(limited(worked.session, write), OTHERS)
    assert set(said) == set(OTHERS)
    for name, sentence in said.items():
        assert f'The account acme has write = "{write}" in the configuration' in sentence, name
        assert "Nothing was changed." in sentence, name
    assert worked.states()[-1].value == "confirmed"
    assert len(worked.rows()) == 1


async def test_with_clock_punches_go_on_and_arrive(desk: Desk) -> None:
    session = limited(desk.session, "clock")
    assert await ask_all(session, IDLE_PUNCHES) == {}
    desk.clock.move(minutes=30)
    walk = {
        name: RUNNING_PUNCHES[name]
        for name in ("update", "adjust", "break", "stop", "undo of a punch", "cancel")
    }
    assert await ask_all(session, walk) == {}
    await desk.deliver(session)
    assert {state.value for state in desk.states()} <= {"confirmed", "dropped"}


async def test_with_read_only_no_punch_is_written_down(desk: Desk) -> None:
    assert (
        "nothing can be changed" in (await ask_all(limited(desk.session, "read-only"), IDLE_PUNCHES))["start"]
    )
    clocking.start(desk.session)
    await desk.deliver()
    desk.clock.move(minutes=30)
    said = await ask_all(limited(desk.session, "read-only"), RUNNING_PUNCHES)
    assert set(said) == set(RUNNING_PUNCHES)
    assert all("nothing can be changed" in sentence for sentence in said.values())
    assert len(desk.rows()) == 1


@pytest.mark.parametrize("write", ["clock", "read-only"])
async def test_asking_and_deciding_are_refused(desk: Desk, write: str) -> None:
    lead = await lead_of(desk, request(3), request(4))
    ben = desk.open(person=BEN)
    await inbox(ben, "mine")
    said = await ask_all(
        limited(ben, write),
        {
            "ask": lambda s: ask_for_change(s, day(5), added(5), "the fair"),
            "withdraw": lambda s: withdraw_request(s, first_asked(s)),
        },
    )
    said |= await ask_all(
        limited(lead, write),
        {
            "approve": lambda s: decide(s, [request(3)], APPROVE),
            "decline": lambda s: decide(s, [request(4)], DECLINE),
        },
    )
    assert set(said) == {"ask", "withdraw", "approve", "decline"}
    assert all(f'write = "{write}"' in sentence for sentence in said.values())
    assert desk.rows() == []


@pytest.mark.parametrize("write", ["clock", "read-only"])
async def test_the_gate_stands_before_the_outbox_itself(worked: Desk, write: str) -> None:
    """Whichever way leads there, and also for what nobody has offered."""
    session = limited(worked.session, write)
    entry = entry_of(session)
    reopen = Decide("id", session.person.id, request(3), Decision(Verdict.REOPEN))
    for change in (SaveEntry("id", entry), SaveEntry("id", entry, entry), DeleteEntry("id", entry), reopen):
        with session.change() as transaction, pytest.raises(NotAllowed):
            write_down(session, transaction, change, IDLE)
    if write == "read-only":
        with session.change() as transaction, pytest.raises(NotAllowed) as caught:
            write_down(session, transaction, Start("id", session.now()), IDLE)
        assert caught.value.hint == "`punch account edit acme --write full` allows all."
    assert len(worked.rows()) == 1


def test_every_kind_of_change_needs_something() -> None:
    kinds = [*get_args(AnyPunch), *get_args(EntryChange), *get_args(WeeksChange), *get_args(ApprovalChange)]
    assert len(kinds) >= 15
    for kind in kinds:
        blank = object.__new__(kind)
        if kind is SaveEntry:
            blank = SaveEntry("id", object.__new__(Entry))
        if kind is Decide:
            blank = Decide("id", "p", request(3), Decision(Verdict.APPROVE))
        if kind is Update:
            blank = Update("id", berlin("11 08:00"))
        assert set(abilities_for(blank)) & set(Ability)


@pytest.mark.parametrize("write", ["clock", "read-only"])
async def test_reading_goes_on_and_what_is_shown_says_why_not(worked: Desk, write: str) -> None:
    session = limited(worked.session, write)
    shown = overview(session)
    assert shown.unable == reasons_against(session)
    assert (Ability.CLOCK in shown.unable) == (write == "read-only")
    assert f'write = "{write}"' in shown.unable[Ability.ADD_ENTRY]
    sheet = await timesheet(session, WEEK)
    assert Ability.SUBMIT_WEEK in sheet.unable
    assert not {Ability.GROUPS, Ability.TARGETS, Ability.BALANCE, Ability.OTHER_PEOPLE} & set(shown.unable)
    assert overview(worked.session).unable == {}


async def test_the_local_backend_is_bound_as_well(
    tmp_path_factory: pytest.TempPathFactory, desk: Desk
) -> None:
    home = tmp_path_factory.mktemp("home")
    (home / "config").mkdir()
    text = '[accounts.local]\nbackend = "local"\nwrite = "read-only"\n'
    (home / "config" / "config.toml").write_text(text)
    places = folders(str(home))
    session = await open_session(places, load_config(places), desk.clock)
    refused: dict[str, Callable[[], Awaitable[object]]] = {
        "tree": lambda: assignment_named(session, "Northwind", create=True),
        "team": lambda: team.add_member(session, "Ben", Role.WORKER),
    }
    try:
        assert "start" in await ask_all(session, IDLE_PUNCHES)
        for act in refused.values():
            with pytest.raises(NotAllowed, match='write = "read-only"'):
                await act()
        assert await session.backend.directory.choices("client", []) == []
        assert len(await session.backend.directory.people()) == 1
    finally:
        await session.aclose()


async def test_what_was_asked_for_before_is_not_sent_either(desk: Desk) -> None:
    entries.add(desk.session, berlin("09 08:00"), berlin("09 12:00"))
    clocking.start(desk.session)
    await desk.deliver(limited(desk.session, "clock"))
    assert [state.value for state in desk.states()] == ["needs_you", "confirmed"]
    assert 'write = "clock"' in (desk.rows()[0].answer or "")
    assert desk.vendor.entries == {}

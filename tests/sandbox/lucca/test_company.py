"""The simulated company as the simulated Lucca has it."""

from __future__ import annotations

from collections import Counter

import pytest
from tests.domain import berlin
from tests.sandbox.asking import Hand
from tests.sandbox.lucca.asking import Caller, Vendor, caller

from punchcard.sandbox.lucca.entries.drafts import Draft
from punchcard.sandbox.lucca.entries.rules import broken_rules
from punchcard.sandbox.lucca.records import Mode, Source, Status, Unit
from punchcard.sandbox.lucca.server import lucca_vendor


@pytest.fixture(scope="module")
def company() -> Vendor:
    return lucca_vendor(1, Hand())


@pytest.fixture(scope="module")
def lead(company: Vendor) -> Caller:
    return caller(company, "Lea Hoffmann")


def test_every_entry_keeps_the_rules_but_the_lock(company: Vendor) -> None:
    state = company.state
    assert len(state.entries) > 500
    for entry in state.entries.values():
        broken = broken_rules(state, Draft.of(entry))
        assert [each for each in broken if "submitted or approved" not in each] == []
        assert entry.ends_at <= state.now() or entry.unit is not Unit.TIME
        assert entry.seconds % 60 == 0


def test_people_write_down_in_different_ways(company: Vendor) -> None:
    ways = Counter(
        (user.configuration(company.state.today()).unit, user.configuration(company.state.today()).mode)
        for user in company.state.users.values()
    )
    assert ways[Unit.TIME, Mode.ATTENDANCE] == 2
    assert ways[Unit.HOURS, Mode.ACTIVITY] == 1
    assert ways[Unit.DAYS, Mode.ATTENDANCE] == 1
    kinds = {entry.creation_source for entry in company.state.entries.values()}
    assert kinds == {Source.MANUAL, Source.IMPORTED, Source.CLOCK}
    assert any(entry.time_type_id for entry in company.state.entries.values())


def test_weeks_are_due_waiting_approved_and_denied(company: Vendor, lead: Caller) -> None:
    states = Counter(sheet.status for sheet in company.state.sheets.values())
    assert set(states) == {Status.SUBMITTED, Status.APPROVED, Status.REJECTED}
    due = lead.read("timmitimesheets/remindable", managerIds=lead.id, fields="owner[name]").items
    names = Counter(each["owner"]["name"] for each in due)
    assert names == {"Ann Berger": 2, "Zoë Müller": 2, "李 明": 1}
    waiting = lead.read("timmitimesheets", status=1, fields="expectedNextActor[name]").items
    assert {each["expectedNextActor"]["name"] for each in waiting} == {"Lea Hoffmann", "Николай Петров"}


def test_workers_keys_reach_themselves_and_leads_everybody(company: Vendor, lead: Caller) -> None:
    ann = caller(company, "Ann Berger")
    own = ann.read("timeentries", fields="ownerId", layer="notequal,1").items
    assert {each["ownerId"] for each in own} == {ann.id}
    everybody = lead.read("timeentries", fields="ownerId", layer="notequal,1").items
    assert len({each["ownerId"] for each in everybody}) == 8
    assert company.leads == ("Lea Hoffmann", "Николай Петров")


def test_the_same_seed_gives_the_same_company() -> None:
    one, same, other = (lucca_vendor(seed, Hand()) for seed in (3, 3, 4))
    assert one.keys == same.keys
    assert one.state.entries == same.state.entries
    assert set(one.keys.values()).isdisjoint(other.keys.values())
    assert one.state.entries != other.state.entries


@pytest.mark.parametrize("day", ["01 00:05", "15 23:59", "29 12:00", "31 03:00"])
def test_it_stands_at_any_moment(day: str) -> None:
    assert len(lucca_vendor(1, Hand(berlin(day))).state.entries) > 500

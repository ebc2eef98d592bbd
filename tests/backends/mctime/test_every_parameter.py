"""Every parameter that the two pages document is reached by commands that a person can type.

The lists are copied from the pages by hand. The real program drives a day at a simulated McTime over a real
socket; then it is looked up what has arrived there.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import dataclass, field, replace
from itertools import pairwise

import pytest
from tests.backends.mctime.allowed import STATUSES, TIME_TYPES
from tests.backends.mctime.office import ANN, BEN, Office, Sent, Vendor, office
from tests.cli.connected import connect
from tests.cli.program import Program, Said
from tests.domain import berlin
from whenever import Instant, OffsetDateTime

from punchcard.backends.mctime.time_types import TIME_TYPES as NAMED_TYPES

RELAUNCH, PORTAL = "Brandt Labs/Fabrikam/Relaunch", "Berger Works/Northwind/Portal"
SUPPORT = "Support"
"""The name of two organizations."""

CLOSED = "Audit"
"""The name of one that can be chosen no more."""

FIRST, LAST = "2024-03-11", "2026-03-11"
"""Two years: more than one call may ask for."""


@dataclass
class Walk:
    """The program at one vendor, a command a minute."""

    place: Office
    vendor: Vendor
    punch: Program
    asked: list[Sent] = field(default_factory=list[Sent])
    """Everything that has arrived, of all commands."""
    minute: int = 0

    def __call__(self, *words: str, code: int = 0) -> tuple[Said, list[Sent]]:
        """Run a command that exits with `code`; return what it said, and what has arrived."""
        self.minute += 1
        moment = berlin(f"11 {12 + self.minute // 60}:{self.minute % 60:02}")
        self.place.clock.moment = moment.to_instant()
        self.place.watch.sent.clear()
        # The budget goes by the seconds that really pass, and the vendor's minutes are over at once.
        (self.punch.home / "data" / "accounts" / "plant" / "calls.db").unlink(missing_ok=True)
        said = self.punch.at(moment.to_fixed_offset().format_iso())(*words)
        assert said.code == code, (words, said)
        arrived = list(self.place.watch.sent)
        self.asked += arrived
        return said, arrived

    def stamps(self, name: str) -> set[str]:
        """The values of a field of every `POST /clock`."""
        sent = [each.body for each in self.asked if (each.method, each.path) == ("POST", "clock")]
        return {body[name] for body in sent if name in body}

    def lists(self, name: str) -> set[str]:
        """The values of a parameter of every `GET /times`."""
        sent = [each for each in self.asked if (each.method, each.path) == ("GET", "times")]
        return {value for each in sent for value in each.all(name)}


@pytest.fixture(scope="module")
def walk(tmp_path_factory: pytest.TempPathFactory) -> Generator[Walk]:
    """A day of Ann, who may see 45 people, with every command that the tests below look for."""
    folder = tmp_path_factory.mktemp("parameters")
    with office(folder) as place:
        walk = Walk(place, place.vendor(people=45), Program(folder / "home"))
        connect(walk.punch, walk.vendor, walk.place.url, {"plant": ANN})
        _close(walk, CLOSED)
        _clock(walk)
        _read(walk)
        yield walk
        assert place.watch.wrong == []


def _close(walk: Walk, name: str) -> None:
    """From now on an organization is inactive."""
    organizations = walk.vendor.state.organizations
    for each in [one for one in organizations.values() if one.name == name]:
        organizations[each.id] = replace(each, valid_to=berlin("1 00:00").to_instant())


def _clock(walk: Walk) -> None:
    walk("in", "--at", "09:00", "--type", "Travel", "--on", "Relaunch", "--note", "early shift")
    walk("break")
    walk("resume")
    walk("edit", "--on", PORTAL)
    for kind in TIME_TYPES:
        walk("edit", "--type", NAMED_TYPES[kind].name)
    walk("edit", "--type", "Work")
    walk("out")
    walk("in")
    walk("cancel", "--yes")
    walk("in", "--as", BEN)


def _read(walk: Walk) -> None:
    kinds = [f"--filter=type={NAMED_TYPES[kind].name}" for kind in TIME_TYPES]
    statuses = [f"--filter=status={status}" for status in STATUSES]
    on = ["--filter=organization=Relaunch", f"--filter=organization={PORTAL}"]
    walk("export", "--from", FIRST, "--to", LAST, "--person", ANN, "--person", BEN, *kinds, *statuses, *on)
    walk("groups", "--by", "organization", "--filter", f"organization={SUPPORT}")
    walk("groups", "--by", "type,month", "--filter", f"organization={CLOSED}")
    walk("approvals")


Ids = Callable[[Walk], set[str]]
"""Values that only the vendor knows beforehand."""


def people(walk: Walk) -> set[str]:
    return {walk.vendor.state.person_named(name).id for name in (ANN, BEN)}


def organizations(walk: Walk) -> set[str]:
    return {walk.vendor.state.organization_at(path).id for path in (RELAUNCH, PORTAL)}


POST_CLOCK: dict[str, set[str] | Ids] = {
    "action": {"start", "break", "stop", "cancel", "update"},
    "dateTime": {
        f"2026-03-11T{time}:00+01:00" for time in ("09:00", "12:02", "12:03", "12:35", "12:36", "12:38")
    },
    "userId": people,
    "timeType": set(TIME_TYPES),
    "comment": {"early shift"},
    "organizationId": organizations,
}
"""What has to arrive of each field; `organizationName` has tests of its own below."""

GET_TIMES: dict[str, set[str] | Ids] = {
    "userIds": people,
    "timeTypes": set(TIME_TYPES),
    "approvalStatuses": set(STATUSES),
    "organizationNames": {SUPPORT, CLOSED},
    "organizationIds": organizations,
    "page": {"1", "2", "3"},
}


@pytest.mark.parametrize("name", POST_CLOCK)
def test_every_field_of_a_stamp_is_reached(walk: Walk, name: str) -> None:
    expected = POST_CLOCK[name]
    assert walk.stamps(name) >= (expected(walk) if callable(expected) else expected)


@pytest.mark.parametrize("name", GET_TIMES)
def test_every_parameter_of_a_list_is_reached(walk: Walk, name: str) -> None:
    expected = GET_TIMES[name]
    assert walk.lists(name) >= (expected(walk) if callable(expected) else expected)


def test_a_period_of_two_years_is_asked_for_whole(walk: Walk) -> None:
    asked = [each for each in walk.asked if each.all("timeTypes")]
    spans = sorted((_moment(each, "from"), _moment(each, "to")) for each in asked)
    assert spans[0][0] < Instant.from_utc(2024, 3, 10, 23)
    assert spans[-1][1] == berlin("12 00:00").to_instant()
    assert all(until > since for (_, until), (since, _) in pairwise(spans))
    assert len(spans) == 3


def _moment(sent: Sent, name: str) -> Instant:
    (text,) = sent.all(name)
    return OffsetDateTime.parse_iso(text).to_instant()


def test_filters_of_one_list_go_along_with_one_another(walk: Walk) -> None:
    sent = next(each for each in walk.asked if each.all("timeTypes"))
    assert {name for name, _ in sent.query} == {
        "userIds", "from", "to", "timeTypes", "approvalStatuses", "organizationIds", "page",
    }  # fmt: skip
    assert "%2B" in sent.raw_query
    assert "%5B" not in sent.raw_query


def test_a_unique_name_is_stamped_by_its_id(walk: Walk) -> None:
    first = next(each for each in walk.asked if each.method == "POST")
    assert first.body["organizationId"] == walk.vendor.state.organization_at(RELAUNCH).id
    assert walk.stamps("organizationName") == set()


def test_a_name_that_several_have_is_a_question_and_nothing_is_sent(walk: Walk) -> None:
    said, arrived = walk("in", "--on", SUPPORT, code=5)
    for path in ("Berger Works/Contoso/Support", "Berger Works/Northwind/Portal/Support"):
        assert path in said.err
    assert {each.method for each in arrived} == {"GET"}

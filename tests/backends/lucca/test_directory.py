"""Who one is, whom one manages, what time is booked on, and how it is written down."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.backends.lucca.bookings import booked_on, person, put
from tests.backends.lucca.office import ANN, BEN, LEA, Office, Vendor, configured
from whenever import Date

from punchcard.backends.errors import BackendError
from punchcard.backends.lucca.directory.axes import in_order
from punchcard.backends.lucca.wire.axes import Axis
from punchcard.core.entries import Unit
from punchcard.core.groups import Period
from punchcard.core.people import Role
from punchcard.core.refusals import UsageError
from punchcard.sandbox.lucca import records
from punchcard.sandbox.lucca.records import Configuration, Mode, Right
from punchcard.services.choices import assignment_named


def without_managers(vendor: Vendor) -> None:
    """Nobody has a manager; departments have heads all the same."""
    for number, user in vendor.state.users.items():
        vendor.state.users[number] = replace(user, manager_id=None)


@pytest.mark.parametrize(
    ("name", "role", "people"),
    [
        (ANN, Role.LEAD, ["Ann Berger", "Ben Okafor", "Lea Brandt"]),
        (BEN, Role.WORKER, ["Ben Okafor"]),
        (LEA, Role.LEAD, ["Lea Brandt", "Ann Berger"]),
    ],
)
async def test_one_sees_oneself_first_and_whom_one_manages(
    place: Office, name: str, role: Role, people: list[str]
) -> None:
    """By the manager, and by the department that Ann heads."""
    vendor = place.vendor()
    backend = place.backend(vendor, name)
    me = await backend.directory.whoami()
    assert (me.id, me.role, me.email) == (person(vendor, name), role, vendor.settings[name]["email"])
    assert [each.name for each in await backend.directory.people()] == people
    await backend.aclose()


async def test_one_is_found_by_the_login_where_the_mail_is_another(place: Office) -> None:
    vendor = place.vendor()
    login = vendor.state.person_named(BEN).login
    backend = place.backend(vendor, email=f" {login} ")
    assert (await backend.directory.whoami()).name == "Ben Okafor"
    assert [(sent.all("mail") or sent.all("login"))[0] for sent in place.watch.sent[:2]] == [
        login, login,
    ]  # fmt: skip
    await backend.aclose()


async def test_nobody_and_several_are_no_person(place: Office) -> None:
    vendor = place.vendor()
    backend = place.backend(vendor, email="nobody@acme.example")
    with pytest.raises(BackendError, match="nobody with the email or the login “nobody@"):
        await backend.directory.whoami()
    await backend.aclose()
    ann = vendor.state.person_named(ANN)
    ben = vendor.state.person_named(BEN)
    vendor.state.users[ben.id] = replace(ben, mail=ann.mail)
    backend = place.backend(vendor)
    with pytest.raises(BackendError, match=r"Several people are called .*: Ann Berger .*, Ben Okafor"):
        await backend.directory.whoami()
    await backend.aclose()


@pytest.mark.parametrize("email", ["", "a,b@acme.example", "x\ny"])
def test_an_account_without_somebody_is_refused(place: Office, email: str) -> None:
    with pytest.raises(UsageError):
        place.backend(place.vendor(), email=email)


async def test_who_heads_no_department_and_manages_nobody_may_have_due_timesheets_below(
    place: Office,
) -> None:
    """Where neither managers nor departments are told, a refusal of either hides nothing."""
    vendor = place.vendor()
    without_managers(vendor)
    backend = place.backend(vendor)
    assert [each.name for each in await backend.directory.people()] == [
        "Ann Berger",
        "Ben Okafor",
        "Lea Brandt",
    ]
    await backend.aclose()
    backend = place.backend(vendor)
    place.watch.answer("GET", 200, {"data": {"items": [{"id": 101, "mail": vendor.settings[ANN]["email"]}]}})
    place.watch.answer("GET", 400, {"Status": 400, "Message": "managerId is unknown"})
    place.watch.answer("GET", 403, {"Status": 403, "Message": "not yours"})
    sheet = {"id": 0, "owner": {"id": 102, "firstName": "Ben", "lastName": "Okafor"}}
    place.watch.answer("GET", 200, {"data": {"items": [sheet, sheet]}})
    waits = {"id": 7, "owner": {"id": 103, "firstName": "Carla"}, "expectedNextActorId": 101}
    others = {"id": 8, "owner": {"id": 104, "firstName": "Lea"}, "expectedNextActorId": 102}
    place.watch.answer("GET", 200, {"data": {"items": [waits, others]}})
    names = [each.name for each in await backend.directory.people()]
    # Whose timesheet waits for Ann has a name too, though nobody else may tell her of Carla.
    assert names == ["ann@lucca.example", "Ben Okafor", "Carla"]
    paths = [sent.path for sent in place.watch.sent[-2:]]
    assert paths == ["api/v3/timmitimesheets/remindable", "api/v3/timmitimesheets"]
    await backend.aclose()


async def test_the_picker_goes_down_the_axes_and_offers_what_is_active_below(place: Office) -> None:
    vendor = place.vendor()
    backend = place.backend(vendor)
    put(vendor, "09T08:00", "1:00")
    client, project, task = await backend.directory.dimensions()
    assert [(each.name, each.required) for each in (client, project, task)] == [
        ("Client", True), ("Project", False), ("Task", False),
    ]  # fmt: skip
    chosen = booked_on(vendor).references
    names = [
        [each.name for each in await backend.directory.choices(level.id, chosen[:depth])]
        for depth, level in enumerate((client, project, task))
    ]
    assert names == [["Contoso", "Northwind"], ["Portal"], ["Development", "Support"]]
    assert await backend.directory.choices(task.id, chosen[:1]) == []
    assert await backend.directory.choices("axis-999", []) == []
    await backend.aclose()


async def test_who_books_attendance_has_nothing_to_choose(place: Office) -> None:
    vendor = place.vendor()
    configured(vendor, ANN, Configuration(mode=Mode.ATTENDANCE))
    put(vendor, "09T08:00", "1:00", on=None)
    backend = place.backend(vendor)
    assert await backend.directory.dimensions() == []
    await backend.aclose()
    session = place.session(vendor)
    with pytest.raises(UsageError, match="booked on nothing here, so it cannot be on “Northwind/Portal”"):
        await assignment_named(session, "Northwind/Portal")
    await session.aclose()
    backend = place.backend(vendor, mode="activity")
    assert [each.required for each in await backend.directory.dimensions()] == [True, False, False]
    await backend.aclose()


async def test_unit_and_time_types_are_learned_and_can_be_set(place: Office) -> None:
    vendor = place.vendor()
    backend = place.backend(vendor)
    me, ben = person(vendor), person(vendor, BEN)
    assert await backend.directory.units(me) == tuple(Unit)
    await backend.aclose()
    put(vendor, "09T00:00", "7:00", unit=records.Unit.HOURS, time_type_id=2)
    put(vendor, "10T00:00", "7:00", unit=records.Unit.HOURS, time_type_id=1)
    put(vendor, "10T08:00", "7:00", BEN)
    backend = place.backend(vendor)
    assert [await backend.directory.units(each) for each in (me, ben)] == [(Unit.HOURS,), (Unit.TIMES,)]
    assert [(each.id, each.name) for each in await backend.directory.time_types()] == [
        ("1", "Time type 1"), ("2", "Time type 2"),
    ]  # fmt: skip
    await backend.aclose()
    backend = place.backend(vendor, unit="days", time_types="3 Attendance, 4: Travel, 5")
    assert [await backend.directory.units(each) for each in (me, ben)] == [(Unit.DAYS,), (Unit.TIMES,)]
    assert [each.name for each in await backend.directory.time_types()] == [
        "Attendance",
        "Travel",
        "Time type 5",
    ]
    await backend.aclose()
    backend = place.backend(vendor, time_types="none")
    assert [each.id for each in await backend.directory.time_types()] == ["work"]
    await backend.aclose()


@pytest.mark.parametrize("settings", [{"unit": "weeks"}, {"mode": "both"}, {"time_types": "Travel"}])
def test_a_setting_that_cannot_be_is_refused(place: Office, settings: dict[str, str]) -> None:
    with pytest.raises(UsageError):
        place.backend(place.vendor(), **settings)


async def test_what_is_expected_is_told_day_by_day(place: Office) -> None:
    vendor = place.vendor()
    backend = place.backend(vendor)
    period = Period(Date(2026, 3, 6), Date(2026, 3, 9))
    targets = await backend.directory.targets(person(vendor), period)
    assert [target.seconds for target in targets or ()] == [8 * 3600, 0, 0, 8 * 3600]
    assert await backend.directory.targets("nobody", period) is None
    await backend.aclose()


async def test_a_key_that_sees_less_is_told_so_where_it_is_asked(place: Office) -> None:
    vendor = place.vendor()
    for text, key in vendor.state.keys.items():
        vendor.state.keys[text] = replace(key, rights=frozenset[Right]())
    backend = place.backend(vendor, BEN)
    assert (await backend.directory.whoami()).role is Role.WORKER
    await backend.aclose()


def test_parents_come_before_their_children_whatever_the_level_says() -> None:
    axes = [Axis(id=3, parent_axis_id=2, level=0), Axis(id=2, parent_axis_id=1, level=1), Axis(id=1, level=2)]
    assert [each.id for each in in_order(axes)] == [1, 2, 3]
    circle = [Axis(id=1, parent_axis_id=2), Axis(id=2, parent_axis_id=1)]
    assert sorted(each.id for each in in_order(circle)) == [1, 2]

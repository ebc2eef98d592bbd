"""Whose account it is: named by id or email, or shown by the key alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.backends.mctime.canned import backend_with, enveloped
from tests.backends.mctime.office import ANN, BEN, LEA, Office

from punchcard.backends.errors import BackendError, BadCredentials, NotAllowed
from punchcard.core.people import Person, Role


@pytest.mark.parametrize(
    ("name", "role"), [(ANN, Role.LEAD), (BEN, Role.WORKER), (LEA, Role.LEAD)], ids=["ann", "ben", "lea"]
)
async def test_a_person_is_named_by_id_or_by_email(place: Office, name: str, role: Role) -> None:
    vendor = place.vendor()
    user = vendor.state.person_named(name)
    expected = Person(user.id, name, user.email, role)
    for person in (user.id, user.email, f" {user.email.upper()} "):
        backend = place.backend(vendor, name, person=person)
        assert await backend.directory.whoami() == expected
        assert expected in await backend.directory.people()


async def test_the_header_is_spelt_with_an_underscore(place: Office) -> None:
    vendor = place.vendor()
    await place.backend(vendor, BEN).directory.whoami()
    assert {sent.headers["api_key"] for sent in place.watch.sent} == {vendor.keys[BEN]}


async def test_a_key_that_shows_one_person_alone_needs_no_name(place: Office) -> None:
    vendor = place.vendor()
    assert (await place.backend(vendor, BEN, person="").directory.whoami()).name == BEN


async def test_a_key_that_shows_several_people_asks_which_one(place: Office) -> None:
    vendor = place.vendor(people=45)
    with pytest.raises(BackendError, match="shows several people") as asked:
        await place.backend(vendor, ANN, person="").directory.whoami()
    shown = [
        user for user in vendor.state.users.values() if f"{user.name} ({user.email})" in asked.value.message
    ]
    assert len(shown) == 8
    assert asked.value.message.endswith("and more. Which one you are, it does not say.")
    assert "`person`" in asked.value.hint


async def test_somebody_whom_the_key_does_not_show_is_said_and_signs_nobody_out(place: Office) -> None:
    vendor = place.vendor()
    other = vendor.state.person_named(ANN)
    with pytest.raises(NotAllowed, match="does not let you see the person"):
        await place.backend(vendor, BEN, person=other.id).directory.whoami()
    with pytest.raises(BackendError, match="shows this key nobody with the email") as refused:
        await place.backend(vendor, BEN, person=other.email).directory.whoami()
    assert not isinstance(refused.value, BadCredentials)


async def test_a_bad_key_is_said_to_be_bad(place: Office) -> None:
    vendor = place.vendor()
    for person in ("", "ann@mctime.example", vendor.state.person_named(ANN).id):
        with pytest.raises(BadCredentials):
            await place.backend(vendor, person=person, key="no-such-key").directory.whoami()


async def test_somebody_without_roles_is_a_lead_who_sees_others(tmp_path: Path) -> None:
    ann = {"id": "u1", "firstName": "Ann", "lastName": "Berger", "email": "none", "mobilePhoneNumber": None}
    ben = {"id": 7, "email": "ben@x.example"}
    for users, role in (([ann], Role.WORKER), ([ann, ben], Role.LEAD)):
        answers = {"users": enveloped({"users": users}), "users/u1": ann}
        directory = backend_with(str(tmp_path), answers, person="u1").directory
        assert await directory.whoami() == Person("u1", "Ann Berger", "", role)
    assert [(each.id, each.name) for each in await directory.people()] == [
        ("u1", "Ann Berger"),
        ("7", "ben@x.example"),
    ]


@pytest.mark.parametrize("is_bare", [True, False])
async def test_a_person_comes_bare_or_wrapped(tmp_path: Path, is_bare: bool) -> None:
    ann = {
        "id": "u1",
        "firstName": "An\u202en",
        "lastName": "Ber\x1b[31mger",
        "email": "a@x.example",
        "roles": [{"role": "manager", "organizations": None}],
    }
    answers = {"users/u1": ann if is_bare else enveloped(ann, "success")}
    directory = backend_with(str(tmp_path), answers, person="u1").directory
    assert await directory.whoami() == Person("u1", "Ann Berger", "a@x.example", Role.LEAD)


async def test_several_people_of_one_email_are_asked_about(tmp_path: Path) -> None:
    users = [{"id": number, "email": "desk@x.example"} for number in ("u1", "u2")]
    directory = backend_with(
        str(tmp_path), {"users": enveloped({"users": users})}, person="desk@x.example"
    ).directory
    with pytest.raises(BackendError, match="Several people have the email"):
        await directory.whoami()

"""What `--on` and `punch assignments` make of a tree of any depth: walked by names, and never at random."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.backends.mctime.office import ANN, BEN, Office
from tests.domain import berlin

from punchcard.backends.errors import BackendError, NotAllowed
from punchcard.cli.assignments.nested import listed
from punchcard.core.assignments import Reference
from punchcard.core.refusals import NotFound, UsageError
from punchcard.sandbox.faults import Fault
from punchcard.sandbox.mctime.filling.tree import add_path
from punchcard.services import kept_choices
from punchcard.services.choices import assignment_named, recent_assignments
from punchcard.services.entries import by_hand
from punchcard.services.named_nodes import SeveralNodes
from punchcard.services.outbox.sync import deliver


class Desk:
    """Somebody at McTime who names what to book on."""

    def __init__(self, place: Office, name: str) -> None:
        self.place, self.vendor = place, place.vendor()
        self.session = place.session(self.vendor, name)

    def id_of(self, path: str) -> str:
        """The id of what a path from the company down leads to."""
        return self.vendor.state.organization_at(path).id

    async def named(self, path: str) -> str:
        """The id of the one thing that time is booked on."""
        [only] = (await assignment_named(self.session, path)).references
        assert only.dimension == "organization"
        return only.id


@pytest.fixture
def desk(place: Office) -> Desk:
    return Desk(place, ANN)


@pytest.mark.parametrize(
    ("typed", "path"),
    [
        ("Berger Works/Northwind/Portal/Support", "Berger Works/Northwind/Portal/Support"),
        ("berger/north/port", "Berger Works/Northwind/Portal"),
        ("Berger Works", "Berger Works"),
        ("Relaunch", "Brandt Labs/Fabrikam/Relaunch"),
        ("rela", "Brandt Labs/Fabrikam/Relaunch"),
        ("Contoso/Support", "Berger Works/Contoso/Support"),
        (" Portal / Support ", "Berger Works/Northwind/Portal/Support"),
    ],
)
async def test_a_path_ends_at_any_depth_and_books_on_its_last_node(desk: Desk, typed: str, path: str) -> None:
    assert await desk.named(typed) == desk.id_of(path)


async def test_a_bare_name_takes_one_call(desk: Desk) -> None:
    await desk.named("Relaunch")
    assert desk.place.sent() == ["GET organizations"]


async def test_a_name_that_several_have_is_a_question_with_their_paths(desk: Desk) -> None:
    with pytest.raises(SeveralNodes) as asked:
        await desk.named("support")
    assert (asked.value.exit_code, asked.value.code) == (5, "ambiguous")
    said, _, rest = asked.value.message.partition(": ")
    paths, _, end = rest.partition(". ")
    assert (said, end) == ("“support” fits several organizations", "Nothing was changed.")
    assert sorted(paths.split(", ")) == [
        "Berger Works/Contoso/Support",
        "Berger Works/Northwind/Portal/Support",
    ]


async def test_what_no_path_tells_apart_is_named_by_its_id(desk: Desk) -> None:
    state = desk.vendor.state
    below = desk.id_of("Brandt Labs")
    twins = [add_path(state, below, "Twin"), add_path(state, add_path(state, below, "X"), "Twin")]
    state.organizations[twins[1]] = replace(state.organizations[twins[1]], parent=below)
    for typed in ("Twin", "Brandt Labs/Twin"):
        with pytest.raises(SeveralNodes) as asked:
            await desk.named(typed)
        for twin in twins:
            assert f"Brandt Labs/Twin (id {twin})" in asked.value.message
    for twin in twins:
        assert await desk.named(twin) == twin
        assert await desk.named(f"Brandt Labs/{twin}") == twin


async def test_a_company_does_not_win_over_a_node_of_its_name(desk: Desk) -> None:
    state = desk.vendor.state
    inner = add_path(state, desk.id_of("Berger Works"), "Brandt Labs")
    with pytest.raises(SeveralNodes) as asked:
        await desk.named("Brandt Labs")
    assert f"Brandt Labs (id {desk.id_of('Brandt Labs')})" in asked.value.message
    assert "Berger Works/Brandt Labs" in asked.value.message
    assert await desk.named("Berger Works/Brandt Labs") == inner
    assert await desk.named("Brandt Labs/Fabrikam") == desk.id_of("Brandt Labs/Fabrikam")


@pytest.mark.parametrize("typed", ["Nowhere", "Berger Works/Nowhere", "Nowhere/Portal"])
async def test_what_is_not_there_is_said_with_what_is(desk: Desk, typed: str) -> None:
    with pytest.raises(NotFound, match="There is no organization “Nowhere”") as refused:
        await desk.named(typed)
    assert "There are: " in refused.value.hint


@pytest.mark.parametrize("typed", ["/Berger Works", "Berger Works//Portal", "Portal/"])
async def test_an_empty_part_names_nothing(desk: Desk, typed: str) -> None:
    with pytest.raises(UsageError, match="empty part"):
        await desk.named(typed)


async def test_what_one_may_not_see_is_not_there(place: Office) -> None:
    desk = Desk(place, BEN)
    with pytest.raises(NotFound, match="that you may see"):
        await desk.named("Fabrikam")
    assert await desk.named("Contoso/Support") == desk.id_of("Berger Works/Contoso/Support")


async def test_what_was_booked_on_lately_is_told_apart_by_id(desk: Desk) -> None:
    for hour, path in enumerate(("Contoso/Support", "Portal/Support", "Relaunch"), start=8):
        on = await assignment_named(desk.session, path)
        start = berlin(f"10 {hour:02}:00")
        by_hand.add(desk.session, start, start.add(minutes=30), assignment=on)
    await deliver(desk.session)
    lately = await recent_assignments(desk.session)
    assert [each.label for each in lately] == ["Relaunch", "Support", "Support"]
    assert len({each.references for each in lately}) == 3
    desk.vendor.faults.always(Fault.SERVER_ERROR)
    assert await desk.named("relaunch") == desk.id_of("Brandt Labs/Fabrikam/Relaunch")
    assert await desk.named("Contoso/Support") == desk.id_of("Berger Works/Contoso/Support")
    with pytest.raises(BackendError):
        await desk.named("Support")


async def test_what_was_read_last_can_be_chosen_while_the_service_cannot_be_used(desk: Desk) -> None:
    support = "Berger Works/Northwind/Portal/Support"
    await desk.named(support)
    await desk.named("Relaunch")
    await kept_choices.time_types(desk.session)
    desk.vendor.faults.always(Fault.SERVER_ERROR)
    assert await desk.named(support.lower()) == desk.id_of(support)
    assert await desk.named("Berger Works/north") == desk.id_of("Berger Works/Northwind")
    assert await desk.named("relaunch") == desk.id_of("Brandt Labs/Fabrikam/Relaunch")
    # Whether one alone is called so was never asked, and nobody has looked into the other one.
    for typed in ("Portal", "Brandt Labs/Fabrikam"):
        with pytest.raises(BackendError):
            await desk.named(typed)
    found = await kept_choices.searched(desk.session, "organization", "PORT", 12)
    assert ["/".join(each.name for each in branch) for branch in found] == [
        "Berger Works/Northwind/Portal",
        support,
    ]
    with pytest.raises(BackendError):
        await kept_choices.searched(desk.session, "organization", "Relaunch", 12)
    assert await kept_choices.branches(desk.session, [found[1][-1]]) == [found[1]]
    assert len(await kept_choices.time_types(desk.session)) == 29


async def test_what_is_read_anew_counts_and_what_one_may_not_see_any_more_is_not_kept(desk: Desk) -> None:
    state, northwind = desk.vendor.state, desk.id_of("Berger Works/Northwind")
    await desk.named("Berger Works/Northwind")
    state.organizations[northwind] = replace(state.organizations[northwind], name="Southwind")
    with pytest.raises(NotFound):
        await desk.named("Berger Works/Northwind")
    desk.vendor.faults.always(Fault.SERVER_ERROR)
    assert await desk.named("Berger Works/Southwind") == northwind
    desk.vendor.faults.clear()
    company = Reference("organization", desk.id_of("Brandt Labs"), "Brandt Labs")
    assert await kept_choices.choices(desk.session, "organization", [company])
    state.keys[desk.vendor.keys[ANN]] = state.person_named(BEN).id
    with pytest.raises(NotAllowed):
        await kept_choices.choices(desk.session, "organization", [company])


async def test_assignments_are_listed_a_node_at_a_time(desk: Desk) -> None:
    [level] = await desk.session.backend.directory.dimensions()
    top = await listed(desk.session, level, None, ())
    assert top.text.splitlines()[:2] == ["Berger Works", "Brandt Labs"]
    portal = await listed(desk.session, level, "Portal", ())
    assert portal.text.splitlines()[:3] == [
        "Berger Works › Northwind › Portal:",
        "  Development",
        "  Support",
    ]
    assert [each["path"] for each in portal.data["assignments"]] == [
        "Berger Works/Northwind/Portal/Development",
        "Berger Works/Northwind/Portal/Support",
    ]
    for each in portal.data["assignments"]:
        assert await desk.named(each["path"]) == each["id"]
    leaf = await listed(desk.session, level, "Relaunch", ())
    assert leaf.text == "Nothing lies in Brandt Labs › Fabrikam › Relaunch; time can be booked on it."

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from tests.tui.forms.host import FakeChoices, Host, acme, branch, northwind, organization, settled
from textual.pilot import Pilot
from textual.widgets import OptionList, Static

from punchcard.core.assignments import NOTHING, Assignment
from punchcard.core.refusals import Refusal
from punchcard.tui.forms.picker import AssignmentPicker
from punchcard.tui.forms.query_line import QueryLine


@asynccontextmanager
async def picking(choices: FakeChoices, query: str = "") -> AsyncGenerator[tuple[Host, Pilot[None]]]:
    host = Host(AssignmentPicker(choices, query=query))
    async with host.run_test() as pilot:
        await settled(pilot)
        yield host, pilot


def rows(host: Host) -> list[str]:
    return [str(option.prompt) for option in host.screen.query_one("#rows", OptionList).options]


def text(host: Host, selector: str) -> str:
    return str(host.screen.query_one(selector, Static).content)


async def press(pilot: Pilot[None], *keys: str) -> None:
    for key in keys:
        await pilot.press(key)
        await settled(pilot)


async def test_enter_takes_the_newest_recent() -> None:
    async with picking(northwind()) as (host, pilot):
        await press(pilot, "enter")
        assert host.answer == branch("Northwind", "Portal", "Development")


async def test_type_ahead_through_the_levels() -> None:
    async with picking(northwind(), "c") as (host, pilot):
        assert "› Contoso" in rows(host)
        await press(pilot, "o", "n", "enter")
        assert text(host, "#trail") == "Contoso › which project?"
        assert rows(host) == ["› Book on Contoso", "  Website"]
        await press(pilot, "w", "enter")
        assert host.answer == branch("Contoso", "Website")


async def test_a_level_can_be_accepted_as_it_is() -> None:
    async with picking(northwind()) as (host, pilot):
        await press(pilot, "c", "o", "n", "enter", "enter")
        assert host.answer == branch("Contoso")


async def test_a_node_without_children_is_done_at_once() -> None:
    async with picking(northwind()) as (host, pilot):
        await press(pilot, "f", "a", "b", "enter")
        assert host.answer == branch("Fabrikam")


async def test_right_goes_into_a_node_without_children_to_add_one() -> None:
    async with picking(northwind()) as (host, pilot):
        await press(pilot, "f", "a", "b", "right")
        assert rows(host) == ["› Book on Fabrikam"]
        await press(pilot, "S", "i", "t", "e", "enter")
        assert text(host, "#trail") == "Fabrikam › Site › which task?"
        await press(pilot, "enter")
        assert host.answer == branch("Fabrikam", "Site")


async def test_backspace_on_an_empty_line_goes_back_up() -> None:
    async with picking(northwind()) as (host, pilot):
        await press(pilot, "c", "o", "n", "enter", "backspace")
        assert text(host, "#trail") == "Which client?"
        assert rows(host)[:2] == ["Recent", "› Northwind › Portal › Development"]
        await press(pilot, "backspace", "left", "escape")
        assert host.answer is None


async def test_nothing_in_particular() -> None:
    async with picking(northwind()) as (host, pilot):
        await press(pilot, *"partic", "enter")
        assert host.answer == NOTHING


async def test_a_new_client_is_added_and_gone_into() -> None:
    async with picking(FakeChoices()) as (host, pilot):
        assert text(host, "#state") == "Nothing to choose from yet. Type a name to add the first client."
        await press(pilot, *"Foo")
        assert rows(host) == ["+ New client “Foo”"]
        await press(pilot, "enter", "enter")
        assert host.answer == branch("Foo")


async def test_a_new_task_is_the_last_level_and_done() -> None:
    async with picking(FakeChoices({(): ["A"], ("A",): ["B"], ("A", "B"): ["C"]})) as (host, pilot):
        await press(pilot, "down", "enter", "down", "enter", *"New one", "enter")
        assert host.answer == branch("A", "B", "New one")


async def test_where_nothing_can_be_added_it_says_that_nothing_fits() -> None:
    async with picking(northwind(can_add=False)) as (host, pilot):
        await press(pilot, *"zzz")
        assert rows(host) == []
        assert text(host, "#state") == "Nothing here is called “zzz”."
        await press(pilot, "enter")
        assert host.answers == []


async def test_recents_can_be_taken_while_the_rest_loads() -> None:
    choices = northwind()
    choices.gate = asyncio.Event()
    host = Host(AssignmentPicker(choices))
    async with host.run_test() as pilot:
        await pilot.pause()
        assert text(host, "#state") == "Loading what can be chosen …"
        await pilot.press("down", "enter")
        assert host.answer == branch("Northwind", "Support")


async def test_a_failure_is_said_and_tried_again() -> None:
    choices = northwind()
    choices.failure = Refusal("Clockodo does not answer.", "Try again.")
    async with picking(choices) as (host, pilot):
        assert text(host, "#state") == "! Clockodo does not answer. Try again."
        choices.failure = None
        await press(pilot, "up", "enter")
        assert text(host, "#state") == ""
        assert "  Contoso" in rows(host)


async def test_an_unforeseen_failure_is_said_too() -> None:
    choices = northwind()
    choices.failure = OSError("disk on fire")
    async with picking(choices) as (host, pilot):
        assert "disk on fire" in text(host, "#state")
        await press(pilot, "enter")
        assert host.answer == branch("Northwind", "Portal", "Development")


async def test_a_name_that_is_refused_keeps_what_was_typed() -> None:
    async with picking(northwind(), "x" * 201) as (host, pilot):
        await press(pilot, "enter")
        assert "too long; nothing was added" in text(host, "#state")
        assert host.screen.query_one("#query", QueryLine).value == "x" * 201


async def test_a_row_can_be_clicked() -> None:
    async with picking(northwind()) as (host, pilot):
        await pilot.click("#rows", offset=(5, 3))
        await settled(pilot)
        assert host.answer == branch("Internal")


async def test_hostile_names_are_shown_as_they_are() -> None:
    name = "[@click=app.quit]x[/] [bold]y"
    async with picking(FakeChoices({(): [name]}, [branch(name)])) as (host, pilot):
        assert rows(host)[1] == f"› {name}"
        await press(pilot, "enter")
        assert isinstance(host.answer, Assignment)
        assert host.answer.references[0].name == name


NESTED = ("Acme Works", "Northwind", "Portal")


async def test_a_tree_of_any_depth_is_walked_and_its_last_node_taken() -> None:
    async with picking(acme()) as (host, pilot):
        assert rows(host) == [
            "Recent",
            "› Support",
            "  Nothing in particular",
            "Organization",
            "  Acme Works",
            "  Blue Harbor",
        ]
        await press(pilot, *"acm", "enter", *"north", "enter", *"por", "enter", *"dev", "enter")
        assert host.answer == organization(*NESTED, "Development")


async def test_a_node_is_taken_at_any_depth() -> None:
    async with picking(acme()) as (host, pilot):
        await press(pilot, *"acm", "enter", *"north", "right")
        assert text(host, "#trail") == "Acme Works › Northwind › which organization?"
        assert rows(host) == ["› Book on Acme Works › Northwind", "  Portal"]
        await press(pilot, "enter")
        assert host.answer == organization("Acme Works", "Northwind")


async def test_backspace_goes_up_a_tree_of_any_depth() -> None:
    async with picking(acme()) as (host, pilot):
        await press(pilot, *"acm", "enter", *"north", "enter", "backspace")
        assert text(host, "#trail") == "Acme Works › which organization?"
        await press(pilot, "left")
        assert text(host, "#trail") == "Which organization?"


async def test_the_whole_tree_is_searched_when_asked() -> None:
    async with picking(acme(), "supp") as (host, pilot):
        assert rows(host) == ["Recent", "› Support", "? Look for “supp” everywhere"]
        await press(pilot, "down", "enter")
        assert rows(host) == [
            "Recent",
            "  Support",
            "Everywhere",
            "› Acme Works › Contoso › Support",
            "  Acme Works › Northwind › Portal › Support",
        ]
        await press(pilot, "down", "enter")
        assert host.answer == organization(*NESTED, "Support")


async def test_what_was_found_can_be_gone_into() -> None:
    async with picking(acme(), "portal") as (host, pilot):
        assert rows(host) == ["? Look for “portal” everywhere"]
        await press(pilot, "enter", "right")
        assert text(host, "#trail") == "Acme Works › Northwind › Portal › which organization?"
        assert rows(host) == [
            "› Book on Acme Works › Northwind › Portal",
            "  Development",
            "  Support",
        ]
        await press(pilot, "enter")
        assert host.answer == organization(*NESTED)


async def test_what_is_nowhere_is_said_and_asked_again_for_another_name() -> None:
    async with picking(acme(), "zz") as (host, pilot):
        await press(pilot, "enter")
        assert (rows(host), text(host, "#state")) == ([], "Nothing anywhere is called “zz”.")
        await press(pilot, "y")
        assert (rows(host), text(host, "#state")) == (["? Look for “zzy” everywhere"], "")


async def test_a_search_that_fails_is_said() -> None:
    choices = acme()
    async with picking(choices, "dev") as (host, pilot):
        choices.failure = Refusal("McTime does not answer.", "Try again.")
        await press(pilot, "enter")
        assert text(host, "#state") == "! McTime does not answer. Try again."
        choices.failure = None
        await press(pilot, "enter")
        assert rows(host)[-1] == "› Acme Works › Northwind › Portal › Development"


async def test_recents_of_one_name_say_what_they_lie_in() -> None:
    choices = acme()
    choices.booked += [organization(*NESTED, "Support"), organization("Blue Harbor")]
    async with picking(choices) as (host, pilot):
        assert rows(host)[:4] == [
            "Recent",
            "› Acme Works › Contoso › Support",
            "  Acme Works › Northwind › Portal › Support",
            "  Blue Harbor",
        ]
        await press(pilot, *"portal", "enter")
        assert host.answer == organization(*NESTED, "Support")

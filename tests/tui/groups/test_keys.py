"""The keys of the groups: each has a name and an id, and can be put elsewhere."""

from __future__ import annotations

import pytest
from tests.tui.groups.steps import known, labels, open_groups
from tests.tui.homes import Home
from tests.tui.piloting import on_top, running
from textual.binding import Binding

from punchcard.tui import keymap
from punchcard.tui.commands import system_commands
from punchcard.tui.dialog_bindings import dialog_binding_ids
from punchcard.tui.groups.by_dialog import ByDialog, KeyRows
from punchcard.tui.groups.entries_dialog import PartRows
from punchcard.tui.groups.screen import GroupsScreen
from punchcard.tui.groups.tree import GroupTree
from punchcard.tui.host import HostApp
from punchcard.tui.timesheet.screen import TimesheetScreen

OWNERS = (GroupsScreen, GroupTree, ByDialog, KeyRows, PartRows)


def own(owner: type) -> list[Binding]:
    return [binding for binding in vars(owner).get("BINDINGS", ()) if isinstance(binding, Binding)]


@pytest.mark.parametrize("owner", OWNERS, ids=lambda owner: owner.__name__)
def test_every_key_says_what_it_does_under_an_id_that_can_be_remapped(owner: type) -> None:
    known_ids = keymap.binding_ids() | dialog_binding_ids()
    for binding in own(owner):
        assert binding.tooltip, binding
        assert binding.description, binding
        assert binding.id in known_ids


def test_ids_are_unique() -> None:
    ids = [binding.id for owner in OWNERS for binding in own(owner) if binding.id != "form.cancel"]
    assert len(ids) == len(set(ids))


def test_only_the_way_back_shares_its_keys() -> None:
    doubles = {key: ids for key, ids in keymap.keys_in_use({}, "groups").items() if len(ids) > 1}
    assert doubles == {"escape": ["app.back", "groups.back"], "q": ["app.leave", "groups.back"]}


async def test_keys_can_be_put_elsewhere(team: Home) -> None:
    team.configure('\n[keys]\n"groups.by" = "f5"\n"tree.close" = "f6"\n')
    async with running(team.app()) as pilot:
        await open_groups(pilot)
        await pilot.press("f6")
        assert "Fleet" not in labels(pilot)
        await pilot.press("f5")
        await on_top(pilot, ByDialog)


async def test_q_leads_back_to_the_week_first(team: Home) -> None:
    async with running(team.app()) as pilot:
        await open_groups(pilot)
        await pilot.press("q")
        await on_top(pilot, TimesheetScreen)


async def test_the_palette_has_what_the_keys_have(team: Home) -> None:
    async with running(team.app()) as pilot:
        screen = await open_groups(pilot)
        await known(pilot)
        app = pilot.app
        assert isinstance(app, HostApp)
        names = {command.title for command in system_commands(app, screen)}
        assert {"groups: By …", "groups: Export", "groups: Copy", "groups: Delete", "groups: Week"} <= names

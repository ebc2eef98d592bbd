"""What the screens of accounts look like, in every state."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from tests.domain import HOSTILE
from tests.tui.accounts.desks import ACME, BROKEN, CLOCKS, LOCAL, PLANT, SILENT, MemoryDesk, lines
from tests.tui.forms.host import Host
from textual import events
from textual.app import App
from textual.pilot import Pilot
from textual.screen import ModalScreen

from punchcard.backends.errors import BadCredentials, Unreachable
from punchcard.core.refusals import Refusal
from punchcard.services.accounts import Removal
from punchcard.services.reading.connection_state import ConnectionState
from punchcard.tui.accounts.abilities_dialog import AbilitiesDialog
from punchcard.tui.accounts.backend_picker import BackendPicker
from punchcard.tui.accounts.desk import Added, Desk
from punchcard.tui.accounts.form import AccountForm
from punchcard.tui.accounts.key_form import KeyForm
from punchcard.tui.accounts.screen import AccountsScreen
from punchcard.tui.accounts.secret_line import SecretLine
from punchcard.tui.accounts.switcher import AccountSwitcher
from punchcard.tui.accounts.words import removal_question
from punchcard.tui.forms.base import TextLine
from punchcard.tui.forms.confirm import ConfirmScreen

Compare = Callable[..., bool]
Steps = Callable[[Pilot[None]], Awaitable[None]]

BOTH = pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["narrow", "wide"])
LOOKS = pytest.mark.parametrize("theme", ["punchcard-light", "ansi-dark"], ids=["light", "ansi"])

LOST = Unreachable("Clocks & Co cannot be reached. Nothing was changed.", "Look whether you are online.")
NO = BadCredentials("Clocks & Co does not know this API key. Nothing was changed.", "Copy it once more.")


class NoQuestions:
    """Nobody is asked anything."""

    async def add(self) -> Added | None:
        return None

    async def key(self, account: object) -> str:
        return ""

    async def abilities(self, account: object) -> str:
        return ""

    async def remove(self, account: object) -> str:
        return ""


def accounts(desk: Desk) -> AccountsScreen:
    return AccountsScreen(desk, NoQuestions(), lambda _: None)


async def idle(pilot: Pilot[None]) -> None:
    await pilot.pause()
    await pilot.pause()


def pressing(*keys: str) -> Steps:
    async def steps(pilot: Pilot[None]) -> None:
        await idle(pilot)
        for key in keys:
            await pilot.press(key)
            await idle(pilot)

    return steps


def filled(*more: str) -> Steps:
    """Everything is typed into the form of Clocks & Co."""

    async def steps(pilot: Pilot[None]) -> None:
        await idle(pilot)
        pilot.app.screen.query_one("#field-email", TextLine).value = "ann@acme.example"
        line = pilot.app.screen.query_one(SecretLine)
        line.focus()
        line.post_message(events.Paste("n0t-a-key"))
        await idle(pilot)
        await pressing(*more)(pilot)

    return steps


@pytest.fixture
def look(snap_compare: Compare) -> Callable[..., bool]:
    def compare(
        screen: ModalScreen[Any],
        size: tuple[int, int],
        steps: Steps | None = None,
        theme: str = "punchcard-dark",
    ) -> bool:
        app: App[None] = Host(screen, theme)
        app.animation_level = "none"
        return snap_compare(app, terminal_size=size, run_before=steps or idle)

    return compare


@BOTH
def test_list(look: Compare, size: tuple[int, int]) -> None:
    assert look(accounts(MemoryDesk()), size, pressing("down"))


@LOOKS
def test_list_in_other_colours(look: Compare, theme: str) -> None:
    assert look(accounts(MemoryDesk((LOCAL, ACME, PLANT, BROKEN))), (80, 24), pressing("down"), theme)


@BOTH
def test_list_with_what_does_not_work(look: Compare, size: tuple[int, int]) -> None:
    hostile = ACME._replace(name="evil", title=HOSTILE, person=HOSTILE)
    desk = MemoryDesk((LOCAL, ACME, PLANT, BROKEN, hostile))
    desk.sources["plant"] = SILENT
    desk.refusal = LOST
    assert look(accounts(desk), size, pressing("down", "down", "t"))


def test_list_while_a_test_goes_on_and_a_key_is_looked_for(look: Compare) -> None:
    desk = MemoryDesk()
    del desk.sources["acme"]

    async def steps(pilot: Pilot[None]) -> None:
        await pressing("down")(pilot)
        desk.is_slow = True
        await pressing("t")(pilot)

    assert look(accounts(desk), (80, 24), steps)


def test_list_of_an_account_that_is_away(look: Compare) -> None:
    away = ConnectionState(
        "away", "offline", sentence="Clocks & Co cannot be reached since 08:12. Punches wait."
    )
    assert look(accounts(MemoryDesk(open_account="acme", connection=away)), (80, 24))


def test_list_is_read(look: Compare) -> None:
    desk = MemoryDesk()
    desk.is_slow = True
    assert look(accounts(desk), (80, 24))


def test_list_cannot_be_read(look: Compare) -> None:
    desk = MemoryDesk()
    desk.failure = Refusal("The configuration was changed and cannot be read.", "Look at line 4.")
    assert look(accounts(desk), (80, 24))


def test_backends(look: Compare) -> None:
    assert look(BackendPicker(MemoryDesk().backends), (80, 24), pressing("down"))


@BOTH
def test_form_empty(look: Compare, size: tuple[int, int]) -> None:
    assert look(AccountForm(CLOCKS, MemoryDesk()), size)


@BOTH
def test_form_with_errors(look: Compare, size: tuple[int, int]) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await idle(pilot)
        pilot.app.screen.query_one("#name", TextLine).value = "acme"
        pilot.app.screen.query_one("#field-base_url", TextLine).value = "http://my.clocks.example"
        await pressing("ctrl+t")(pilot)

    assert look(AccountForm(CLOCKS, MemoryDesk()), size, steps)


@BOTH
def test_form_while_a_test_goes_on(look: Compare, size: tuple[int, int]) -> None:
    desk = MemoryDesk()
    desk.is_slow = True
    assert look(AccountForm(CLOCKS, desk), size, filled("ctrl+t"))


@BOTH
def test_form_after_a_good_test(look: Compare, size: tuple[int, int]) -> None:
    assert look(AccountForm(CLOCKS, MemoryDesk()), size, filled("ctrl+t"))


@LOOKS
def test_form_in_other_colours(look: Compare, theme: str) -> None:
    assert look(AccountForm(CLOCKS, MemoryDesk()), (80, 24), filled("ctrl+t"), theme)


@BOTH
def test_form_refused(look: Compare, size: tuple[int, int]) -> None:
    desk = MemoryDesk()
    desk.refusal = NO
    assert look(AccountForm(CLOCKS, desk), size, filled("ctrl+t"))


def test_new_key_refused(look: Compare) -> None:
    desk = MemoryDesk()
    desk.refusal = NO
    assert look(KeyForm("acme", CLOCKS.fields[-1], desk), (80, 24), pressing(*"typo", "enter"))


@BOTH
def test_abilities(look: Compare, size: tuple[int, int]) -> None:
    assert look(AbilitiesDialog("acme", "Clocks & Co", lines()), size)


@BOTH
def test_switcher(look: Compare, size: tuple[int, int]) -> None:
    desk = MemoryDesk()
    assert look(AccountSwitcher(["local", "acme", "plant"], "local", desk.summaries), size)


def test_switcher_finds_nothing(look: Compare) -> None:
    desk = MemoryDesk()
    switcher = AccountSwitcher(["local", "acme", "plant"], "local", desk.summaries)
    assert look(switcher, (80, 24), pressing(*"zz"))


def test_switcher_of_one(look: Compare) -> None:
    desk = MemoryDesk((LOCAL,))
    assert look(AccountSwitcher(["local"], "local", desk.summaries), (80, 24))


@BOTH
def test_remove_question(look: Compare, size: tuple[int, int]) -> None:
    words = removal_question(Removal("acme", 2, "local", ""), ACME)
    question = ConfirmScreen("Remove the account acme?", words, yes="Remove it", no="Keep it", title="Remove")
    assert look(question, size)

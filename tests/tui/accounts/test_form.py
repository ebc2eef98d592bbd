"""The form for a new account: tested, then saved; a key that is shown nowhere; nothing lost by an error."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

import pytest
from tests.tui.accounts.desks import CLOCKS, HERE, MemoryDesk
from tests.tui.forms.host import Host
from textual import events
from textual.message import Message
from textual.pilot import Pilot
from textual.widgets import Button, Static

from punchcard.backends.contract import BackendInfo
from punchcard.backends.errors import BadCredentials, Unreachable
from punchcard.core.people import Person
from punchcard.core.refusals import Refusal
from punchcard.tui.accounts.desk import Added
from punchcard.tui.accounts.field_block import FieldBlock
from punchcard.tui.accounts.form import AccountForm
from punchcard.tui.accounts.key_form import KeyForm
from punchcard.tui.accounts.link_line import LinkLine
from punchcard.tui.accounts.secret_line import SecretLine, Typed
from punchcard.tui.forms.base import TextLine
from punchcard.tui.forms.confirm import ConfirmScreen

CANARY = "s3cr3t-canary-81"


class Driven:
    """The form on a screen, with its pilot and its desk."""

    def __init__(self, app: Host, pilot: Pilot[None], desk: MemoryDesk) -> None:
        self.app, self.pilot, self.desk = app, pilot, desk

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)
        await self.pilot.pause()
        await self.pilot.pause()

    async def fill(self) -> None:
        screen = self.app.screen
        screen.query_one("#field-email", TextLine).value = "ann@acme.example"
        line = screen.query_one(SecretLine)
        line.focus()
        line.post_message(events.Paste(CANARY))
        await self.press()

    @property
    def words(self) -> str:
        return str(self.app.screen.query_one(".words", Static).content)

    @property
    def can_save(self) -> bool:
        return not self.app.screen.query_one("#save", Button).disabled

    def problem(self, name: str) -> str:
        return self.app.screen.query_one(f"#block-{name}", FieldBlock).problem

    @property
    def secret(self) -> Typed:
        return self.app.screen.query_one(SecretLine).typed


@asynccontextmanager
async def form(
    desk: MemoryDesk | None = None, seen: list[Message] | None = None, info: BackendInfo = CLOCKS
) -> AsyncGenerator[Driven]:
    desk = desk or MemoryDesk()
    app = Host(AccountForm(info, desk))
    async with app.run_test(size=(80, 24), message_hook=seen.append if seen is not None else None) as pilot:
        await pilot.pause()
        yield Driven(app, pilot, desk)


async def test_it_is_saved_only_after_a_good_test() -> None:
    async with form() as driven:
        await driven.fill()
        await driven.press("ctrl+s")
        assert not driven.desk.saved
        assert not driven.can_save
        await driven.press("enter")
        assert "you are Ann Berger" in driven.words
        assert "The clocks agree within a second." in driven.words
        assert driven.can_save
        await driven.press("enter")
        (draft,) = driven.desk.saved
        assert driven.app.answer == Added("clocks", "The account clocks is saved.")
    assert draft.settings == (("email", "ann@acme.example"), ("base_url", "https://my.clocks.example/api"))
    assert (draft.name, draft.backend, draft.write) == ("clocks", "clocks", "full")
    assert draft.secret.reveal() == CANARY


async def test_what_was_changed_after_the_test_is_said() -> None:
    async with form() as driven:
        await driven.fill()
        await driven.press("ctrl+t", "tab", "right")
        assert "Something was changed since the test" in driven.words
        await driven.press("left")
        assert "you are Ann Berger" in driven.words


async def test_where_the_key_does_not_say_who_one_is_the_person_found_is_confirmed() -> None:
    async with form(info=CLOCKS._replace(asks_who=True)) as driven:
        await driven.fill()
        await driven.press("enter", "ctrl+s")
        assert isinstance(driven.app.screen, ConfirmScreen)
        question = str(driven.app.screen.query_one("#question", Static).content)
        assert question == "Are you Ann Berger (ann@acme.example) at Clocks & Co?"
        await driven.press("n")
        assert not driven.desk.saved
        driven.desk.person = Person("9", "Bob", "bob@acme.example")
        await driven.press("ctrl+s", "y")
        assert "now that you are Bob" in driven.words
        driven.desk.person = Person("1", "Ann Berger", "ann@acme.example")


async def test_what_is_missing_is_said_at_its_field() -> None:
    async with form() as driven:
        await driven.press("ctrl+t")
        assert driven.problem("field-email") == "Email is needed."
        assert driven.problem("field-key") == "API key is needed."
        assert not driven.desk.tested
        assert driven.app.focused is driven.app.screen.query_one("#field-email")
        await driven.press("a")
        assert driven.problem("field-email") == ""


async def test_names_that_cannot_be() -> None:
    async with form() as driven:
        await driven.fill()
        for name, sentence in (
            ("acme", "There is an account “acme” already."),
            ("ACME", "There is an account “acme” already"),
            ("a c", "“a c” is not a name for an account."),
            ("", "It needs a name"),
        ):
            driven.app.screen.query_one("#name", TextLine).value = name
            await driven.press("ctrl+t")
            assert sentence in driven.problem("name")
            assert "punch account" not in driven.problem("name")
        assert not driven.desk.tested


async def test_the_name_that_is_proposed_is_free() -> None:
    desk = MemoryDesk()
    desk.accounts = [desk.accounts[0]._replace(name=name) for name in ("clocks", "clocks-2")]
    async with form(desk) as driven:
        assert driven.app.screen.query_one("#name", TextLine).value == "clocks-3"


@pytest.mark.parametrize(
    ("refusal", "field"),
    [
        (BadCredentials("It knows no such key. Nothing was changed.", "Copy it again."), "field-key"),
        (Unreachable("Nobody answers there.", "Look at the address."), "field-base_url"),
        (Refusal("It cannot be done."), ""),
    ],
)
async def test_a_refusal_stands_where_it_belongs_and_nothing_typed_is_lost(
    refusal: Refusal, field: str
) -> None:
    desk = MemoryDesk()
    desk.refusal = refusal
    async with form(desk) as driven:
        await driven.fill()
        await driven.press("ctrl+t")
        said = driven.problem(field) if field else driven.words
        assert refusal.message.split(".")[0] in said
        assert not driven.can_save
        assert driven.secret.reveal() == CANARY
        assert driven.app.screen.query_one("#field-email", TextLine).value == "ann@acme.example"
        desk.refusal = None
        await driven.press("ctrl+t")
        assert driven.can_save
        assert not field or driven.problem(field) == ""


async def test_escape_stops_a_test_and_then_asks_about_what_was_typed() -> None:
    desk = MemoryDesk()
    desk.is_slow = True
    async with form(desk) as driven:
        await driven.fill()
        await driven.press("ctrl+t")
        assert "Asking the service" in driven.words
        await driven.press("escape")
        assert desk.cancelled == 1
        assert isinstance(driven.app.screen, AccountForm)
        await driven.press("escape")
        assert isinstance(driven.app.screen, ConfirmScreen)
        await driven.press("n")
        assert driven.secret.reveal() == CANARY


async def test_the_key_is_in_no_message_no_picture_no_clipboard_and_gone_with_the_form() -> None:
    seen: list[Message] = []
    async with form(seen=seen) as driven:
        await driven.press(*"ann", "tab", "tab")
        line = driven.app.screen.query_one(SecretLine)
        line.post_message(events.Paste(f" {CANARY}\n"))
        await driven.press("ctrl+a", "ctrl+c", "ctrl+x")
        assert line.typed.reveal() == CANARY
        assert CANARY not in driven.app.export_screenshot()
        assert CANARY not in driven.app.clipboard
        await driven.press("ctrl+t")
        form_screen = driven.app.screen
        assert isinstance(form_screen, AccountForm)
        assert CANARY not in repr(
            (line, line.typed, form_screen.draft, form_screen.filled(), vars(form_screen))
        )
        await driven.press("enter")
        assert line.typed == Typed()
    # The paste itself comes from the terminal.
    assert not [m for m in seen if CANARY in repr(m) and not isinstance(m, events.Paste)]


async def test_the_key_is_corrected_by_keys() -> None:
    async with form() as driven:
        await driven.press("tab", "tab", *"abcd", "backspace")
        assert driven.secret.reveal() == "abc"
        await driven.press("ctrl+u")
        assert not driven.secret
        await driven.press(*"[b]é")
        assert driven.secret.reveal() == "[b]é"


async def test_keys_that_come_all_at_once_are_typed_where_they_were_meant() -> None:
    """Such as on a machine that is busy: a key must never be typed where it can be read."""
    async with form() as driven:
        for key in ("shift+tab", *"mine", "tab", "tab", "ctrl+u", "tab", *CANARY):
            driven.app.post_message(events.Key(key, key if len(key) == 1 else None))
        for _ in range(5):
            await driven.pilot.pause()
        assert driven.secret.reveal() == CANARY
        shown = [line.value for line in driven.app.screen.query(TextLine)]
        assert not any(CANARY[:3] in value for value in shown), shown
        assert shown[0] == "mine"


async def test_the_link_is_opened_by_click_and_by_key_and_copied(monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    async with form() as driven:
        monkeypatch.setattr(driven.app, "open_url", opened.append)
        await driven.press("ctrl+o")
        assert not opened, "this field has none"
        await driven.press("tab", "tab", "ctrl+o", "ctrl+y")
        await driven.pilot.click(LinkLine)
        assert opened == ["https://my.clocks.example/users/editself"] * 2
        assert driven.app.clipboard == opened[0]


async def test_a_link_that_is_none_is_not_opened() -> None:
    async with form() as driven:
        line = driven.app.screen.query_one(LinkLine)
        line.show("javascript:alert(1)")
        assert line.address == ""


async def test_everything_by_mouse() -> None:
    async with form() as driven:
        await driven.fill()
        await driven.pilot.click("#test")
        await driven.press()
        assert driven.can_save
        await driven.pilot.click("#save")
        await driven.press()
        assert driven.desk.saved


async def test_a_backend_that_needs_nothing() -> None:
    desk = MemoryDesk()
    app = Host(AccountForm(HERE, desk))
    async with app.run_test(size=(80, 24)) as pilot:
        driven = Driven(app, pilot, desk)
        await driven.press(*"second", "enter", "enter")
        assert [draft.name for draft in desk.saved] == ["second"]
        assert not desk.saved[0].secret


async def test_a_long_form_scrolls_and_keeps_its_buttons() -> None:
    many = CLOCKS._replace(
        fields=(*CLOCKS.fields, *(f._replace(name=f"x{f.name}") for f in CLOCKS.fields[:2]))
    )
    app = Host(AccountForm(many, MemoryDesk()))
    async with app.run_test(size=(60, 18)) as pilot:
        await pilot.pause()
        assert app.screen.query_one("#save").region.bottom < 18
        assert app.focused is not None
        assert app.screen.query_one("#fields").region.contains_region(app.focused.region)


async def test_a_new_key_is_tested_and_a_refused_one_leaves_the_old_one() -> None:
    desk = MemoryDesk()
    desk.refusal = BadCredentials("It knows no such key.")
    app = Host(KeyForm("acme", CLOCKS.fields[-1], desk))
    async with app.run_test(size=(80, 24)) as pilot:
        driven = Driven(app, pilot, desk)
        await driven.press("enter")
        assert not desk.keys
        app.screen.query_one(SecretLine).post_message(events.Paste(CANARY))
        await driven.press("enter")
        assert "The old key stays." in driven.words
        assert driven.secret.reveal() == CANARY
        desk.refusal = None
        await driven.press("x", "enter")
        assert app.answer == "The new secret of acme is kept."
    assert [(name, key.reveal()) for name, key in desk.keys] == [("acme", f"{CANARY}x")]

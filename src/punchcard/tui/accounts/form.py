"""The form for a new account, made of what its backend declares."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len
from textual import events, on, work
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Button, Input, Static
from textual.worker import Worker

from punchcard.core.refusals import Refusal
from punchcard.core.text import one_line
from punchcard.tui.accounts.desk import Added, Desk, Draft
from punchcard.tui.accounts.draft import (
    NAME,
    WRITE,
    blamed,
    key_of,
    problem_of_name,
    problem_of_secret,
    problem_of_value,
    proposed_name,
)
from punchcard.tui.accounts.field_block import FieldBlock
from punchcard.tui.accounts.link_line import LinkLine
from punchcard.tui.accounts.secret_line import SecretLine, Typed
from punchcard.tui.accounts.who import NotYou, who_question
from punchcard.tui.accounts.words import WRITE_HELP, WRITE_WORDS, failed_test, tested_in_words
from punchcard.tui.focus_keys import FOCUS_KEYS
from punchcard.tui.forms.base import CANCEL, Form, TextLine, button
from punchcard.tui.forms.entry_choice import ChoiceRow, Option

if TYPE_CHECKING:
    from punchcard.backends.contract import AccountField, BackendInfo, WritePolicy
    from punchcard.core.people import Person
    from punchcard.services.accounts import Tested

SHORTEST_LABEL, LONGEST_LABEL = 9, 20
"""Cells of the labels' column."""


HINT_LINES = 4
OTHER_LINES = 13
"""Lines of the form besides its fields: frame, hints, words, buttons and keys."""
FEWEST_LINES = 4

TESTING = "Asking the service who you are …  Escape stops it."
SAVING = "Testing it once more, and saving …"
FIRST = "Test the connection; it can be saved after that."
NOT_YET = "Not yet: what is wrong stands below its field."
NOT_SAVED = "Nothing was saved; what you have typed is still here."

ABOUT = {
    NAME: "What you call it here, and after --account.",
    WRITE: "",
}


class AccountForm(Form["Added | None"], inherit_bindings=False):
    """Asks for what an account needs, tests it, and saves it then."""

    HELP = """
    ## A new account

    Fill in what the service wants to know and test the connection: it says who you are there. Only then it is
    saved: the settings to `config.toml`, the key to the keyring of your system and nowhere else. Enter goes
    on: it tests, and when the test was good, it saves.
    """

    DEFAULT_CSS = """
    AccountForm {
        #dialog { max-width: 76; }
        #fields { height: auto; scrollbar-size-vertical: 1; }
        #hints { height: 4; margin: 0; border-top: solid $primary-muted; }
        #about { height: auto; max-height: 2; color: $text-muted; }
        .words { margin: 0; height: 3; }
        .words.-good { color: $text-success; }
        .buttons { margin: 0; }
    }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "save", "Save", tooltip="Save the account", id="form.save"),
        Binding(
            "ctrl+t", "test", "Test", tooltip="Ask the service who you are there", id="account_form.test"
        ),
        Binding("ctrl+o", "open_link", "Open link", tooltip="Open it in the browser", id="account_form.open"),
        Binding("ctrl+y", "copy_link", "Copy link", tooltip="Copy the address", id="account_form.copy"),
        CANCEL,
        # Those of every dialog; inherited, the key that cancels would not stand last.
        *Screen.BINDINGS,
        *FOCUS_KEYS,
    ]

    _busy: Worker[None] | None = None
    _doing: str = ""
    _tested: Tested | None = None
    _tested_draft: Draft | None = None
    _is_asked: bool = False

    def __init__(self, info: BackendInfo, desk: Desk) -> None:
        """Ask for an account of the backend `info`."""
        super().__init__(f"New account · {info.title}")
        self._info, self._desk = info, desk
        self._fields = {key_of(field): field for field in info.fields}
        self._link = ""
        self._refused: dict[str, str] = {}
        self._left: set[str] = set()
        self._refusal = ""

    def compose_body(self) -> Iterator[Widget]:
        """The fields, what the one with the focus is about, what will happen, and the buttons."""
        labels = ["May write", *(one_line(field.label) for field in self._info.fields)]
        width = min(LONGEST_LABEL, max(SHORTEST_LABEL, *(cell_len(label) for label in labels))) + 2
        with VerticalScroll(id="fields", can_focus=False):
            name = proposed_name(self._info.name, self._desk.config.accounts)
            yield FieldBlock(NAME, "Name", TextLine(name, id=NAME), width)
            for field in self._info.fields:
                yield FieldBlock(key_of(field), field.label, _control(field), width)
            policies = [Option(policy, words) for policy, words in WRITE_WORDS.items()]
            yield FieldBlock(WRITE, "May write", ChoiceRow(policies, "full", name=WRITE), width)
        with Vertical(id="hints"):
            yield Static(id="about", markup=False)
            yield LinkLine()
        yield Static(classes="words")
        test, save = button("Test connection", "test"), button("Save", "save", "primary")
        yield Horizontal(button("Cancel", "cancel"), test, save, classes="buttons")

    def on_mount(self) -> None:
        """Begin with the first field that is needed and empty; the name is proposed."""
        self.query_one("#hints").display = bool(self._info.fields)
        needed = (key_of(f) for f in self._info.fields if f.required and not self._value(key_of(f)))
        self._block(next(needed, NAME)).control.focus()
        self._tell()

    def on_resize(self, event: events.Resize) -> None:
        """Scroll the fields where not all of them fit; all else stays."""
        rest = OTHER_LINES if self._info.fields else OTHER_LINES - HINT_LINES
        self.query_one("#fields").styles.max_height = max(FEWEST_LINES, event.size.height - rest)

    @property
    def draft(self) -> Draft:
        """What is filled in."""
        settings = ((f.name, self._value(key_of(f)).strip()) for f in self._info.fields if not f.secret)
        lines = self.query(SecretLine)
        policies: dict[str, WritePolicy] = {"full": "full", "clock": "clock", "read-only": "read-only"}
        return Draft(
            name=self.query_one(f"#{NAME}", TextLine).value.strip(),
            backend=self._info.name,
            settings=tuple((name, value) for name, value in settings if value),
            write=policies[self._value(WRITE)],
            secret=lines.first().typed if lines else Typed(),
        )

    def filled(self) -> tuple[object, ...]:
        """What is filled in; the key as something that shows nothing."""
        return tuple(self.draft)

    def action_cancel(self) -> None:
        """Stop what is going on; where nothing is, close the form, and ask where something was typed."""
        if self._busy is not None:
            self._busy.cancel()
            self._end("")
        else:
            super().action_cancel()

    def action_test(self) -> None:
        """Ask the service who the person is."""
        self._refused.clear()
        if self._busy is None and self._is_whole():
            self._begin(TESTING, self._test(self.draft))

    def action_save(self) -> None:
        """Save, after a good test."""
        if self._busy is not None or self.problem:
            self.insist()
        elif self._is_whole() and not self._info.asks_who:
            self._begin(SAVING, self._save(self.draft))
        elif self._is_whole() and self._tested_draft == self.draft:
            self._ask_who(self.draft)
        else:
            self.action_test()

    def action_open_link(self) -> None:
        """Open the link of the field."""
        self.query_one(LinkLine).open()

    def action_copy_link(self) -> None:
        """Copy the link of the field."""
        self.query_one(LinkLine).copy()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Grey out what cannot be done now."""
        if action in ("open_link", "copy_link"):
            return bool(self._link)
        if action == "test":
            return None if self._busy is not None else True
        return super().check_action(action, parameters)

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Test; the other buttons are those of every form."""
        if event.button.id == "test":
            event.stop()
            event.prevent_default()
            self.action_test()

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Say what the field is about."""
        if (block := _block_of(event.widget)) is not None:
            self._explain(block)

    def on_descendant_blur(self, event: events.DescendantBlur) -> None:
        """Say what is wrong with what was typed, once it is left."""
        if (block := _block_of(event.widget)) is not None and self._value(block.field_name):
            self._left.add(block.field_name)
            self._show_problems()

    @on(Input.Changed)
    @on(SecretLine.Changed)
    @on(ChoiceRow.Changed)
    def _on_changed(self) -> None:
        block = _block_of(self.focused)
        if block is not None:
            self._refused.pop(block.field_name, None)
            if block.field_name == WRITE:
                self._explain(block)
        self._refusal = ""
        self._show_problems()
        self._tell()

    @on(Input.Submitted)
    @on(SecretLine.Submitted)
    def _on_entered(self) -> None:
        if self._tested is not None and self._tested_draft == self.draft:
            self.action_save()
        else:
            self.action_test()

    @work(group="account")
    async def _test(self, draft: Draft) -> None:
        try:
            self._tested, self._tested_draft = await self._desk.test(draft), draft
        except Refusal as refusal:
            self._refuse(refusal)
        else:
            self._end("")

    @work(group="account")
    async def _save(self, draft: Draft) -> None:
        try:
            sentence = await self._desk.add(draft, self._agrees)
        except Refusal as refusal:
            self._refuse(refusal)
        else:
            self._end("")
            self.answer(Added(draft.name, sentence))

    @work(group="account")
    async def _ask_who(self, draft: Draft) -> None:
        """Let the person say that it is them whom the service has found by what they have typed."""
        if self._tested is None:
            return
        if await self.app.push_screen_wait(who_question(self._tested, self._info.title)):
            self._begin(SAVING, self._save(draft))

    def _agrees(self, person: Person) -> None:
        if self._tested is None or person.id != self._tested.person.id:
            raise NotYou(person.name)

    def _begin(self, doing: str, worker: Worker[None]) -> None:
        self._doing, self._busy, self._refusal = doing, worker, ""
        self._refused.clear()
        self._show_problems()
        self._tell()
        self.refresh_bindings()

    def _refuse(self, refusal: Refusal) -> None:
        """Put a refusal where it belongs; all that was typed stays."""
        self._tested = None
        sentence = failed_test(refusal)
        name = blamed(self._info, refusal, {key_of(f): self._value(key_of(f)) for f in self._info.fields})
        if name:
            self._refused[name] = sentence
            sentence = NOT_SAVED
        self._end(sentence)
        if name:
            self._block(name).control.focus()

    def _end(self, refusal: str) -> None:
        self._busy, self._doing, self._refusal = None, "", refusal
        self._show_problems()
        self._tell()
        self.refresh_bindings()

    def _is_whole(self) -> bool:
        """Whether everything needed is filled in; goes to the first field that is not right."""
        self._is_asked = True
        self._show_problems()
        wrong = next((block for block in self.query(FieldBlock) if block.problem), None)
        if wrong is not None:
            self.app.bell()
            wrong.control.focus()
            wrong.scroll_visible(animate=False)
        self._tell()
        return wrong is None

    def _show_problems(self) -> None:
        for block in self.query(FieldBlock):
            name = block.field_name
            is_due = self._is_asked or name in self._left
            block.show_problem(self._refused.get(name) or (self._problem_of(name) if is_due else ""))

    def _problem_of(self, name: str) -> str:
        account = self.query_one(f"#{NAME}", TextLine).value.strip()
        if name == NAME:
            return problem_of_name(self._desk.config, account)
        field = self._fields.get(name)
        if field is None:
            return ""
        if field.secret:
            return problem_of_secret(account, field, len(self.draft.secret))
        return problem_of_value(self._info, field, self._value(name))

    def _value(self, name: str) -> str:
        """What is filled in; of a key only that there is one."""
        control = self._block(name).control
        if isinstance(control, SecretLine):
            return "•" if control.typed else ""
        return control.value if isinstance(control, TextLine | ChoiceRow) else ""

    def _block(self, name: str) -> FieldBlock:
        return self.query_one(f"#block-{name}", FieldBlock)

    def _explain(self, block: FieldBlock) -> None:
        """Show what a field is about, and where the service shows it."""
        field = self._fields.get(block.field_name)
        if field is not None:
            about, self._link = field.help, field.link
        else:
            about, self._link = ABOUT[block.field_name], ""
        if block.field_name == WRITE:
            about = WRITE_HELP[self.draft.write]
        self.query_one("#about", Static).update(Content(one_line(about, 300)))
        self.query_one(LinkLine).show(self._link)
        self.refresh_bindings()

    def _tell(self) -> None:
        """Say how far it is."""
        good = self._tested is not None and self._tested_draft == self.draft and not self._busy
        if self._busy is not None:
            self.say(self._doing, self._doing)
        elif self._refusal:
            self.say("", self._refusal)
        elif good and self._tested is not None:
            self.say(f"✓ {tested_in_words(self._tested)}")
        elif self._tested is not None:
            self.say("Something was changed since the test; saving tests it once more.")
        elif any(block.problem for block in self.query(FieldBlock)):
            self.say("", NOT_YET)
        else:
            self.say(FIRST, FIRST)
        self.query_one(".words").set_class(good, "-good")


def _control(field: AccountField) -> Widget:
    hint = "" if field.required else "may be left empty"
    if field.secret:
        return SecretLine("typed or pasted, never shown", name=key_of(field))
    return TextLine(one_line(field.default), placeholder=hint, id=key_of(field))


def _block_of(widget: Widget | None) -> FieldBlock | None:
    if widget is None:
        return None
    return next((node for node in widget.ancestors_with_self if isinstance(node, FieldBlock)), None)

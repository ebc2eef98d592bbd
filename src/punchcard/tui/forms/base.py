"""What every form shares: the frame with its title, lines to type in, and the line of keys."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import ClassVar, TypeVar, cast

from textual import events, getters
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Button, Footer, Input, Static
from textual.widgets.button import ButtonVariant
from textual.worker import Worker

from punchcard.core.refusals import Refusal
from punchcard.core.text import one_line
from punchcard.tui.focus_keys import FOCUS_KEYS

ResultT = TypeVar("ResultT")

_ANY_APP = cast("type[App[object]]", App)

CANCEL = Binding("escape", "cancel", "Cancel", tooltip="Close without changing anything", id="form.cancel")
"""The key that closes a form. Every form lists it last, so that its own keys stand first."""


def shown(text: str, cells: int) -> str:
    """Return somebody's text on one line, cleaned, cut with an ellipsis to `cells` columns of a terminal."""
    return Content(one_line(text)).truncate(cells, ellipsis=True).plain


def failure_in_words(worker: Worker[None]) -> str:
    """Return why a worker has failed, as a sentence; empty where it has not."""
    error = worker.error
    if isinstance(error, Refusal):
        return f"{error.message} {error.hint}".strip()
    return f"This cannot be done just now ({error!r}). Nothing was changed." if error else ""


class TextLine(Input):
    """One line of text without a box: a tint behind it, and a bar before it while it has the focus.

    It looks after its own keys in the order in which they were typed. Textual takes in letters at once, but
    looks a key that edits up behind all that was typed meanwhile.
    """

    app = getters.app(_ANY_APP)

    EDITS: ClassVar[frozenset[str]] = frozenset(b.action for b in Input.BINDINGS if isinstance(b, Binding))
    """The actions that have to do with nothing but the line itself."""

    LETTER_EDITS: ClassVar[tuple[str, ...]] = ()
    """What the actions begin with that letters may be bound to; all other letters are typed."""

    _own: Mapping[str, Sequence[str]] | None = None

    def on_focus(self) -> None:
        """Look up the keys of the line, as the person has them."""
        if self.has_focus:
            active = self.screen.active_bindings.items()
            self._own = {key: [it.binding.action] for key, it in active if it.node is self}

    async def on_key(self, event: events.Key) -> None:
        """Edit at once; what is not for the line alone goes on to whoever it is for."""
        own = self._bound if self._own is None else self._own
        for action in own.get(event.key, ()):
            is_letters = action.startswith(self.LETTER_EDITS or ("\0",))
            if is_letters or (action in self.EDITS and not event.is_printable):
                event.stop()
                event.prevent_default()
                await self.run_action(action)
                return

    @property
    def _bound(self) -> Mapping[str, Sequence[str]]:
        """The keys as they are at first: so fast was one typed that the focus has gone on already."""
        return {key: [b.action for b in found] for key, found in self._bindings.key_to_bindings.items()}

    def on_paste(self, event: events.Paste) -> None:
        """Paste all lines as one; Textual itself would drop every line but the first."""
        event.prevent_default()
        event.stop()
        self.replace(one_line(event.text), *self.selection)


class Dialog(ModalScreen[ResultT]):
    """A question in a frame above the screen; escape answers it with "never mind"."""

    app = getters.app(_ANY_APP)

    BINDINGS: ClassVar[list[BindingType]] = [*FOCUS_KEYS]

    DEFAULT_CSS = """
    Dialog {
        align: center middle;

        #dialog {
            width: 90%;
            max-width: 72;
            height: auto;
            max-height: 100%;
            padding: 1 2 0 2;
            border: round $primary;
            border-title-color: $text;
            border-title-style: bold;
            border-subtitle-color: $text-muted;
            background: $surface;
        }
        Footer {
            dock: none;
            margin: 1 0 0 0;
            background: transparent;
            FooterKey, FooterLabel, .footer-key--description { background: transparent; }
            KeyGroup.-compact { padding: 0; }
            &.-compact FooterLabel, &.-compact FooterKey { margin: 0 2 0 0; }
        }
        .field { height: 1; margin: 0 0 1 0; }
        .field > .label { width: 9; color: $text-muted; }
        .field > .aside { width: 1fr; padding: 0 0 0 2; color: $text-muted; }
        TextLine, .control {
            width: 1fr;
            height: 1;
            padding: 0 1;
            border: none;
            border-left: blank;
            background: $panel;
        }
        TextLine:focus, .control:focus { border: none; border-left: thick $primary; }
        .words { height: auto; max-height: 4; }
        .words.-problem { color: $text-error; }
        .buttons { height: 1; align-horizontal: right; margin: 1 0 0 0; }
        .buttons Button {
            margin: 0 0 0 2;
            min-width: 0;
            background: $panel;
            color: $text;
            &.-primary { background: $primary-muted; color: $text-primary; }
            &.-error { background: $error-muted; color: $text-error; }
            &:focus { text-style: bold reverse; }
            &:hover { text-style: bold underline; }
        }
        &:ansi Footer FooterKey { background: ansi_default; }
        &:ansi .buttons Button:disabled { border: none !important; }
    }
    """

    def __init__(self, title: str) -> None:
        """Make a form with `title` in its frame."""
        super().__init__()
        self._heading = one_line(title)

    def compose(self) -> ComposeResult:
        """The frame, the body of the form, and its keys."""
        with Vertical(id="dialog") as frame:
            frame.border_title = Content(self._heading)
            yield from self.compose_body()
            yield Footer(show_command_palette=False, compact=True)

    def compose_body(self) -> Iterator[Widget]:
        """What stands inside the frame."""
        raise NotImplementedError

    def answer(self, result: ResultT | None) -> None:
        """Close with `result`; a second answer, from a key pressed twice, is not heard."""
        # Not `is_current`: what is seen behind another dialog is that too.
        if self.is_active:
            self.dismiss(result)

    def action_cancel(self) -> None:
        """Close the form and change nothing."""
        self.answer(None)


def button(label: str | Content, name: str, variant: ButtonVariant = "default") -> Button:
    """Return a button of one line, with `name` as its id."""
    # Textual leaves room for one column on either side; the second one is the label's own.
    return Button(Content.assemble(" ", label, " "), variant=variant, id=name, compact=True)


def field(label: str, *widgets: Widget) -> Horizontal:
    """Return a row of a form: its label in one column, then what is filled in."""
    return Horizontal(Static(label, classes="label", markup=False), *widgets, classes="field")


class Form(Dialog[ResultT]):
    """A dialog that saves what is filled in, and says in words what that will be."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "save", "Save", tooltip="Save what the form says", id="form.save"),
        CANCEL,
    ]

    VERB: ClassVar[str] = "Save"
    """What the form does, as its button says it; a form with another one names it for its key too."""

    ASKS_TO_LEAVE: ClassVar[bool] = True
    """Whether more may be typed than is typed again in a moment."""

    problem: str = ""
    """Why the form cannot be saved now; empty where it can."""

    _at_first: tuple[object, ...] | None = None
    _is_touched: bool = False

    def compose_words(self) -> Iterator[Widget]:
        """The sentence, and the buttons below it."""
        yield Static(classes="words")
        save = button(self.VERB, "save", "primary")
        yield Horizontal(button("Cancel", "cancel"), save, classes="buttons")

    def say(self, sentence: str, problem: str = "") -> None:
        """Show what the form will do, or what is wrong; nothing is saved while there is a `problem`.

        Until something was changed, a problem is only what is still expected.
        """
        if self._at_first is None:
            self._at_first = self.filled()
        self._is_touched = self._is_touched or self.has_changes
        words, is_wrong = self.query_one(".words", Static), self._is_touched and not sentence
        # A sign as well as a colour.
        words.update(Content(f"! {problem}" if is_wrong else sentence or problem))
        words.set_class(is_wrong, "-problem")
        save = self.query_one("#save", Button)
        save.disabled = bool(problem)
        save.tooltip = Content(problem or sentence)
        if bool(problem) != bool(self.problem):
            self.call_after_refresh(self.refresh_bindings)
        self.problem = problem

    def filled(self) -> tuple[object, ...]:
        """What is filled in, to be compared with what it was at first."""
        return tuple(line.value for line in self.query(Input) if line.value)

    @property
    def has_changes(self) -> bool:
        """Whether something else is filled in than at first."""
        return self._at_first is not None and self.filled() != self._at_first

    def insist(self) -> None:
        """Say plainly what is in the way of saving, which was asked for."""
        self.app.bell()
        self._is_touched = True
        if self.problem:
            self.say("", self.problem)

    def action_cancel(self) -> None:
        """Close the form and change nothing; what was typed is not thrown away without asking."""
        if not (self.ASKS_TO_LEAVE and self.has_changes):
            self.answer(None)
            return
        from punchcard.tui.forms.confirm import ConfirmScreen

        question = ConfirmScreen(
            "Leave what you have typed?", "Nothing of it was saved.", yes="Leave it", no="Go on typing",
            title="Not saved",
        )  # fmt: skip
        self.app.push_screen(question, self._leave)

    def _leave(self, is_meant: bool | None) -> None:
        if is_meant:
            self.call_later(self.answer, None)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Grey out saving while there is a problem."""
        del parameters
        return None if action == "save" and self.problem else True

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Save or close."""
        event.stop()
        if event.button.id == "save":
            self.action_save()
        else:
            self.action_cancel()

    def action_save(self) -> None:
        """Answer with what is filled in, or stay open where that is a problem."""
        raise NotImplementedError

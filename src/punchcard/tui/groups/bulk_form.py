"""What every entry of a group gets: the first step of a bulk edit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import ClassVar

from rich.text import Text
from textual import on
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, Select, Static

from punchcard.core.assignments import NOTHING, Assignment
from punchcard.core.durations import duration_in_words
from punchcard.core.notes import checked_note
from punchcard.core.people import Person
from punchcard.core.refusals import Refusal
from punchcard.core.text import one_line
from punchcard.core.time_types import TimeType
from punchcard.services.groups.bulk_plan import BulkPlan, NewValues, amount_of_money, counted
from punchcard.tui.forms.assignment_row import AssignmentRow
from punchcard.tui.forms.base import Form, TextLine, field
from punchcard.tui.forms.picker import ask_for_assignment
from punchcard.tui.forms.picker_model import Choices

AS_IT_IS = "as it is"
BILLED = "billed"

NO_NOTE = "-"
"""What is typed to remove the notes."""


class WantedAssignment(AssignmentRow):
    """Shows what to book on; until something is chosen, that stays as it is."""

    wanted: Assignment | None = None
    """What was chosen; None leaves it as it is."""

    def on_mount(self) -> None:
        """Nothing is chosen yet."""
        self.want(None)

    def want(self, assignment: Assignment | None) -> None:
        """Show what was chosen."""
        self.wanted = assignment
        self.assignment = assignment or NOTHING
        if assignment is None:
            self.update(Content.styled(AS_IT_IS, "dim"))


class BulkForm(Form["NewValues | None"]):
    """Asks what the entries of a group get; answers with the new values."""

    VERB = "Go on …"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "save", "Go on …", tooltip="To the question with the count", id="form.save"),
    ]

    DEFAULT_CSS = """
    BulkForm {
        #dialog { max-width: 66; }
        #which { height: auto; margin: 0 0 1 0; }
        .words { min-height: 2; }
        &.-long .field { margin: 0; }
        &.-long .words { margin: 1 0 0 0; }
        Select { width: 1fr; height: 1; }
        Select.-textual-compact > SelectCurrent {
            height: 1; padding: 0 2 0 1; border: none; border-left: blank !important; background: $panel;
        }
        Select.-textual-compact:focus > SelectCurrent { border-left: thick $primary !important; }
        SelectOverlay > .option-list--option { padding: 0 2 !important; }
    }
    """

    HELP = """
    ## Change all entries of a group

    What is left empty stays as it is; a dash alone as the note removes the notes. Nothing is changed before
    you have said yes to the number of entries.
    """

    def __init__(
        self, plan: BulkPlan, time_types: Sequence[TimeType], choices: Choices, people: Sequence[Person] = ()
    ) -> None:
        """Ask.

        Args:
            plan: Which entries there are.
            time_types: What can be chosen, the usual one first.
            choices: Where the picker asks for what can be chosen.
            people: Who may get the entries where the service can do that, mark as billed, and set a rate.
        """
        super().__init__("Change all" if plan.is_open else f"Change {counted(plan.count)}")
        self._plan, self._choices = plan, choices
        types = [(Text(one_line(kind.name)), kind) for kind in time_types]
        billable = [("billable", "yes"), ("not billable", "no"), *([("billed", BILLED)] if people else [])]
        self._type = Select(types, prompt=AS_IT_IS, compact=True)
        self._billable = Select(billable, prompt=AS_IT_IS, compact=True)
        persons = [(Text(one_line(person.name)), person) for person in people]
        self._person = Select(persons, prompt=AS_IT_IS, compact=True) if people else None
        self.set_class(bool(people), "-long")

    def compose_body(self) -> Iterator[Widget]:
        """Which entries, the four fields, and what will be set."""
        yield Static(self._which(), id="which")
        yield field("Book on", WantedAssignment())
        yield field("Type", self._type)
        yield field("Billable", self._billable)
        yield field("Note", TextLine(placeholder=f"{AS_IT_IS}; {NO_NOTE} removes it", id="note"))
        if self._person is not None:
            yield field("Person", self._person)
            yield field("Rate", TextLine(placeholder=f"{AS_IT_IS}; what an hour costs", id="rate"))
        yield from self.compose_words()

    def on_mount(self) -> None:
        """Say that nothing is set yet."""
        self._tell()

    @on(Input.Changed)
    @on(Select.Changed)
    def _on_changed(self) -> None:
        self._tell()

    @on(Input.Submitted)
    def _on_entered(self) -> None:
        self.action_save()

    @on(AssignmentRow.Asked)
    def _on_asked(self, event: AssignmentRow.Asked) -> None:
        ask_for_assignment(self.app, self._choices, event.query, self._on_picked)

    @on(AssignmentRow.Cleared)
    def _on_cleared(self) -> None:
        self.query_one(WantedAssignment).want(None)
        self._tell()

    def filled(self) -> tuple[object, ...]:
        """The lines, and what is chosen."""
        wanted = self.query_one(WantedAssignment).wanted
        person = self._person.selection if self._person is not None else None
        return (*super().filled(), self._type.selection, wanted, self._billable.selection, person)

    def action_save(self) -> None:
        """Answer, unless nothing is set."""
        if self.problem:
            self.insist()
        else:
            self.answer(self._values())

    def _on_picked(self, assignment: Assignment | None) -> None:
        if assignment is not None:
            self.query_one(WantedAssignment).want(assignment)
            self._tell()

    def _which(self) -> Content:
        plan = self._plan
        within = f" in {plan.selection.name}" if plan.selection.name else ""
        words = f"{counted(plan.count)}{within}, {duration_in_words(plan.seconds)}."
        if plan.is_open:
            how_many = plan.how_many(within)
            words = f"{how_many[0].upper()}{how_many[1:]}; their number comes next."
        left_out = Content.styled(
            f" {plan.left_out_words}" if plan.left_out_words else "", "$foreground-muted"
        )
        return Content.assemble((words, "bold"), left_out)

    def _values(self) -> NewValues:
        """Read the form.

        Raises:
            NoteTooLong: It has more than 1,000 characters.
            UsageError: The rate is no amount.
        """
        billable = self._billable.selection
        text = self.query_one("#note", TextLine).value.strip()
        return NewValues(
            self._type.selection,
            self.query_one(WantedAssignment).wanted,
            None if not text else "" if text == NO_NOTE else checked_note(text),
            None if billable in (None, BILLED) else billable == "yes",
            billable == BILLED,
            self._rate(),
            self._person.selection if self._person is not None else None,
        )

    def _rate(self) -> float | None:
        line = self.query_one_optional("#rate", TextLine)
        return amount_of_money(line.value) if line is not None and line.value.strip() else None

    def _tell(self) -> None:
        try:
            values = self._values()
        except Refusal as refusal:
            self.say("", f"{refusal.message} {refusal.hint}")
            return
        if values.words:
            self.say(f"New for each of them: {values.words}.")
        else:
            nothing = "Nothing is set yet; what is left empty stays as it is."
            self.say(nothing, nothing)

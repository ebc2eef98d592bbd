"""The groups: the other face of the Timesheet screen."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import events, on, work
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.timer import Timer
from textual.widget import Widget

from punchcard.core.durations import duration_in_words
from punchcard.core.grouping_keys import keys_known
from punchcard.core.periods import days_in_words, period_name
from punchcard.core.refusals import Refusal
from punchcard.core.text import one_line
from punchcard.tui import keymap
from punchcard.tui.groups.actions import GroupsActions
from punchcard.tui.groups.columns import words_for
from punchcard.tui.groups.header import ColumnHeadings, GroupsHeader, Heading, TotalRow
from punchcard.tui.groups.question import (
    ORDER_WORDS,
    Answer,
    GroupsFailed,
    GroupsRead,
    GroupsWait,
    Question,
)
from punchcard.tui.groups.reading import UnreadableFilter, read_groups
from punchcard.tui.groups.tree import GroupTree
from punchcard.tui.groups.turns import in_turn
from punchcard.tui.timesheet.filter_line import FilterLine
from punchcard.tui.widgets.empty_state import EmptyState
from punchcard.tui.widgets.row_list import RowList

if TYPE_CHECKING:
    from whenever import Date

    from punchcard.core.groups import Group
    from punchcard.services.overview import Overview

PATIENCE_SECONDS = 0.15
"""After which it is said that groups are being read."""

TYPING_SECONDS = 0.12
"""How long typing has to rest before the groups are read again."""

OTHER_LINES = 9
"""Lines of the screen that neither the tree has nor what comes and goes."""


class GroupsScreen(GroupsActions):
    """The time of a period as a tree of sums."""

    MODE = "timesheet"
    AUTO_FOCUS = "GroupTree"

    BINDING_GROUP_TITLE = "Groups"
    BINDINGS: ClassVar[list[BindingType]] = [*keymap.GROUPS]

    DEFAULT_CSS = """
    GroupsScreen {
        & GroupsHeader { margin-bottom: 1; }
        & #groups { display: none; height: 1fr; padding: 0 2; }
        & TotalRow { margin-top: 1; }
        &.-low TotalRow { margin-top: 0; }
        & FilterLine { padding: 0 2; }
        &.-known #groups { display: block; }
        &.-known EmptyState { display: none; }
        &.-slim {
            & GroupsHeader, & #groups, & FilterLine { padding: 0 1; }
        }
        &.-wide {
            & GroupsHeader, & #groups, & FilterLine { padding: 0 4; }
        }
    }
    """

    HELP = """
    The time of a period in groups. `{groups.by}` chooses what to group by, `{groups.period}` the period,
    `{groups.previous}` and `{groups.next}` turn it; `{groups.round}` rounds, `{groups.sort}` sorts and
    `{groups.filter}` filters. Where the service sums up, `{groups.filters}` asks it for all that it can do,
    and `{groups.details}` shows what it tells of a group. Enter on an innermost group shows its entries.
    `{groups.edit}` and `{groups.delete}` change or delete all entries of a group, after saying how many
    those are. `{groups.week}` leads back to the week.
    """

    _reading: Question | None = None
    _is_stale: bool = False
    _failure: Refusal | None = None
    _typing: Timer | None = None
    _waits_until: str = ""

    def __init__(self, question: Question, leave_to: Callable[[Date], object]) -> None:
        """Show groups.

        Args:
            question: Which ones.
            leave_to: Shows a day on the timesheet, once this screen is gone.
        """
        super().__init__()
        self.wanted, self._leave_to = question, leave_to

    def compose_body(self) -> Iterable[Widget]:
        """The header, the tree and its totals; until they are known, what is being waited for."""
        yield GroupsHeader()
        yield FilterLine()
        yield EmptyState("")
        with Vertical(id="groups"):
            yield ColumnHeadings()
            yield GroupTree()
            yield TotalRow()

    def on_mount(self) -> None:
        """Say which period it is, and explain the filter."""
        self._show_heading()

    def on_screen_resume(self) -> None:
        """Catch up with what has changed meanwhile."""
        if self._is_stale:
            self.read_again()

    def on_resize(self, event: events.Resize) -> None:
        """Find room for everything again."""
        super().on_resize(event)
        self._show_heading()
        self._make_room()

    def show_overview(self, overview: Overview) -> None:
        """Something has changed: read again, as soon as somebody looks."""
        del overview
        if self.is_current or (self in self.app.screen_stack and self.app.screen.is_modal):
            self.read_again()
        else:
            self._is_stale = True

    @property
    def selected(self) -> Group | None:
        """The selected group; None where there is none."""
        tree = self.query_one_optional(GroupTree)
        return tree.selected if tree is not None else None

    @property
    def period_in_words(self) -> str:
        """The period that is shown: "Week 11", or its days where it has no name."""
        period = (self.answer.question if self.answer else self.wanted).period
        name = period_name(period, self.app.overview.schedule.week_starts) if self.app.overview else ""
        return name or days_in_words(period)

    def ask(self, question: Question) -> None:
        """Show other groups."""
        if question.by != self.wanted.by:
            self.query_one(GroupTree).begin_again()
        self.wanted = question
        self._failure, self._waits_until = None, ""
        self.read_again()
        self._show_heading()

    def read_again(self) -> None:
        """Read the groups; while that is being done already, once more behind it."""
        self._is_stale = self._reading == self.wanted
        if not self._is_stale:
            self._reading = self.wanted
            known = self.answer if self._is_only_order() else None
            self._read(self.wanted, known)
            self.set_timer(PATIENCE_SECONDS, self._show_heading)

    @work(exclusive=True, group="groups")
    async def _read(self, asked: Question, known: Answer | None) -> None:
        try:
            read = partial(read_groups, asked=asked, known=known)
            answer = await in_turn(self.app, read, lambda _, at: self.post_message(GroupsWait(asked, at)))
            self.post_message(GroupsRead(asked, answer))
        except Refusal as refusal:
            is_filter = isinstance(refusal, UnreadableFilter)
            self.post_message(GroupsFailed(asked, refusal, is_filter))

    @on(GroupsRead)
    def _show_groups(self, event: GroupsRead) -> None:
        """Show what was read, unless something else is wanted by now."""
        if event.asked != self.wanted:
            return
        answer = event.answer
        self._reading, self._failure, self._waits_until = None, None, ""
        self.answer, self.wanted = answer, answer.question
        self.set_class(not answer.total.is_empty, "-known")
        tree = self.query_one(GroupTree)
        tree.room = self._room()
        tree.show_tree(answer.total)
        self.query_one(ColumnHeadings).total = answer.total
        totals = self.query_one(TotalRow)
        totals.total, totals.notes = answer.total, notes_of(answer)
        self.query_one(EmptyState).update(Content(self._nothing()))
        self._say_count()
        self._show_heading()
        self.refresh_bindings()
        if self._is_stale:
            self.read_again()

    @on(GroupsWait)
    def _show_wait(self, event: GroupsWait) -> None:
        """Say until when it is waited; what was known stays."""
        if event.asked == self.wanted:
            self._waits_until = event.until
            if self.answer is None:
                self.query_one(EmptyState).update(f"The groups are read at {event.until}.")
            self._show_heading()

    @on(GroupsFailed)
    def _show_failure(self, event: GroupsFailed) -> None:
        """Say why the groups cannot be read; what was known stays."""
        if event.asked != self.wanted:
            return
        self._reading, self._waits_until = None, ""
        if event.is_filter:
            self.query_one(FilterLine).say("no such filter", is_problem=True)
            self.remove_class("-known")
            words = f"{event.refusal.message}\n\n{event.refusal.hint}"
            self.query_one(EmptyState).update(Content(words))
        else:
            self._failure = event.refusal
            if self.answer is None:
                again = self.app.with_keys("The groups are not known.\n\n{app.refresh} tries again.")
                self.query_one(EmptyState).update(Content(again))
        self._show_heading()

    @on(RowList.Selected)
    def _selection_changed(self, event: RowList.Selected) -> None:
        event.stop()

    @on(RowList.Taken)
    def _group_taken(self, event: RowList.Taken) -> None:
        """Open the group; of an innermost one, show the entries."""
        event.stop()
        group = self.selected
        if group is None:
            return
        if group.children:
            self.query_one(GroupTree).action_turn()
        else:
            self.show_entries(group)

    @on(FilterLine.Changed)
    def _filter_changed(self, event: FilterLine.Changed) -> None:
        """Read again once typing rests."""
        if self._typing is not None:
            self._typing.stop()
        if event.text != self.wanted.text:
            self._typing = self.set_timer(TYPING_SECONDS, partial(self._filter_by, event.text))

    @on(FilterLine.Taken)
    def _filter_taken(self) -> None:
        self.query_one(GroupTree).focus()

    @on(FilterLine.Closed)
    def _filter_closed(self) -> None:
        self._clear_filter()

    def action_filter(self) -> None:
        """Ask what to look for."""
        self.query_one(FilterLine).open()
        self._make_room()

    def action_open_all(self) -> None:
        """Open every group."""
        self.query_one(GroupTree).open_all()

    def action_close_all(self) -> None:
        """Close every group."""
        self.query_one(GroupTree).close_all()

    def action_week(self) -> None:
        """Go back to the week."""
        if self.is_current:
            self.app.pop_screen()

    def action_back(self) -> None:
        """Show everything again where a filter is on; otherwise go back to the week."""
        if self.wanted.text:
            self._clear_filter()
        elif self.wanted.chosen is not None:
            self.ask(replace(self.wanted, chosen=None))
        else:
            self.action_week()

    def go_to(self, day: Date) -> None:
        """Leave for a day on the timesheet."""
        self.action_week()
        self._leave_to(day)

    def _clear_filter(self) -> None:
        self.query_one(FilterLine).close()
        self._make_room()
        self.query_one(GroupTree).focus()
        if self._typing is not None:
            self._typing.stop()
        if self.wanted.text:
            self.ask(replace(self.wanted, text=""))

    def _filter_by(self, text: str) -> None:
        self.query_one(FilterLine).say("")
        self.ask(replace(self.wanted, text=text))

    def _is_only_order(self) -> bool:
        known = self.answer
        return known is not None and known.question.order != self.wanted.order

    def _say_count(self) -> None:
        answer = self.answer
        if answer is not None:
            from punchcard.services.groups.bulk_plan import counted

            words = counted(answer.total.count or 0) if answer.question.text else ""
            self.query_one(FilterLine).say(words)

    def _make_room(self) -> None:
        tree = self.query_one(GroupTree)
        tree.room = self._room()
        tree.show()

    def _room(self) -> int:
        """How many lines the tree may have, so that its totals are seen."""
        notes = len(notes_of(self.answer)) if self.answer else 0
        filters = self.query_one(FilterLine).has_class("-shown")
        gap = not self.has_class("-low")
        problem = bool(self.query_one(GroupsHeader).heading.problem)
        return self.size.height - OTHER_LINES - notes - filters - gap - problem

    def _nothing(self) -> str:
        notes = "\n".join(notes_of(self.answer)) if self.answer else ""
        if self.wanted.text or self.wanted.chosen:
            lead = self.app.with_keys("Nothing fits the filter.\n\n{groups.back} shows everything again.")
        else:
            turn = "{groups.previous} and {groups.next} turn the period, {groups.period} chooses another one."
            lead = f"Nothing booked in this period.\n\n{self.app.with_keys(turn)}"
        return f"{lead}\n\n{notes}".rstrip()

    def _show_heading(self) -> None:
        overview, wanted, answer = self.app.overview, self.wanted, self.answer
        rounding = f"rounded to {wanted.rounding} min" if wanted.rounding else ""
        text = one_line(answer.question.text, 40) if answer else ""
        filtered = f"filter “{text}”" if text else ""
        chosen = wanted.chosen.words if wanted.chosen else ""
        how = tuple(part for part in (rounding, ORDER_WORDS[wanted.order], filtered, chosen) if part)
        problem = (answer.cannot_edit or answer.cannot_delete) if answer else ""
        if self._failure is not None:
            problem = f"{self._failure.message} {self._failure.hint}".strip()
        if self.answer is None and self._failure is None and not self._waits_until:
            self.query_one(EmptyState).update("Reading the groups …")
        self.query_one(GroupsHeader).heading = Heading(
            name=period_name(wanted.period, overview.schedule.week_starts) if overview else "",
            days=days_in_words(wanted.period),
            person=whose(answer),
            by=words_for(wanted.by, keys_known(answer.dimensions) if answer else {}),
            how=how,
            is_reading=self._reading is not None,
            waits_until=self._waits_until,
            problem=problem,
            is_failure=self._failure is not None,
        )


def whose(answer: Answer | None) -> str:
    """Return whose time it is: a name, or how many people; nothing where a filter says it."""
    if answer is None or answer.report.is_of_team:
        return ""
    people = answer.report.people
    return people[0].name if len(people) == 1 else f"{len(people)} people"


def notes_of(answer: Answer) -> tuple[str, ...]:
    """What is in no sum, in sentences."""
    report, notes = answer.report, list[str]()
    if report.absences_left_out:
        notes.append(f"Not counted: {duration_in_words(report.absences_left_out)} of absences.")
    if report.running_seconds is not None:
        notes.append("Not counted yet: the running clock.")
    if report.remark:
        notes.append(report.remark)
    return tuple(notes)

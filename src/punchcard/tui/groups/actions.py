"""What the keys of the groups ask for. Nothing here waits: workers ask, and the engine does it."""

from __future__ import annotations

from collections.abc import Awaitable
from dataclasses import replace
from typing import TYPE_CHECKING

from textual import events, work

from punchcard.core.refusals import Refusal
from punchcard.core.text import one_line
from punchcard.tui.groups.question import ORDERS, ROUNDINGS, Answer, Question
from punchcard.tui.mode_screen import ModeScreen

if TYPE_CHECKING:
    from whenever import Date

    from punchcard.core.groups import Group
    from punchcard.services.groups.bulk_plan import Selection

_ON_A_GROUP = ("bulk_edit", "bulk_delete", "copy", "details")
_ON_GROUPS = ("group_by", "export", "sort", "open_all", "close_all", "choose_filters")
_NOT_READ = "The groups are not read yet."
_NOTHING_THERE = "There is no group to do that with."
_COMPUTED_HERE = "These groups are computed here; there is nothing more to tell of them."
_TYPED_FILTERS = "The groups of this account are filtered by typing."


class GroupsActions(ModeScreen):
    """The actions behind the keys of the groups."""

    wanted: Question
    """Which groups are to be shown."""
    answer: Answer | None = None
    """The groups that are shown; None until some are known."""

    @property
    def selected(self) -> Group | None:
        """The selected group; None where there is none."""
        raise NotImplementedError

    def ask(self, question: Question) -> None:
        """Show other groups."""
        raise NotImplementedError

    def go_to(self, day: Date) -> None:
        """Leave for a day on the timesheet."""
        raise NotImplementedError

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Grey out what cannot be done now."""
        return None if self.why_not(action) else super().check_action(action, parameters)

    def why_not(self, action: str) -> str:
        """Return why `action` is not possible now; empty where it is."""
        if action not in (*_ON_A_GROUP, *_ON_GROUPS):
            return ""
        if self.answer is None:
            return _NOT_READ
        if action in _ON_A_GROUP and self.selected is None:
            return _NOTHING_THERE
        reasons = {
            "bulk_edit": self.answer.cannot_edit,
            "bulk_delete": self.answer.cannot_delete,
            "details": _COMPUTED_HERE if self.answer.report.is_computed_here else "",
            "choose_filters": "" if self.answer.has_filters else _TYPED_FILTERS,
        }
        return reasons.get(action, "")

    def on_key(self, event: events.Key) -> None:
        """Say why a greyed key does nothing."""
        active = self.active_bindings.get(event.key)
        if active is not None and not active.enabled and (reason := self.why_not(active.binding.action)):
            self.say(reason, is_refusal=True)

    def action_previous_period(self) -> None:
        """Show the period before, of the same length."""
        self._step(-1)

    def action_next_period(self) -> None:
        """Show the period after, of the same length."""
        self._step(1)

    def action_current_period(self) -> None:
        """Show the period of the same length that today lies in."""
        from punchcard.core.periods import current

        if self.app.overview is not None:
            starts = self.app.overview.schedule.week_starts
            period = current(self.wanted.period, self.app.now().date(), starts)
            self.ask(replace(self.wanted, period=period))

    def action_round(self) -> None:
        """Round to the next step, or no longer."""
        at = ROUNDINGS.index(self.wanted.rounding) if self.wanted.rounding in ROUNDINGS else 0
        self.ask(replace(self.wanted, rounding=ROUNDINGS[(at + 1) % len(ROUNDINGS)]))

    def action_sort(self) -> None:
        """Sort in the next order."""
        at = ORDERS.index(self.wanted.order)
        self.ask(replace(self.wanted, order=ORDERS[(at + 1) % len(ORDERS)]))

    def action_copy(self) -> None:
        """Copy the selected group and all below it as text."""
        from punchcard.tui.groups.tree_model import as_text, path_in_words

        if self.answer is None or self.selected is None:
            return
        text = as_text(self.selected, self.selected.label)
        self.app.copy_to_clipboard(text)
        lines = text.count("\n") + 1
        of = path_in_words(self.answer.total, self.selected.path)
        self.say(f"Copied {'one line' if lines == 1 else f'{lines:,} lines'}: {of}.")

    @work(exclusive=True, group="dialog")
    async def action_choose_period(self) -> None:
        """Ask for a period."""
        from punchcard.tui.groups import dialogs

        period = await dialogs.ask_period(self.app)
        if period is not None:
            self.ask(replace(self.wanted, period=period))

    @work(exclusive=True, group="dialog")
    async def action_group_by(self) -> None:
        """Ask what to group by."""
        from punchcard.tui.groups import dialogs

        if self.answer is not None and (by := await dialogs.ask_by(self.app, self.answer)):
            self.ask(replace(self.wanted, by=by))

    @work(exclusive=True, group="dialog")
    async def action_choose_filters(self) -> None:
        """Ask whose and which time is summed up, and how."""
        from punchcard.tui.groups import dialogs

        if self.answer is not None:
            known = self.wanted.chosen
            chosen = await dialogs.ask_filters(self.app, self.answer, self.wanted.rounding, known)
            if chosen is not None:
                is_empty = not (chosen.terms or chosen.extras)
                kept = None if is_empty else chosen
                self.ask(replace(self.wanted, chosen=kept, rounding=chosen.rounding))

    @work(exclusive=True, group="dialog")
    async def action_details(self) -> None:
        """Show all that the service tells of the group."""
        from punchcard.tui.groups import dialogs

        if self.answer is not None and self.selected is not None:
            await dialogs.show_details(self.app, self.answer, self.selected)

    @work(exclusive=True, group="dialog")
    async def action_export(self) -> None:
        """Ask where to write the groups, and write them."""
        from punchcard.tui.groups import dialogs

        if self.answer is not None:
            what = self.period_in_words
            await self._say_what(dialogs.export(self.app, self.answer, what), is_refusal=False)

    @work(exclusive=True, group="dialog")
    async def action_bulk_edit(self) -> None:
        """Change all entries of the selected group, after asking."""
        from punchcard.tui.groups import dialogs

        if selection := self._selection():
            await self._say_what(dialogs.bulk_edit(self.app, selection, self.say_wait), is_refusal=True)

    @work(exclusive=True, group="dialog")
    async def action_bulk_delete(self) -> None:
        """Delete all entries of the selected group, after asking twice."""
        from punchcard.tui.groups import dialogs

        if selection := self._selection():
            await self._say_what(dialogs.bulk_delete(self.app, selection, self.say_wait), is_refusal=True)

    @work(exclusive=True, group="dialog")
    async def show_entries(self, group: Group) -> None:
        """Show the entries of a group, and go to the day of the one that is taken."""
        from punchcard.tui.groups import dialogs

        if self.answer is None:
            return
        try:
            day = await dialogs.show_entries(self.app, self.answer, group)
        except Refusal as refusal:
            self.say(f"{refusal.message} {refusal.hint}".strip(), is_refusal=True)
            return
        if day is not None:
            self.go_to(day)

    @property
    def period_in_words(self) -> str:
        """The period that is shown: "Week 11", or its days where it has no name."""
        raise NotImplementedError

    def say_wait(self, sentence: str) -> None:
        """Say until when the service is not asked; a change that waits is not done yet."""
        self.say(sentence)

    async def _say_what(self, dialog: Awaitable[str], *, is_refusal: bool) -> None:
        try:
            sentence = await dialog
        except Refusal as refusal:
            sentence, is_refusal = f"{refusal.message} {refusal.hint}".strip(), True
        if sentence:
            self.say(sentence, is_refusal=is_refusal)

    def _step(self, by: int) -> None:
        from punchcard.core.periods import stepped

        try:
            period = stepped(self.wanted.period, by)
        except (ValueError, OverflowError):
            # The calendar ends here.
            self.app.bell()
            return
        self.ask(replace(self.wanted, period=period))

    def _selection(self) -> Selection | None:
        from punchcard.services.groups.bulk_plan import Selection
        from punchcard.tui.groups.tree_model import path_in_words

        if self.answer is None or self.selected is None:
            return None
        report, path = self.answer.report, self.selected.path
        name = f"{path_in_words(self.answer.total, path)}, {self.period_in_words}"
        if text := one_line(self.answer.question.text, 40):
            name += f", filtered by “{text}”"
        if report.words:
            name += f", {report.words}"
        return Selection(report.period, report.kept, path, name)

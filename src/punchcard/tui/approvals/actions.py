"""What the keys of the Approvals screen ask for. Nothing here waits: dialogs answer, the engine does it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from textual import events, work

from punchcard.core.change_requests import Verdict
from punchcard.core.submitted_weeks import RequestStatus, SubmittedWeek
from punchcard.tui.approvals.selection import Selection
from punchcard.tui.mode_screen import ModeScreen

if TYPE_CHECKING:
    from punchcard.backends.contract import Scope
    from punchcard.tui.approvals.batch import Batch
    from punchcard.tui.approvals.rows import Listing, Row

_OF_THE_INBOX = ("approve", "decline", "mark", "mark_all")
_ELSEWHERE = {"withdraw": "mine", "reopen": "decided"}


class ApprovalsActions(ModeScreen):
    """The actions behind the keys of the approvals."""

    selection: Selection
    scope: Scope = "waiting"
    """Which list is shown."""
    why_not_decide: str = ""
    """Why the viewer may not decide; empty where they may, and until it is known."""
    has_weeks: bool = True
    """Whether weeks are handed in with this account."""
    may_look: bool = True
    """Whether the viewer sees what others wait for."""
    decided_at: str = ""
    """Where everything is decided, in a sentence, as nothing is here; empty where it is decided here."""

    def take_rights(self, listing: Listing) -> None:
        """Keep what the viewer may do with what was read."""
        self.why_not_decide, self.has_weeks = listing.why_not, listing.has_weeks
        self.may_look = listing.may_look
        self.decided_at = listing.elsewhere.sentence if listing.elsewhere is not None else ""

    @property
    def selected(self) -> Row | None:
        """The selected row; None where there is none."""
        raise NotImplementedError

    @property
    def is_busy(self) -> bool:
        """Whether several decisions are on their way that can still be stopped."""
        raise NotImplementedError

    @property
    def going(self) -> Sequence[Batch]:
        """The decisions that are on their way."""
        raise NotImplementedError

    def turn_to(self, scope: Scope) -> None:
        """Show another list."""
        raise NotImplementedError

    def follow(self, batch: Batch) -> None:
        """Show what becomes of decisions."""
        raise NotImplementedError

    def show_marks(self, cursor: int | None = None) -> None:
        """Draw the marks again, and select another row."""
        raise NotImplementedError

    def step_back(self) -> bool:
        """Close the filter, or leave the detail; False where there is neither."""
        raise NotImplementedError

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Show the keys of the list that is shown, and grey out what cannot be done now."""
        if action in _OF_THE_INBOX and self.scope != "waiting":
            return False
        if action in _ELSEWHERE and self.scope != _ELSEWHERE[action]:
            return False
        if action == "reopen" and not self.has_weeks:
            return False
        if action == "inbox" and (self.scope == "waiting" or not self.may_look):
            return False
        if action == self.scope:
            return False
        if action == "back" and not self.can_step_back:
            return False
        return None if self.why_not(action) else super().check_action(action, parameters)

    @property
    def can_step_back(self) -> bool:
        """Whether escape leads anywhere within this screen."""
        raise NotImplementedError

    def why_not(self, action: str) -> str:
        """Return why `action` is not possible now; empty where it is."""
        if action == "decided" and self.decided_at:
            return f"{self.decided_at}. The timesheet says of each entry where it stands."
        if action in _OF_THE_INBOX or action == "decided":
            if self.why_not_decide:
                return self.why_not_decide
            if action != "decided" and not self.selection.rows:
                return "Nothing waits for you."
        row = self.selected
        if action in ("approve", "decline") and not self.selection.marked_count and row is not None:
            return _why_not_decidable(row)
        if action == "withdraw":
            if self.decided_at:
                return f"There is nothing to withdraw. {self.decided_at}."
            return _why_not_withdrawable(row)
        if action == "reopen":
            return _why_not_reopenable(row)
        return ""

    def on_key(self, event: events.Key) -> None:
        """Say why a greyed key does nothing."""
        active = self.active_bindings.get(event.key)
        if active is not None and not active.enabled and (reason := self.why_not(active.binding.action)):
            self.say(reason, is_refusal=True)

    def action_approve(self) -> None:
        """Approve what is marked, or else what is selected."""
        self._decide(Verdict.APPROVE)

    def action_decline(self) -> None:
        """Decline what is marked, or else what is selected, with a reason."""
        self._decide(Verdict.DECLINE)

    def action_reopen(self) -> None:
        """Open an approved week again."""
        self._decide(Verdict.REOPEN)

    def action_mark(self) -> None:
        """Mark the selected row, and go on to the next."""
        row = self.selected
        if row is None or not self.selection.mark(row):
            self.app.bell()
            return
        self.show_marks((self.selection.place_of(row.key) or 0) + 1)

    def action_mark_all(self) -> None:
        """Mark all that is shown; once more takes all marks away."""
        self.selection.mark_all()
        self.show_marks()

    def action_decided(self) -> None:
        """Show what was decided."""
        self.turn_to("decided")

    def action_mine(self) -> None:
        """Show what the viewer has asked for."""
        self.turn_to("mine")

    def action_inbox(self) -> None:
        """Show what waits."""
        self.turn_to("waiting")

    def action_back(self) -> None:
        """Stop what is on its way, or go back one step."""
        if self.is_busy:
            self._stop()
        elif not self.step_back() and self.scope != "waiting" and self.may_look:
            self.turn_to("waiting")

    @work(exclusive=True, group="dialog")
    async def action_withdraw(self) -> None:
        """Take back what the viewer has asked for."""
        from punchcard.tui.approvals import asking

        if (row := self.selected) is not None and not self.why_not("withdraw"):
            await asking.withdraw(self, row)

    @work(exclusive=True, group="dialog")
    async def _decide(self, verdict: Verdict) -> None:
        from punchcard.tui.approvals import asking

        marked = self.selection.marked if self.scope == "waiting" else []
        row = self.selected
        rows = marked or ([row] if row is not None else [])
        if rows:
            await asking.decide(self, rows, verdict)

    @work(exclusive=True, group="dialog")
    async def ask_about_rules(self, rows: Sequence[Row], reasons: Mapping[str, str]) -> None:
        """Ask whether to approve `rows` all the same, which were refused for rules on working time alone."""
        from punchcard.tui.approvals import asking

        await asking.accept_violations(self, rows, reasons)

    @work(exclusive=True, group="stop")
    async def _stop(self) -> None:
        from punchcard.tui.approvals import asking

        await asking.stop(self)


def _why_not_decidable(row: Row) -> str:
    if row.is_gone:
        return f"This does not wait any more: {row.problem}"
    return "This is decided already, and on its way." if row.pending is not None else ""


def _why_not_withdrawable(row: Row | None) -> str:
    if row is None:
        return "You have asked for nothing."
    if row.pending is not None:
        return "Something about this is on its way already."
    if row.status is not RequestStatus.PENDING:
        return f"Only what still waits can be withdrawn: it is {row.status}."
    return ""


def _why_not_reopenable(row: Row | None) -> str:
    if row is None:
        return "Nothing was decided yet."
    if not isinstance(row.item, SubmittedWeek) or row.item.status is not RequestStatus.APPROVED:
        return "Only an approved week can be opened again."
    return "Something about this week is on its way already." if row.pending is not None else ""

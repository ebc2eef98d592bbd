"""The part of the adapter contract that is about a team: submitted weeks, change requests, people."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal, Protocol, TypeAlias

if TYPE_CHECKING:
    from whenever import Date

    from punchcard.backends.outcomes import Outcome, Settled
    from punchcard.core.approval_changes import ApprovalChange, Decide, RequestChange, WithdrawRequest
    from punchcard.core.change_requests import ApprovalItem, Decidable
    from punchcard.core.changes import SubmitWeeks, WithdrawWeeks
    from punchcard.core.groups import Filters, Period
    from punchcard.core.kept_balance import KeptBalance
    from punchcard.core.people import Person, Role
    from punchcard.core.presence import Attendance
    from punchcard.core.submitted_weeks import SubmittedWeek


class WeeksPort(Protocol):
    """A person's own weeks on their way to whoever decides them. Weeks go in order."""

    async def list(self, person: str, period: Period) -> Sequence[SubmittedWeek]:
        """Return the newest standing of every week touching `period` that was ever handed in, oldest first.

        A week that was taken back is not among them.
        """
        ...

    async def due(self, person: str, until: Date) -> Sequence[SubmittedWeek]:
        """Return the weeks up to `until` (a week's last day) that are not handed in, oldest first.

        They would go along when the newest of them is handed in.
        """
        ...

    async def submit(self, change: SubmitWeeks) -> Outcome[Sequence[SubmittedWeek]]:
        """Hand in exactly the weeks that are named, all or none, and return them."""
        ...

    async def withdraw(self, change: WithdrawWeeks) -> Outcome[Sequence[SubmittedWeek]]:
        """Take back weeks that nobody has decided yet, all or none, and return them."""
        ...

    async def settle(self, change: SubmitWeeks | WithdrawWeeks) -> Settled[Sequence[SubmittedWeek]]:
        """Find out by reading whether a write whose answer was lost has happened."""
        ...


Scope: TypeAlias = Literal["mine", "waiting", "decided"]
"""What a person has asked for, what waits for their decision, and what was decided where they may decide."""


class ApprovalsPort(Protocol):
    """Change requests, and the decisions of leads."""

    async def list(self, person: str, scope: Scope) -> Sequence[ApprovalItem]:
        """Return what `person` sees of a scope: oldest first, the decided ones newest first.

        Where every entry is approved for itself, `PendingEntry` is all there is: "waiting" is what is open,
        submitted or declined of everybody whose time the person may see, "mine" is what is submitted or
        declined of their own, and nothing is "decided": `BackendInfo.not_listed` says where that stands.
        """
        ...

    async def find(self, person: str, ending: str) -> Sequence[Decidable]:
        """Return what `person` may decide, or might have, whose id ends in `ending`, whatever became of it.

        Nothing where the vendor cannot look that up.
        """
        ...

    async def affected(self, change: Decide) -> Sequence[Decidable]:
        """Return everything that a decision would reach besides its item (weeks are decided in cascades)."""
        ...

    async def decide(self, change: Decide) -> Outcome[Sequence[Decidable]]:
        """Decide, and return every item that it changed, the decided one first.

        What was decided elsewhere meanwhile is refused, saying how, when and by whom. Where nothing but rules
        on working time stand against an approval, the refusal names `VIOLATIONS` as its field.
        """
        ...

    async def request(self, change: RequestChange) -> Outcome[Sequence[Decidable]]:
        """Ask for a change, and return the request as it is kept, then one that it has replaced.

        It is approved already where the person may edit the day anyway: the entries were changed then.
        """
        ...

    async def withdraw(self, change: WithdrawRequest) -> Outcome[Sequence[Decidable]]:
        """Take back a pending request, and return it."""
        ...

    async def settle(self, change: ApprovalChange) -> Settled[Sequence[Decidable]]:
        """Find out by reading whether a write whose answer was lost has happened."""
        ...


class TeamPort(Protocol):
    """The people of a team that is kept here."""

    async def former(self) -> Sequence[Person]:
        """Return everybody who was taken out of the team; what they have done stays under their names."""
        ...

    async def add(self, name: str, role: Role) -> Person:
        """Add somebody.

        Raises:
            Refusal: There is somebody of that name.
        """
        ...

    async def give_role(self, person: Person, role: Role) -> Person:
        """Let somebody be a worker or a lead.

        Raises:
            Refusal: Nobody would be left to decide.
        """
        ...

    async def remove(self, person: Person) -> None:
        """Take somebody out of the team; their time stays.

        Raises:
            Refusal: It is the person whose home this is.
        """
        ...


class PresencePort(Protocol):
    """Who is at work right now."""

    async def clocked_in(self, people: Sequence[str], filters: Filters) -> Attendance:
        """Return everybody whose clock runs, of `people` or, where that is empty, of all one may see.

        Args:
            people: Ids.
            filters: Of these, time types and what the clock is booked on.
        """
        ...


class BalancesPort(Protocol):
    """Balances that the vendor keeps itself."""

    async def balances(
        self, people: Sequence[str], time_until: Date | None, vacation_until: Date | None
    ) -> Sequence[KeptBalance]:
        """Return the balances of people; all that the account may see where `people` is empty.

        Somebody whom the vendor does not tell about is left out.

        Args:
            people: Ids.
            time_until: The last day that the balance of working time counts; None for the vendor's choice.
            vacation_until: The last day that the balance of vacation counts; None for today.
        """
        ...

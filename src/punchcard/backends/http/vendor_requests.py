"""What a vendor without change requests answers to one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from punchcard.backends.abilities import Ability, AbilityAnswer, No
from punchcard.backends.outcomes import Outcome, Refused

if TYPE_CHECKING:
    from punchcard.core.approval_changes import RequestChange, WithdrawRequest
    from punchcard.core.change_requests import Decidable


class WithoutRequests:
    """That part of approvals, where it is always refused."""

    def __init__(self, why: str) -> None:
        """Take a sentence that says why, and what is done instead."""
        self._no_requests = why

    async def request(self, change: RequestChange) -> Outcome[Sequence[Decidable]]:
        """Refuse: there are no change requests."""
        del change
        return Refused(f"{self._no_requests} Nothing was asked for.")

    async def withdraw(self, change: WithdrawRequest) -> Outcome[Sequence[Decidable]]:
        """Refuse: there are no change requests."""
        del change
        return Refused(f"{self._no_requests} Nothing was taken back.")


def no_requests(title: str, why: str) -> Mapping[Ability, AbilityAnswer]:
    """Return what a vendor without change requests says of these abilities.

    Args:
        title: What the service is called.
        why: What `WithoutRequests` takes.
    """
    return {Ability.REQUEST_CHANGE: No(why), Ability.WITHDRAW_REQUEST: No(f"{title} has no change requests.")}

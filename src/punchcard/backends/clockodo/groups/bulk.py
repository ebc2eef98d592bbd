"""Bulk changes in the two steps of the service: a key and a count first, then the change (section 5)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from punchcard.backends.clockodo.client import ClockodoClient
from punchcard.backends.clockodo.entries.booking import BILLED, LEVELS
from punchcard.backends.clockodo.groups.choice import filters_of, values_of
from punchcard.backends.clockodo.groups.offer import with_extras
from punchcard.backends.clockodo.groups.query import (
    GroupFilters,
    GroupKey,
    are_classic_too,
    selection_params,
    sent_window,
)
from punchcard.backends.clockodo.groups.wire import Step
from punchcard.backends.errors import BackendError, Unreachable
from punchcard.backends.outcomes import Confirmed, Outcome, Refused, Unanswered
from punchcard.core.refusals import UsageError
from punchcard.core.text import NOTE_LIMIT, one_line

if TYPE_CHECKING:
    from punchcard.backends.groups_contract import BulkChange, Plan

_NOTHING = "Nothing was changed."


class ClockodoBulk:
    """Plans and runs; the key is kept in the plan alone, and no step is ever sent twice."""

    def __init__(self, client: ClockodoClient) -> None:
        self._client = client

    async def plan(self, change: BulkChange) -> Plan:
        """Take the first step.

        Raises:
            UsageError: The service cannot select entries like that, or there is nothing to change.
            BackendError: It was refused, or not answered; nothing was changed.
        """
        outcome = await self._send(change, None)
        if isinstance(outcome, Refused):
            raise BackendError(f"{outcome.reason} {_NOTHING}")
        if not isinstance(outcome, Confirmed):
            raise Unreachable(f"{outcome.detail} {_NOTHING}")
        plan = _plan(change, outcome.result)
        if plan is None:
            raise BackendError(
                "Clockodo did not ask for a confirmation. Look at the entries before you go on."
            )
        return plan

    async def run(self, plan: Plan) -> Outcome[int] | Plan:
        """Take the second step, or return a new plan where the service asks once more."""
        if not plan.affected:
            return Confirmed(0)
        outcome = await self._send(plan.change, plan.key)
        if not isinstance(outcome, Confirmed):
            return outcome
        step = outcome.result
        if step.success:
            return _done(step, plan.affected)
        if asked_again := _plan(plan.change, step):
            return asked_again
        if step.success is False:
            return Refused(f"Clockodo has not done it, and does not say why. {_NOTHING}")
        return Unanswered("Clockodo does not say whether it has changed the entries; look at them.")

    async def _send(self, change: BulkChange, key: str | None) -> Outcome[Step]:
        filters, values = _filters(change), _values(change)
        method = "DELETE" if change.delete else "PUT"

        async def step(path: str, *, is_classic: bool) -> Outcome[Step]:
            confirm = {} if key is None else {"confirm_key": key}
            if change.delete:
                params = selection_params(change.period, filters, self._client.zone, is_classic=is_classic)
                return await self._client.write(Step, method, path, params=[*params, *confirm.items()])
            times = sent_window(change.period, self._client.zone, is_classic=is_classic)
            body = {**times, "filter": filters.given(), **values, **confirm}
            return await self._client.write(Step, method, path, body)

        async def current() -> Outcome[Step]:
            return await step("v2/entrygroups", is_classic=False)

        async def classic() -> Outcome[Step]:
            if not are_classic_too(filters.given() | values):
                return Refused("This Clockodo knows no subprojects here; change the entries one by one.")
            return await step("entrygroups", is_classic=True)

        return await self._client.generations.either("entrygroups", current, classic)


def _plan(change: BulkChange, step: Step) -> Plan | None:
    from punchcard.backends.groups_contract import Plan

    if step.confirm_key is None or step.affected_entries is None:
        return None
    return Plan(change, step.affected_entries, step.confirm_key)


def _done(step: Step, planned: int) -> Outcome[int]:
    if step.done is None:
        return Confirmed(planned, ("Clockodo does not say how many entries it has changed.",))
    if step.done != planned:
        return Confirmed(step.done, (f"{planned} entries were to be changed, and {step.done} were.",))
    return Confirmed(step.done)


def _filters(change: BulkChange) -> GroupFilters:
    """Return which entries are meant; always those of one person."""
    wanted = values_of(change.filters, change.extras)
    if wanted is None or any(len(values) > 1 for values in wanted.values()):
        raise UsageError(
            "Clockodo cannot select entries like that.", f"{_NOTHING} Filter by one value of each kind."
        )
    if GroupKey.USERS not in wanted:
        raise UsageError("It is not said whose entries are meant.", f"{_NOTHING} Name one person.")
    return with_extras(filters_of(wanted), change.extras)


def _values(change: BulkChange) -> dict[str, int | float | str]:
    if change.delete:
        return {}
    values: dict[str, int | float | str] = {}
    for reference in change.references:
        if reference.dimension not in LEVELS or not reference.id.isdecimal():
            raise UsageError(
                f"“{one_line(reference.name, 60)}” is nothing that Clockodo books time on.", _NOTHING
            )
        values[f"{reference.dimension}_id"] = int(reference.id)
    if change.note is not None:
        if len(change.note) > NOTE_LIMIT:
            raise UsageError(f"The note is longer than {NOTE_LIMIT:,} characters.", _NOTHING)
        values["text"] = change.note
    values |= _numbers(change)
    if not values:
        raise UsageError("There is nothing to change.", "Give at least one new value.")
    return values


def _numbers(change: BulkChange) -> dict[str, int | float]:
    found: dict[str, int | float] = {}
    if change.billable is not None or change.is_billed:
        found["billable"] = BILLED if change.is_billed else int(bool(change.billable))
    if change.person is not None:
        if not change.person.isdecimal():
            raise UsageError("That is nobody at Clockodo.", _NOTHING)
        found["users_id"] = int(change.person)
    if change.hourly_rate is not None:
        found["hourly_rate"] = change.hourly_rate
    return found

"""Approvals: change requests asked for and taken back, decisions, and what each of them leaves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from whenever import ZonedDateTime

from punchcard.backends.abilities import Ability
from punchcard.backends.contract import ApprovalsPort, Backend, Scope
from punchcard.core.approval_changes import Decide, RequestChange, WithdrawRequest
from punchcard.core.change_requests import (
    ChangeRequest,
    Decidable,
    Decision,
    IntervalChange,
    PendingEntry,
    RequestedChange,
    Verdict,
)
from punchcard.core.changes import SaveEntry, SubmitWeeks
from punchcard.core.groups import Filters, Period
from punchcard.core.identifiers import new_id
from punchcard.core.intervals import Interval
from punchcard.core.people import Role
from punchcard.core.submitted_weeks import RequestStatus
from punchcard.core.weeks import Week
from punchcard.testing.checks import confirmed, expect, happened, not_happened, offers, said_no, same
from punchcard.testing.weeks import WeeksContract

HOSTILE = "[bold]x[/] 'q\" -- ; {0} %s 100% _ \\ 👩🏽‍💻 שלום\nsecond line"
"""A note that markup, SQL and terminals would each read in a way of their own."""


class ApprovalsContract(WeeksContract):
    """Every backend whose requests are decided here treats them alike."""

    async def worker(self, backend: Backend) -> str | None:
        """Id of somebody else, whose requests the account's person may decide; None where there is nobody."""
        if backend.team is None:
            return None
        return (await backend.team.add(f"Ben Okafor {new_id()}", Role.WORKER)).id

    async def second_lead(self, backend: Backend) -> str | None:
        """Id of another one who may decide; None where there is nobody."""
        if backend.team is None:
            return None
        return (await backend.team.add(f"Lea Brandt {new_id()}", Role.LEAD)).id

    async def test_a_day_that_may_be_edited_is_changed_at_once(self, backend: Backend) -> None:
        """Nobody has to decide then; the entries are as they were asked for."""
        if (port := self.approvals_of(backend)) is None or (ben := await self.worker(backend)) is None:
            return
        start = self.noon_of(self.week_ago(1))
        change = _request(ben, start, 2, note=HOSTILE)
        (made,) = _requests(confirmed(await port.request(change), "a request"))
        self.is_named(made.id, change.id, "the request")
        same(made.status, RequestStatus.APPROVED, "what became of the request")
        same((made.note, made.decided_by), (HOSTILE, None), "its note, and who decided it")
        same(
            await self._worked(backend, ben), [Interval(start, start.add(hours=2))], "the time that is booked"
        )
        listed = [made.id] if self.lists_approved else []
        same(_ids(await port.list(ben, "mine")), listed, "what was asked for")
        same(await self._seen(backend, port, "waiting"), [], "what waits")
        said_no(await port.request(_request(ben, start, 2)), "a request that changes nothing")

    async def test_a_request_waits_and_a_newer_one_takes_its_place(self, backend: Backend) -> None:
        """One for each person and day; nothing is booked before somebody has decided."""
        if (found := await self._handed_in(backend)) is None:
            return
        port, ben, start = found
        booked = await self._worked(backend, ben)
        first, second = _request(ben, start, 1, after=4), _request(ben, start, 3, after=4)
        (waits,) = _requests(confirmed(await port.request(first), "a request"))
        self.is_named(waits.id, first.id, "the request")
        same(waits.status, RequestStatus.PENDING, "the status of a request on a locked day")
        newer = _requests(confirmed(await port.request(second), "a newer request"))
        self.is_named(newer[0].id, second.id, "the newer request")
        same(
            [(request.id, request.status) for request in newer],
            [(newer[0].id, RequestStatus.PENDING), (waits.id, RequestStatus.REPLACED)],
            "the newer request and the one that it replaces",
        )
        happened(await port.settle(second), "a request")
        if self.remembers_ids:
            repeated = confirmed(await port.request(second), "the same request once more")
            same(_ids(repeated), _ids(newer), "what comes back of the same request once more")
        same(await self._requests_seen(backend, port, "waiting"), [newer[0].id], "what waits")
        same(list(await port.list(ben, "waiting")), [], "what waits for a worker")
        same(_ids(await port.list(ben, "mine")), [waits.id, newer[0].id], "what was asked for")
        same(await self._worked(backend, ben), booked, "the time that is booked")

    async def test_only_a_pending_request_is_taken_back(self, backend: Backend) -> None:
        """A declined one stays as it is, with its reason."""
        if (found := await self._handed_in(backend)) is None:
            return
        port, ben, start = found
        request = await self._ask(port, _request(ben, start, 1, after=4))
        withdraw = WithdrawRequest(new_id(), request)
        somebody = await self.person(backend)
        said_no(
            await port.withdraw(WithdrawRequest(new_id(), replace(request, person=somebody))),
            "a request of somebody else",
        )
        not_happened(await port.settle(withdraw), "a withdrawal")
        for _ in range(self.times):
            (taken,) = confirmed(await port.withdraw(withdraw), "a withdrawal")
            same(taken.status, RequestStatus.WITHDRAWN, "the status of a request that was taken back")
        happened(await port.settle(withdraw), "a withdrawal")
        said_no(await port.withdraw(WithdrawRequest(new_id(), request)), "taking it back once more")
        declined = await self._ask(port, _request(ben, start, 1, after=4))
        decision = Decision(Verdict.DECLINE, HOSTILE)
        confirmed(await port.decide(Decide(new_id(), somebody, declined, decision)), "a decline")
        said_no(await port.withdraw(WithdrawRequest(new_id(), declined)), "taking back what was declined")
        stays = _requests(await port.list(ben, "mine"))[-1]
        same((stays.status, stays.reason), (RequestStatus.DECLINED, HOSTILE), "a declined request")

    async def test_an_approval_changes_the_day_in_spite_of_the_lock(self, backend: Backend) -> None:
        """What is approved is added and removed; it stands among what was decided."""
        if (found := await self._handed_in(backend)) is None:
            return
        port, ben, start = found
        added, removed = Interval(start.add(hours=4), start.add(hours=6)), Interval(start, start.add(hours=1))
        changes = (
            RequestedChange(IntervalChange.ADD, added),
            RequestedChange(IntervalChange.REMOVE, removed),
        )
        wanted = ChangeRequest(new_id(), ben, start.date(), changes)
        request = await self._ask(port, RequestChange(wanted.id, wanted))
        decide = Decide(new_id(), await self.person(backend), request, Decision(Verdict.APPROVE))
        same(list(await port.affected(decide)), [], "what else an approved request reaches")
        not_happened(await port.settle(decide), "an approval")
        for _ in range(self.times):
            (approved,) = _requests(confirmed(await port.decide(decide), "an approval"))
            same(approved.status, RequestStatus.APPROVED, "the status of an approved request")
            expect(bool(approved.decided_by and approved.decided_at), "nobody has decided it")
        happened(await port.settle(decide), "an approval")
        booked = [Interval(start.add(hours=1), start.add(hours=2)), added]
        same(await self._worked(backend, ben), booked, "the time that is booked")
        same(await self._requests_seen(backend, port, "waiting"), [], "what waits")
        same(await self._requests_seen(backend, port, "decided"), [request.id], "what was decided")

    async def test_who_may_decide(self, backend: Backend) -> None:
        """No worker, nobody their own, and nobody what was decided already."""
        if (found := await self._handed_in(backend)) is None:
            return
        port, ben, start = found
        request = await self._ask(port, _request(ben, start, 1, after=4))
        approve = Decision(Verdict.APPROVE)
        said_no(await port.decide(Decide(new_id(), ben, request, approve)), "a decision of a worker")
        other = await self.second_lead(backend)
        if other is not None:
            first = Decide(new_id(), other, request, approve)
            confirmed(await port.decide(first), "a decision of another lead")
            late = await port.decide(Decide(new_id(), await self.person(backend), request, approve))
            said_no(late, "a decision on what was decided already")
        own = await self._handed_in(backend, await self.person(backend))
        if own is not None:
            mine = await self._ask(port, _request(own[1], own[2], 1, after=4))
            decide = Decide(new_id(), own[1], mine, approve)
            said_no(await port.decide(decide), "a decision on one's own request")
            expect(mine.id not in await self._requests_seen(backend, port, "waiting"), "one's own waits")

    async def test_what_makes_no_sense_is_not_asked_for(self, backend: Backend) -> None:
        """Stretches of another day, backwards, or longer than a day; a note without an end."""
        if (port := self.approvals_of(backend)) is None or (ben := await self.worker(backend)) is None:
            return
        start = self.noon_of(self.week_ago(1))
        good = _request(ben, start, 1)
        for what, request in (
            ("nothing", replace(good.request, changes=())),
            ("time that ends before it starts", _request(ben, start, -1).request),
            ("more than a day", _request(ben, start, 30).request),
            ("time of another day", replace(good.request, day=start.date().add(days=3))),
        ):
            said_no(await port.request(RequestChange(new_id(), request)), f"a request for {what}")
        said_no(await port.request(_request(ben, start, 1, note="x" * 10_000)), "a note of 10,000 characters")
        same(list(await port.list(ben, "mine")), [], "what was asked for")

    async def test_weeks_are_approved_in_order_and_opened_with_the_later_ones(self, backend: Backend) -> None:
        """What a decision reaches besides its week is named before, and comes back with it."""
        if (found := await self._handed_in(backend, weeks=3)) is None:
            return
        port, ben, _ = found
        me, seen = await self.person(backend), await self._seen(backend, port, "waiting")
        same([(week.person, week.status) for week in seen], [(ben, RequestStatus.PENDING)] * 3, "what waits")
        for verdict, number, statuses in (
            (Verdict.APPROVE, 1, {0: RequestStatus.APPROVED, 1: RequestStatus.APPROVED}),
            (Verdict.REOPEN, 0, {0: None, 1: None, 2: None}),
        ):
            decide = Decide(new_id(), me, seen[number], Decision(verdict))
            affected = _ids(await port.affected(decide))
            same(
                set(affected), {seen[n].id for n in statuses if n != number}, f"what a {verdict} also reaches"
            )
            for _ in range(self.times):
                done = confirmed(await port.decide(decide), f"a {verdict}")
                self.came_back(_ids(done), [seen[number].id, *affected], f"what a {verdict} has changed")
            wanted = [statuses.get(n, RequestStatus.PENDING) for n in range(3)]
            same(await self._weeks_of_person(backend, ben), [s for s in wanted if s], "the weeks")
        again = Decide(new_id(), me, seen[0], Decision(Verdict.REOPEN))
        said_no(await port.decide(again), "opening a week that is open")

    async def test_a_declined_week_is_open_with_its_reason(self, backend: Backend) -> None:
        """Later weeks that wait were handed in upon it, and are open again as well."""
        if (found := await self._handed_in(backend, weeks=2)) is None:
            return
        port, ben, _ = found
        seen = await self._seen(backend, port, "waiting")
        decide = Decide(new_id(), await self.person(backend), seen[0], Decision(Verdict.DECLINE, HOSTILE))
        same(_ids(await port.affected(decide)), [seen[1].id], "what a decline also reaches")
        confirmed(await port.decide(decide), "a decline")
        same(await self._weeks_of_person(backend, ben), [RequestStatus.DECLINED], "the weeks")
        (declined,) = await self._seen(backend, port, "decided")
        same(getattr(declined, "reason", None), HOSTILE, "the reason")

    def approvals_of(self, backend: Backend) -> ApprovalsPort | None:
        """The approvals, or None after making sure that none are promised."""
        if backend.approvals is None or not offers(backend, Ability.REQUEST_CHANGE):
            expect(not offers(backend, Ability.REQUEST_CHANGE), "requests are offered without their port")
            return None
        return backend.approvals

    def came_back(self, found: Sequence[str | None], wanted: Sequence[str | None], what: str) -> None:
        """Fail unless a decision brings back all that it has changed, the decided one first.

        Where it may have been found by reading back, the decided one alone may do.
        """
        same(list(found), list(wanted), what)

    def noon_of(self, week: Week) -> ZonedDateTime:
        """Noon on the Tuesday of a week."""
        days = self.now().date().since(week.first.add(days=1), total="days")
        return self.now().subtract(days=round(days)).start_of("day").add(hours=12)

    async def _handed_in(
        self, backend: Backend, person: str | None = None, weeks: int = 1
    ) -> tuple[ApprovalsPort, str, ZonedDateTime] | None:
        """Two hours on the Tuesday of each of the last weeks, all handed in; and the noon of the first."""
        port = self.approvals_of(backend)
        if port is None or backend.entries is None or backend.weeks is None:
            return None
        if (whose := person or await self.worker(backend)) is None:
            return None
        handed_in = [self.week_ago(number) for number in range(weeks, 0, -1)]
        for week in handed_in:
            entry = replace(await self.draft(backend, self.noon_of(week), hours=2), person=whose)
            confirmed(await backend.entries.save(SaveEntry(entry.id, entry)), "a new entry")
        confirmed(await backend.weeks.submit(SubmitWeeks(new_id(), whose, tuple(handed_in))), "weeks")
        return port, whose, self.noon_of(handed_in[0])

    async def _ask(self, port: ApprovalsPort, change: RequestChange) -> ChangeRequest:
        request = _requests(confirmed(await port.request(change), "a request"))[0]
        same(request.status, RequestStatus.PENDING, "the status of a request on a locked day")
        return request

    async def _seen(self, backend: Backend, port: ApprovalsPort, scope: Scope) -> list[Decidable]:
        items = await port.list(await self.person(backend), scope)
        return [item for item in items if not isinstance(item, PendingEntry)]

    async def _requests_seen(self, backend: Backend, port: ApprovalsPort, scope: Scope) -> list[str]:
        return [item.id for item in _requests(await self._seen(backend, port, scope))]

    async def _worked(self, backend: Backend, person: str) -> list[Interval]:
        if backend.entries is None:
            return []
        period = Period(self.week_ago(3).first, self.now().date())
        entries = await backend.entries.list([person], period, Filters())
        return [entry.interval for entry in entries if entry.interval]

    async def _weeks_of_person(self, backend: Backend, person: str) -> list[RequestStatus]:
        if backend.weeks is None:
            return []
        period = Period(self.week_ago(3).first, self.now().date())
        return [week.status for week in await backend.weeks.list(person, period)]


def _request(
    person: str, start: ZonedDateTime, hours: int, note: str = "", *, after: int = 0
) -> RequestChange:
    """Ask for `hours` of work to be added, `after` hours after `start`."""
    begin = start.add(hours=after)
    change = RequestedChange(IntervalChange.ADD, Interval(begin, begin.add(hours=hours)))
    request = ChangeRequest(new_id(), person, start.date(), (change,), note=note)
    return RequestChange(request.id, request)


def _requests(items: Sequence[object]) -> list[ChangeRequest]:
    return [item for item in items if isinstance(item, ChangeRequest)]


def _ids(items: Sequence[object]) -> list[str]:
    return [str(getattr(item, "id", "")) for item in items]

"""Weeks: handed in, in order and without a gap; locked; taken back; and settled."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from whenever import ZonedDateTime

from punchcard.backends.abilities import Ability
from punchcard.backends.contract import Backend, WeeksPort
from punchcard.backends.outcomes import Confirmed, Outcome
from punchcard.core.changes import DeleteEntry, SaveEntry, SubmitWeeks, WithdrawWeeks
from punchcard.core.entries import Entry, EntryStatus
from punchcard.core.groups import Period
from punchcard.core.identifiers import new_id
from punchcard.core.punches import Start
from punchcard.core.submitted_weeks import RequestStatus, SubmittedWeek
from punchcard.core.weeks import Week
from punchcard.testing.account import Account
from punchcard.testing.checks import confirmed, expect, happened, not_happened, offers, said_no, same


class WeeksContract(Account):
    """Every backend to which weeks are handed in treats them alike."""

    tells_taken_back = True
    """Whether a week that was taken back is told from a declined one, and so left out of what is listed."""

    def week_ago(self, weeks: int) -> Week:
        """The whole week that many weeks ago, beginning on a Monday."""
        today = self.now().date()
        monday = today.subtract(days=today.day_of_week().value - 1 + 7 * weeks)
        return Week(monday, monday.add(days=6))

    async def test_weeks_are_handed_in_in_order_and_without_a_gap(self, backend: Backend) -> None:
        """What is due is named by the backend, and goes all or none."""
        if (port := await self._worked_two_weeks(backend)) is None:
            return
        older, newer, person = self.week_ago(2), self.week_ago(1), await self.person(backend)
        same(_named(await port.due(person, newer.last)), [older, newer], "the weeks that are due")
        same(_named(await port.due(person, older.last)), [older], "the weeks that are due before that")
        same(await self._standing(backend, port), [], "the weeks that were handed in")
        said_no(await self._submit(backend, port, newer), "a week with another one due before it")
        handed_in = confirmed(await self._submit(backend, port, older, newer), "two weeks")
        same(_statuses(handed_in), _both(older, newer, RequestStatus.PENDING), "the weeks that come back")
        same(await self._standing(backend, port), _statuses(handed_in), "the weeks that were handed in")
        same(list(await port.due(person, newer.last)), [], "the weeks that are due afterwards")
        said_no(await self._submit(backend, port, newer), "a week that was handed in already")

    async def test_a_week_that_has_not_begun_is_not_handed_in(self, backend: Backend) -> None:
        """Not even with all that are due before it."""
        if (port := await self._worked_two_weeks(backend)) is None:
            return
        weeks = [self.week_ago(weeks) for weeks in (2, 1, 0, -1)]
        said_no(await self._submit(backend, port, *weeks), "a week that has not begun")
        same(await self._standing(backend, port), [], "the weeks that were handed in")

    async def test_a_week_with_the_running_clock_is_not_handed_in(self, backend: Backend) -> None:
        """The clock is stopped first; whoever keeps one that the vendor does not know of sees to that."""
        port = await self._worked_two_weeks(backend)
        if port is None or not self.is_clock_there(backend):
            return
        await self.done(backend, Start(new_id(), self.hours_ago(1)))
        weeks = [self.week_ago(weeks) for weeks in (2, 1, 0)]
        said_no(await self._submit(backend, port, *weeks), "a week with the running clock")
        same(await self._standing(backend, port), [], "the weeks that were handed in")

    async def test_a_week_that_was_handed_in_is_locked(self, backend: Backend) -> None:
        """Its entries say so; none is changed, deleted, moved in, or moved out."""
        port = await self._worked_two_weeks(backend)
        if port is None or backend.entries is None:
            return
        older, newer = self.week_ago(2), self.week_ago(1)
        confirmed(await self._submit(backend, port, older), "a week")
        inside, outside = await self._entry_of(backend, older), await self._entry_of(backend, newer)
        same(inside.status, EntryStatus.SUBMITTED, "the status of its entry")
        expect(bool((inside.locked or "").strip().endswith(".")), f"{inside.locked!r} is no sentence")
        same((outside.status, outside.locked), (EntryStatus.OPEN, None), "the entry of the next week")
        for what, change in (
            ("a change in the week", SaveEntry(new_id(), replace(inside, note="changed"), inside)),
            ("an entry moved out of the week", SaveEntry(new_id(), _moved(inside, 8), inside)),
            ("an entry moved into the week", SaveEntry(new_id(), _moved(outside, -8), outside)),
        ):
            said_no(await backend.entries.save(change), what)
        new = await self.draft(backend, _start(inside).subtract(hours=5), hours=1)
        said_no(await backend.entries.save(SaveEntry(new.id, new)), "a new entry in the week")
        said_no(await backend.entries.delete(DeleteEntry(new_id(), inside)), "a deletion in the week")
        same(await self.listed(backend, older.first, older.last), [inside], "its entries")
        if self.is_clock_there(backend):
            start = Start(new_id(), _start(inside).add(days=1))
            said_no(await self.punch(backend, start), "a clock that starts in the week")

    async def test_a_week_is_taken_back_with_all_later_ones(self, backend: Backend) -> None:
        """It is open then."""
        if (port := await self._worked_two_weeks(backend)) is None:
            return
        older, newer, person = self.week_ago(2), self.week_ago(1), await self.person(backend)
        said_no(await self._withdraw(backend, port, older), "a week that was never handed in")
        confirmed(await self._submit(backend, port, older, newer), "two weeks")
        said_no(await self._withdraw(backend, port, older), "a week without the one after it")
        same(len(await self._standing(backend, port)), 2, "number of weeks that were handed in")
        taken = confirmed(await self._withdraw(backend, port, older, newer), "two weeks taken back")
        same(_named(taken), [older, newer], "the weeks that come back")
        # Where a week that came back is still told, it is told as that.
        left = [
            week
            for week, status in await self._standing(backend, port)
            if status is not RequestStatus.REJECTED
        ]
        same(left, [], "the weeks that were handed in")
        same(_named(await port.due(person, newer.last)), [older, newer], "the weeks that are due")
        entry = await self._entry_of(backend, older)
        same((entry.status, entry.locked), (EntryStatus.OPEN, None), "the entry of a week taken back")

    async def test_a_week_that_was_taken_back_is_handed_in_again(self, backend: Backend) -> None:
        """As if it had never been handed in."""
        if (port := await self._worked_two_weeks(backend)) is None:
            return
        older = self.week_ago(2)
        for _ in range(2):
            confirmed(await self._submit(backend, port, older), "the week")
            confirmed(await self._withdraw(backend, port, older), "the week taken back")
        confirmed(await self._submit(backend, port, older), "the week once more")
        confirmed(await self._withdraw(backend, port, older), "the week taken back once more")

    async def test_settle_finds_what_became_of_weeks(self, backend: Backend) -> None:
        """What happened is confirmed; of what did not, it is sure; a repeated request is done once."""
        if (port := await self._worked_two_weeks(backend)) is None:
            return
        older, person = self.week_ago(2), await self.person(backend)
        submit, withdraw = SubmitWeeks(new_id(), person, (older,)), WithdrawWeeks(new_id(), person, (older,))
        not_happened(await port.settle(submit), "a week")
        confirmed(await port.submit(submit), "a week")
        happened(await port.settle(submit), "a week")
        not_happened(await port.settle(withdraw), "a withdrawal")
        repeated = await port.submit(submit)
        if isinstance(repeated, Confirmed):
            same(_named(repeated.result), [older], "the weeks of a repeated request")
        same(len(await self._standing(backend, port)), 1, "number of weeks that were handed in")
        confirmed(await port.withdraw(withdraw), "a withdrawal")
        happened(await port.settle(withdraw), "a withdrawal")

    def _weeks_of(self, backend: Backend) -> WeeksPort | None:
        """The weeks, or None after making sure that handing in is not promised."""
        if backend.weeks is None or not offers(backend, Ability.SUBMIT_WEEK):
            expect(not offers(backend, Ability.SUBMIT_WEEK), "handing in is offered without its port")
            return None
        return backend.weeks

    async def _worked_two_weeks(self, backend: Backend) -> WeeksPort | None:
        """An entry at noon on the Tuesday of each of the two weeks before this one."""
        port, entries = self._weeks_of(backend), self.entries_of(backend)
        if port is None or entries is None:
            return None
        for weeks in (2, 1):
            tuesday = self.week_ago(weeks).first.add(days=1)
            days = self.now().date().since(tuesday, total="days")
            noon = self.now().subtract(days=round(days)).start_of("day").add(hours=12)
            entry = await self.draft(backend, noon, hours=2)
            confirmed(await entries.save(SaveEntry(entry.id, entry)), "a new entry")
        return port

    async def _entry_of(self, backend: Backend, week: Week) -> Entry:
        return (await self.listed(backend, week.first, week.last))[0]

    async def _standing(self, backend: Backend, port: WeeksPort) -> list[tuple[Week, RequestStatus]]:
        period = Period(self.week_ago(2).first, self.week_ago(0).last)
        listed = _statuses(await port.list(await self.person(backend), period))
        if self.tells_taken_back:
            return listed
        return [each for each in listed if each[1] is not RequestStatus.REJECTED]

    async def _submit(
        self, backend: Backend, port: WeeksPort, *weeks: Week
    ) -> Outcome[Sequence[SubmittedWeek]]:
        return await port.submit(SubmitWeeks(new_id(), await self.person(backend), weeks))

    async def _withdraw(
        self, backend: Backend, port: WeeksPort, *weeks: Week
    ) -> Outcome[Sequence[SubmittedWeek]]:
        return await port.withdraw(WithdrawWeeks(new_id(), await self.person(backend), weeks))


def _named(weeks: Sequence[SubmittedWeek]) -> list[Week]:
    return [Week(week.first, week.last) for week in weeks]


def _statuses(weeks: Sequence[SubmittedWeek]) -> list[tuple[Week, RequestStatus]]:
    return [(Week(week.first, week.last), week.status) for week in weeks]


def _both(one: Week, other: Week, status: RequestStatus) -> list[tuple[Week, RequestStatus]]:
    return [(one, status), (other, status)]


def _start(entry: Entry) -> ZonedDateTime:
    if entry.start is None:
        raise AssertionError("an entry with clock times came back without them")
    return entry.start


def _moved(entry: Entry, days: int) -> Entry:
    start, end = _start(entry).add(days=days), entry.end and entry.end.add(days=days)
    return replace(entry, day=start.date(), start=start, end=end)

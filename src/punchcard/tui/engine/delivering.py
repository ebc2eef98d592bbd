"""Delivering the outbox: a task of its own, which everything else goes on beside, however long it takes."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

from punchcard.backends.errors import NotAllowed
from punchcard.core.refusals import Refusal
from punchcard.services.outbox.delivery_order import can_go_on, next_row
from punchcard.services.outbox.row_moves import now_ms
from punchcard.services.outbox.sync import Delivery, deliver
from punchcard.services.outbox.trying_again import try_again_now
from punchcard.services.reading.connection_words import Activity
from punchcard.services.session import Session
from punchcard.store.outbox import OutboxRow, OutboxState
from punchcard.tui.engine.link import Link
from punchcard.tui.engine.showing import Showing
from punchcard.tui.messages import RequestAccepted, Told

DELIVERY_SECONDS = 600.0
"""The longest that one delivery takes; each call of it ends long before, as the HTTP layer sees to it."""

LATE_MS = 10_000
"""What was asked for longer ago is not what the person has in mind."""


class Delivering:
    """Delivers when it is woken: something was asked for, a back-off is over, the network is back."""

    def __init__(self, session: Session, showing: Showing, link: Link, reached: Callable[[], None]) -> None:
        """Deliver for `session`; `reached` is called when the backend has taken something."""
        self._session, self._showing, self._link, self._reached = session, showing, link, reached
        self._wake = asyncio.Event()
        self._idle = asyncio.Event()
        self._idle.set()
        self._not_before = 0
        self._is_all_delivered = False

    def wake(self) -> None:
        """Deliver what can go now, behind what is under way."""
        self._wake.set()
        self._idle.clear()

    def hurry(self) -> None:
        """Deliver everything now that only waits for its next try."""
        self._not_before = 0
        try_again_now(self._session)
        self.wake()

    def look(self) -> None:
        """Begin where something may go by now."""
        session, now = self._session, now_ms(self._session)
        if self._is_all_delivered or not self.is_idle or now < self._not_before:
            return
        if session.gate.why_shut(session.instant()) is None and next_row(self._open_rows(), now) is not None:
            self.wake()

    @property
    def is_idle(self) -> bool:
        """Whether nothing is under way."""
        return self._idle.is_set()

    async def idle(self) -> None:
        """Wait until everything is delivered that can go now."""
        await self._idle.wait()

    async def run(self) -> None:
        """Deliver, again and again, until this is cancelled."""
        while True:
            await self._wake.wait()
            self._wake.clear()
            try:
                await self._deliver()
            except Refusal as refusal:
                self._showing.refuse(refusal)
            if not self._wake.is_set():
                self._idle.set()

    async def _deliver(self) -> None:
        found = self._open_rows()
        before = {row.id: row.not_before for row in found}
        needed = {row.id for row in found if row.state is OutboxState.NEEDS_YOU}
        with self._link.busy(Activity.SENDING):
            delivery = await deliver(self._session, DELIVERY_SECONDS)
            self._is_all_delivered = not can_go_on(delivery.open_rows)
            self._conclude(before, delivery)
        if self._session.backend.info.immediate:
            await self._showing.reckon()
        self._showing.show()
        self._say_what_came_of_it(delivery, needed)

    def _say_what_came_of_it(self, delivery: Delivery, needed: Collection[str]) -> None:
        """Say it all at once: there is room for one thing at a time."""
        problems = [sentence for row in delivery.refused for sentence in self._refused(row)]
        problems += self._who_needs_you([row for row in delivery.open_rows if row.id not in needed])
        said = [row.answer or "" for row in delivery.remarked]
        if problems:
            self._showing.post(Told(" ".join([*problems, *said, *delivery.adopted]), is_problem=True))
            return
        if said:
            self._showing.post(RequestAccepted(" ".join([*said, *delivery.adopted])))
        else:
            self._showing.tell(delivery.adopted)

    def _refused(self, row: OutboxRow) -> Iterator[str]:
        """Say why it was refused, and of what was asked for a while ago also what it was."""
        from punchcard.services.outbox.row_names import named_row
        from punchcard.services.outbox.unbooked import not_booked

        session = self._session
        is_own = row.person == session.person.id
        if now_ms(session) - row.made_at > LATE_MS:
            yield f"Refused: {named_row(session, row)}."
        if self._became_invalid(row):
            mends = "the card on the clock mends it"
            if not is_own:
                mends = "`punch repair` with `--as` mends it for them"
            yield f"{session.backend.info.title} could not save this stop; {mends}."
            return
        if row.change.kind == "stop" and row.attempts == 0 and is_own:
            yield "The clock was not stopped; {clock.stop} asks what is to become of it."
        yield row.answer or "The backend refused it."
        if lost := not_booked(session, row):
            yield f"{lost} {{timesheet.add}} in the timesheet adds it."

    def _became_invalid(self, row: OutboxRow) -> bool:
        """Whether the stop of a clock was refused and the clock is gone, which a card explains."""
        if row.change.kind != "stop" or not self._session.backend.info.overwrites:
            return False
        from punchcard.services.invalid_entries import made_of

        return made_of(self._session, row) is not None

    def _who_needs_you(self, rows: Sequence[OutboxRow]) -> Iterator[str]:
        """Say once what waits for the person from now on."""
        if found := [row for row in rows if row.state is OutboxState.NEEDS_YOU]:
            from punchcard.services.outbox.row_names import named_row

            what = named_row(self._session, found[0])
            more = f" and {len(found) - 1} more" if found[1:] else ""
            needs = "need" if found[1:] else "needs"
            yield f"This{more} {needs} you: {what}. {{app.outbox}} shows why, and what you can do."

    def _conclude(self, before: Mapping[str, int], delivery: Delivery) -> None:
        """Learn from it how the connection is, and when to come back."""
        problem = delivery.problem
        if problem is not None and not isinstance(problem, NotAllowed):
            # The others would fail like the one that has: they wait with it.
            self._not_before = _postponed_to(before, delivery.open_rows)
            # Where nothing is left to be sent, only reading what became of it has failed.
            self._link.fail(Activity.READING if self._is_all_delivered else Activity.SENDING, problem)
            return
        self._not_before = 0
        has_arrived = before.keys() - {row.id for row in delivery.open_rows}
        if has_arrived:
            self._reached()
        if has_arrived or self._session.backend.info.immediate:
            self._link.answer(Activity.SENDING)
        elif self._is_all_delivered:
            self._link.forget(Activity.SENDING)

    def _open_rows(self) -> list[OutboxRow]:
        with self._session.store.read() as transaction:
            return transaction.outbox.unsettled(self._session.account.name)


def _postponed_to(before: Mapping[str, int], rows: tuple[OutboxRow, ...]) -> int:
    """Until when the rows that were tried wait, in epoch milliseconds."""
    return max((row.not_before for row in rows if row.not_before != before.get(row.id)), default=0)

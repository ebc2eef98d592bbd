"""Anything at all in any order: punches, edits, undo, faults, restarts, other devices, time, no network.

In CI some examples, the same at each run; with PUNCHCARD_ALL_FAULTS=1 many more, drawn anew.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from random import Random

import httpx
import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from tests.faults.agreement import assert_agreement, hashed, read_everything, rows_of
from tests.faults.kinds import KINDS, REFERENCE, Kind
from tests.faults.lab import ACCOUNT, ALL, Lab, deliver_all

from punchcard.backends.errors import BackendError
from punchcard.core.clock import Idle, Running
from punchcard.core.intervals import Interval
from punchcard.core.punches import Adjust, Cancel, Restore
from punchcard.core.refusals import Refusal
from punchcard.sandbox.faults import Fault
from punchcard.services import clocking, undo
from punchcard.services.entries import by_hand as entries
from punchcard.services.entries.by_hand import EntryChanges
from punchcard.services.outbox import choices as outbox_choices
from punchcard.services.outbox import sync
from punchcard.services.overview import overview
from punchcard.services.reading.refresh import refresh
from punchcard.services.session import Session
from punchcard.store.outbox import OutboxRow, OutboxState
from punchcard.testing.checks import as_booked, as_seen

PUNCHES: dict[str, Callable[[Session], object]] = {
    "break": clocking.take_break,
    "resume": clocking.resume,
    "stop": clocking.stop,
    "cancel": clocking.cancel,
    "adjust": lambda session: clocking.adjust(session, session.now().subtract(minutes=7)),
}
FAULTS = [fault for fault in Fault if fault not in (Fault.CHANGED_ELSEWHERE, Fault.ARRIVES_LATE)]
EXAMPLES = {name: 40 if name == REFERENCE.name else 8 for name in KINDS}
MANY_EXAMPLES = 2000
SETTLED = (OutboxState.CONFIRMED, OutboxState.REFUSED, OutboxState.DROPPED)


class Wire(httpx.AsyncHTTPTransport):
    """A network that can be there or not."""

    is_there = True

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if not self.is_there:
            raise httpx.ConnectError("no network")
        return await super().handle_async_request(request)


class Anything(RuleBasedStateMachine):
    """A person, their home, a vendor, and everything that may happen between them."""

    def __init__(self, lab: Lab, kind: Kind) -> None:
        super().__init__()
        self._kind = kind
        self._runner = asyncio.Runner()
        self._wire = Wire(verify=False)
        self._vendor = lab.vendor(kind)
        self._usual = kind.usual(self._vendor)
        self._vendor.faults.delay_seconds = 0.01
        home: Path = lab.folder / f"anything{next(lab.numbers)}"
        self._desk = lab.desk(self._vendor, ACCOUNT)._replace(home=home, transport=self._wire)
        self._session = self._desk.session()
        self._asked: list[str] = []
        self._others = False
        """Whether somebody else has changed something."""
        self._let_go_of: list[str] = []

    @initialize()
    def is_known(self) -> None:
        self._runner.run(refresh(self._session))
        self._vendor.log.clear()

    @rule(kind=st.sampled_from(sorted(PUNCHES)))
    def punch(self, kind: str) -> None:
        self._ask(PUNCHES[kind])

    @rule()
    def update(self) -> None:
        changed = self._kind.other_type
        self._ask(
            lambda session: clocking.update(session, time_type=changed, note=None if changed else "updated")
        )

    @rule()
    def start(self) -> None:
        self._ask(lambda session: clocking.start(session, None, self._usual, self._kind.work, "by hand"))

    @rule(hours=st.integers(1, 60), minutes=st.integers(5, 90))
    def add(self, hours: int, minutes: int) -> None:
        start = self._session.now().subtract(hours=hours).round("minute", mode="floor")
        end, note = start.add(minutes=minutes), f"entry {len(self._asked)}"
        if self._kind.cuts_at_midnight and start.date() != end.date():
            return
        booked = (self._usual, self._kind.work)
        self._ask(lambda session: entries.add(session, start, end, (), *booked, note=note))

    @rule(which=st.integers(0, 5), minutes=st.integers(1, 30))
    def change(self, which: int, minutes: int) -> None:
        shown = overview(self._session).week_entries
        if shown:
            entry = shown[which % len(shown)].entry
            end = entry.end and entry.end.subtract(minutes=minutes)
            changes = EntryChanges(end=end, note=f"changed {len(self._asked)}")
            self._ask(lambda session: entries.change(session, entry.id, changes))

    @rule(which=st.integers(0, 5))
    def delete(self, which: int) -> None:
        shown = overview(self._session).week_entries
        if shown:
            self._ask(lambda session: entries.delete(session, shown[which % len(shown)].entry.id))

    @rule()
    def undo(self) -> None:
        self._ask(undo.undo)

    @rule()
    def redo(self) -> None:
        self._ask(undo.redo)

    @rule(position=st.integers(1, 6), fault=st.sampled_from(FAULTS))
    def something_will_go_wrong(self, position: int, fault: Fault) -> None:
        # One refusal alone would be no sign of a revoked key.
        if fault is not Fault.REVOKED_KEY or not self._kind.doubts_401:
            self._vendor.faults.at(position, fault)

    @rule(is_there=st.booleans())
    def network(self, is_there: bool) -> None:
        self._wire.is_there = is_there

    @rule()
    def deliver(self) -> None:
        self._runner.run(sync.deliver(self._session))

    @rule()
    def look(self) -> None:
        with suppress(BackendError):
            self._runner.run(refresh(self._session))

    @rule()
    def restart(self) -> None:
        self._runner.run(self._session.aclose())
        self._session = self._desk.session()

    @rule(random=st.randoms(use_true_random=False), what=st.sampled_from([0, 1]))
    def somebody_else(self, random: Random, what: int) -> None:
        self._others = True
        person, path = self._desk.person.id, self._kind.paths[what]
        with self._vendor.state.lock:
            self._kind.change_elsewhere(self._vendor, person, path, random)

    @rule(seconds=st.sampled_from([1, 60, 15 * 60, 2 * 3600]))
    def time_goes_by(self, seconds: int) -> None:
        self._desk.clock.move(seconds=seconds)

    @invariant()
    def the_ledger_never_shrinks(self) -> None:
        rows = [row.id for row in rows_of(self._session)]
        assert rows[: len(self._asked)] == self._asked
        self._asked = rows

    @invariant()
    def the_status_is_what_the_screen_shows(self) -> None:
        with self._session.store.read() as transaction:
            kept = transaction.status(ACCOUNT)
        assert kept is None or kept["state"] == overview(self._session).state_name

    def teardown(self) -> None:
        try:
            self._runner.run(self._in_the_end())
        finally:
            self._runner.run(self._session.aclose())
            self._runner.close()

    async def _in_the_end(self) -> None:
        """Everything works again: what was asked for is there, once, and everybody sees it."""
        self._wire.is_there = True
        self._vendor.faults.clear()
        wanted = self._shown()
        # Somebody else may have been in the way of what was asked for here; the person lets that go.
        await self._let_go()
        await deliver_all(self._session)
        rows = rows_of(self._session)
        for row in rows:
            assert row.state in SETTLED, row
            assert row.state is OutboxState.CONFIRMED or row.answer, row
        done = [row.change.kind for row in rows if row.state is OutboxState.CONFIRMED] + self._let_go_of
        may_have_happened = sum(map(self._kind.most_writes, done))
        writes = [each for each in self._vendor.log.all() if each.method != "GET" and each.applied]
        assert len(writes) <= may_have_happened, [each.line for each in self._vendor.log.all()]
        if self._others:
            await read_everything(self._session, self._vendor)
        await assert_agreement(self._session, self._vendor)
        if not self._others:
            wholes = [row for row in rows if self._is_of_a_whole(row)]
            refused = [row for row in rows if row.state is OutboxState.REFUSED and row not in wholes]
            assert not refused, refused
            if not wholes:
                assert self._shown() == wanted

    def _shown(self) -> tuple[object, ...]:
        return when_worked(self._session) if self._kind.parts_breaks else shown(self._session)

    def _is_of_a_whole(self, row: OutboxRow) -> bool:
        """Whether a row is about a whole clock where the vendor has what runs since its last break alone."""
        is_whole = isinstance(row.change, Cancel | Adjust | Restore) and isinstance(row.before, Running)
        return self._kind.parts_breaks and not self._kind.keeps_clock_here and is_whole

    async def _let_go(self) -> None:
        while needy := [r for r in await deliver_all(self._session) if r.state is OutboxState.NEEDS_YOU]:
            for row in needy:
                assert row.answer, row
                assert self._others or self._is_of_a_whole(row), row
                outbox_choices.drop(self._session, row)
                self._let_go_of.append(row.change.kind)

    def _ask(self, act: Callable[[Session], object]) -> None:
        with suppress(Refusal):
            act(self._session)


def shown(session: Session) -> tuple[object, ...]:
    """What the clock screen shows, but for ids."""
    now = overview(session)
    return as_seen(now.state), Counter(hashed(as_booked(item.entry)) for item in now.week_entries)


def when_worked(session: Session) -> tuple[object, ...]:
    """When there was work, wherever a break parts it; what runs or pauses, and since when."""
    now = overview(session)
    pieces = [piece for item in now.week_entries for piece in item.entry.worked_pieces()]
    if isinstance(now.state, Idle):
        return sorted({(piece.start, piece.end) for piece in pieces if piece.seconds}), None
    until = now.state.last_moment()
    done = Interval(now.state.since, until).without(pause.interval for pause in now.state.breaks)
    ended = {(piece.start, piece.end) for piece in (*pieces, *done) if piece.seconds}
    return sorted(ended), (now.state_name, until)


@pytest.mark.parametrize("vendor", KINDS)
def test_whatever_happens_nothing_is_lost_or_doubled_and_the_screen_tells_the_truth(
    lab: Lab, vendor: str
) -> None:
    class Here(Anything):
        def __init__(self) -> None:
            super().__init__(lab, KINDS[vendor])

    run_state_machine_as_test(
        Here,
        settings=settings(
            max_examples=MANY_EXAMPLES if ALL else EXAMPLES[vendor],
            stateful_step_count=20,
            deadline=None,
            derandomize=not ALL,
            print_blob=True,
            database=None,
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
            phases=[phase for phase in Phase if ALL or phase is not Phase.shrink],
        ),
    )

from __future__ import annotations

import asyncio
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.services.desk import Desk
from tests.services.inboxes import APPROVE, DECLINE, added, day, lead_of, request, week
from tests.services.vendor import BEN, Answer

from punchcard.core.change_requests import ChangeRequest, PendingEntry
from punchcard.core.refusals import Refusal
from punchcard.services.approvals.change_requesting import ask_for_change, withdraw_request
from punchcard.services.approvals.deciding import decide
from punchcard.services.approvals.inbox import SCOPES, inbox, known_inbox, refresh_approvals
from punchcard.services.session import Session
from punchcard.services.undo import redo, undo
from punchcard.store.outbox import OutboxState

ACTS = ("ask", "withdraw", "approve", "decline", "approve all", "undo", "redo", "lead undoes", "deliver")

SETTLED = (OutboxState.CONFIRMED, OutboxState.REFUSED, OutboxState.DROPPED)


async def act(desk: Desk, ben: Session, lead: Session, what: str, number: int) -> None:
    desk.clock.move(seconds=1)
    match what:
        case "ask":
            ask_for_change(ben, day(2 + number), added(2 + number), "")
        case "withdraw":
            mine = [one.item for one in (await inbox(ben, "mine")).items]
            requests = [item for item in mine if isinstance(item, ChangeRequest)]
            if requests:
                withdraw_request(ben, requests[number % len(requests)])
        case "approve" | "decline" | "approve all":
            shown = [one.item for one in (await inbox(lead, "waiting")).items]
            items = [item for item in shown if not isinstance(item, PendingEntry)]
            chosen = items if what == "approve all" else items[number : number + 1]
            decide(lead, chosen, DECLINE if what == "decline" else APPROVE)
        case "undo":
            undo(ben)
        case "redo":
            redo(lead if number % 2 else ben)
        case "lead undoes":
            undo(lead)
        case _:
            await desk.deliver(lead, wait=0.02)


async def play(home: Path, acts: list[tuple[str, int]], answers: list[Answer]) -> None:
    desk = Desk(home)
    lead = await lead_of(desk, request(3), request(4), week(2))
    ben = desk.open(person=BEN)
    await inbox(ben, "mine")
    desk.vendor.answers.extend(answers)
    for what, number in acts:
        # What makes no sense now is refused, and changes nothing.
        with suppress(Refusal):
            await act(desk, ben, lead, what, number)
    await desk.deliver_until_settled()
    assert_settled_once(desk)
    for session in (ben, lead):
        shown = {scope: sorted(map(str, (await inbox(session, scope)).items)) for scope in SCOPES}
        await refresh_approvals(session)
        read = {scope: sorted(map(str, known_inbox(session, scope).items)) for scope in SCOPES}
        if all(row.state is not OutboxState.REFUSED for row in desk.rows()):
            assert shown == read
    desk.close()


def assert_settled_once(desk: Desk) -> None:
    rows = desk.rows()
    # What builds upon something that was refused is for the person to decide.
    waiting = [row for row in rows if row.state not in SETTLED]
    assert all(row.state is OutboxState.NEEDS_YOU and row.depends_on for row in waiting)
    confirmed = [row.id for row in rows if row.state is OutboxState.CONFIRMED]
    assert sorted(desk.vendor.done) == sorted(confirmed)


@settings(deadline=None, max_examples=60)
@given(
    st.lists(st.tuples(st.sampled_from(ACTS), st.integers(0, 3)), min_size=1, max_size=12),
    st.lists(st.sampled_from(list(Answer)), max_size=10),
)
def test_nothing_is_decided_or_asked_for_twice(acts: list[tuple[str, int]], answers: list[Answer]) -> None:
    with TemporaryDirectory() as home:
        asyncio.run(play(Path(home), acts, answers))

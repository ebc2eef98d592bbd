"""After something was asked for: delivering it, and saying what came of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set
from typing import Any, NamedTuple, Protocol

from punchcard.cli.context import Context, Result
from punchcard.cli.options import WAIT_SECONDS
from punchcard.core.refusals import Refusal
from punchcard.services.outbox.sync import Delivery, deliver
from punchcard.services.session import Session
from punchcard.store.outbox import OutboxRow, OutboxState

ON_ITS_WAY = "It is on its way; the next command or `punch sync` delivers it."
NOT_CONFIRMED = 3
CREDENTIALS = 4


class AskedFor(Protocol):
    """An item that is safely in the outbox."""

    @property
    def row_id(self) -> str:
        """The id of its row."""
        ...

    @property
    def message(self) -> str:
        """What was done, in a sentence."""
        ...


class RefusedByBackend(Refusal):
    """The backend would not do what was asked for."""

    code = "refused_by_backend"


class Delivered(NamedTuple):
    """What a delivery has changed."""

    rows: tuple[OutboxRow, ...]
    """Everything that was open before it, as it is now."""
    problem: Refusal | None = None
    """What stood in the way."""

    def of(self, state: OutboxState) -> list[OutboxRow]:
        """Return the rows that are in `state` now."""
        return [row for row in self.rows if row.state is state]

    @property
    def open_rows(self) -> list[OutboxRow]:
        """The rows that are not settled."""
        return [row for row in self.rows if not row.is_settled]


async def deliver_all(session: Session, wait: float = WAIT_SECONDS) -> Delivered:
    """Deliver what is on its way, for at most `wait` seconds; 0 leaves it where it is."""
    with session.store.read() as transaction:
        before = transaction.outbox.unsettled(session.account.name)
    delivery = await deliver(session, wait) if before and wait else Delivery(tuple(before))
    session.news.extend(delivery.adopted)
    with session.store.read() as transaction:
        now = [transaction.outbox.find(row.id) for row in before]
    return Delivered(tuple(row for row in now if row is not None), delivery.problem)


async def deliver_rest(session: Session) -> tuple[str, ...]:
    """Deliver what earlier commands have left, and say what was refused, or done besides."""
    return told_of(session, (await deliver_all(session)).rows)


def told_of(session: Session, rows: Iterable[OutboxRow]) -> tuple[str, ...]:
    """Say of each row that was delivered late why it was refused, or what the backend did besides."""
    told: list[str] = []
    for row in rows:
        if row.state is OutboxState.REFUSED:
            told.append(f"An earlier outbox item ({_named(session, row)}) was refused: {row.answer}")
            told += [_book_it_yourself(session, row)]
        elif row.state is OutboxState.CONFIRMED and row.answer:
            told.append(f"An earlier outbox item ({_named(session, row)}) is done: {row.answer}")
    return tuple(sentence for sentence in told if sentence)


async def deliver_asked(
    session: Session,
    context: Context,
    asked: Sequence[AskedFor],
    wait: float,
    warnings: tuple[str, ...] = (),
) -> Result:
    """Deliver what was just asked for, together with what was left, and say what came of it.

    Raises:
        Refusal: The backend refused it.
    """
    context.kept.extend(item.message for item in asked)
    ids = {item.row_id for item in asked}
    delivered = await deliver_all(session, 0 if _is_done_here(session, ids) else wait)
    mine = [row for row in delivered.rows if _is_of(row, ids)]
    warnings += told_of(session, [row for row in delivered.rows if not _is_of(row, ids)])
    for row in mine:
        if row.state is OutboxState.REFUSED:
            raise RefusedByBackend(row.answer or "The backend refused it.", _hint(session, row))
    message = " ".join(item.message for item in asked)
    worst = next((row for row in mine if not row.is_settled), None)
    waits_for_you = any(row.state is OutboxState.NEEDS_YOU for row in delivered.open_rows)
    left = _what_is_left(session, worst, delivered, waits_for_you=waits_for_you)
    lines = [message, *left, *_answers(mine)]
    data = None
    if context.as_json:
        data = _data(session, asked[-1].row_id, message, worst, (*warnings, *_answers(mine)))
    return Result("\n".join(lines), data, _exit_code(worst, delivered.problem), warnings)


def _is_of(row: OutboxRow, ids: Set[str]) -> bool:
    """Whether a row is one of those that were asked for, or comes of one."""
    return row.id in ids or row.action in ids


def _is_done_here(session: Session, ids: Set[str]) -> bool:
    """Whether nothing of what was asked for has to be sent: then nobody waits for the network."""
    if session.backend.info.kept_clock is None:
        return False
    with session.store.read() as transaction:
        unsettled = transaction.outbox.unsettled(session.account.name)
    return not any(_is_of(row, ids) for row in unsettled)


def outcome_of(row: OutboxRow | None) -> str:
    """Return what came of a row: "confirmed", "queued", "unknown" or "needs_you"."""
    if row is None:
        return "confirmed"
    known = (OutboxState.UNKNOWN, OutboxState.NEEDS_YOU)
    return row.state.value if row.state in known else OutboxState.QUEUED.value


def _data(
    session: Session, row_id: str, message: str, worst: OutboxRow | None, warnings: tuple[str, ...]
) -> dict[str, Any]:
    from punchcard.cli.shapes import clock_shape
    from punchcard.services.overview import overview

    known = overview(session)
    sheet = known.day(session.now())
    return {
        "id": row_id,
        **clock_shape(known.state),
        "message": message,
        "outcome": outcome_of(worst),
        "today_seconds": sheet.worked_seconds,
        "break_seconds": sheet.break_seconds,
        "warnings": list(warnings),
    }


def _what_is_left(
    session: Session, row: OutboxRow | None, delivered: Delivered, *, waits_for_you: bool
) -> list[str]:
    problem = delivered.problem
    if row is None:
        return []
    if row.state is OutboxState.NEEDS_YOU:
        return [f"It needs you: {row.answer} `punch outbox` shows what you can do."]
    if waits_for_you and problem is None:
        return ["It waits behind something that needs you; `punch outbox` shows it."]
    return what_waits(session, delivered)


def what_waits(session: Session, delivered: Delivered) -> list[str]:
    """Say why something is still on its way, and when it goes."""
    from punchcard.services.outbox.waiting import why_waiting

    problem = delivered.problem
    why = why_waiting(session, delivered.open_rows, with_reason=problem is None)
    return [*([problem.message] if problem else []), why or ON_ITS_WAY]


def _answers(rows: Iterable[OutboxRow]) -> list[str]:
    """What the backend added to its confirmation."""
    return [row.answer for row in rows if row.state is OutboxState.CONFIRMED and row.answer]


def _exit_code(row: OutboxRow | None, problem: Refusal | None) -> int:
    if row is None:
        return 0
    if problem is not None and problem.exit_code == CREDENTIALS:
        return CREDENTIALS
    return NOT_CONFIRMED


def _named(session: Session, row: OutboxRow) -> str:
    from punchcard.services.outbox.row_names import named_row

    return f"{row.id[-6:]}, {named_row(session, row)}"


def _hint(session: Session, row: OutboxRow) -> str:
    if row.change.kind == "stop" and session.backend.info.overwrites:
        from punchcard.services.invalid_entries import made_of

        if (broken := made_of(session, row)) is not None:
            return f"{broken.explained(session.now())} `punch repair` shows what can be done."
        if row.attempts == 0:
            return "It was looked at right before it was sent. `punch out` once more says what agrees to it."
    hint = f"Nothing was changed; `punch outbox show {row.id[-6:]}` has the details."
    return f"{hint} {_book_it_yourself(session, row)}".strip()


def _book_it_yourself(session: Session, row: OutboxRow) -> str:
    from punchcard.services.outbox.unbooked import book_it_yourself

    return book_it_yourself(session, row)

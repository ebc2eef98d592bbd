"""The questions before a decision, and the decision itself. Loaded when the first one is made."""

from __future__ import annotations

from asyncio import wrap_future
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from punchcard.core.approval_items import item_key
from punchcard.core.change_requests import Decidable, Decision, Verdict
from punchcard.core.pending_weeks import PendingWeek
from punchcard.core.refusals import Refusal
from punchcard.core.submitted_weeks import SubmittedWeek
from punchcard.core.week_words import weeks_in_words
from punchcard.core.weeks import Week
from punchcard.services.approvals.deciding import decide as write_down
from punchcard.services.approvals.sorting_out import reasons
from punchcard.services.approvals.words import others_turn
from punchcard.services.session import Session
from punchcard.tui.approvals import reading, words
from punchcard.tui.approvals.actions import ApprovalsActions
from punchcard.tui.approvals.batch import Batch, begun_in_words
from punchcard.tui.approvals.decline_form import DeclineForm, ReopenForm
from punchcard.tui.approvals.rows import Row
from punchcard.tui.forms.base import shown
from punchcard.tui.forms.confirm import ConfirmScreen
from punchcard.tui.host import HostApp

_REACHES = {
    Verdict.APPROVE: ("approves", ""),
    Verdict.DECLINE: ("takes back", "; to be handed in again"),
    Verdict.REOPEN: ("takes back", "; to be handed in again"),
}
"""What a decision does to the weeks that it reaches besides its own, and what follows."""

_MOST_SAID = 3
"""How many items are named with the rules that they break."""


@dataclass(frozen=True, slots=True)
class _Question:
    """What is to be decided, and what that reaches."""

    rows: Sequence[Row]
    items: Sequence[Decidable]
    verdict: Verdict
    affected: Sequence[Decidable] = ()
    is_named: bool = False
    """Whether the person is told what is affected."""

    @classmethod
    def about(cls, rows: Sequence[Row], verdict: Verdict) -> _Question:
        """About those of `rows` that are decided here."""
        decided = [row for row in rows if not isinstance(row.item, PendingWeek)]
        items = [row.item for row in decided if not isinstance(row.item, PendingWeek)]
        return cls(decided, items, verdict)


async def decide(screen: ApprovalsActions, rows: Sequence[Row], verdict: Verdict) -> None:
    """Ask what has to be asked, decide, and let the screen follow what becomes of it."""
    decidable = [row for row in rows if row.pending is None]
    if verdict is Verdict.APPROVE:
        broken = [row for row in decidable if row.breaks_rules]
        await accept_violations(screen, broken, {row.key: row.problem for row in broken})
        decidable = [row for row in decidable if not row.breaks_rules]
    question = _Question.about(decidable, verdict)
    if not question.items:
        return
    app = screen.app
    try:
        affected = await _affected(app, question.items, Decision(verdict))
        question = replace(question, affected=affected, is_named=True)
        reason = await _reason(app, question)
        if reason is None:
            return
        batch = await _write_down(app, question, Decision(verdict, reason))
    except Refusal as refusal:
        screen.say(f"{refusal.message} {refusal.hint}".strip(), is_refusal=True)
        return
    screen.follow(batch)


async def accept_violations(
    screen: ApprovalsActions, rows: Sequence[Row], reasons: Mapping[str, str]
) -> None:
    """Ask whether to approve although rules on working time are broken; it was refused for that alone.

    Args:
        screen: What follows the decision.
        rows: What was refused.
        reasons: What the backend has said about each, by the row's key.
    """
    question = _Question.about(rows, Verdict.APPROVE)
    if not question.items:
        return
    app, today = screen.app, screen.app.now().date()
    is_one = len(question.items) == 1
    named = [f"{row.name}, {words.named(row.item, today)}" for row in question.rows]
    broken = reasons.get(question.rows[0].key, "") if is_one else _broken(question.rows, named, reasons)
    confirmed = await app.push_screen_wait(
        ConfirmScreen(
            f"Approve {shown(named[0], 60) if is_one else words.counted(question.items)} all the same?",
            broken,
            yes="Approve anyway",
            no="Leave it" if is_one else "Leave them",
            title="Rules are broken",
        )
    )
    if not confirmed:
        return
    try:
        batch = await _write_down(app, question, Decision(Verdict.APPROVE, accept_violations=True))
    except Refusal as refusal:
        screen.say(f"{refusal.message} {refusal.hint}".strip(), is_refusal=True)
        return
    screen.follow(batch)


def _broken(rows: Sequence[Row], named: Sequence[str], reasons: Mapping[str, str]) -> str:
    """Which rules are broken, of the first few."""
    said = [f"{shown(name, 40)}: {reasons.get(row.key, '')}" for row, name in zip(rows, named, strict=True)]
    more = f" And {len(said) - _MOST_SAID} more." if len(said) > _MOST_SAID else ""
    return " ".join(said[:_MOST_SAID]) + more


async def withdraw(screen: ApprovalsActions, row: Row) -> None:
    """Take back a request or a week of the viewer's own, after asking."""
    item = row.item
    if isinstance(item, PendingWeek):
        return
    today = screen.app.now().date()
    what = f"{words.kind_in_words(item)}, {words.named(item, today)}"
    question = ConfirmScreen(
        f"Withdraw your {what}?",
        "Nobody will decide it; you can ask again at any time.",
        yes="Withdraw it",
        no="Leave it",
        title="Withdraw",
        destructive=False,
    )
    if not await screen.app.push_screen_wait(question):
        return
    try:
        await wrap_future(screen.app.engine.ask(lambda session: reading.withdraw(session, item)))
    except Refusal as refusal:
        screen.say(f"{refusal.message} {refusal.hint}".strip(), is_refusal=True)


async def _affected(app: HostApp, items: Sequence[Decidable], decision: Decision) -> Sequence[Decidable]:
    if not any(isinstance(item, SubmittedWeek) for item in items):
        return ()

    async def read(session: Session) -> Sequence[Decidable]:
        return await reading.read_affected(session, items, decision)

    return await wrap_future(app.engine.fetch(read))


async def _reason(app: HostApp, question: _Question) -> str | None:
    """Ask; None where the lead has changed their mind, and no text where there is nothing to say."""
    if question.verdict is not Verdict.APPROVE:
        verdict = question.verdict
        reasons = await wrap_future(app.engine.fetch(lambda session: reading.read_reasons(session, verdict)))
        if reasons.is_needed:
            make = ReopenForm if verdict is Verdict.REOPEN else DeclineForm
            form = make(_what(question, app), _reach(question, app), reasons.lately)
            return await app.push_screen_wait(form)
        return await _sure(app, question, reasons.why_none)
    is_plain = len(question.items) == 1 and not question.affected and question.verdict is Verdict.APPROVE
    return "" if is_plain else await _sure(app, question)


async def _sure(app: HostApp, question: _Question, why_no_reason: str = "") -> str | None:
    """Ask whether to do it; None where not, else no text."""
    today = app.now().date()
    verb = words.TO_DO[question.verdict]
    one = f"{question.rows[0].name}, {words.named(question.items[0], today)}"
    what = shown(one, 60) if len(question.items) == 1 else words.counted(question.items)
    confirmed = await app.push_screen_wait(
        ConfirmScreen(
            f"{verb} {what}?",
            " ".join(part for part in (_people(question), _reach(question, app), why_no_reason) if part),
            yes=verb,
            no="Leave it" if len(question.items) == 1 else "Leave them",
            title=verb,
            destructive=question.verdict is not Verdict.APPROVE,
        )
    )
    return "" if confirmed else None


def _what(question: _Question, app: HostApp) -> str:
    if len(question.rows) > 1:
        return f"{words.counted(question.items)}. {_people(question)}"
    row, item = question.rows[0], question.items[0]
    parts = [shown(row.name, 40), words.named(item, app.now().date())]
    worked = item.worked_seconds if isinstance(item, SubmittedWeek) else None
    if not isinstance(item, SubmittedWeek) or worked is not None:
        parts.append(words.amount_in_words(item, worked))
    return ", ".join(parts)


def _people(question: _Question) -> str:
    """Whose they are, where there are several."""
    names = list(dict.fromkeys(row.name for row in question.rows))
    if len(question.rows) == 1:
        return ""
    if len(names) == 1:
        return f"All of {shown(names[0], 40)}."
    more = f" and {len(names) - 3} others" if len(names) > 3 else ""
    return f"Of {', '.join(shown(name, 24) for name in names[:3])}{more}."


def _reach(question: _Question, app: HostApp) -> str:
    """What a decision reaches besides what it is about, and what becomes of that, as a sentence."""
    affected = question.affected
    if not affected:
        return ""
    weeks = sorted({Week(item.first, item.last) for item in affected if isinstance(item, SubmittedWeek)})
    people = {item.person for item in affected}
    whose = "of the same person" if len(people) == 1 else f"of {len(people)} people"
    what = weeks_in_words(weeks, app.now().date()) if weeks else words.counted(affected)
    does, then = _REACHES[question.verdict]
    viewer = app.overview.person.id if app.overview is not None else ""
    turns = others_turn(affected, viewer, app.now().date())
    return " ".join([f"It also {does} {what} {whose}{then}.", *turns])


async def _write_down(app: HostApp, question: _Question, decision: Decision) -> Batch:
    made: list[Batch] = []

    def request(session: Session) -> str:
        hold = session.config.hold_seconds
        named = question.affected if question.is_named else None
        decided = write_down(session, question.items, decision, hold, named)
        until = session.instant().timestamp(unit="millisecond") + hold * 1000 if hold else 0
        left_out = {item_key(one.item): one.reason for one in decided.left_out}
        keys = tuple(row.key for row in question.rows if row.key not in left_out)
        batch = Batch(
            decision.verdict,
            decided.row_ids,
            keys,
            until,
            tuple(left_out.items()),
            what=decided.what,
            in_steps=session.backend.info.approves_in_steps,
        )
        made.append(batch)
        return begun_in_words(batch, app.with_keys("{app.undo}"), reasons(decided.left_out))

    await wrap_future(app.engine.ask(request))
    return made[0]


async def stop(screen: ApprovalsActions) -> None:
    """Take back what has not been sent yet."""
    app, batches = screen.app, screen.going
    if not batches:
        return
    ids = tuple(row_id for batch in batches for row_id in batch.row_ids)
    try:
        await wrap_future(app.engine.ask(lambda session: reading.stop(session, ids)))
    except Refusal as refusal:
        screen.say(f"{refusal.message} {refusal.hint}".strip(), is_refusal=True)

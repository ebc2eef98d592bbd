"""`approvals approve`, `decline` and `reopen`: several at once, with a result for each."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

from punchcard.backends.abilities import Ability, unavailable
from punchcard.cli.approvals.command import read_inbox
from punchcard.cli.approvals.named_items import UNCHANGED, Ambiguous, ids_from, item_named
from punchcard.cli.approvals.shapes import item_shape, net_seconds
from punchcard.cli.approvals.showing import along_in_words
from punchcard.cli.approvals.text import item_title, short_id
from punchcard.cli.asking import confirm
from punchcard.cli.context import Context, Result
from punchcard.cli.delivery.delivering import CREDENTIALS, NOT_CONFIRMED, Delivered, deliver_all, what_waits
from punchcard.cli.tables import table
from punchcard.core.approval_changes import Decide
from punchcard.core.approval_items import item_days, item_key
from punchcard.core.change_requests import (
    ApprovalItem,
    ChangeRequest,
    Decidable,
    Decision,
    PendingEntry,
    Verdict,
)
from punchcard.core.identifiers import new_id
from punchcard.core.notes import checked_note
from punchcard.core.refusals import NotFound, Refusal, UsageError
from punchcard.core.submitted_weeks import RequestStatus
from punchcard.core.text import capitalized, one_line
from punchcard.services.approvals.deciding import CannotDecide, DecisionResult, decide, newest_first, results
from punchcard.services.approvals.inbox import known_inbox, known_people
from punchcard.services.approvals.words import others_turn
from punchcard.services.session import Session
from punchcard.store.outbox import OutboxState

if TYPE_CHECKING:
    from punchcard.backends.contract import Scope

REFUSED = 1

_DONE = {Verdict.APPROVE: "approved", Verdict.DECLINE: "declined", Verdict.REOPEN: "open again"}
_ASKS = {Verdict.APPROVE: "Approve", Verdict.DECLINE: "Decline", Verdict.REOPEN: "Open again"}


class DecidedElsewhere(Refusal):
    """Something that is only listed here."""

    code = "not_available"


class _Named(NamedTuple):
    """What ids have named."""

    names: dict[str, str]
    """The names of people by id."""
    items: list[Decidable]
    """In an order in which one does not take the other along."""
    unknown: dict[str, str]
    """Why other ids name nothing, in a sentence each."""


class _Said(NamedTuple):
    """What came of one decision."""

    sign: str
    words: str
    state: str
    """"done", "refused", or how far it has come."""


async def decide_items(
    session: Session, arguments: argparse.Namespace, context: Context, warnings: tuple[str, ...]
) -> Result:
    """Decide everything that was named, deliver that, and say what came of each.

    Raises:
        NotFound: None of the ids names anything; nothing was decided.
        Refusal: Nothing may be decided here, or the person said no.
    """
    verdict = Verdict(arguments.action)
    decision = Decision(verdict, checked_note(arguments.reason or ""), arguments.accept_violations)
    _needs_a_reason(session, decision)
    named = await _named(session, ids_from(arguments.ids), verdict)
    names, items = named.names, named.items
    if not items:
        return Result("No id was given; nothing was decided.", _data([], warnings), warnings=warnings)
    along = await _make_sure(session, context, items, names, decision, yes=arguments.yes)
    row_ids, refused = await _decide(session, context, items, decision, along)
    delivered = await deliver_all(session, arguments.wait)
    found = _as_decided(session, [*results(session, row_ids), *refused], verdict)
    return _result(session, named, found, delivered, verdict, warnings)


def _needs_a_reason(session: Session, decision: Decision) -> None:
    is_kept = unavailable(session.abilities, Ability.DECLINE_REASON) is None
    if decision.verdict is Verdict.DECLINE and is_kept and not decision.reason:
        raise UsageError("Declining needs a reason; nothing was decided.", "Give --reason.")
    needs_one = session.backend.info.reopens_with_reason
    if decision.verdict is Verdict.REOPEN and needs_one and not decision.reason:
        raise UsageError("Opening again needs a reason; nothing was decided.", "Give --reason.")


async def _decide(
    session: Session,
    context: Context,
    items: Sequence[Decidable],
    decision: Decision,
    along: Sequence[Decidable],
) -> tuple[tuple[str, ...], list[DecisionResult]]:
    """Write the decisions down, and return their rows, and what cannot be decided with its reason."""
    try:
        decided = decide(session, items, decision, named=along)
    except CannotDecide:
        if (await read_inbox(session, "waiting")).why_not is not None:
            raise
        return _one_by_one(session, context, items, decision, along)
    context.kept.append(decided.message)
    refused = [DecisionResult(out.item, OutboxState.REFUSED, out.reason) for out in decided.left_out]
    return decided.row_ids, refused


def _as_decided(session: Session, found: Sequence[DecisionResult], verdict: Verdict) -> list[DecisionResult]:
    """Put the items as they are now in the place of those that were decided."""
    known = {
        item_key(each.item): each.item
        for each in known_inbox(session, "decided").items
        if not isinstance(each.item, PendingEntry)
    }
    after: list[DecisionResult] = []
    for result in found:
        item = known.get(item_key(result.item), result.item)
        if result.state is OutboxState.CONFIRMED and verdict is Verdict.REOPEN:
            item = replace(result.item, status=RequestStatus.WITHDRAWN)
        after.append(result._replace(item=item))
    return after


def _one_by_one(
    session: Session,
    context: Context,
    items: Sequence[Decidable],
    decision: Decision,
    along: Sequence[Decidable],
) -> tuple[tuple[str, ...], list[DecisionResult]]:
    """None of several can be decided: each says why."""
    row_ids: list[str] = []
    refused: list[DecisionResult] = []
    for item in items:
        try:
            decided = decide(session, [item], decision, named=along)
        except CannotDecide as refusal:
            refused.append(DecisionResult(item, OutboxState.REFUSED, refusal.message))
        else:
            context.kept.append(decided.message)
            row_ids += decided.row_ids
    return tuple(row_ids), refused


async def _named(session: Session, ids: Sequence[str], verdict: Verdict) -> _Named:
    """Look up what was named.

    Raises:
        NotFound: None of the ids names anything.
    """
    scopes: tuple[Scope, ...] = ("waiting", "decided", "mine")
    known = [each for scope in scopes for each in (await read_inbox(session, scope)).items]
    unique = list({item_key(each.item): each.item for each in reversed(known)}.values())
    chosen: dict[str, Decidable] = {}
    unknown: dict[str, NotFound] = {}
    for wanted in ids:
        try:
            item = await _item(session, wanted, unique)
        except NotFound as refusal:
            unknown[wanted] = refusal
            continue
        if isinstance(item, PendingEntry):
            where = known_inbox(session, "waiting").elsewhere
            why = f" {where.reason}" if where else " It is decided with the vendor."
            raise DecidedElsewhere(
                f"The entry {short_id(item)} is only listed here; nothing was decided.{why}",
                f"{where.sentence}." if where else "",
            )
        chosen[item_key(item)] = item
    if unknown and not chosen:
        raise next(iter(unknown.values()))
    # Weeks go in order: approving a later one takes the earlier ones along, opening an earlier one the later.
    backwards = verdict is not Verdict.APPROVE or newest_first(session, verdict)
    in_order = sorted(chosen.values(), key=lambda item: item_days(item)[0], reverse=backwards)
    with session.store.read() as transaction:
        names = {person.id: person.name for person in known_people(session, transaction).values()}
    said = {wanted: refusal.message.removesuffix(UNCHANGED).rstrip() for wanted, refusal in unknown.items()}
    return _Named(names, in_order, said)


async def _item(session: Session, wanted: str, known: Sequence[ApprovalItem]) -> ApprovalItem:
    """Return what an id names; what has left every inbox is looked up for what has become of it."""
    try:
        return item_named(wanted, known, where="punch approvals")
    except Ambiguous:
        raise
    except NotFound:
        port = session.backend.approvals
        found = await port.find(session.person.id, wanted.casefold()) if port and wanted else ()
        return item_named(wanted, found, where="punch approvals")


async def _make_sure(
    session: Session,
    context: Context,
    items: Sequence[Decidable],
    names: dict[str, str],
    decision: Decision,
    *,
    yes: bool,
) -> Sequence[Decidable]:
    """Name what goes along, ask, and return it."""
    port, named = session.backend.approvals, {item_key(item) for item in items}
    sentences: list[str] = []
    said, all_along = set(named), list[Decidable]()
    for item in items:
        if port is None or isinstance(item, ChangeRequest) or item.status is RequestStatus.WITHDRAWN:
            continue
        reached = await port.affected(Decide(new_id(), session.person.id, item, decision))
        along = tuple(other for other in reached if item_key(other) not in said)
        said.update(item_key(other) for other in along)
        all_along += along
        if along:
            name = one_line(names.get(item.person, item.person), 40)
            words = capitalized(along_in_words(along, session.today()))
            sentences.append(f"{words} of {name} would go along.")
            sentences += others_turn(along, session.person.id, session.today())
    if sentences or decision.verdict is Verdict.REOPEN:
        what = (
            item_title(items[0], names.get(items[0].person, ""), session.today())
            if len(items) == 1
            else f"{len(items)} items"
        )
        confirm(context, f"{' '.join([*sentences, _ASKS[decision.verdict]])} {what}?", yes=yes)
    return all_along


def _result(
    session: Session,
    named: _Named,
    found: Sequence[DecisionResult],
    delivered: Delivered,
    verdict: Verdict,
    warnings: tuple[str, ...],
) -> Result:
    today, names = session.today(), named.names
    said = [_said(each, verdict) for each in found]
    rows = [
        [
            one.sign,
            short_id(each.item),
            item_title(each.item, names.get(each.item.person, ""), today),
            one.words,
        ]
        for each, one in zip(found, said, strict=True)
    ]
    rows += [["✗", one_line(wanted, 6), "", why] for wanted, why in named.unknown.items()]
    lines = table(rows)
    waits = any(one.state not in ("done", "refused") for one in said)
    if waits:
        lines += what_waits(session, delivered)
    items = [
        {
            **_shape(session, each, names),
            "outcome": one.state,
            "answer": each.answer or None,
            "breaks_rules": each.breaks_rules,
        }
        for each, one in zip(found, said, strict=True)
    ]
    items += [
        {"id": wanted, "kind": None, "outcome": "refused", "answer": why, "breaks_rules": False}
        for wanted, why in named.unknown.items()
    ]
    lines += _how_to_accept(found)
    code = REFUSED if named.unknown else _exit_code(said, delivered)
    return Result("\n".join(lines), _data(items, warnings), code, warnings)


def _how_to_accept(found: Sequence[DecisionResult]) -> list[str]:
    """Say how to approve what only rules on working time stand against."""
    ids = [short_id(each.item) for each in found if each.breaks_rules]
    if not ids:
        return []
    what = "It" if len(ids) == 1 else "They"
    return [
        "",
        f"{what} can be approved although a rule is broken, if you say so:",
        f"  punch approvals approve {' '.join(ids)} --accept-violations",
    ]


def _said(found: DecisionResult, verdict: Verdict) -> _Said:
    answer = one_line(found.answer or "")
    if found.state is OutboxState.CONFIRMED:
        return _Said("✓", f"{_DONE[verdict]}. {answer}".strip(), "done")
    if found.state is OutboxState.REFUSED:
        return _Said("✗", f"not {_DONE[verdict]}: {answer}", "refused")
    if found.state is OutboxState.NEEDS_YOU:
        return _Said("!", f"needs you: {answer}", found.state.value)
    return _Said("↑", "not confirmed yet", found.state.value)


def _shape(session: Session, found: DecisionResult, names: dict[str, str]) -> dict[str, Any]:
    from punchcard.core.people import Person

    item = found.item
    person = Person(item.person, names.get(item.person, item.person))
    seconds = net_seconds(item) if isinstance(item, ChangeRequest) else None
    return item_shape(item, person, session.today(), seconds)


def _data(items: Sequence[dict[str, Any]], warnings: tuple[str, ...]) -> dict[str, Any]:
    counts = {"done": 0, "refused": 0, "open": 0}
    for item in items:
        counts[item["outcome"] if item["outcome"] in counts else "open"] += 1
    return {"items": list(items), **counts, "warnings": list(warnings)}


def _exit_code(said: Sequence[_Said], delivered: Delivered) -> int:
    """What the worst of them comes to."""
    if any(one.state == "refused" for one in said):
        return REFUSED
    if all(one.state == "done" for one in said):
        return 0
    if delivered.problem is not None and delivered.problem.exit_code == CREDENTIALS:
        return CREDENTIALS
    return NOT_CONFIRMED

"""Change requests and decisions of the reference vendor."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from whenever import Date, ZonedDateTime

from punchcard.core.change_requests import ChangeRequest, Decidable, IntervalChange, Verdict
from punchcard.core.changes import DeleteEntry, EntryChange, SaveEntry
from punchcard.core.entries import LONGEST_ENTRY_SECONDS, Entry, Source
from punchcard.core.interval_sets import together
from punchcard.core.intervals import Interval, day_interval
from punchcard.core.moments import day_and_month, day_in_words, spoken
from punchcard.core.overlaps import span_in_words
from punchcard.core.requested_days import changed_pieces, entry_changes
from punchcard.core.submitted_weeks import RequestStatus, SubmittedWeek
from punchcard.core.zones import in_zone
from punchcard.sandbox.reference.answers import against_a_rule, conflict, missing
from punchcard.sandbox.reference.rules import kept_note, standing, why_day_is_locked
from punchcard.sandbox.reference.state import ZONE, ReferenceState

SCOPES = ("mine", "waiting", "decided")
_DECIDED = (RequestStatus.APPROVED, RequestStatus.DECLINED)
_STATUSES = {
    Verdict.APPROVE: RequestStatus.APPROVED,
    Verdict.DECLINE: RequestStatus.DECLINED,
    Verdict.REOPEN: RequestStatus.WITHDRAWN,
}


def listed(state: ReferenceState, person: str, scope: str) -> list[Decidable]:
    """Return what a person sees: oldest first, what was decided newest first."""
    if scope == "mine":
        return [request for request in state.requests.values() if request.person == person]
    if not state.is_lead(person):
        return []
    newest = [week for each in state.people for week in state.newest_weeks(each)]
    everything: list[Decidable] = [*state.requests.values(), *newest]
    of_others = [item for item in everything if item.person != person]
    if scope == "waiting":
        waiting = [item for item in of_others if item.status is RequestStatus.PENDING]
        return sorted(waiting, key=_asked)
    decided = [item for item in of_others if item.status in _DECIDED and item.decided_by is not None]
    return sorted(decided, key=_decided, reverse=True)


def item_named(state: ReferenceState, item_id: str) -> Decidable:
    """Return a request or a week.

    Raises:
        Problem: There is none.
    """
    item = state.requests.get(item_id) or state.weeks.get(item_id)
    if item is None:
        raise missing("There is no such request or week.")
    return item


def reached(state: ReferenceState, item: Decidable, verdict: Verdict) -> list[SubmittedWeek]:
    """Return the other weeks that a decision would reach, oldest first."""
    if not isinstance(item, SubmittedWeek):
        return []
    others = standing(state, item.person, Date.MIN, Date.MAX)
    waiting = [week for week in others if week.status is RequestStatus.PENDING]
    match verdict:
        case Verdict.APPROVE:
            return [week for week in waiting if week.first < item.first]
        case Verdict.DECLINE:
            return [week for week in waiting if week.first > item.first]
        case Verdict.REOPEN:
            return [week for week in others if week.first > item.first]


def decide(
    state: ReferenceState, person: str, item: Decidable, verdict: Verdict, reason: str
) -> list[Decidable]:
    """Decide, and return everything that has changed, the decided one first.

    Raises:
        Problem: `person` may not, or somebody has decided already.
    """
    if not state.is_lead(person):
        raise against_a_rule("Only a lead decides.", "person")
    if item.person == person:
        raise against_a_rule("Nobody decides their own; another lead has to.", "person")
    _check_still(state, item, verdict)
    text, at, by = kept_note(reason), state.now(), state.people[person].name
    others = reached(state, item, verdict)
    status = _STATUSES[verdict]
    along = RequestStatus.APPROVED if verdict is Verdict.APPROVE else RequestStatus.WITHDRAWN
    if isinstance(item, ChangeRequest) and verdict is Verdict.APPROVE:
        carry_out(state, item)
    changed: list[Decidable] = [replace(item, status=status, decided_by=by, decided_at=at, reason=text)]
    changed += [replace(week, status=along, decided_by=by, decided_at=at) for week in others]
    for each in changed:
        _keep(state, each)
    return changed


def ask(state: ReferenceState, sent: ChangeRequest) -> list[Decidable]:
    """Ask for a change, and return the request, then the one that it has replaced.

    Raises:
        Problem: It makes no sense as the day is now.
    """
    now = state.now()
    request = replace(_in_zone(sent), note=kept_note(sent.note), requested_at=now)
    _check_sense(state, request)
    _check_clock(state, request)
    request = replace(request, id=state.new_id("R"))
    waiting = (request.person, request.day, RequestStatus.PENDING)
    old = [each for each in state.requests.values() if (each.person, each.day, each.status) == waiting]
    if _is_editable(state, request):
        carry_out(state, request)
        request = replace(request, status=RequestStatus.APPROVED, decided_at=now)
    replaced = (replace(each, status=RequestStatus.REPLACED, decided_at=now) for each in old)
    items: list[Decidable] = [request, *replaced]
    for each in items:
        _keep(state, each)
    return items


def take_back(state: ReferenceState, request_id: str, person: str | None) -> ChangeRequest:
    """Take back a pending request of `person`, or whoever's it is.

    Raises:
        Problem: There is none, or it does not wait any more.
    """
    request = state.requests.get(request_id)
    if request is None or person not in (None, request.person):
        raise missing("There is no such request of yours; nothing was taken back.")
    if request.status is not RequestStatus.PENDING:
        raise conflict(_how_it_ended(request, state.today()))
    taken = replace(request, status=RequestStatus.WITHDRAWN, decided_at=state.now())
    state.requests[request_id] = taken
    return taken


def _keep(state: ReferenceState, item: Decidable) -> None:
    if isinstance(item, ChangeRequest):
        state.requests[item.id] = item
    elif item.id is not None:
        state.weeks[item.id] = item


def _check_still(state: ReferenceState, item: Decidable, verdict: Verdict) -> None:
    today = state.today()
    if verdict is Verdict.REOPEN:
        if isinstance(item, ChangeRequest):
            raise against_a_rule("A request cannot be opened again; ask for the opposite.", "verdict")
        if item.status is not RequestStatus.APPROVED:
            raise conflict(f"Only an approved week can be opened again. {_how_it_ended(item, today)}")
        return
    if item.status is not RequestStatus.PENDING:
        raise conflict(_how_it_ended(item, today))
    if isinstance(item, ChangeRequest) and verdict is Verdict.APPROVE:
        _check_clock(state, item)


def _how_it_ended(item: Decidable, today: Date) -> str:
    when = f" on {day_and_month(item.decided_at.date(), today)}" if item.decided_at else ""
    match item.status:
        case RequestStatus.PENDING:
            return "It waits for a decision."
        case RequestStatus.REPLACED:
            return f"A newer request for the same day has taken its place{when}."
        case RequestStatus.WITHDRAWN:
            by = f"{item.decided_by} opened it again" if item.decided_by else "It was taken back"
            return f"{by}{when}."
        case status:
            return f"{item.decided_by or 'The vendor'} {status.value} it{when}."


def _in_zone(request: ChangeRequest) -> ChangeRequest:
    changes = tuple(
        replace(
            each,
            interval=Interval(
                in_zone(each.interval.start.to_instant(), ZONE), in_zone(each.interval.end.to_instant(), ZONE)
            ),
        )
        for each in request.changes
    )
    return replace(request, changes=changes)


def _check_sense(state: ReferenceState, request: ChangeRequest) -> None:
    today, day = state.today(), day_in_words(request.day)
    for change in request.changes:
        words = span_in_words(change.interval, today)
        if change.interval.end <= change.interval.start:
            raise against_a_rule(f"{words} ends before it starts.", "changes")
        if change.interval.seconds > LONGEST_ENTRY_SECONDS:
            raise against_a_rule(f"{words} is longer than 24 hours.", "changes")
        if not change.interval.overlaps(day_interval(request.day, ZONE)):
            raise against_a_rule(f"{words} is not on {day}.", "changes")
    pieces = together(piece for entry in _around(state, request) for piece in entry.worked_pieces())
    if changed_pieces(pieces, request.changes) == pieces:
        raise against_a_rule(f"That would change nothing on {day}.", "changes")


def _check_clock(state: ReferenceState, request: ChangeRequest) -> None:
    running = state.running.get(request.person)
    if running is None:
        return
    now = state.now()
    stretch = Interval(running.since, max(now, running.since.add(seconds=1)))
    for change in request.changes:
        if change.change is IntervalChange.ADD and change.interval.overlaps(stretch):
            since = spoken(running.since, now.date())
            raise conflict(f"The clock runs since {since}, over what is to be added; stop it first.")


def _around(state: ReferenceState, request: ChangeRequest) -> list[Entry]:
    days = request.day.subtract(days=1), request.day.add(days=1)
    found = state.entries_of([request.person], *days)
    return [entry for entry in found if entry.interval is not None and not entry.is_absence]


def _changes(state: ReferenceState, request: ChangeRequest) -> Sequence[EntryChange]:
    return entry_changes(_around(state, request), request, lambda: state.new_id("E"))


def _is_editable(state: ReferenceState, request: ChangeRequest) -> bool:
    days = {request.day}
    for change in _changes(state, request):
        before = change.before if isinstance(change, SaveEntry) else change.entry
        days |= {entry.day for entry in (change.entry, before) if entry is not None}
    return all(why_day_is_locked(state, request.person, day) is None for day in days)


def carry_out(state: ReferenceState, request: ChangeRequest) -> None:
    """Make the changes that a request asks for, locked or not."""
    for change in _changes(state, request):
        if isinstance(change, DeleteEntry):
            state.entries.pop(change.entry.id, None)
        else:
            entry = change.entry
            is_new = entry.id not in state.entries
            state.entries[entry.id] = replace(entry, source=Source.TYPED) if is_new else entry


def _asked(item: Decidable) -> tuple[int, str]:
    return _moment(item.requested_at if isinstance(item, ChangeRequest) else item.submitted_at), item.id or ""


def _decided(item: Decidable) -> tuple[int, str]:
    return _moment(item.decided_at), item.id or ""


def _moment(moment: ZonedDateTime | None) -> int:
    return moment.timestamp() if moment else 0

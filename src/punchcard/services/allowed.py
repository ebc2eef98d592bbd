"""What an account may do: what its backend can, less what `write` in its configuration keeps it from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from punchcard.backends.abilities import Abilities, Ability, No, unavailable
from punchcard.backends.errors import NotAllowed
from punchcard.config import AccountConfig
from punchcard.core.assignments import Assignment, levels_missing
from punchcard.core.changes import Change, SaveEntry
from punchcard.core.entries import Source
from punchcard.core.punches import Start, Update
from punchcard.core.refusals import Refusal

if TYPE_CHECKING:
    from punchcard.backends.contract import Backend, BackendFactory
    from punchcard.backends.directory_contract import TreePort
    from punchcard.services.session import Session


class NotBooked(Refusal):
    """Time without a customer, or whatever else it has to be booked on."""

    code = "not_booked"


CLOCK_ABILITIES = frozenset(
    {
        Ability.CLOCK, Ability.BREAK, Ability.CANCEL, Ability.UPDATE, Ability.NOTE, Ability.ADJUST,
        Ability.UNDO_PUNCH, Ability.BACKDATE, Ability.CLOCK_OTHERS,
    }
)  # fmt: skip
"""What `write = "clock"` leaves."""

READING = frozenset(
    {Ability.OTHER_PEOPLE, Ability.PRESENCE, Ability.GROUPS, Ability.TARGETS, Ability.BALANCE}
)
"""What writes nothing, and is left to everybody."""


def allowed_abilities(account: AccountConfig, backend: Backend | BackendFactory) -> Abilities:
    """Return an answer for every ability: the backend's, or No where the configuration keeps from it."""
    if account.write == "full":
        return backend.abilities
    left = READING if account.write == "read-only" else READING | CLOCK_ABILITIES
    writes = backend.info.writes_entries if account.write == "clock" else frozenset[Ability]()
    why = No(_why(account))
    why_entries = No(
        f"At {backend.info.title} this writes an entry, and the account {account.name} has "
        f'write = "{account.write}" in the configuration.'
    )
    return {
        ability: answer
        if isinstance(answer, No) or ability in left - writes
        else why_entries
        if ability in writes
        else why
        for ability, answer in backend.abilities.items()
    }


def reasons_against(session: Session) -> Mapping[Ability, str]:
    """Return why not, for each ability that is not to be had."""
    abilities = session.abilities
    found = {ability: unavailable(abilities, ability) for ability in abilities}
    return {ability: reason for ability, reason in found.items() if reason}


def abilities_for(change: Change) -> tuple[Ability, ...]:
    """Return what has to be allowed for a change to be asked for."""
    if isinstance(change, SaveEntry):
        return (Ability.ADD_ENTRY if change.before is None else Ability.CHANGE_ENTRY,)
    if isinstance(change, Update):
        if change.note is None:
            return (Ability.UPDATE,)
        is_note_alone = change.assignment is None and change.time_type is None
        return (Ability.NOTE,) if is_note_alone else (Ability.UPDATE, Ability.NOTE)
    if change.kind == "decide":
        from punchcard.core.approval_changes import Decide
        from punchcard.core.change_requests import Verdict

        declines = isinstance(change, Decide) and change.decision.verdict is Verdict.DECLINE
        return (Ability.DECLINE if declines else Ability.APPROVE,)
    return (_ABILITIES[change.kind],)


def refuse_unless_allowed(session: Session, change: Change) -> None:
    """Make sure that a change may be asked for, before it is written down and before it is sent.

    Raises:
        NotAllowed: The backend cannot do it, or `write` in the configuration keeps the account from it.
    """
    for ability in _needed(session, change):
        if reason := unavailable(session.abilities, ability):
            raise NotAllowed(f"{reason} Nothing was changed.", _hint(session.account))


def _needed(session: Session, change: Change) -> tuple[Ability, ...]:
    """What has to be allowed; of a clock that is kept here, an entry is what becomes of it."""
    match change:
        case SaveEntry(entry=entry, before=None) if entry.source is Source.CLOCK:
            is_of_clock = session.backend.info.kept_clock is not None
            return (Ability.CLOCK if is_of_clock else Ability.ADD_ENTRY,)
        case _:
            return abilities_for(change)


def refuse_unless_booked(session: Session, change: Change) -> None:
    """Make sure that new time is booked on all that it has to be, before it is written down and waits.

    Raises:
        NotBooked: A level is missing; nothing was changed.
    """
    needed = session.backend.info.booked_on
    if not needed or (assignment := _newly_booked(change)) is None:
        return
    if missing := levels_missing(needed, assignment.references):
        words = " and a ".join(level.name.lower() for level in missing)
        raise NotBooked(
            f"At {session.backend.info.title} all time is booked on a {words}. Nothing was changed.",
            "Say it with `--on`, such as `--on Northwind/Portal/Development`; `punch assignments` shows what "
            "there is.",
        )


def _newly_booked(change: Change) -> Assignment | None:
    """What a change books time on; None where it books nothing, or leaves it booked as it is."""
    match change:
        case Start() | Update():
            return change.assignment
        case SaveEntry(entry=entry, before=before) if not entry.is_absence:
            return None if before is not None and before.assignment == entry.assignment else entry.assignment
        case _:
            return None


def refuse_unless_full(session: Session) -> None:
    """Make sure that an account may change what is no time of anybody: the tree, and the team.

    Raises:
        NotAllowed: `write` in the configuration keeps it from that.
    """
    if session.account.write != "full":
        raise NotAllowed(f"{_why(session.account)} Nothing was changed.", _hint(session.account))


def tree_of(session: Session) -> TreePort:
    """Return the tree that time is booked on, for changing it.

    Raises:
        NotAllowed: It is kept elsewhere, or the account may not change it.
    """
    reason = unavailable(session.abilities, Ability.EDIT_TREE)
    if session.backend.tree is None or reason:
        reason = reason or "It is kept by the backend."
        raise NotAllowed(f"What time is booked on cannot be changed here: {reason}", _hint(session.account))
    return session.backend.tree


def _why(account: AccountConfig) -> str:
    left = "nothing can be changed" if account.write == "read-only" else "only the clock works"
    return f'The account {account.name} has write = "{account.write}" in the configuration, so {left}.'


def _hint(account: AccountConfig) -> str:
    return "" if account.write == "full" else f"`punch account edit {account.name} --write full` allows all."


_ABILITIES = {
    "start": Ability.CLOCK,
    "stop": Ability.CLOCK,
    "break": Ability.BREAK,
    "resume": Ability.BREAK,
    "cancel": Ability.CANCEL,
    "adjust": Ability.ADJUST,
    "restore": Ability.UNDO_PUNCH,
    "delete_entry": Ability.DELETE_ENTRY,
    "submit_weeks": Ability.SUBMIT_WEEK,
    "withdraw_weeks": Ability.SUBMIT_WEEK,
    "request_change": Ability.REQUEST_CHANGE,
    "withdraw_request": Ability.WITHDRAW_REQUEST,
}
"""What each kind of change needs, where it does not depend on what it holds."""

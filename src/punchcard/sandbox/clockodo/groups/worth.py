"""What entries are worth (Clockodo API, entry groups: revenue, hourly_rate, hard budgets)."""

from __future__ import annotations

from punchcard.sandbox.clockodo.records import Entry, EntryType
from punchcard.sandbox.clockodo.state import ClockodoState


def hourly_rate(state: ClockodoState, entry: Entry) -> float | None:
    """Return what an hour of an entry costs; None for what is no time."""
    if entry.type is not EntryType.TIME:
        return None
    if entry.hourly_rate is not None:
        return entry.hourly_rate
    return state.services[entry.services_id].hourly_rate if entry.services_id else None


def uses_hard_budget(state: ClockodoState, entry: Entry) -> bool:
    """Whether an entry is paid from the hard budget of its project."""
    project = state.projects.get(entry.projects_id or 0)
    return project is not None and project.budget is not None and project.budget.hard


def revenue(state: ClockodoState, entry: Entry, hard: bool) -> float | None:
    """Return what an entry brings in; None where that is not computed, as for hard budgets unless `hard`."""
    if uses_hard_budget(state, entry) and not hard:
        return None
    return round(amount(state, entry), 2)


def amount(state: ClockodoState, entry: Entry) -> float:
    """Return what an entry brings in, whatever the budget; not rounded."""
    if entry.billable == 0:
        return 0.0
    match entry.type:
        case EntryType.TIME:
            return (hourly_rate(state, entry) or 0.0) * (entry.duration or 0) / 3600
        case EntryType.LUMPSUM:
            return entry.lumpsum or 0.0
        case EntryType.LUMPSUM_SERVICE:
            service = state.lumpsum_services.get(entry.lumpsum_services_id or 0)
            return (service.price if service else 0.0) * (entry.lumpsum_services_amount or 0.0)

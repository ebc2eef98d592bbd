"""What a finding is, and what findings are made from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from whenever import Date, ZonedDateTime

from punchcard.core.clock import ClockState
from punchcard.core.days import WeekSheet
from punchcard.core.entries import Entry
from punchcard.core.rule_sets import RuleSet


class Severity(StrEnum):
    """How much a finding matters."""

    NOTE = "note"
    """Worth a look."""
    WARNING = "warning"
    """Most likely wrong."""
    SERIOUS = "serious"
    """Against the law, or a week that cannot be handed in as it is."""


class Rule(StrEnum):
    """What is looked for; the names by which the configuration silences."""

    GAP = "gap"
    OVERLAP = "overlap"
    MISSING_BREAK = "missing_break"
    LATE_BREAK = "late_break"
    SHORT_BREAK = "short_break"
    LONG_DAY = "long_day"
    SHORT_REST = "short_rest"
    MISSING_DAY = "missing_day"
    INVALID = "invalid"
    UNCLOSED = "unclosed"
    FUTURE = "future"
    OVER_MIDNIGHT = "over_midnight"
    UNSYNCED = "unsynced"
    BELOW_TARGET = "below_target"
    ABOVE_TARGET = "above_target"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong or odd."""

    rule: Rule
    severity: Severity
    day: Date
    """The local day that it is shown on."""
    message: str
    """What is the matter and what would be right, in sentences for the person, with numbers as shown:
    "9:40 worked with 15 min of breaks; over 9 h at least 45 min are due."

    It never names the paragraph: whoever shows it puts `source` after it, "(ArbZG §4)", where there is one.
    """
    source: str = ""
    """The paragraph that it goes by: "ArbZG §4"; empty for what no law asks for."""
    start: ZonedDateTime | None = None
    """Where the stretch begins that it is about; None where it is about the whole day.

    It may lie outside of `day`: a rest that was too short began the day before, and a night is shown on the
    day that it began.
    """
    end: ZonedDateTime | None = None
    """Where the stretch ends; None also for a clock that still runs."""
    entry_id: str | None = None
    """The entry to jump to, where it is about one."""
    silenced: str | None = None
    """The reason why the configuration silences it; None where it counts."""


@dataclass(frozen=True, slots=True)
class FindingsInput:
    """A week and what is around it."""

    week: WeekSheet
    entries: tuple[Entry, ...]
    """Entries that touch the week or the two days on either side of it, in order of time."""
    state: ClockState
    now: ZonedDateTime
    rules: RuleSet
    unsynced: Mapping[str, str] = field(default_factory=dict[str, str])
    """State of the newest unsettled request by entry id: "queued", "unknown", "needs_you"."""
    silenced: Mapping[str, str] = field(default_factory=dict[str, str])
    """Reasons by the name of the rule that they silence."""
    complete_from: Date | None = None
    """Days before this one are not expected to be filled in; None for all of them are."""

"""What the law says about breaks, the length of a day and rest, as data with the paragraph cited.

The sets hold the rules for adults in ordinary day work. Collective agreements, exemptions and averages over
months are not in them; what a set leaves out stands in its `note`. They remind; they are no legal advice.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from punchcard.core.durations import HOUR, MINUTE


@dataclass(frozen=True, slots=True)
class BreakRule:
    """From a certain amount of work in a day on, so much break."""

    more_than_s: int
    """Seconds of work in the day beyond which the rule applies."""
    at_least_s: int
    """Seconds of break that it asks for; 0 where it asks for a break and leaves its length open."""
    source: str
    """The paragraph, as it is cited."""
    reached: bool = False
    """True where the rule applies as soon as `more_than_s` is reached, not only beyond it."""
    pieces_s: tuple[int, ...] = ()
    """Into what it may be split: the n-th number is the least length of each of n pieces that are enough.
    Empty where any pieces do that count at all."""

    def applies(self, worked_s: int) -> bool:
        """Whether a day with `worked_s` seconds of work falls under this rule."""
        return worked_s > self.more_than_s or (self.reached and worked_s == self.more_than_s)

    def missing_s(self, pauses_s: Sequence[int]) -> int:
        """Seconds of break that are missing at least, after pauses of `pauses_s` seconds that count."""
        if not self.pieces_s:
            return max(0, max(self.at_least_s, 1) - sum(pauses_s))
        return min(
            max(0, number - sum(pause >= piece for pause in pauses_s)) * piece
            for number, piece in enumerate(self.pieces_s, start=1)
        )


@dataclass(frozen=True, slots=True)
class Limit:
    """A length of time that the law sets."""

    seconds: int
    source: str
    """The paragraph, as it is cited."""


@dataclass(frozen=True, slots=True)
class RuleSet:
    """The rules of one country, or none at all. A limit that is None is not set there."""

    code: str
    """Stable name, as in the configuration: "DE", "none"."""
    name: str
    """The law, or laws, in their own language."""
    breaks: tuple[BreakRule, ...] = ()
    """From the least work to the most."""
    shortest_piece_s: int = 0
    """Seconds that a pause must last at least to count as a break."""
    longest_stretch: Limit | None = None
    """The most work in one go, without a break that counts."""
    longest_day: Limit | None = None
    """The most work in one day."""
    longest_span: Limit | None = None
    """The most time from the beginning of a day's work to its end, breaks included."""
    shortest_rest: Limit | None = None
    """The least time between the end of one day's work and the beginning of the next."""
    note: str = ""
    """What the data cannot say."""


_DE = RuleSet(
    code="DE",
    name="Arbeitszeitgesetz",
    breaks=(
        BreakRule(6 * HOUR, 30 * MINUTE, "ArbZG §4"),
        BreakRule(9 * HOUR, 45 * MINUTE, "ArbZG §4"),
    ),
    shortest_piece_s=15 * MINUTE,
    longest_stretch=Limit(6 * HOUR, "ArbZG §4"),
    longest_day=Limit(10 * HOUR, "ArbZG §3"),
    shortest_rest=Limit(11 * HOUR, "ArbZG §5"),
    note="A day has 8 h; up to 10 h are allowed where six months or 24 weeks average 8 h (ArbZG §3).",
)

_AT = RuleSet(
    code="AT",
    name="Arbeitszeitgesetz",
    breaks=(BreakRule(6 * HOUR, 30 * MINUTE, "AZG §11", pieces_s=(30 * MINUTE, 15 * MINUTE, 10 * MINUTE)),),
    shortest_piece_s=10 * MINUTE,
    longest_day=Limit(12 * HOUR, "AZG §9"),
    shortest_rest=Limit(11 * HOUR, "AZG §12"),
    note="The half hour is one piece, two of at least 15 or three of at least 10 min (AZG §11).",
)

_CH = RuleSet(
    code="CH",
    name="Arbeitsgesetz",
    breaks=(
        BreakRule(5 * HOUR + 30 * MINUTE, 15 * MINUTE, "ArG Art. 15", pieces_s=(15 * MINUTE,)),
        BreakRule(7 * HOUR, 30 * MINUTE, "ArG Art. 15", pieces_s=(30 * MINUTE,)),
        BreakRule(9 * HOUR, 60 * MINUTE, "ArG Art. 15"),
    ),
    shortest_piece_s=15 * MINUTE,
    longest_stretch=Limit(5 * HOUR + 30 * MINUTE, "ArGV 1 Art. 18"),
    longest_span=Limit(14 * HOUR, "ArG Art. 10"),
    shortest_rest=Limit(11 * HOUR, "ArG Art. 15a"),
    note=(
        "The day is limited by its frame of 14 h, with breaks and overtime, not by its work (ArG Art. 10)."
        " Only breaks of more than half an hour may be split (ArGV 1 Art. 18 Abs. 3)."
    ),
)

_FR = RuleSet(
    code="FR",
    name="Code du travail",
    breaks=(BreakRule(6 * HOUR, 20 * MINUTE, "Code du travail L3121-16", reached=True),),
    shortest_piece_s=20 * MINUTE,
    longest_day=Limit(10 * HOUR, "Code du travail L3121-18"),
    shortest_rest=Limit(11 * HOUR, "Code du travail L3131-1"),
    note="The 20 min are in one piece (L3121-16).",
)

_UK = RuleSet(
    code="UK",
    name="Working Time Regulations 1998",
    breaks=(BreakRule(6 * HOUR, 20 * MINUTE, "WTR 1998 reg 12"),),
    shortest_piece_s=20 * MINUTE,
    shortest_rest=Limit(11 * HOUR, "WTR 1998 reg 10"),
    note="The 20 min are in one piece (reg 12). There is no longest day of its own.",
)

_EU = RuleSet(
    code="EU",
    name="Directive 2003/88/EC",
    breaks=(BreakRule(6 * HOUR, 0, "2003/88/EC art. 4"),),
    shortest_rest=Limit(11 * HOUR, "2003/88/EC art. 3"),
    note="How long the break is, the member states say (art. 4). Work is limited by the week alone (art. 6).",
)

_NONE = RuleSet(code="none", name="No rules")

RULE_SETS: Mapping[str, RuleSet] = MappingProxyType(
    {rules.code: rules for rules in (_DE, _AT, _CH, _FR, _UK, _EU, _NONE)}
)
"""Every rule set by its code."""

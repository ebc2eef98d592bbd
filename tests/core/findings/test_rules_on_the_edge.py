"""Each rule set on its edges. Written from the laws, not from the code."""

from __future__ import annotations

import pytest
from tests.core.findings.made import Made

TUESDAY = "2026-03-10"


def found(rules: str, pieces: str) -> dict[str, str]:
    """What is found of the lawful kinds on a Tuesday with these entries: severity by rule."""
    made = Made("2026-03-09", [f"{TUESDAY} {piece}" for piece in pieces.split()], rules=rules)
    return {f.rule.value: f"{f.severity.value} {f.source}" for f in made.findings if f.source}


MISSING, LATE, SHORT, LONG = "missing_break", "late_break", "short_break", "long_day"
DE4, DE3 = "serious ArbZG §4", "serious ArbZG §3"
AT11, AT9 = "serious AZG §11", "serious AZG §9"
CH15, CH18, CH10 = "serious ArG Art. 15", "serious ArGV 1 Art. 18", "serious ArG Art. 10"
FR16, FR18 = "serious Code du travail L3121-16", "serious Code du travail L3121-18"
UK12 = "serious WTR 1998 reg 12"
EU4 = "serious 2003/88/EC art. 4"


@pytest.mark.parametrize(
    ("rules", "pieces", "expected"),
    [
        # Germany. More than 6 h: 30 min, more than 9 h: 45 min, in pieces of at least 15 min; never more
        # than 6 h in one go (ArbZG §4); at most 10 h (§3).
        ("DE", "08:00-14:00", {}),
        ("DE", "08:00-14:01", {MISSING: DE4}),
        ("DE", "08:00-14:00:01", {MISSING: DE4}),
        ("DE", "08:00-12:00 12:30-17:30", {}),  # 9:00 with 30 min
        ("DE", "08:00-12:00 12:30-17:31", {MISSING: DE4}),  # 9:01 with 30 min
        ("DE", "08:00-12:00 12:44-17:45", {MISSING: DE4}),  # 9:01 with 44 min
        ("DE", "08:00-12:00 12:45-17:46", {}),  # 9:01 with 45 min
        ("DE", "08:00-12:00 12:14-14:15", {MISSING: DE4}),  # 6:01, and a pause of 14 min is none
        ("DE", "08:00-12:00 12:15-14:16", {MISSING: DE4}),  # 6:01, 15 min are not enough yet
        ("DE", "08:00-10:00 10:15-12:00 12:15-14:31", {}),  # 6:01 with twice 15 min
        ("DE", "08:00-10:00 10:14-12:00 12:16-14:31", {SHORT: DE4}),  # 14 + 16 min: 30 only in sum
        ("DE", "08:00-10:00 10:14-12:00 12:16-14:00", {}),  # 5:30 need no break
        ("DE", "08:00-14:00 14:30-16:00", {}),  # 6 h in one go, then the break
        ("DE", "08:00-14:01 14:31-16:00", {LATE: DE4}),
        ("DE", "08:00-11:00 11:14-14:15 14:45-16:00", {SHORT: DE4}),  # 6:01 in one go but for 14 min
        ("DE", "08:00-14:00 14:14-15:14 15:44-16:44", {SHORT: DE4}),  # 7:00 in one go, but for 14 min
        ("DE", "08:00-14:01 14:15-15:14 15:44-16:44", {LATE: DE4}),  # the 14 min came too late as well
        ("DE", "06:00-12:01 12:31-16:00", {MISSING: DE4, LATE: DE4}),  # 9:30 with 30 min, 6:01 in one go
        ("DE", "06:00-10:00 10:45-16:45", {}),  # 10:00
        ("DE", "06:00-10:00 10:45-13:00 13:15-17:01", {LONG: DE3}),  # 10:01
        ("DE", "06:00-12:00 12:14-18:15", {MISSING: DE4, LONG: DE3}),
        # Austria. More than 6 h: 30 min, also as 3 × 10 (AZG §11); at most 12 h (§9).
        ("AT", "08:00-14:00", {}),
        ("AT", "08:00-14:01", {MISSING: AT11}),
        ("AT", "08:00-12:00 12:29-14:30", {MISSING: AT11}),
        ("AT", "08:00-12:00 12:30-14:31", {}),
        ("AT", "08:00-10:00 10:10-12:00 12:10-13:00 13:10-15:00", {}),
        ("AT", "08:00-10:00 10:09-12:00 12:21-15:00", {SHORT: AT11}),  # 9 + 21 min
        ("AT", "08:00-10:00 10:14-12:00 12:16-15:00", {SHORT: AT11}),  # 14 + 16 min
        ("AT", "08:00-10:00 10:15-12:00 12:15-15:00", {}),  # 2 × 15 min
        ("AT", "08:00-10:00 10:10-12:00 12:20-15:00", {SHORT: AT11}),  # 10 + 20 min
        ("AT", "08:00-10:00 10:10-11:00 11:09-12:00 12:11-15:00", {SHORT: AT11}),  # 10 + 9 + 11 min
        ("AT", "08:00-10:00 10:10-11:00 11:14-12:00 12:16-15:00", {}),  # 10 + 14 + 16 min
        ("AT", "08:00-15:00 15:30-17:00", {}),  # no longest stretch
        ("AT", "06:00-12:00 12:30-18:30", {}),  # 12:00 with 30 min
        ("AT", "06:00-12:00 12:30-18:31", {LONG: AT9}),
        # Switzerland. More than 5½ h: 15, 7 h: 30, 9 h: 60 min (ArG Art. 15); no part of more than 5½ h
        # (ArGV 1 Art. 18); all of it within 14 h (ArG Art. 10).
        ("CH", "08:00-13:30", {}),
        ("CH", "08:00-13:31", {MISSING: CH15}),
        ("CH", "08:00-12:00 12:15-15:15", {}),  # 7:00 with 15 min
        ("CH", "08:00-12:00 12:15-15:16", {MISSING: CH15}),  # 7:01
        ("CH", "08:00-12:00 12:30-15:31", {}),
        # Only breaks of more than half an hour may be split (ArGV 1 Art. 18 Abs. 3).
        ("CH", "08:00-10:00 10:15-12:00 12:15-15:31", {SHORT: CH15}),  # 7:01 with 2 × 15 min
        ("CH", "08:00-10:00 10:15-12:00 12:30-17:46", {MISSING: CH15}),  # 9:01 with 15 + 30 min
        ("CH", "08:00-10:00 10:15-12:00 12:30-15:00 15:15-18:01", {}),  # 9:01 with 15 + 30 + 15 min
        ("CH", "08:00-10:00 10:20-12:00 12:20-15:00 15:20-16:30", {}),  # 7:30 with an hour in three
        ("CH", "08:00-12:00 12:30-17:30", {}),  # 9:00 with 30 min
        ("CH", "08:00-12:00 12:30-17:31", {MISSING: CH15}),  # 9:01
        ("CH", "08:00-12:00 13:00-18:01", {}),
        ("CH", "08:00-13:30 14:00-15:00", {}),
        ("CH", "08:00-13:31 14:00-15:00", {LATE: CH18}),
        ("CH", "08:00-11:00 11:14-13:44", {}),  # 5:30
        ("CH", "08:00-11:00 11:14-13:45", {MISSING: CH15}),  # 5:31, and 14 min are not enough in any case
        ("CH", "06:00-11:00 12:00-16:00 18:00-20:00", {}),  # 11 h of work, in 14 h
        ("CH", "06:00-11:00 12:00-16:00 18:00-20:01", {LONG: CH10}),
        # France. From 6 h on: 20 min in one piece (L3121-16); at most 10 h (L3121-18).
        ("FR", "08:00-13:59", {}),
        ("FR", "08:00-14:00", {MISSING: FR16}),
        ("FR", "08:00-12:00 12:19-14:19", {MISSING: FR16}),
        ("FR", "08:00-12:00 12:20-14:20", {}),
        ("FR", "08:00-10:00 10:10-12:00 12:10-14:20", {SHORT: FR16}),  # 2 × 10 min
        ("FR", "06:00-11:00 11:20-16:20", {}),  # 10:00
        ("FR", "06:00-11:00 11:20-16:21", {LONG: FR18}),
        # United Kingdom. More than 6 h: 20 min, uninterrupted (reg 12); no longest day.
        ("UK", "08:00-14:00", {}),
        ("UK", "08:00-14:01", {MISSING: UK12}),
        ("UK", "08:00-12:00 12:19-14:20", {MISSING: UK12}),
        ("UK", "08:00-12:00 12:20-14:21", {}),
        ("UK", "08:00-10:00 10:19-12:00 12:19-14:39", {SHORT: UK12}),
        ("UK", "06:00-12:00 12:20-22:00", {}),
        # Europe. More than 6 h: a break (art. 4), as long as the member state says.
        ("EU", "08:00-14:00", {}),
        ("EU", "08:00-14:01", {MISSING: EU4}),
        ("EU", "08:00-12:00 12:05-20:00", {}),
        ("EU", "06:00-12:00 12:30-22:00", {}),
        # No rules.
        ("none", "00:00-23:59", {}),
    ],
)  # fmt: skip
def test_breaks_and_long_days(rules: str, pieces: str, expected: dict[str, str]) -> None:
    assert found(rules, pieces) == expected


@pytest.mark.parametrize("punched", [True, False])
def test_a_break_counts_whether_it_was_punched_or_lies_between_two_entries(punched: bool) -> None:
    line = "08:00-17:31 12:00-12:30"
    pieces = [f"{TUESDAY} {line}"] if punched else [f"{TUESDAY} 08:00-12:00", f"{TUESDAY} 12:30-17:31"]
    assert Made("2026-03-09", pieces).told == [
        "2026-03-10 9:01 worked with 30 min of breaks; over 9 h at least 45 min are due. (ArbZG §4)"
    ]


@pytest.mark.parametrize("punched", [True, False])
def test_a_short_break_is_said_alike_whether_it_was_punched_or_lies_between_two_entries(
    punched: bool,
) -> None:
    whole = ["08:00-14:31 10:00-10:14 12:00-12:16"]
    pieces = whole if punched else ["08:00-10:00", "10:14-12:00", "12:16-14:31"]
    made = Made("2026-03-09", [f"{TUESDAY} {piece}" for piece in pieces])
    assert [line for line in made.told if "ArbZG" in line] == [
        "2026-03-10 6:01 worked with 16 min of breaks; over 6 h at least 30 min are due. Your pause of 14 min"
        " at 10:00 counts as none: it takes at least 15 min in one piece. (ArbZG §4)"
    ]


@pytest.mark.parametrize(
    ("rules", "pieces", "why"),
    [
        (
            "AT",
            "08:00-10:00 10:14-12:00 12:16-15:00",
            "in one piece, in 2 of at least 15 min, or in 3 of at least 10 min",
        ),
        ("CH", "08:00-10:00 10:15-12:00 12:15-15:31", "in one piece"),
    ],
)
def test_a_break_in_the_wrong_pieces_says_which_are_right(rules: str, pieces: str, why: str) -> None:
    made = Made("2026-03-09", [f"{TUESDAY} {piece}" for piece in pieces.split()], rules=rules)
    assert any(f"30 min are due {why}." in line for line in made.told), made.told


REST = {
    "DE": "ArbZG §5", "AT": "AZG §12", "CH": "ArG Art. 15a", "FR": "Code du travail L3131-1",
    "UK": "WTR 1998 reg 10", "EU": "2003/88/EC art. 3",
}  # fmt: skip


@pytest.mark.parametrize("rules", [*REST, "none"])
@pytest.mark.parametrize(
    ("end", "begin", "is_short"),
    [
        ("21:01", "08:00", True),
        ("21:00", "08:00", False),
        ("21:00:01", "08:00", True),
        ("20:00", "06:59", True),
    ],
)
def test_eleven_hours_of_rest(rules: str, end: str, begin: str, is_short: bool) -> None:
    made = Made("2026-03-09", [f"{TUESDAY} 17:00-{end}", f"2026-03-11 {begin}-12:00"], rules=rules)
    expected = [("2026-03-11", "serious", "short_rest", REST[rules])] if is_short and rules in REST else []
    assert [(str(f.day), f.severity, f.rule, f.source) for f in made.findings] == expected


def test_short_rest_says_how_much_there_was() -> None:
    made = Made("2026-03-09", ["2026-03-10 17:00-21:01", "2026-03-11 08:00-12:00"])
    assert made.told == ["2026-03-11 10:59 of rest, Tue 21:01 – Wed 08:00; at least 11 h are due. (ArbZG §5)"]


@pytest.mark.parametrize(
    ("rules", "pieces", "told"),
    [
        ("DE", "08:00-14:01", "6:01 worked without a break; over 6 h at least 30 min are due."),
        (
            "DE",
            "08:00-12:00 12:14-14:30",
            "6:16 worked without a break that counts; over 6 h at least 30 min are due."
            " Your pause of 14 min at 12:00 counts as none: it takes at least 15 min in one piece.",
        ),
        (
            "DE",
            "08:00-10:00 10:14-12:00 12:16-14:31",
            "6:01 worked with 16 min of breaks; over 6 h at least 30 min are due."
            " Your pause of 14 min at 10:00 counts as none: it takes at least 15 min in one piece.",
        ),
        (
            "DE",
            "08:00-14:01 14:31-16:00",
            "6:01 worked in one go, 08:00 – 14:01, without a break; at most 6 h are allowed.",
        ),
        (
            "DE",
            "08:00-11:00 11:14-14:15 14:45-16:00",
            "6:01 worked in one go, 08:00 – 14:15, without a break that counts; at most 6 h are allowed."
            " Your pause of 14 min at 11:00 counts as none: it takes at least 15 min in one piece.",
        ),
        ("DE", "08:00-12:00 12:45-18:46", "10:01 worked; at most 10 h a day are allowed."),
        ("FR", "08:00-14:00", "6:00 worked without a break; from 6 h on at least 20 min are due."),
        ("EU", "08:00-14:01", "6:01 worked without a break; over 6 h a break is due."),
        (
            "CH",
            "06:00-11:00 12:00-16:00 18:00-20:01",
            "14:01 from beginning to end, 06:00 – 20:01, breaks included; at most 14 h are allowed.",
        ),
        (
            "UK",
            "08:00-09:00 09:05-10:00 10:05-11:00 11:05-12:00 12:05-15:00",
            "6:40 worked without a break that counts; over 6 h at least 20 min are due."
            " Your 4 pauses of less than 20 min count as none.",
        ),
    ],
)  # fmt: skip
def test_a_tired_person_understands_it(rules: str, pieces: str, told: str) -> None:
    made = Made("2026-03-09", [f"{TUESDAY} {piece}" for piece in pieces.split()], rules=rules)
    assert told in [finding.message for finding in made.findings]

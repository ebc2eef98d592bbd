"""Balances in words and as JSON, whoever has worked them out."""

from __future__ import annotations

import pytest
from whenever import Date

from punchcard.core.balance import Balance
from punchcard.core.balance_words import (
    AnyBalance,
    balance_shape,
    balance_text,
    balance_until,
    days_as_number,
    vacation_text,
)
from punchcard.core.kept_balance import KeptBalance

END, TODAY = Date(2026, 2, 28), Date(2026, 3, 11)
WORKED_OUT = Balance(Date(2026, 3, 2), END, 0, 8 * 3600 + 900, 8 * 3600)
KEPT = KeptBalance("a", -9600, END, 12.5, TODAY, 30)
NOTHING_TOLD = KeptBalance("a")


@pytest.mark.parametrize(
    ("balance", "text", "vacation", "until"),
    [
        (WORKED_OUT, "+0:15 at the end of Sat 28 Feb", "", END),
        (KEPT, "−2:40 at the end of Sat 28 Feb", "12.5 of 30 days left at the end of Wed 11 Mar", END),
        (KeptBalance("a", 0, None, -1), "0:00", "−1 days left", None),
        (NOTHING_TOLD, "", "", None),
        (None, "", "", None),
    ],
)
def test_what_is_not_told_is_not_said(
    balance: AnyBalance | None, text: str, vacation: str, until: Date | None
) -> None:
    assert (balance_text(balance), vacation_text(balance), balance_until(balance)) == (text, vacation, until)


def test_what_is_not_told_is_null_and_never_zero() -> None:
    assert set(balance_shape(NOTHING_TOLD).values()) == set(balance_shape(None).values()) == {None}
    assert balance_shape(KeptBalance("a", 0, END, 0, TODAY, 0)) == {
        "balance_seconds": 0, "balance_until": "2026-02-28", "vacation_days": 0,
        "vacation_until": "2026-03-11", "vacation_entitlement_days": 0,
    }  # fmt: skip
    assert balance_shape(WORKED_OUT)["vacation_days"] is None


@pytest.mark.parametrize(
    ("days", "text"),
    [(30, "30"), (12.5, "12.5"), (0.1 + 0.2, "0.3"), (-2, "−2"), (-0.001, "0"), (100, "100")],
)
def test_days_are_written_as_people_do(days: float, text: str) -> None:
    assert days_as_number(days) == text

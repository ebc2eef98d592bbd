"""Balances in words, whoever has worked them out: this program day by day, or a service that keeps them."""

from __future__ import annotations

from typing import Any, TypeAlias

from whenever import Date

from punchcard.core.balance import Balance
from punchcard.core.durations import format_duration
from punchcard.core.kept_balance import KeptBalance
from punchcard.core.moments import day_in_words

AnyBalance: TypeAlias = Balance | KeptBalance
"""A balance that was worked out here, or one that a service keeps."""


def balance_until(balance: AnyBalance | None) -> Date | None:
    """Return the last day that a balance of working time counts; None where nobody says."""
    return balance.as_of if isinstance(balance, KeptBalance) else balance.until if balance else None


def balance_shape(balance: AnyBalance | None) -> dict[str, Any]:
    """Return a balance as JSON; null is what nobody says, and never zero."""
    until, kept = balance_until(balance), balance if isinstance(balance, KeptBalance) else None
    left_on = kept.vacation_as_of if kept else None
    return {
        "balance_seconds": balance.seconds if balance else None,
        "balance_until": until.format_iso() if until else None,
        "vacation_days": kept.vacation_days if kept else None,
        "vacation_until": left_on.format_iso() if left_on else None,
        "vacation_entitlement_days": kept.entitlement_days if kept else None,
    }


def balance_text(balance: AnyBalance | None) -> str:
    """Return a balance of working time: "+1:15 at the end of Sat 28 Feb"; empty where there is none."""
    if balance is None or balance.seconds is None:
        return ""
    until = balance_until(balance)
    return f"{format_duration(balance.seconds, sign=True)}{_at_the_end(until)}"


def vacation_text(balance: AnyBalance | None) -> str:
    """Return what is left of vacation: "12.5 of 30 days left at the end of Wed 11 Mar"; else empty."""
    if not isinstance(balance, KeptBalance) or balance.vacation_days is None:
        return ""
    entitled = balance.entitlement_days
    of = "" if entitled is None else f" of {days_as_number(entitled)}"
    return f"{days_as_number(balance.vacation_days)}{of} days left{_at_the_end(balance.vacation_as_of)}"


def days_as_number(days: float) -> str:
    """Return a number of days: "12.5", "30", "−2"."""
    # What a float cannot hold exactly is of no interest: services count hundredths at most.
    number = f"{abs(days):.2f}".rstrip("0").rstrip(".")
    return f"−{number}" if days < 0 and number != "0" else number


def _at_the_end(until: Date | None) -> str:
    return f" at the end of {day_in_words(until, short=True)}" if until else ""

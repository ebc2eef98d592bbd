"""Entries without clock times, added as the command line adds them."""

from __future__ import annotations

from whenever import Date

from punchcard.services.entries.by_hand import EntryAsked, save
from punchcard.services.entries.untimed_entries import Booking, entry_in_days, entry_in_hours
from punchcard.services.session import Session


def add_hours(session: Session, day: Date, seconds: int, booking: Booking) -> EntryAsked:
    return save(session, entry_in_hours(session, day, seconds, booking), None)


def add_days(session: Session, day: Date, half_days: int, booking: Booking) -> EntryAsked:
    return save(session, entry_in_days(session, day, half_days, booking), None)

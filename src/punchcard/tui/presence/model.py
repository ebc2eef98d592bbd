"""What the panel says of those who are clocked in, in words; no Textual."""

from __future__ import annotations

from typing import NamedTuple

from whenever import ZonedDateTime

from punchcard.core.clock import ClockState, Idle, OnBreak
from punchcard.core.durations import duration_in_words, format_duration
from punchcard.core.moments import clock_time, month_name, spoken, weekday_name
from punchcard.core.people import Person
from punchcard.core.presence import Presence
from punchcard.core.text import one_line
from punchcard.services.presence import Drive, OnItsWay, WhoIsIn, elapsed_seconds
from punchcard.services.sentences import state_in_words

NOBODY = "Nobody whom you may see is clocked in."
NOBODY_FITS = "Nobody who is clocked in fits that."
ASKED_AGAIN = "It is asked for again by itself."
"""Said of a failure where nothing is shown that could be old."""

WORKING_SIGN, BREAK_SIGN = "▶", "‖"


class Question(NamedTuple):
    """What is asked before somebody's clock is driven."""

    question: str
    consequence: str
    yes: str
    no: str
    title: str


def state_word(presence: Presence) -> str:
    """Return what somebody does: "working" or "on break"."""
    return "on break" if presence.on_break else "working"


def sign(presence: Presence) -> str:
    """Return the same as a sign."""
    return BREAK_SIGN if presence.on_break else WORKING_SIGN


def since(presence: Presence, now: ZonedDateTime) -> str:
    """Return since when the clock runs: "08:02", "Tue 22:00", "3 Mar 22:00"; empty where nobody says."""
    if presence.since is None:
        return ""
    day, at = presence.since.date(), clock_time(presence.since)
    if day == now.date():
        return at
    is_recent = now.date().subtract(days=7) < day < now.date()
    return f"{weekday_name(day, short=True) if is_recent else f'{day.day} {month_name(day)[:3]}'} {at}"


def how_long(presence: Presence, now: ZonedDateTime) -> str:
    """Return how long ago it was started, breaks included: "4:36"; empty where nobody says."""
    seconds = elapsed_seconds(presence, now)
    return "" if seconds is None else format_duration(seconds)


def type_name(presence: Presence) -> str:
    """Return the kind of time; empty where nobody says."""
    return one_line(presence.time_type.name) if presence.time_type else ""


def fits(presence: Presence, typed: str) -> bool:
    """Whether every word that was typed stands somewhere in what the panel says of somebody."""
    person = presence.person
    told = (person.name, person.team, state_word(presence), type_name(presence), presence.assignment.label)
    text = one_line(" ".join((*told, presence.note))).casefold()
    return all(word in text for word in one_line(typed).casefold().split())


def details(presence: Presence, now: ZonedDateTime, asked: OnItsWay | None = None) -> list[str]:
    """Return everything that is known of somebody, a line each, the name first."""
    elapsed = elapsed_seconds(presence, now)
    began = f" since {spoken(presence.since, now.date())}" if presence.since else ""
    # A break is no start: the moment is that of the clock.
    words = f"on a break, clocked in{began}" if presence.on_break else f"working{began}"
    # Breaks are in it: it is no time of work.
    parts = [f"{words}, {duration_in_words(elapsed)} ago" if elapsed is not None else words]
    parts += [text for text in (type_name(presence), presence.assignment.label) if text]
    name = " · ".join(text for text in (presence.person.name, presence.person.team) if text)
    lines = [one_line(name), " · ".join(parts)]
    lines += [f"“{one_line(presence.note)}”"] if presence.note else []
    return lines + ([asked.text] if asked else [])


def summary(who: WhoIsIn | None, shown: int) -> str:
    """Return how many there are: "12 clocked in, 3 on a break · as of 12:41"; with a filter "3 of 12 …"."""
    if who is None:
        return ""
    number = len(who.present)
    counted = f"{shown} of {number}" if shown != number else str(number)
    on_break = sum(each.on_break for each in who.present)
    besides = f", {on_break} on a break" if on_break else ""
    return f"{counted} clocked in{besides} · as of {clock_time(who.as_of)}"


def fits_clock(what: Drive, state: ClockState) -> bool:
    """Whether something can be done with a clock as it is."""
    if isinstance(state, Idle):
        return False
    return what is Drive.STOP or isinstance(state, OnBreak) is (what is Drive.RESUME)


def question(person: Person, what: Drive, state: ClockState, now: ZonedDateTime) -> Question:
    """Return what is asked before `what` is done with the clock of `person`."""
    name, at = one_line(person.name, 40), clock_time(now)
    there = state_in_words(state, now)
    there = f"{there[:1].upper()}{there[1:]}."
    match what:
        case Drive.STOP:
            worked = 0 if isinstance(state, Idle) else state.worked_seconds(now)
            booked = f"{there} Their clock stops at {at}: {duration_in_words(worked)} worked."
            return Question(f"Stop the clock of {name}?", booked, "Stop it", "Leave it running", "Stop")
        case Drive.TAKE_BREAK:
            rest = f"{there} Their break begins at {at}."
            return Question(f"Begin a break for {name}?", rest, "Begin it", "Leave it", "Break")
        case Drive.RESUME:
            rest = f"{there} Their break ends at {at}."
            return Question(f"End the break of {name}?", rest, "End it", "Leave it", "Resume")

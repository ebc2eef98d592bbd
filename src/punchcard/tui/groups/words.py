"""What the screen of the groups says: its heading, and what stands where there is nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from punchcard.core.durations import duration_in_words
from punchcard.core.grouping_keys import keys_known
from punchcard.core.periods import days_in_words, period_name
from punchcard.core.text import one_line
from punchcard.tui.groups.columns import words_for
from punchcard.tui.groups.header import Heading
from punchcard.tui.groups.question import ORDER_WORDS, Answer, Question

if TYPE_CHECKING:
    from whenever import Weekday

    from punchcard.core.refusals import Refusal


class Progress(NamedTuple):
    """How far reading the groups has come."""

    is_reading: bool
    waits_until: str
    """When the service is asked again, by the clock on the wall; empty where it is not waited for."""
    failure: Refusal | None


def heading_of(
    wanted: Question, answer: Answer | None, week_starts: Weekday | None, progress: Progress
) -> Heading:
    """Return the heading.

    Args:
        wanted: Which groups are asked for.
        answer: Those that are shown.
        week_starts: The first day of a week; None while that is not known.
        progress: How far reading them has come.
    """
    rounding = f"rounded to {wanted.rounding} min" if wanted.rounding else ""
    text = one_line(answer.question.text, 40) if answer else ""
    filtered = f"filter “{text}”" if text else ""
    chosen = wanted.chosen.words if wanted.chosen else ""
    problem = (answer.cannot_edit or answer.cannot_delete) if answer else ""
    if progress.failure is not None:
        problem = f"{progress.failure.message} {progress.failure.hint}".strip()
    return Heading(
        name=period_name(wanted.period, week_starts) if week_starts is not None else "",
        days=days_in_words(wanted.period),
        person=whose(answer),
        by=words_for(wanted.by, keys_known(answer.dimensions) if answer else {}),
        how=tuple(part for part in (rounding, ORDER_WORDS[wanted.order], filtered, chosen) if part),
        is_reading=progress.is_reading,
        waits_until=progress.waits_until,
        problem=problem,
        is_failure=progress.failure is not None,
    )


def whose(answer: Answer | None) -> str:
    """Return whose time it is: a name, or how many people; nothing where a filter says it."""
    if answer is None or answer.report.is_of_team:
        return ""
    people = answer.report.people
    return people[0].name if len(people) == 1 else f"{len(people)} people"


def notes_of(answer: Answer) -> tuple[str, ...]:
    """What is in no sum, in sentences."""
    report, notes = answer.report, list[str]()
    if report.absences_left_out:
        notes.append(f"Not counted: {duration_in_words(report.absences_left_out)} of absences.")
    if report.running_seconds is not None:
        notes.append("Not counted yet: the running clock.")
    if report.remark:
        notes.append(report.remark)
    return tuple(notes)


def nothing_in_words(wanted: Question, answer: Answer, with_keys: Callable[[str], str]) -> str:
    """Return what stands where there are no groups; `with_keys` names the keys of actions."""
    if wanted.text or wanted.chosen:
        lead = with_keys("Nothing fits the filter.\n\n{groups.back} shows everything again.")
    else:
        turn = "{groups.previous} and {groups.next} turn the period, {groups.period} chooses another one."
        lead = f"Nothing booked in this period.\n\n{with_keys(turn)}"
    notes = "\n".join(notes_of(answer))
    return f"{lead}\n\n{notes}".rstrip()

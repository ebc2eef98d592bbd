"""What is said about decisions: why there cannot be one, how one ended, and what it has reached."""

from __future__ import annotations

from collections.abc import Sequence

from whenever import Date, ZonedDateTime

from punchcard.core.change_requests import Decidable, Verdict
from punchcard.core.moments import clock_time, day_and_month, weekday_name
from punchcard.core.submitted_weeks import RequestStatus, SubmittedWeek
from punchcard.core.text import NOTE_LIMIT, cleaned, one_line
from punchcard.core.week_words import weeks_in_words
from punchcard.core.weeks import Week

_VERBS = {RequestStatus.APPROVED: "approved", RequestStatus.DECLINED: "declined"}


def how_it_ended(item: Decidable, today: Date) -> str:
    """Say what has become of `item`: "Lea approved it on Tue 3 March at 14:02."."""
    at = on_and_at(item.decided_at, today)
    who = one_line(item.decided_by, 60) if item.decided_by else None
    match item.status:
        case RequestStatus.APPROVED if who is None:
            return f"It was approved at once{at}, because the day could still be edited."
        case RequestStatus.APPROVED | RequestStatus.DECLINED:
            return f"{who or 'Somebody'} {_VERBS[item.status]} it{at}."
        case RequestStatus.REPLACED:
            return f"A newer request for the same day has taken its place{at}."
        case RequestStatus.WITHDRAWN if who:
            return f"{who} opened it again{at}."
        case RequestStatus.WITHDRAWN:
            return f"It was taken back{at}."
        case RequestStatus.REJECTED:
            return f"It was declined or taken back{at}."
        case RequestStatus.PENDING:
            return "It waits for a decision."
        case RequestStatus.UNKNOWN:
            return "What became of it is not known here."


def on_and_at(moment: ZonedDateTime | None, today: Date) -> str:
    """Return " on Tue 3 March at 14:02", or nothing where the moment is not known."""
    if moment is None:
        return ""
    day = f"{weekday_name(moment.date(), short=True)} {day_and_month(moment.date(), today)}"
    return f" on {day} at {clock_time(moment)}"


def too_long(text: str, what: str) -> str | None:
    """Return why a note or a reason cannot be kept, in a sentence; None where it can."""
    length = len(cleaned(text).strip())
    if length <= NOTE_LIMIT:
        return None
    return f"The {what} has {length:,} characters; at most {NOTE_LIMIT:,} fit. Nothing was changed."


def what_went_along(weeks: Sequence[SubmittedWeek], verdict: Verdict, today: Date) -> tuple[str, ...]:
    """Say which other weeks a decision has reached, in a sentence; nothing for none."""
    if not weeks:
        return ()
    named = weeks_in_words([Week(week.first, week.last) for week in weeks], today)
    one = len(weeks) == 1
    if verdict is Verdict.APPROVE:
        return (f"{named.capitalize()} {'was' if one else 'were'} approved along with it.",)
    return (f"{named.capitalize()} {'is' if one else 'are'} open again along with it.",)

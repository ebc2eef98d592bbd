"""Too many calls: until when none goes out, and why, in a sentence."""

from __future__ import annotations

from punchcard.backends.contract import Connection
from punchcard.backends.errors import Throttled
from punchcard.backends.http.call_budget import Budget
from punchcard.core.zones import in_zone

_WORDS = {60: "a minute", 3600: "an hour", 86400: "a day"}


def throttled(title: str, connection: Connection, seconds: float, budget: Budget | None = None) -> Throttled:
    """Return the refusal of a call that may not go out yet, or was not done for that reason.

    Args:
        title: What the service is called.
        connection: Whose account it is.
        seconds: How long still.
        budget: What is used up; None where the service has asked to be left alone.
    """
    retry_at = connection.now().add(milliseconds=int(seconds * 1000) + 1)
    # A wall clock tells whole seconds: a moment later than `retry_at`, never before it.
    told = in_zone(retry_at.add(milliseconds=999), connection.zone)
    at = f"{told.hour:02}:{told.minute:02}:{told.second:02}"
    if budget is None:
        why = f"{title} asks for no more calls before {at}."
    else:
        times = _WORDS.get(int(budget.seconds), f"{budget.seconds:g} seconds")
        calls = "One call" if budget.calls == 1 else f"{budget.calls} calls"
        no_more = f"{title} allows no more"
        if budget.is_own:
            no_more = f"{title} tells of no limit, and is asked no more often"
        why = f"{calls} in {times}: {no_more}, so the next one goes out at {at}."
    return Throttled(why, retry_at)

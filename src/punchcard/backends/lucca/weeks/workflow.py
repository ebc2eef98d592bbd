"""Actions on timesheets: the call, and what its answer says of each (sections 9.4 to 9.9).

An answer of 200 may hold an error for every timesheet, and the ids in it are none of timesheets: what came of
an action is read afterwards, and the answer tells why something did not work.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple, cast

from whenever import Date

from punchcard.backends.errors import Garbled
from punchcard.backends.http import Answer
from punchcard.backends.lucca.client import LuccaClient
from punchcard.backends.lucca.complaints import refused
from punchcard.backends.lucca.signing_in import TITLE
from punchcard.backends.lucca.wire.timesheets import ERROR, SUCCESS, WorkflowItem
from punchcard.backends.lucca.wire.values import parsed
from punchcard.backends.outcomes import NotSent, Refused, Unanswered
from punchcard.core.text import capitalized, one_line
from punchcard.core.week_words import week_in_words
from punchcard.core.weeks import Week

_LONGEST = 300


class Acted(NamedTuple):
    """An action that was taken."""

    why_not: Mapping[Date, str]
    """What stood against it in the service's own words, by the first day of the timesheet."""
    done: frozenset[Date]
    """The first days of those timesheets with which it is said to have worked."""

    def refusal(self, done: str) -> Refused:
        """Return that nothing came of it.

        Args:
            done: What did not happen: "handed in".
        """
        why = " ".join(dict.fromkeys(each for each in self.why_not.values() if each))
        if why:
            return Refused(f"{TITLE} says: “{why.rstrip('.')}”. Nothing was {done}.")
        return Refused(f"{TITLE} took the call and did nothing; it gave no reason. Nothing was {done}.")

    def left_out(self, weeks: Iterable[Week], today: Date, done: str) -> tuple[str, ...]:
        """Say in a sentence each of `weeks`, with which nothing happened, why not.

        Args:
            weeks: The periods.
            today: The day that it is.
            done: What did not happen to them: "handed in".
        """
        return tuple(
            f"{capitalized(week_in_words(week, today))} was not {done}{self._said(week)}." for week in weeks
        )

    def _said(self, week: Week) -> str:
        why = self.why_not.get(week.first, "").rstrip(".")
        return f": “{why}”" if why else ""


async def act(
    client: LuccaClient, path: str, body: Mapping[str, object]
) -> Acted | Refused | NotSent | Unanswered:
    """Take an action.

    Args:
        client: The connection.
        path: Below the timesheets: "submit", "4410/approve".
        body: What is sent.

    Raises:
        BackendError: Nothing was done.
    """
    answer = await client.send("POST", f"timmi-timesheet/api/timesheets/{path}", body)
    if not isinstance(answer, Answer):
        return answer
    if not answer.is_good:
        return refused(answer)
    said = [item for item in map(_item, _elements(answer.data)) if item is not None]
    why_not = {
        each.starts_on: one_line(each.exception_message, _LONGEST) for each in said if each.status == ERROR
    }
    return Acted(why_not, frozenset(each.starts_on for each in said if each.status == SUCCESS))


def _elements(data: object) -> list[object]:
    """What an array holds, or the one object that an invalidation answers with."""
    return cast("list[object]", data) if isinstance(data, list) else [data]


def _item(data: object) -> WorkflowItem | None:
    try:
        return parsed(WorkflowItem, data)
    except Garbled:
        return None

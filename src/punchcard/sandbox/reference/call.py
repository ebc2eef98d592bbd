"""One call of the reference vendor, as its handlers see it."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from starlette.requests import Request
from whenever import Date

from punchcard.core.people import Person
from punchcard.sandbox.reference.answers import malformed
from punchcard.sandbox.reference.reading import member, read_day
from punchcard.sandbox.reference.rules import visible
from punchcard.sandbox.reference.shapes import Json
from punchcard.sandbox.reference.state import ReferenceState


class Call:
    """One request of a person with a good key."""

    def __init__(self, state: ReferenceState, caller: Person, request: Request, body: Json) -> None:
        self.state = state
        self.caller = caller
        self.request = request
        self.body = body

    def people(self) -> list[str]:
        """The people that the query names, all of them for the caller to see."""
        wanted = list(dict.fromkeys(self.request.query_params.getlist("person")))
        return list(visible(self.state, self.caller, wanted))

    def person(self) -> str:
        """The one person that the query names."""
        people = self.people()
        if len(people) > 1:
            raise malformed("“person” stands there more than once.", "person")
        return people[0]

    def sent_person(self) -> str:
        """The person that the body names, for whom the caller may act."""
        return visible(self.state, self.caller, [member(self.body, "person", str)])[0]

    def parameter(self, name: str) -> str | None:
        """One value of the query."""
        return self.request.query_params.get(name)

    def days(self) -> tuple[Date, Date]:
        """The days of the query, in order."""
        first, last = read_day(self.parameter("from"), "from"), read_day(self.parameter("to"), "to")
        if last < first:
            raise malformed("“to” lies before “from”.", "to")
        return first, last

    def path_id(self) -> str:
        """The id in the path."""
        return self.request.path_params["id"]


class Served(NamedTuple):
    """A call that is served, and by what."""

    method: str
    path: str
    """Below `/api/`."""
    handler: Callable[[Call], Json]
    """Returns the body of the answer, `now` aside; raises `Problem`."""
    status: int = 200

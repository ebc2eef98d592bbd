"""Calls of the service: answers become values, errors become what the contract says."""

from __future__ import annotations

from typing import NoReturn, TypeVar

from pydantic import ValidationError

from punchcard.backends.contract import Connection
from punchcard.backends.errors import Garbled
from punchcard.backends.http import (
    Answer,
    HttpClient,
    OpensHttp,
    Params,
    Route,
    Service,
    VendorClient,
    checked_address,
    fail,
    refused,
)
from punchcard.backends.http.wire import parsed
from punchcard.backends.outcomes import Confirmed, NotSent, Outcome, Refused, Unanswered
from punchcard.backends.reference.wire import Answered, Error, ErrorText

TITLE = "The reference vendor"
DEFAULT_URL = "http://127.0.0.1:8817"
KEY_HEADER = "Reference-Key"

_NOT_ABOUT_THE_WRITE = (401, 405, 410)
"""The key is no good, or there is no such call any more: the same write may succeed later."""

AnswerT = TypeVar("AnswerT", bound=Answered)


class ReferenceClient(VendorClient):
    """One connection to the service. Knows no more than where it is and whose key to send."""

    def __init__(self, connection: Connection, http: OpensHttp = HttpClient) -> None:
        """Take the address from the account's settings; does not touch the network.

        Raises:
            UsageError: The address cannot be used.
        """
        service = Service(
            title=TITLE,
            base_url=checked_address(connection.settings.get("base_url") or DEFAULT_URL),
            headers={},
            authorize=_with_key,
            clock_routes=(Route("POST", "/api/clock"),),
            budgets=(),
        )
        super().__init__(service, connection, http)

    async def read(self, model: type[AnswerT], path: str, *params: tuple[str, str]) -> AnswerT:
        """Return what the service says.

        Raises:
            BackendError: It says nothing, or no.
        """
        answer = await self._asked(model, path, params)
        return _fail(answer) if isinstance(answer, Answer) else answer

    async def find(self, model: type[AnswerT], path: str) -> AnswerT | None:
        """Return what the service says, or None where it says that there is no such thing.

        Raises:
            BackendError: It says nothing, or no.
        """
        answer = await self._asked(model, path, ())
        if isinstance(answer, Answer):
            return None if _is_gone(answer) else _fail(answer)
        return answer

    async def write(
        self, model: type[AnswerT], method: str, path: str, body: object = None, *params: tuple[str, str]
    ) -> Outcome[AnswerT]:
        """Make one write.

        Raises:
            BackendError: Nothing was done.
        """
        answer = await self._http.write(method, f"/api/{path}", params, body)
        if isinstance(answer, NotSent | Unanswered):
            return answer
        if not answer.is_good:
            return _refused(answer)
        try:
            return Confirmed(self._taken(model, answer))
        except Garbled as garbled:
            return Unanswered(garbled.message)

    async def remove(self, path: str) -> Outcome[None]:
        """Make one write that removes something; what is gone already counts as removed.

        Raises:
            BackendError: Nothing was done.
        """
        answer = await self._http.write("DELETE", f"/api/{path}")
        if isinstance(answer, NotSent | Unanswered):
            return answer
        return Confirmed(None) if answer.is_good or _is_gone(answer) else _refused(answer)

    async def _asked(self, model: type[AnswerT], path: str, params: Params) -> AnswerT | Answer:
        answer = await self._http.read(f"/api/{path}", params)
        return self._taken(model, answer) if answer.is_good else answer

    def _taken(self, model: type[AnswerT], answer: Answer) -> AnswerT:
        taken = parsed(model, answer.data, TITLE)
        if self._meter is not None:
            self._meter.vendor_clock(taken.now, answer.sent, answer.received, resolution_seconds=0.001)
        return taken


def _with_key(secret: str) -> dict[str, str]:
    return {KEY_HEADER: secret}


def _refused(answer: Answer) -> Refused:
    if answer.status in _NOT_ABOUT_THE_WRITE:
        _fail(answer)
    complaint = _complaint(answer)
    return refused(answer, complaint.message, complaint.field, title=TITLE)


def _fail(answer: Answer) -> NoReturn:
    fail(answer, TITLE, _complaint(answer).message)


def _complaint(answer: Answer) -> ErrorText:
    """What the service objects to; nothing where whatever has answered is not the service."""
    try:
        return Error.model_validate(answer.data).error
    except ValidationError:
        return ErrorText(message="")


def _is_gone(answer: Answer) -> bool:
    """Whether the service itself says that there is no such thing; the address may be wrong as well."""
    return answer.status == 404 and bool(_complaint(answer).message)

"""What the simulated McTime answers: items in an envelope (McTime API, response envelope)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, NamedTuple, TypeAlias

Json: TypeAlias = dict[str, Any]

UNAUTHORIZED = "Unauthorized"


class Reply(NamedTuple):
    """A status and a body."""

    status: int
    body: Json


class Problem(Exception):
    """Something that is not done, with the status that says so."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.message = message


class Refused(Problem):
    """A business refusal, which may also be told inside a 200."""


def malformed(message: str) -> Problem:
    """What was sent cannot be read, or makes no sense."""
    return Problem(400, message)


def foreign() -> Problem:
    """Something is named that the caller may not see, or that is not there."""
    return Problem(401, UNAUTHORIZED)


def not_found() -> Problem:
    """There is no such thing."""
    return Problem(404, "Not found")


def not_running() -> Problem:
    """There is no clock to do this with."""
    return Refused(404, "There is no running clock")


def done(data: object, message: str = "Success", status: int = 200) -> Reply:
    """Return an answer with one item."""
    return Reply(status, {"items": [{"message": message, "data": data}], "valid": True})


def several(items: Sequence[Json], status: int = 200, *, valid: bool = True) -> Reply:
    """Return an answer with some items."""
    return Reply(status, {"items": list(items), "valid": valid})


def failed(message: str) -> Json:
    """Return an item that failed: without `data`."""
    return {"message": message}


def own_failure(message: str) -> Json:
    """Return an item that failed by itself in an answer that is good otherwise: a 400 of its own."""
    return {"message": message, "data": None, "valid": False, "code": 400}


def error_body(status: int, sentence: str) -> bytes:
    """Return the body of an error."""
    message = UNAUTHORIZED if status == 401 else sentence
    return body_of({"items": [failed(message)], "valid": False})


def body_of(data: Json) -> bytes:
    """Return a JSON object as it is sent."""
    return json.dumps(data, ensure_ascii=True, allow_nan=False).encode()

"""What the simulated Clockodo refuses, and the shapes in which it says so (Clockodo API, errors)."""

from __future__ import annotations

import json
from enum import Enum, auto
from typing import Any, TypeAlias

from punchcard.sandbox.clockodo.wire import messages
from punchcard.sandbox.clockodo.wire.messages import Message

Json: TypeAlias = dict[str, Any]


class Style(Enum):
    """Which of the four shapes a route speaks in, and when. 401, 413, 429 and 500 are general everywhere."""

    GENERAL = auto()
    """`{"errors": [{type, message, details, path}]}` for everything."""
    ENTRIES = auto()
    """400 as `{"error": {code, message, fields}}`, the rest general."""
    GROUPS = auto()
    """As for entries, without the code."""
    NESTED = auto()
    """Writes since v3: 400 as for entries, 422 as `{"errors": [{"error": {…}}]}`, the rest general."""
    PLAIN_ERROR = auto()
    """`{"error": "text"}`."""
    PLAIN_MESSAGE = auto()
    """`{"message": "text"}`."""


class Problem(Exception):
    """Something that is not done, with the status that says so."""

    def __init__(
        self, status: int, kind: str, message: Message, path: str | None = None, about: str = ""
    ) -> None:
        super().__init__(message.en)
        self.status = status
        self.kind = kind
        self.message = message
        self.path = path
        self.about = about
        self.retry_after: int | None = None


def malformed(message: Message, path: str | None = None, about: str = "") -> Problem:
    """What was sent cannot be read, or makes no sense."""
    return Problem(400, "UnexpectedValue", message, path, about)


def missing_value(path: str) -> Problem:
    """Something was left out."""
    return Problem(400, "Empty", messages.MISSING, path, path)


def forbidden(message: Message = messages.FORBIDDEN, path: str | None = None) -> Problem:
    """Whoever asks may not."""
    return Problem(403, "Forbidden", message, path)


def not_found() -> Problem:
    """There is no such thing, or it is not for the caller to see."""
    return Problem(404, "ResourceNotFound", messages.NOT_FOUND)


def conflict(message: Message, path: str | None = None) -> Problem:
    """It does not fit what there is."""
    return Problem(409, "ResourceConflictFound", message, path)


def throttled(seconds: int) -> Problem:
    """Too many calls; the next one will be let in after so many seconds."""
    problem = Problem(429, "TooManyRequests", messages.TOO_MANY_CALLS)
    problem.retry_after = seconds
    return problem


def problem_body(problem: Problem, style: Style, language: str) -> bytes:
    """Return the body of an error."""
    text = problem.message.said(language, problem.about)
    if problem.status in (401, 413, 429):
        return general_body(problem.kind, text, problem.path)
    match style, problem.status:
        case Style.PLAIN_ERROR, _:
            return body_of({"error": text})
        case Style.PLAIN_MESSAGE, _:
            return body_of({"message": text})
        case ((Style.ENTRIES | Style.NESTED), 400):
            return body_of({"error": {"code": 400, "message": text, "fields": _fields(problem)}})
        case Style.GROUPS, 400:
            return body_of({"error": {"message": text, "fields": _fields(problem)}})
        case Style.NESTED, 422:
            said = {"type": problem.kind, "message": text, "path": problem.path, "details": None}
            return body_of({"errors": [{"error": said}]})
        case _:
            return general_body(problem.kind, text, problem.path)


def general_body(kind: str, text: str, path: str | None = None) -> bytes:
    """Return an error in the general shape."""
    return body_of({"errors": [{"type": kind, "message": text, "details": None, "path": path}]})


def error_body(status: int, sentence: str) -> bytes:
    """Return the body of an error that is none of the vendor's own, such as a fault that was asked for."""
    if status == 401:
        return general_body("General", messages.AUTHENTICATION_FAILED.en)
    return general_body("General", sentence)


def body_of(data: Json) -> bytes:
    """Return a JSON object as it is sent."""
    return json.dumps(data, ensure_ascii=True, allow_nan=False).encode()


def _fields(problem: Problem) -> list[str]:
    return [] if problem.path is None else [problem.path]

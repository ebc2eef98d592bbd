"""What the simulated Lucca refuses, and the shapes in which it says so (Lucca API, errors)."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any, NamedTuple, TypeAlias

Json: TypeAlias = dict[str, Any]
"""A JSON object."""

JSON, PROBLEM_JSON = "application/json", "application/problem+json"


class Problem(Exception):
    """Something that is not done, with the status that says so."""

    def __init__(self, status: int, message: str, errors: Mapping[str, Sequence[str]] | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.errors = errors or {}
        """Sentences by the place in the body that they are about."""
        self.missing: int | None = None
        """The id of what does not exist."""
        self.retry_after: int | None = None


class Body(NamedTuple):
    """What is sent back, and what it is called."""

    content: bytes
    media_type: str = JSON


def invalid(message: str, place: str = "$") -> Problem:
    """What was sent cannot be read, or breaks a rule."""
    return Problem(400, message, {place: [message]})


def forbidden(message: str = "You do not have the right to do this.") -> Problem:
    """The role of the key does not go so far."""
    return Problem(403, message)


def not_found(what: str, number: int | None = None) -> Problem:
    """There is no such thing, or it is not for the key to see."""
    problem = Problem(404, f"There is no {what}." if number is None else f"There is no {what} {number}.")
    problem.missing = number
    return problem


def throttled(seconds: int) -> Problem:
    """Too many calls; the next one will be let in after so many seconds."""
    problem = Problem(429, "Too many requests.")
    problem.retry_after = seconds
    return problem


def problem_body(problem: Problem, shape: str) -> Body:
    """Return the body of an error.

    Args:
        problem: What went wrong.
        shape: `status` (`{"Status": …, "Message": …}`), `problem` (problem details), `bare` (the sentence
            called JSON, or `{id, error}` for what does not exist) or `empty`.
    """
    match shape:
        case "problem":
            title = "Validation failed" if problem.status == 400 else HTTPStatus(problem.status).phrase
            told: Json = {
                "type": f"https://httpstatuses.io/{problem.status}", "title": title,
                "status": problem.status, "detail": problem.message,
            }  # fmt: skip
            if problem.errors:
                told["errors"] = {place: list(said) for place, said in problem.errors.items()}
            return Body(body_of(told), PROBLEM_JSON)
        case "bare" if problem.missing is not None:
            return Body(body_of({"id": problem.missing, "error": problem.message}))
        case "bare":
            return Body(problem.message.encode())
        case "empty":
            return Body(b"")
        case _:
            return Body(error_body(problem.status, problem.message))


def error_body(status: int, sentence: str) -> bytes:
    """Return the body of an error in the usual shape of v3."""
    return body_of({"Status": status, "Message": sentence})


def body_of(data: object) -> bytes:
    """Return JSON as it is sent."""
    return json.dumps(data, ensure_ascii=True, allow_nan=False).encode()

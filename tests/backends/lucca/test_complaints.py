"""What the service objects to, in each of its shapes."""

from __future__ import annotations

from typing import Any

import pytest
from whenever import Instant

from punchcard.backends.errors import BackendError, BadCredentials, NotAllowed, Retired
from punchcard.backends.http import Answer
from punchcard.backends.lucca.complaints import (
    NotGiven,
    mentions_source,
    raise_refused,
    refused,
    said,
    said_of,
)

AT = Instant.from_utc(2026, 3, 11)
PROBLEM = {
    "type": "about:blank",
    "title": "Validation failed",
    "status": 400,
    "errors": {
        "$[1]": ["longer than a day"],
        "$[1].AxisSections": ["inactive section"],
        "$[2].startsAt": ["locked"],
    },
}


def answer(data: Any, status: int = 400, text: str = "") -> Answer:
    return Answer(status, data, AT, AT, text)


@pytest.mark.parametrize(
    ("data", "text", "words"),
    [
        ({"Status": 400, "Message": "It cannot be"}, "", "It cannot be."),
        ({"status": 400, "message": "It cannot be!"}, "", "It cannot be!"),
        (PROBLEM, "", "longer than a day. inactive section. locked."),
        ({"title": "Not found", "status": 404, "errors": {}}, "", "Not found."),
        ({"id": 3, "error": "No such thing"}, "", "No such thing."),
        ("the bare message", "the bare message", "the bare message."),
        (None, "", ""),
        ({}, "", ""),
        ({"errors": {"$[0]": "a text alone"}}, "", "a text alone."),
        ({"errors": ["no map"], "Message": "the other one"}, "", "the other one."),
        ({"Message": ["no", "text"]}, "", ""),
        ({"Message": "\x1b[31mred\nline"}, "", "red line."),
    ],
)  # fmt: skip
def test_each_shape_is_read(data: Any, text: str, words: str) -> None:
    assert said(answer(data, text=text)).replace("␛", "").replace("[31m", "") == words


def test_each_element_of_an_array_has_its_own_messages() -> None:
    assert said_of(answer(PROBLEM), 0) is None
    one, two = said_of(answer(PROBLEM), 1), said_of(answer(PROBLEM), 2)
    assert one is not None
    assert two is not None
    assert (one.reason, one.field) == ("Lucca says: “longer than a day. inactive section”.", "assignment")
    assert (two.reason, two.field) == ("Lucca says: “locked”.", "start")


def test_a_refusal_without_a_reason_says_so() -> None:
    assert refused(answer(None)).reason == "Lucca refused it and gave no reason (400)."
    assert refused(answer({"Message": "no"}, 403)).reason == "Lucca does not let this key do that: “no”."


def test_the_source_is_recognised_by_its_name_in_either_form() -> None:
    assert mentions_source(answer({"Message": "creationSource 4 is not allowed"}))
    assert mentions_source(answer({"errors": {"$[0].CreationSource": ["not allowed"]}}))
    assert not mentions_source(answer({"Message": "over midnight"}))


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, NotGiven), (401, BadCredentials), (403, NotAllowed), (404, NotGiven), (405, Retired),
        (413, BackendError),
    ],
)  # fmt: skip
def test_a_refused_read_raises_what_it_means(status: int, kind: type[BackendError]) -> None:
    with pytest.raises(kind) as raised:
        raise_refused(answer({"Message": "because"}, status), "the axes")
    assert "because" in raised.value.message

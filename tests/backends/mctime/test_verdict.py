"""Whether a call has succeeded, in every shape of an answer that is described or was met."""

from __future__ import annotations

from typing import Any

import pytest
from tests.domain import berlin

from punchcard.backends.http import Answer
from punchcard.backends.mctime.verdict import Verdict, verdict_of

NOW = berlin("11 12:00").to_instant()
ENTRY = {"id": "1"}


def judged(status: int, data: Any, text: str = "") -> Verdict:
    return verdict_of(Answer(status, data, NOW, NOW, text))


def items(*listed: Any, **more: Any) -> dict[str, Any]:
    return {"items": list(listed), **more}


@pytest.mark.parametrize(
    ("status", "data", "is_good"),
    [
        (200, items({"message": "Success", "data": ENTRY}, valid=True), True),
        (200, items({"message": "success", "data": ENTRY}, valid=True), True),
        (200, items({"message": "Success!", "data": ENTRY}), True),
        (200, items({"message": "Report found", "data": ENTRY}, valid=None), True),
        (200, items({"message": "could not be saved", "data": ENTRY}, valid=True), True),
        (200, items({"message": None, "data": ENTRY, "valid": None}, valid=True), True),
        (201, items({"message": "Success", "data": ENTRY}, valid=True), True),
        (200, items({"message": "", "data": {}}, valid=True), True),
        (200, items({"message": "no", "data": ENTRY}, valid=False), False),
        (200, items({"message": "no", "data": ENTRY}, valid="false"), False),
        (200, items({"message": "no", "data": ENTRY, "valid": False}, valid=True), False),
        (200, items({"message": "Success", "data": None}, valid=True), False),
        (200, items({"message": "Success"}, valid=True), False),
        (200, items({"message": "Success", "data": [ENTRY]}, valid=True), False),
        (200, items({"message": "Success", "data": "saved"}, valid=True), False),
        (200, items(valid=True), False),
        (200, items(None, valid=True), False),
        (200, {"items": None, "valid": True}, False),
        (200, {"items": {"message": "Success", "data": ENTRY}, "valid": True}, False),
        (200, {"valid": False, "message": "no"}, False),
        (200, ENTRY, True),
        (200, [ENTRY], True),
        (200, items(ENTRY, valid=True), True),
        (200, None, False),
        (200, "Success", False),
        (200, 1, False),
        (202, items({"message": "Success", "data": ENTRY}, valid=True), False),
        (400, items({"message": "Success", "data": ENTRY}, valid=True), False),
        (401, ENTRY, False),
        (404, None, False),
    ],
)
def test_the_rule(status: int, data: Any, is_good: bool) -> None:
    verdict = judged(status, data)
    assert verdict.is_good is is_good
    assert not is_good or verdict.data == ({} if verdict.data == {} else ENTRY)
    assert verdict.is_altered is (status == 201)


@pytest.mark.parametrize(
    ("status", "data", "said"),
    [
        (400, items({"message": "It overlaps", "data": None}, valid=False), "It overlaps."),
        (200, items({"message": "It overlaps!", "data": None}, valid=True), "It overlaps!"),
        (200, items({"message": "It overlaps", "data": ENTRY}, valid=False), "It overlaps."),
        (400, {"message": "No such\x1b[31m thing\u202e", "valid": False}, "No such thing."),
        (400, {"error": "Bad request"}, "Bad request."),
        (400, items({"message": "One"}, {"message": "One"}, {"message": "Two"}), "One. Two."),
        (400, {"message": {"text": "?"}}, ""),
        (400, None, ""),
        (200, items({"message": "Success", "data": ENTRY}, valid=True), ""),
    ],
)
def test_what_is_said_is_the_service_s_own_words(status: int, data: Any, said: str) -> None:
    assert judged(status, data).said == said


def test_a_refusal_in_plain_text_is_said_too() -> None:
    assert judged(400, None, "Not like this").said == "Not like this."


def test_what_is_no_answer_of_the_service_is_told_from_a_refusal() -> None:
    assert not judged(200, None).is_readable
    assert judged(404, None).is_readable
    assert judged(200, items()).is_readable


def test_items_of_a_list_have_a_verdict_each() -> None:
    verdict = judged(200, items({"userId": "1", "clockedIn": True}, {"message": "Unauthorized"}, valid=True))
    assert verdict.is_accepted
    assert [item.is_good for item in verdict.items] == [True, False]
    assert verdict.items[1].message == "Unauthorized"

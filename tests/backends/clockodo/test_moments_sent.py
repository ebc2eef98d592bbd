"""Which moments go along with a punch to Clockodo, and what is made of remarks and of what is gone."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import httpx
import pytest
from tests.backends.clockodo.canned import PAGING, Canned, backend_with, entry, running
from tests.domain import berlin

from punchcard.backends.contract import ClockReading, Punched
from punchcard.backends.errors import BadCredentials, Retired
from punchcard.backends.outcomes import Absent, Confirmed, Outcome, Unanswered, Unsure
from punchcard.core.assignments import Assignment, Reference
from punchcard.core.changes import DeleteEntry
from punchcard.core.clock import IDLE, Working
from punchcard.core.entries import Entry
from punchcard.core.identifiers import new_id
from punchcard.core.punches import Adjust, AnyPunch, Start, Stop, TakeBreak

BOOKED = Assignment((Reference("customers", "3", "Northwind"), Reference("services", "5", "Development")))
RUNS = Working("7", berlin("11 08:00"), BOOKED)
ENDED = {"stopped": entry(time_until="2026-03-11T10:00:00Z", duration=10800), "running": None}
BEGUN = {"running": running(time_since="2026-03-11T10:00:00Z"), "stopped": None}
NOT_FOUND = {"errors": [{"type": "ResourceNotFound", "message": "Not found"}]}


async def punched(
    folder: Path, punch: AnyPunch, answer: dict[str, Any]
) -> tuple[Outcome[Punched], httpx.Request]:
    """What comes of a punch at noon by the clock of the service, and its one request."""
    sent: list[httpx.Request] = []

    def told(request: httpx.Request) -> dict[str, Any]:
        sent.append(request)
        return answer

    backend = backend_with(str(folder), {"v2/clock": told, "v2/clock/7": told})
    state = IDLE if isinstance(punch, Start) else RUNS
    outcome = await backend.clock.punch(punch, ClockReading("1", state, berlin("11 12:00").to_instant()))
    (request,) = sent
    return outcome, request


@pytest.mark.parametrize(("at", "until"), [("11 11:00", "2026-03-11T10:00:00Z"), ("11 12:01", None)])
@pytest.mark.parametrize("kind", [Stop, TakeBreak])
async def test_a_stop_is_never_in_the_future_of_the_service(
    tmp_path: Path, kind: type[Stop | TakeBreak], at: str, until: str | None
) -> None:
    _, sent = await punched(tmp_path, kind(new_id(), berlin(at)), ENDED)
    assert sent.method == "DELETE"
    assert dict(sent.url.params) == {"users_id": "1"} | ({"time_until": until} if until else {})


@pytest.mark.parametrize(
    ("at", "moments"),
    [
        ("11 11:00", {"time_since": "2026-03-11T10:00:00Z"}),
        ("11 11:59:30", {"time_since": "2026-03-11T10:59:30Z", "clocked_now": True}),
        ("11 12:01", {}),
    ],
)
async def test_a_start_is_never_in_the_future_of_the_service(
    tmp_path: Path, at: str, moments: dict[str, Any]
) -> None:
    _, sent = await punched(tmp_path, Start(new_id(), berlin(at), BOOKED), BEGUN)
    nothing = {"projects_id": None, "subprojects_id": None, "text": None}
    assert json.loads(sent.content) == {
        "customers_id": 3, "services_id": 5, "users_id": 1, **nothing, **moments,
    }  # fmt: skip


async def test_a_start_that_is_moved_is_sent_with_where_it_was(tmp_path: Path) -> None:
    answer = {"updated": running(time_since="2026-03-11T06:30:00Z"), "running": None}
    _, sent = await punched(tmp_path, Adjust(new_id(), berlin("11 12:00"), berlin("11 07:30")), answer)
    assert (sent.method, json.loads(sent.content)) == (
        "PUT",
        {"time_since": "2026-03-11T06:30:00Z", "time_since_before": "2026-03-11T07:00:00Z"},
    )


@pytest.mark.parametrize("message", ["A free day", {"text": "A free day", "type": "warn"}])
async def test_a_remark_on_a_start_is_told_whatever_its_shape(tmp_path: Path, message: object) -> None:
    start = Start(new_id(), berlin("11 11:00"), BOOKED)
    outcome, _ = await punched(tmp_path, start, {**BEGUN, "additional_message": message})
    assert isinstance(outcome, Confirmed)
    (said,) = outcome.warnings
    assert "A free day" in said


@pytest.mark.parametrize(
    ("punch", "answer", "said"),
    [
        (Stop(new_id(), berlin("11 10:30")), ENDED, ["clock at 11:00, and not at 10:30"]),
        (
            Start(new_id(), berlin("11 10:30"), BOOKED),
            BEGUN,
            ["clock at 11:00, and not at 10:30"],
        ),
        (Stop(new_id(), berlin("11 11:00")), ENDED, []),
        (Stop(new_id(), berlin("11 12:01")), ENDED, []),
        (Start(new_id(), berlin("11 12:01"), BOOKED), BEGUN, []),
    ],
)
async def test_another_moment_than_the_one_that_was_sent_is_told(
    tmp_path: Path, punch: AnyPunch, answer: dict[str, Any], said: list[str]
) -> None:
    outcome, _ = await punched(tmp_path, punch, answer)
    assert isinstance(outcome, Confirmed)
    assert len(outcome.warnings) == len(said)
    assert all(words in warning for words, warning in zip(said, outcome.warnings, strict=True))


@pytest.mark.parametrize(
    ("status", "body", "is_gone"),
    [(200, {"success": True}, True), (404, NOT_FOUND, True), (404, {"a": 1}, False), (404, "gone", False)],
)
async def test_only_the_service_itself_can_say_that_an_entry_is_gone(
    tmp_path: Path, status: int, body: object, is_gone: bool
) -> None:
    since, until = berlin("11 08:00"), berlin("11 09:00")
    wanted = Entry("7", "1", since.date(), since, until, assignment=BOOKED)
    backend = backend_with(str(tmp_path), {"v2/entries/7": (status, body)})
    delete = backend.entries.delete(DeleteEntry(new_id(), wanted))
    if is_gone:
        assert await delete == Confirmed(None)
    else:
        with pytest.raises(Retired, match="does not know this call"):
            await delete


async def test_a_key_that_is_not_accepted_is_no_refusal_of_a_write(tmp_path: Path) -> None:
    since, until = berlin("11 08:00"), berlin("11 09:00")
    wanted = Entry("7", "1", since.date(), since, until, assignment=BOOKED)
    backend = backend_with(str(tmp_path), {"v2/entries/7": (401, NOT_FOUND)})
    with pytest.raises(BadCredentials):
        await backend.entries.delete(DeleteEntry(new_id(), wanted))


async def test_a_write_whose_answer_cannot_be_read_may_have_happened(tmp_path: Path) -> None:
    outcome, _ = await punched(tmp_path, Start(new_id(), berlin("11 11:00"), BOOKED), {"running": None})
    assert isinstance(outcome, Unanswered)


async def test_a_clock_that_runs_behind_a_stop_is_shown_and_told(tmp_path: Path) -> None:
    follow_up = running(id=8, time_since="2026-03-11T10:00:00Z")
    outcome, _ = await punched(tmp_path, Stop(new_id(), berlin("11 11:00")), {**ENDED, "running": follow_up})
    assert isinstance(outcome, Confirmed)
    assert isinstance(outcome.result.reading.state, Working)
    assert len(outcome.warnings) == 1


@pytest.mark.parametrize(
    ("runs", "listed", "found"),
    [
        (None, [entry()], Confirmed),
        (None, [], Absent),
        (running(id=8, time_since="2026-03-11T09:00:00Z"), [], Unsure),
    ],
)
async def test_a_start_whose_answer_was_lost_is_looked_for_before_it_is_sent_again(
    tmp_path: Path, runs: Canned | None, listed: list[Canned], found: type[object]
) -> None:
    project = Reference("projects", "4", "Portal")
    booked = Assignment((BOOKED.references[0], project, BOOKED.references[1]))
    answers: Canned = {
        "v2/clock": {"running": runs, "stopped": None},
        "v2/entries": {"paging": PAGING, "entries": listed},
    }
    start = Start(new_id(), berlin("11 08:00"), booked, note="tables")
    settled = await backend_with(str(tmp_path), answers).clock.settle("1", start, IDLE)
    assert isinstance(settled, found)

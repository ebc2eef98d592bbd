"""Answers of the clock in every shape, of which a part is documented: an error is never "not clocked in"."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import httpx
import pytest
from tests.backends.mctime.canned import backend_with, enveloped
from tests.backends.mctime.hands import at

from punchcard.backends.contract import ClockReading, Punched
from punchcard.backends.errors import BackendError, Garbled, NotAllowed
from punchcard.backends.mctime.clock.remarks import BOOKING_UNTOLD
from punchcard.backends.mctime.time_types import TIME_TYPES
from punchcard.backends.outcomes import Confirmed, Outcome, Refused, Unanswered
from punchcard.core.assignments import Assignment, Reference
from punchcard.core.clock import IDLE, ClockState, OnBreak, Working
from punchcard.core.entries import Break
from punchcard.core.identifiers import new_id
from punchcard.core.punches import AnyPunch, Cancel, Start, Stop, Update

ME = "7d0e4a51-9f15-4f39-8a55-0d1b8f9f2c01"
NORTHWIND = Reference("organization", "e1c0d7aa-0000-4000-8000-000000000001", "Northwind")
PORTAL = Reference("organization", "e1c0d7aa-0000-4000-8000-000000000002", "Portal")
RUNS = Working("known", at("08:00"), Assignment((NORTHWIND,)), None, "early")


def clock(**more: Any) -> dict[str, Any]:
    """A clock that runs, with no more than is documented."""
    since = "2026-03-11T08:00:00+01:00"
    return {"userId": ME, "clockedIn": True, "onBreak": False, "from": since, **more}


def told(*items: Any, **envelope: Any) -> dict[str, Any]:
    return {"items": list(items), "valid": True, **envelope}


async def read(folder: Path, answer: Any, known: ClockState = IDLE, **others: Any) -> ClockReading:
    backend = backend_with(str(folder), {"clock": answer, **others})
    try:
        return await backend.clock.reading(ME, known)
    finally:
        await backend.aclose()


async def punched(
    folder: Path, punch: AnyPunch, state: ClockState, written: Any, after: Any
) -> Outcome[Punched]:
    """Send one punch whose answer is written here, as is what is read after it."""

    def answer(request: httpx.Request) -> Any:
        if request.method == "GET":
            return after
        return written(json.loads(request.content)["action"]) if callable(written) else written

    times = enveloped({"timeEntries": [], "page": "1", "pageSize": "1"})
    backend = backend_with(str(folder), {"clock": answer, "times": times})
    try:
        reading = ClockReading(ME, state, at("12:00").to_instant())
        return await backend.clock.punch(punch, reading)
    finally:
        await backend.aclose()


@pytest.mark.parametrize(
    ("answer", "problem"),
    [
        (told({"message": "User was not found", "data": None, "valid": False}), NotAllowed),
        (told({"status": 400, "message": "Bad request"}), NotAllowed),
        (told({"error": "who?"}), NotAllowed),
        (told("no"), NotAllowed),
        (told(None), NotAllowed),
        (told(clock(userId="somebody else")), Garbled),
        (told(clock(**{"from": "yesterday"})), Garbled),
        (told(valid=False), BackendError),
        ((400, told()), BackendError),
        ({"hello": "world"}, BackendError),
    ],
)
async def test_what_went_wrong_is_no_clock_that_does_not_run(
    tmp_path: Path, answer: Any, problem: type[BackendError]
) -> None:
    with pytest.raises(problem):
        await read(tmp_path, answer)


@pytest.mark.parametrize("answer", [told(), told(valid=None), [], told(clock(clockedIn=False))])
async def test_a_list_without_the_person_means_that_no_clock_runs(tmp_path: Path, answer: Any) -> None:
    assert (await read(tmp_path, answer)).state == IDLE


async def test_the_clock_of_the_person_is_taken_from_among_errors_and_others(tmp_path: Path) -> None:
    others = {"message": "User was not found", "data": None}, clock(userId="somebody else")
    reading = await read(tmp_path, told(*others, {"message": "Success", "data": clock()}))
    assert reading.state == Working(f"{ME}@{at('08:00').timestamp()}", at("08:00"))


@pytest.mark.parametrize(
    ("breaks", "since", "finished"),
    [
        (None, "12:00", ()),
        ([{"from": "2026-03-11T10:00:00Z", "to": ""}], "11:00", ()),
        (
            [
                {"from": "2026-03-11T09:00:00+01:00", "to": "2026-03-11T09:30:00+01:00", "automatic": None},
                {"from": "2026-03-11T10:00:00+01:00", "to": "2026-03-11T10:00:00+01:00"},
                {"from": "2026-03-11T11:00:00+01:00"},
            ],
            "11:00",
            (Break(at("09:00"), at("09:30")),),
        ),
        (
            [
                {"from": "2026-03-11T11:00:00+01:00", "to": None},
                {"from": "2026-03-11T10:30:00+01:00", "to": "2026-03-11T11:00:00+01:00"},
            ],
            "10:30",
            (),
        ),
    ],
)
async def test_an_open_break_in_every_shape(tmp_path: Path, breaks: Any, since: str, finished: Any) -> None:
    state = (await read(tmp_path, told(clock(onBreak=True, breaks=breaks)))).state
    assert isinstance(state, OnBreak)
    assert (state.break_since, state.breaks) == (at(since), finished)


async def test_what_is_told_counts_and_the_rest_stays_as_it_is_known(tmp_path: Path) -> None:
    state = (await read(tmp_path, told(clock(type="standby_duty", comment=None)), RUNS)).state
    assert isinstance(state, Working)
    assert state.time_type is not None
    assert (state.entry_id, state.time_type.name, state.note) == ("known", "Standby duty", "")
    assert state.assignment == RUNS.assignment


async def test_what_is_not_documented_may_be_of_any_shape(tmp_path: Path) -> None:
    strange = clock(breaks=2, comment={"text": "late"}, type=["work"], id={}, organizationName=False)
    assert (await read(tmp_path, told(strange), RUNS)).state == RUNS
    with pytest.raises(Garbled):
        await read(tmp_path, told(clock(onBreak="perhaps", breaks=2)), RUNS)


@pytest.mark.parametrize(("called", "is_known"), [(["Northwind"], True), (["Northwind"] * 2, False)])
async def test_an_organization_told_by_name_gets_its_id_where_one_alone_is_called_so(
    tmp_path: Path, called: list[str], *, is_known: bool
) -> None:
    found = [
        {"id": f"{NORTHWIND.id[:-1]}{number}", "organizationName": name}
        for number, name in enumerate(called, start=1)
    ]
    answers = {"organizations": enveloped({"organizations": found})}
    state = (await read(tmp_path, told(clock(organizationName="Northwind")), IDLE, **answers)).state
    assert isinstance(state, Working)
    assert state.assignment.references == (
        NORTHWIND if is_known else Reference("organization", "", "Northwind"),
    )


START, STOP, CANCEL, UPDATE = (
    Start(new_id(), at("08:00"), note="early"),
    Stop(new_id(), at("11:00")),
    Cancel(new_id(), at("11:00")),
    Update(new_id(), at("11:00"), Assignment((PORTAL,)), TIME_TYPES["travel"]),
)
ON_PORTAL = {"organizationName": "Portal", "type": "travel"}
NO = enveloped(None, "Not today")
NOTHING_SAID = enveloped(None)
SAVED = {
    "id": "known",
    "from": "2026-03-11T08:00:00+01:00",
    "to": "2026-03-11T11:00:00+01:00",
    "type": "work",
}


@pytest.mark.parametrize(
    ("punch", "state", "written", "after", "outcome"),
    [
        (START, IDLE, NO, told(), "McTime did not start the clock, and says: “Not today”."),
        (START, IDLE, NOTHING_SAID, told(clock()), Confirmed),
        (START, IDLE, {"items": [{"data": {"id": "x"}}]}, told(), Unanswered),
        (START, IDLE, (201, {"hello": 1}), told(), Unanswered),
        (CANCEL, RUNS, NOTHING_SAID, told(), Confirmed),
        (
            CANCEL,
            RUNS,
            NOTHING_SAID,
            told(clock()),
            "McTime did not throw away the clock, and says: “Success”.",
        ),
        (CANCEL, RUNS, enveloped(None, valid=False), (500, ""), "McTime says: “Success”."),
        (CANCEL, RUNS, NOTHING_SAID, (500, ""), Unanswered),
        (UPDATE, RUNS, NO, told(clock()), BOOKING_UNTOLD),
        (UPDATE, RUNS, NO, told(clock(type="travel")), BOOKING_UNTOLD),
        (UPDATE, RUNS, NO, told(clock(organizationName="Portal")), BOOKING_UNTOLD),
        (UPDATE, RUNS, NO, told(), "McTime did not change the clock, and says: “Not today”."),
        (UPDATE, RUNS, NO, told(clock(**ON_PORTAL)), Confirmed),
        (STOP, RUNS, NO, told(clock()), "McTime did not stop the clock, and says: “Not today”."),
        (STOP, RUNS, NO, told(), "What became of it cannot be seen from here"),
        (STOP, RUNS, (400, enveloped(None, "It could not be saved")), (500, ""), "What became of it cannot"),
        (
            STOP,
            RUNS,
            (400, enveloped({"id": "broken"}, "It could not be saved")),
            (500, ""),
            "It stays at McTime",
        ),
        (STOP, RUNS, (500, enveloped(None, "It could not be saved")), told(), Unanswered),
        (STOP, RUNS, enveloped(SAVED, "It could not be saved"), told(), "It stays at McTime"),
        (STOP, RUNS, enveloped({**SAVED, "type": "clocking"}), told(), "It stays at McTime"),
        (STOP, RUNS, enveloped(SAVED), told(), Confirmed),
    ],
)
async def test_what_an_answer_does_not_tell_is_read(
    tmp_path: Path, punch: AnyPunch, state: ClockState, written: Any, after: Any, outcome: type[object] | str
) -> None:
    came = await punched(tmp_path, punch, state, written, after)
    if isinstance(outcome, str):
        assert isinstance(came, Refused)
        assert outcome in came.reason
    else:
        assert isinstance(came, outcome)


async def test_a_start_that_has_changed_something_is_told(tmp_path: Path) -> None:
    saved = {"id": "new", "from": "2026-03-11T08:05:00+01:00", "type": "travel", "comment": "late"}
    came = await punched(tmp_path, START, IDLE, (201, enveloped(saved)), told())
    assert isinstance(came, Confirmed)
    assert came.warnings == (
        "McTime has started the clock at 08:05, and not at 08:00.",
        "The clock since 08:05 has another note at McTime than the one that you wrote.",
    )
    as_asked = {"id": "new", "from": "2026-03-11T08:00:00+01:00"}
    came = await punched(tmp_path, START, IDLE, (201, enveloped(as_asked)), told())
    assert isinstance(came, Confirmed)
    assert came.warnings == (
        "The clock since 08:00 is as you asked; McTime says that it has changed something else: "
        "look at the day.",
    )


async def test_a_stop_on_a_break_that_is_refused_says_that_the_break_is_over(tmp_path: Path) -> None:
    pause = {"from": "2026-03-11T10:30:00+01:00", "to": "2026-03-11T11:00:00+01:00"}
    answers = {"break": enveloped({"id": "known"}), "stop": NO}
    on_break = RUNS.on_break(at("10:30"), ())
    came = await punched(tmp_path, STOP, on_break, answers.get, told(clock(breaks=[pause])))
    assert came == Refused(
        "McTime did not stop the clock, and says: “Not today”. "
        "Its break was ended at 11:00 before that, and the clock runs on."
    )

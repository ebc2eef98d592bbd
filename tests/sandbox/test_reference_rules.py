"""The rules of the reference vendor: one clock, entries apart, locks, weeks in order, cascades, rights."""

from __future__ import annotations

from typing import Any

import pytest
from tests.domain import HOSTILE, berlin
from tests.sandbox.asking import Caller, Hand, Vendor, caller, entry, punch, small, week

from punchcard.core.codec import moment_to_json
from punchcard.sandbox.faults import Fault

WORK = {"id": "work", "name": "whatever", "category": "unknown"}
_BRANCH = [
    {"dimension": "client", "id": "N1", "name": "?"},
    {"dimension": "project", "id": "N2", "name": "?"},
]
PORTAL: dict[str, Any] = {"references": _BRANCH, "billable": None}
_BREAK = {
    "start": moment_to_json(berlin("10 07:00")),
    "end": moment_to_json(berlin("10 08:30")),
    "automatic": False,
}
_BROKEN: list[tuple[dict[str, Any], str | None]] = [
    ({"type": {**WORK, "id": "nonsense"}}, "type"),
    ({"assignment": {**PORTAL, "references": _BRANCH[1:]}}, "assignment"),
    ({"note": "x" * 1001}, "note"),
    ({"breaks": [_BREAK]}, None),
    ({"end": moment_to_json(berlin("12 08:00"))}, None),
    ({"duration_seconds": 60}, None),
]


@pytest.fixture
def vendor(hand: Hand) -> Vendor:
    return small(hand)


@pytest.fixture
def ann(vendor: Vendor) -> Caller:
    return caller(vendor, "Ann")


@pytest.fixture
def ben(vendor: Vendor) -> Caller:
    return caller(vendor, "Ben")


def change(kind: str, start: str, end: str) -> dict[str, Any]:
    return {"change": kind, "start": moment_to_json(berlin(start)), "end": moment_to_json(berlin(end))}


def asked(person: str, day: str, *changes: dict[str, Any]) -> dict[str, Any]:
    return {
        "request": {"person": person, "day": f"2026-03-{day}", "note": "please", "changes": list(changes)}
    }


def test_a_day_on_the_clock(ann: Caller) -> None:
    began = ann(
        "POST", "/api/clock", punch("P1", "start", "11 08:00", assignment=PORTAL, type=WORK, note=HOSTILE)
    )
    assert began["state"] == ann("GET", "/api/clock", person="P1")["state"]
    assert (began["state"]["entry_id"], began["state"]["origin"]) == ("E1", "Web")
    assert [each["name"] for each in began["state"]["assignment"]["references"]] == ["Northwind", "Portal"]
    assert began["state"]["type"]["name"] == "Work"
    twice = ann("POST", "/api/clock", punch("P1", "start", "11 08:00"))
    assert (twice.status, twice.message) == (409, "You are already clocked in since 08:00.")
    ann("POST", "/api/clock", punch("P1", "break", "11 10:00"))
    early = ann("POST", "/api/clock", punch("P1", "resume", "11 09:00"))
    assert early.status == 422
    ann("POST", "/api/clock", punch("P1", "resume", "11 10:20"))
    ended = ann("POST", "/api/clock", punch("P1", "stop", "11 12:00"))
    (saved,) = ended["saved"]
    assert (saved["id"], saved["source"], saved["note"]) == ("E1", "clock", HOSTILE)
    assert [pause["end"] for pause in saved["breaks"]] == ["2026-03-11T10:20:00+01:00[Europe/Berlin]"]
    assert ann("GET", "/api/entries/E1")["entry"] == saved
    assert ann("GET", "/api/clock", person="P1")["state"] == {"state": "idle"}


def test_a_restored_clock_takes_its_entry_back(ann: Caller) -> None:
    state = ann("POST", "/api/clock", punch("P1", "start", "11 08:00"))["state"]
    ann("POST", "/api/clock", punch("P1", "stop", "11 09:00"))
    back = ann("POST", "/api/clock", punch("P1", "restore", "11 12:00", state=state))
    assert (back["removed"], back["state"]) == (["E1"], state)
    assert ann("GET", "/api/entries/E1").status == 409
    ann("POST", "/api/clock", punch("P1", "cancel", "11 12:00"))
    again = ann("POST", "/api/clock", punch("P1", "restore", "11 12:00", state=state))
    assert (again["removed"], again["state"]["entry_id"]) == ([], "E2")


def test_a_clock_says_where_it_was_started(vendor: Vendor, ann: Caller) -> None:
    vendor.faults.once(Fault.CHANGED_ELSEWHERE)
    assert ann("GET", "/api/clock", person="P1")["state"]["origin"] == "Phone"


def test_entries_are_the_servers_and_share_no_time(ann: Caller) -> None:
    sent = entry("P1", "10 08:00", "10 12:00", id="mine", status="approved", source="clock", locked="no")
    made = ann("POST", "/api/entries", sent)
    assert made.status == 201
    kept = made["entry"]
    assert [kept[name] for name in ("id", "status", "source", "locked")] == ["E1", "open", "typed", None]
    twice = ann("POST", "/api/entries", sent)
    assert (twice.status, "share no time" in twice.message) == (422, True)
    assert ann("POST", "/api/entries", entry("P1", "10 12:00", "10 23:30"))["warnings"]
    changed = ann("PUT", "/api/entries/E1", entry("P1", "10 07:00", "10 11:00", note="x"))
    assert (changed["entry"]["id"], changed["entry"]["note"]) == ("E1", "x")
    assert ann("PUT", "/api/entries/E1", entry("P1", "10 07:00", "10 12:01")).status == 422
    assert ann("DELETE", "/api/entries/E1")["deleted"] == "E1"
    assert ann("DELETE", "/api/entries/E1").status == 404
    hours = {"entry": {"person": "P1", "day": "2026-03-10", "duration_seconds": 3600}}
    assert [ann("POST", "/api/entries", hours)["entry"]["id"] for _ in range(2)] == ["E3", "E4"]


@pytest.mark.parametrize(("more", "field"), _BROKEN)
def test_what_breaks_a_rule_is_422(ann: Caller, more: dict[str, Any], field: str | None) -> None:
    sent: dict[str, Any] = entry("P1", "10 08:00", "10 12:00")["entry"] | more
    said = ann("POST", "/api/entries", {"entry": sent})
    assert (said.status, said["error"]["field"]) == (422, field)
    assert said.message.endswith(".")


def test_a_day_begins_where_the_vendor_is(ann: Caller) -> None:
    late = {"entry": {"person": "P1", "day": "2026-03-09", "start": "2026-03-09T23:30:00+00:00[UTC]",
                      "end": "2026-03-10T00:30:00+00:00[UTC]"}}  # fmt: skip
    assert ann("POST", "/api/entries", late)["entry"]["day"] == "2026-03-10"


def test_only_leads_see_and_act_for_others(vendor: Vendor, ann: Caller, ben: Caller) -> None:
    ann("POST", "/api/entries", entry("P1", "10 08:00", "10 09:00"))
    assert ann("POST", "/api/entries", entry("P2", "10 08:00", "10 09:00")).status == 201
    assert [each["name"] for each in ben("GET", "/api/people")["people"]] == ["Ben"]
    assert [each["name"] for each in ann("GET", "/api/people")["people"]] == ["Ann", "Ben", "Lea"]
    days = {"from_": "2026-03-01", "to": "2026-03-11"}
    assert len(ann("GET", "/api/entries", person=["P1", "P2"], **days)["entries"]) == 2
    for said, status in (
        (ben("GET", "/api/entries", person=["P2", "P1"], **days), 403),
        (ben("GET", "/api/clock", person="P1"), 403),
        (ben("POST", "/api/clock", punch("P1", "start", "11 08:00")), 403),
        (ben("POST", "/api/entries", entry("P1", "9 08:00", "9 09:00")), 403),
        (ben("GET", "/api/entries/E1"), 404),
        (ben("DELETE", "/api/entries/E1"), 404),
        (ann("GET", "/api/clock", person="P9"), 404),
        (ann("PUT", "/api/entries/E1", entry("P2", "10 10:00", "10 11:00")), 403),
        (Caller(vendor.app, "nonsense")("GET", "/api/me"), 401),
        (ann("GET", "/api/nothing"), 404),
        (ann("PATCH", "/api/me"), 405),
    ):
        assert said.status == status
        assert said.message.endswith(".")
    assert len(vendor.state.entries) == 2


def test_weeks_go_in_order_and_lock_their_days(ann: Caller, ben: Caller, hand: Hand) -> None:
    hand.now = berlin("18 12:00")
    for day in (3, 10):
        ben("POST", "/api/entries", entry("P2", f"{day} 08:00", f"{day} 12:00"))
    both = [week(2), week(9)]
    due = ben("GET", "/api/weeks/due", person="P2", until="2026-03-15")["weeks"]
    assert [{"first": each["first"], "last": each["last"]} for each in due] == both
    gap = ben("POST", "/api/weeks/submit", {"person": "P2", "weeks": both[1:]})
    assert (gap.status, "without a gap" in gap.message) == (422, True)
    done = ben("POST", "/api/weeks/submit", {"person": "P2", "weeks": both})
    assert [(each["id"], each["status"]) for each in done["weeks"]] == [("W1", "pending"), ("W2", "pending")]
    assert ben("POST", "/api/weeks/submit", {"person": "P2", "weeks": both}).status == 409
    for said in (
        ben("POST", "/api/entries", entry("P2", "11 08:00", "11 09:00")),
        ben("PUT", "/api/entries/E1", entry("P2", "17 08:00", "17 09:00")),
        ben("DELETE", "/api/entries/E1"),
        ben("POST", "/api/clock", punch("P2", "start", "11 08:00")),
    ):
        assert (said.status, "handed in" in said.message) == (409, True)
    assert ben("GET", "/api/entries/E1")["entry"]["status"] == "submitted"
    assert ben("POST", "/api/weeks/withdraw", {"person": "P2", "weeks": both[:1]}).status == 409
    assert ben("POST", "/api/weeks/withdraw", {"person": "P2", "weeks": both}).status == 200
    assert ben("GET", "/api/weeks", person="P2", from_="2026-03-01", to="2026-03-31")["weeks"] == []
    assert ben("DELETE", "/api/entries/E1").status == 200
    assert ben("POST", "/api/weeks/submit", {"person": "P2", "weeks": [week(23)]}).status == 422


def test_weeks_are_decided_in_cascades(ann: Caller, ben: Caller, hand: Hand) -> None:
    hand.now = berlin("25 12:00")
    for day in (3, 10, 17):
        ben("POST", "/api/entries", entry("P2", f"{day} 08:00", f"{day} 12:00"))
    ben("POST", "/api/weeks/submit", {"person": "P2", "weeks": [week(2), week(9), week(16)]})

    def decide(caller: Caller, item: str, verdict: str, person: str = "P1") -> Any:
        body = {"person": person, "verdict": verdict, "reason": "because"}
        return caller("POST", f"/api/approvals/{item}/decision", body)

    assert decide(ben, "W2", "approve", "P2").status == 422
    assert decide(ann, "W2", "approve", "P2").status == 422
    asked = ann("GET", "/api/approvals/affected", person="P1", item="W2", verdict="approve")["items"]
    assert [each["id"] for each in asked] == ["W1"]
    approved = decide(ann, "W2", "approve")["items"]
    assert [(each["id"], each["status"], each["decided_by"]) for each in approved] == [
        ("W2", "approved", "Ann"), ("W1", "approved", "Ann"),
    ]  # fmt: skip
    late = decide(ann, "W2", "decline")
    assert (late.status, late.message) == (409, "Ann approved it on 25 March.")
    assert ben("POST", "/api/weeks/withdraw", {"person": "P2", "weeks": [week(9)]}).status == 409
    opened = decide(ann, "W1", "reopen")["items"]
    assert [(each["id"], each["status"]) for each in opened] == [
        ("W1", "withdrawn"), ("W2", "withdrawn"), ("W3", "withdrawn"),
    ]  # fmt: skip
    assert ann("GET", "/api/approvals", person="P1", scope="waiting")["items"] == []


def test_locked_days_want_a_request(ann: Caller, ben: Caller, vendor: Vendor) -> None:
    ben("POST", "/api/entries", entry("P2", "3 08:00", "3 12:00"))
    longer = asked("P2", "03", change("add", "3 12:00", "3 13:00"))
    (at_once,) = ben("POST", "/api/requests", longer)["items"]
    assert (at_once["status"], at_once["decided_by"]) == ("approved", None)
    assert [each.end for each in vendor.state.entries.values()] == [berlin("3 12:00"), berlin("3 13:00")]
    assert ben("POST", "/api/requests", longer).status == 422
    vendor.state.edit_lock_days = 7
    assert ben("DELETE", "/api/entries/E1").status == 409
    assert ben("GET", "/api/rights", person="P2")["edit_lock_days"] == 7
    shorter = asked("P2", "03", change("remove", "3 08:00", "3 09:00"))
    (waits,) = ben("POST", "/api/requests", shorter)["items"]
    newer, old = ben("POST", "/api/requests", shorter)["items"]
    assert (waits["id"], newer["status"], old["id"], old["status"]) == ("R2", "pending", "R2", "replaced")
    assert ann("DELETE", "/api/requests/R3", person="P1").status == 404
    decision = {"person": "P1", "verdict": "approve"}
    assert ann("POST", "/api/approvals/R3/decision", decision)["items"][0]["status"] == "approved"
    assert vendor.state.entries["E1"].start == berlin("3 09:00")
    assert ben("DELETE", "/api/requests/R3").status == 409
    assert ann("POST", "/api/approvals/R3/decision", {**decision, "verdict": "reopen"}).status == 422
    mine = ben("GET", "/api/approvals", person="P2", scope="mine")["items"]
    assert [each["status"] for each in mine] == ["approved", "replaced", "approved"]


def test_targets_know_holidays_and_absences(ann: Caller) -> None:
    vacation = {"id": "vacation", "name": "", "category": "vacation"}
    day = {"entry": {"person": "P1", "day": "2026-03-10", "half_days": 1, "duration_seconds": 14400,
                     "type": vacation}}  # fmt: skip
    assert ann("POST", "/api/entries", day).status == 201
    said = ann("GET", "/api/targets", person="P1", from_="2026-03-07", to="2026-03-10")["targets"]
    assert [(each["seconds"], each["holiday"], each["absence"]) for each in said] == [
        (0, None, None), (0, "Frauentag", None), (28800, None, None),
        (14400, None, "Vacation, half a day"),
    ]  # fmt: skip

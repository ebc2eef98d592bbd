"""A lead's work on the command line: looking, deciding several at once, piping."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from rich.cells import cell_len
from tests.cli.program import Program
from tests.cli.team import EMOJI_NAME, MONDAY, TUESDAY, as_lines, ask, day_of, piped, set_up, waiting
from tests.cli.test_asking import answered
from whenever import Date

from punchcard.cli.approvals.named_items import item_named
from punchcard.core.refusals import NotFound
from punchcard.core.submitted_weeks import SubmittedWeek


@pytest.fixture
def team(punch: Program) -> Program:
    return set_up(punch)


@pytest.fixture
def asked(team: Program) -> list[str]:
    """Ben asks for Monday and Tuesday, Li for Monday."""
    return [
        ask(team, MONDAY, "--add", "17:00-18:00", "--note", "release"),
        ask(team.at("2026-03-11T17:01:00+01:00"), TUESDAY, "--remove", "16:00-17:00"),
        ask(team.at("2026-03-11T17:02:00+01:00"), MONDAY, "--remove", "08:00-08:30", who="李"),
    ]


def test_the_inbox_has_the_oldest_first(team: Program, asked: list[str]) -> None:
    items = waiting(team.at("2026-03-13T08:00:00+01:00"))
    assert [item["id"] for item in items] == asked
    assert [(item["person"], item["day"], item["seconds"]) for item in items] == [
        ("Ben Okafor", MONDAY, 3600), ("Ben Okafor", TUESDAY, -3600), (EMOJI_NAME, MONDAY, -1800),
    ]  # fmt: skip
    assert {(item["kind"], item["status"], item["age_days"]) for item in items} == {
        ("change_request", "pending", 2)
    }
    said = team.at("2026-03-13T08:00:00+01:00")("approvals")
    assert said.out.startswith("3 waiting, the oldest 2 days.\n\n")
    assert [item["id"] for item in waiting(team, "list", "--person", "Ben")] == asked[:2]


@pytest.mark.usefixtures("asked")
@pytest.mark.parametrize("columns", [60, 80, 120])
def test_columns_are_aligned_whatever_people_are_called(team: Program, columns: int) -> None:
    team.surroundings["COLUMNS"] = str(columns)
    rows = team("approvals").out.splitlines()[2:]
    assert len(rows) == 3
    assert len({cell_len(row[: row.index("Mar")]) for row in rows}) == 1
    assert max(cell_len(row) for row in rows) <= columns
    assert "\x1b" not in "".join(rows)


def test_show_has_the_day_before_and_after_and_the_week(team: Program, asked: list[str]) -> None:
    said = team("approvals", "show", asked[0][-6:])
    assert said.code == 0
    assert said.out.startswith("Ben Okafor · Monday 2 March 2026 · +1:00 · ")
    assert "“release”" in said.out
    assert "+ 17:00 – 18:00" in said.out
    assert "Week 10 · Mon 2 Mar – Sun 8 Mar 2026 · Ben Okafor" in said.out
    data = team("approvals", "show", asked[0], "--json").data
    assert (data["id"], data["preview"]["difference_seconds"]) == (asked[0], 3600)
    assert [found["rule"] for found in data["preview"]["appearing"]].count("missing_break") == 1
    assert (data["sheet"]["person"], data["sheet"]["week"]) == ("Ben Okafor", "2026-W10")


def test_an_approval_changes_the_day_of_who_asked(team: Program, asked: list[str]) -> None:
    said = team("approvals", "approve", asked[0][-6:], asked[1][-6:])
    assert said.code == 0
    assert [line.split()[0] for line in said.out.splitlines()] == ["✓", "✓"]
    assert day_of(team, "Ben") == ["08:00-17:00", "17:00-18:00"]
    assert day_of(team, "Ben", TUESDAY) == ["08:00-16:00"]
    assert [item["id"] for item in waiting(team)] == [asked[2]]
    decided = team("approvals", "--decided", "--json").data["items"]
    assert {(item["status"], item["decided_by"]) for item in decided} == {("approved", "Ann Berger")}


def test_a_decline_needs_a_reason_that_the_worker_reads(team: Program, asked: list[str]) -> None:
    said = team("approvals", "decline", asked[0][-6:], "--json")
    assert (said.code, said.error["hint"]) == (2, "Give --reason.")
    said = team("approvals", "decline", asked[0][-6:], "--reason", "-1 h is [b]enough[/b]", "--json")
    assert (said.code, said.data["done"]) == (0, 1)
    assert said.data["items"][0]["status"] == "declined"
    (item,) = (
        each for each in team("requests", "--all", "--json", "--as", "Ben").data["items"] if each["reason"]
    )
    assert (item["id"], item["reason"], item["decided_by"]) == (
        asked[0],
        "-1 h is [b]enough[/b]",
        "Ann Berger",
    )
    assert day_of(team, "Ben") == ["08:00-17:00"]


def test_of_five_two_fail_and_each_says_why(team: Program, asked: list[str]) -> None:
    assert team("team", "add", "Lea", "--role", "lead").code == 0
    five = [
        *asked,
        ask(team, TUESDAY, "--add", "17:00-17:30", who="李"),
        ask(team, "2026-02-02", "--add", "8-12", who="李"),
    ]
    assert team("approvals", "approve", five[1], "--as", "Lea").code == 0
    assert team("approvals", "decline", five[3], "--reason", "No.", "--as", "Lea").code == 0
    said = team("approvals", "approve", *(one[-8:] for one in five), "--json")
    assert said.code == 1
    assert (said.data["done"], said.data["refused"], said.data["open"]) == (3, 2, 0)
    outcomes = {item["id"]: (item["outcome"], item["answer"] or "") for item in said.data["items"]}
    assert {one for one, (outcome, _) in outcomes.items() if outcome == "done"} == {five[0], five[2], five[4]}
    assert "approved by Lea" in outcomes[five[1]][1]
    assert "declined by Lea" in outcomes[five[3]][1]
    again = team("approvals", "approve", five[1], five[3])
    assert again.code == 1
    assert [line.split()[0] for line in again.out.splitlines()] == ["✗", "✗"]


def test_only_unknown_ids_decide_nothing(team: Program, asked: list[str]) -> None:
    said = team("approvals", "approve", "yyyyyy", "zzzzzz", "--json")
    assert (said.code, said.error["code"]) == (5, "not_found")
    assert len(waiting(team)) == len(asked)
    assert team("approvals", "approve", "").code == 5


def test_what_became_of_each_is_said_and_the_others_are_done(team: Program, asked: list[str]) -> None:
    replaced = asked[1]
    ask(team, TUESDAY, "--add", "18:00-19:00")
    assert team("requests", "withdraw", asked[0], "--as", "Ben").code == 0
    said = team("approvals", "approve", *(one[-8:] for one in asked), "zzzzzz", "--json")
    assert said.code == 1, said.out
    assert (said.data["done"], said.data["refused"], said.data["open"]) == (1, 3, 0)
    answers = {item["id"]: (item["outcome"], item["answer"] or "") for item in said.data["items"]}
    assert answers[asked[2]][0] == "done"
    assert "request for Mon 2 Mar was withdrawn" in answers[asked[0]][1]
    assert "was replaced by a newer one" in answers[replaced][1]
    assert answers["zzzzzz"] == ("refused", "There is nothing with the id “zzzzzz”.")
    again = team("approvals", "approve", asked[0], "zzzzzz")
    assert (again.code, [line.split()[0] for line in again.out.splitlines()]) == (1, ["✗", "✗"])


def test_a_week_that_was_reopened_says_so(team: Program) -> None:
    later = team.at("2026-03-16T08:00:00+01:00")
    assert later("submit", "2026-W10", "--yes", "--as", "Ben").code == 0
    (week,) = (item["id"] for item in waiting(later))
    assert later("approvals", "approve", week).code == 0
    assert later("approvals", "reopen", week, "--yes").code == 0
    again = later("approvals", "reopen", week, "--yes")
    assert again.code == 1
    assert "was reopened by Ann Berger" in again.out
    assert "already" in again.out


def test_an_ending_that_fits_several_names_none() -> None:
    weeks = [SubmittedWeek(f"{n}-ab{n % 2}", "ben", Date(2026, 3, 2), Date(2026, 3, 8)) for n in range(3)]
    assert item_named("1-AB1", weeks, where="x") is weeks[1]
    for wanted in ("ab0", "", "zz"):
        with pytest.raises(NotFound):
            item_named(wanted, weeks, where="x")


def by_line(ids: list[str], items: list[dict[str, object]]) -> bytes:
    del items
    return ("\ufeff" + "\r\n".join(["", *ids, ids[0]])).encode()


def as_json(ids: list[str], items: list[dict[str, object]]) -> bytes:
    del ids
    return as_lines(items)


def as_texts(ids: list[str], items: list[dict[str, object]]) -> bytes:
    del items
    return "\n".join(json.dumps(one) for one in ids).encode()


@pytest.mark.parametrize("given", [by_line, as_json, as_texts])
def test_ids_come_through_a_pipe(
    team: Program, asked: list[str], given: Callable[[list[str], list[dict[str, object]]], bytes]
) -> None:
    said = piped(team, given(asked, waiting(team)), "approvals", "approve", "-", "--json")
    assert (said.code, said.data["done"]) == (0, 3)
    assert waiting(team) == []


@pytest.mark.parametrize(
    ("given", "code"),
    [(b"", 0), (b"\n \n", 0), (b"[1]\n", 2), (b'{"name": 3}\n', 2), (b"\xff\xfe\x00\n", 5), (b"[" * 5000, 2)],
)
def test_what_is_no_list_of_ids_decides_nothing(
    team: Program, asked: list[str], given: bytes, code: int
) -> None:
    said = piped(team, given, "approvals", "approve", "-", "--json")
    assert said.code == code
    assert len(waiting(team)) == len(asked)


def test_a_worker_decides_nothing_and_a_lead_not_their_own(team: Program, asked: list[str]) -> None:
    said = team("approvals", "approve", asked[2], "--as", "Ben", "--json")
    assert said.code in (1, 5)
    assert team("approvals", "--as", "Ben").out == "Only a lead decides; you see your own requests here.\n"
    own = ask(team, "2026-02-03", "--add", "8-12", who="Ann")
    said = team("approvals", "approve", own, "--json")
    assert (said.code, said.data["refused"]) == (1, 1)
    assert "your own" in said.data["items"][0]["answer"]


def test_what_reaches_several_weeks_is_named_first(team: Program) -> None:
    later = team.at("2026-03-16T08:00:00+01:00")
    later("add", "08:00", "16:00", "--day", "2026-03-10", "--as", "Ben")
    for week in ("2026-W10", "2026-W11"):
        assert later("submit", week, "--yes", "--as", "Ben").code == 0
    first, second = (item["id"] for item in waiting(later))
    shown = later("approvals", "show", second)
    assert "Deciding it reaches week 10 too." in shown.out
    code, _, asked = answered(later, "n\n", "approvals", "approve", second)
    assert code == 1
    assert "Week 10 of Ben Okafor would go along. Approve Ben Okafor, Week 11? [y/N]" in asked
    assert later("approvals", "approve", second).code == 2, "nobody can be asked"
    assert later("approvals", "approve", second, first).code == 0, (
        "both are named, so nothing else goes along"
    )
    assert waiting(later) == []
    assert later("approvals", "reopen", first).code == 2
    said = later("approvals", "reopen", first, "--yes")
    assert (said.code, said.out.split()[0]) == (0, "✓")
    assert "Week 11 is open again along with it." in said.out
    assert later("week", "2026-W11", "--json", "--as", "Ben").data["status"] == "open"


def test_two_leads_at_once_and_one_decision_stands(team: Program, asked: list[str]) -> None:
    assert team("team", "add", "Lea", "--role", "lead").code == 0
    processes = [
        team.start("approvals", "approve", asked[0], "--json"),
        team.start("approvals", "decline", asked[0], "--reason", "No.", "--json", "--as", "Lea"),
    ]
    said = [json.loads(process.communicate(timeout=60)[0]) for process in processes]
    outcomes = [body["data"]["items"][0] for body in said]
    assert sorted(item["outcome"] for item in outcomes) == ["done", "refused"]
    assert sorted(process.returncode for process in processes) == [0, 1]
    loser = next(item for item in outcomes if item["outcome"] == "refused")
    winner = "Ann Berger" if outcomes[0]["outcome"] == "done" else "Lea"
    assert winner in loser["answer"]
    decided = team("approvals", "--decided", "--json", "--as", "Lea").data["items"]
    assert [(item["id"], item["decided_by"]) for item in decided] == [(asked[0], winner)]


def test_what_is_not_delivered_yet_exits_3(team: Program, asked: list[str]) -> None:
    said = team("approvals", "approve", asked[0], "--no-wait", "--json")
    assert (said.code, said.data["open"]) == (3, 1)
    assert team("sync").code == 0
    assert len(waiting(team)) == 2


@pytest.mark.parametrize(
    "words",
    [
        ("show",), ("approve",), ("list", "3fa9c1"), ("show", "a", "b"), ("show", "a", "--reason", "b"),
        ("approve", "a", "--decided"), ("accept", "a"),
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_refused_in_a_sentence(team: Program, words: tuple[str, ...]) -> None:
    said = team("approvals", *words, "--json")
    assert (said.code, said.error["message"][-1]) in ((2, "."), (2, "?"))


def test_options_may_stand_before_the_ids(team: Program, asked: list[str]) -> None:
    assert team("approvals", "decline", "--reason", "No.", asked[0], asked[1]).code == 0
    said = team("approvals", "approve", "--no-wait", asked[2], "--json")
    assert (said.code, said.data["open"]) == (3, 1)
    assert team("approvals", "approve", asked[2], "--nonsense", "x").code == 2

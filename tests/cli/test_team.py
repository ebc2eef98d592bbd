"""`punch team` and `--as`: the people of a home, and doing things as one of them."""

from __future__ import annotations

import json

import pytest
from tests.cli.program import Program

CONFIG = """
[schedule]
zone = "Europe/Berlin"

[accounts.local]
backend = "local"
name = "Ann Weber"
edit_lock_days = 7
"""


@pytest.fixture
def office(punch: Program) -> Program:
    punch.configure(CONFIG)
    assert punch("team", "add", "Ben Okafor").code == 0
    assert punch("team", "add", "Lea Brandt", "--role", "lead").code == 0
    return punch


def test_the_team_is_listed_with_its_roles(office: Program) -> None:
    assert office("team").out.splitlines() == [
        "Ann Weber   lead    this home",
        "Ben Okafor  worker",
        "Lea Brandt  lead",
    ]
    people = office("team", "list", "--json").data["people"]
    assert [(person["name"], person["role"], person["is_own"]) for person in people] == [
        ("Ann Weber", "lead", True), ("Ben Okafor", "worker", False), ("Lea Brandt", "lead", False),
    ]  # fmt: skip
    assert office("team", "--as", "ben", "--json").data["people"] == people


def test_people_are_added_given_roles_and_removed(office: Program) -> None:
    assert office("team", "role", "ben", "lead").out == "Ben Okafor is now a lead.\n"
    unasked = office("team", "remove", "ben")
    assert (unasked.code, unasked.err) == (
        2,
        "Remove Ben Okafor from the team? What they booked stays. "
        "Nothing was changed, because nobody can be asked here.\nAdd --yes.\n",
    )
    assert office("team", "remove", "ben", "--yes").code == 0
    gone = office("today", "--as", "ben", "--json")
    assert (gone.code, gone.error) == (
        5,
        {
            "code": "not_found",
            "message": "“ben” is nobody in the team.",
            "hint": "There are: Ann Weber, Lea Brandt.",
        },
    )
    assert "is back in the team as a worker" in office("team", "add", "ben okafor").out


@pytest.mark.parametrize(("words", "code", "said"), [
    (("add", "BEN OKAFOR"), 1, "There is a Ben Okafor in the team already; nobody was added."),
    (("add", " \t"), 2, "A name needs at least one visible character; nobody was added."),
    (("add", "x" * 10_000), 2, "The name has 10,000 characters; at most 200 fit. Nobody was added."),
    (("role", "Ann", "worker"), 0, "Ann Weber is now a worker."),
    (("role", "Zoe", "worker"), 5, "“Zoe” is nobody in the team."),
    (("role", "Ben"), 2, "`punch team role` takes a name, and worker or lead."),
    (("remove", "Ann", "--yes"), 1, "This is the home of Ann Weber, who cannot be removed from it."),
    (("remove",), 2, "`punch team remove` takes one name."),
    (("list", "Ben"), 2, "`punch team list` takes no name."),
    (("remove", "Ben", "--role", "lead", "--yes"), 2, "`punch team remove` takes no --role."),
    (("fire", "Ben"), 2, "fire"),
    (("add", "Zoe", "--role", "boss"), 2, "boss"),
])  # fmt: skip
def test_what_cannot_be_is_said_in_a_sentence(
    office: Program, words: tuple[str, ...], code: int, said: str
) -> None:
    answer = office("team", *words)
    assert answer.code == code, answer
    assert said in answer.out + answer.err


def test_a_hostile_name_is_cleaned_and_shown_as_text(office: Program) -> None:
    assert office("team", "add", "\x1b[31m[b]Zoë[/]\u202e\n{0} 山田").code == 0
    assert "[b]Zoë[/] {0} 山田" in office("team").out
    assert office("in", "--as", "[b]Z").code == 0


def test_everything_is_done_as_that_person(office: Program) -> None:
    assert office("in", "--at", "08:00", "--as", "Ben").code == 0
    assert office("--as", "Ben", "out", "--at", "12:00").code == 0
    assert office("today", "--as=ben", "--json").data["worked_seconds"] == 4 * 3600
    assert office("today", "--json").data["worked_seconds"] == 0
    assert office("status").out == "Not clocked in · today 0:00\n"
    bar = next(office.home.rglob("status.json"))
    assert json.loads(bar.read_text())["today_seconds"] == 0
    refused = office("status", "--as", "Ben")
    assert (refused.code, refused.out) == (2, "")
    assert "The status is that of your own clock" in refused.err
    assert office("undo", "--as", "Ben").code == 0
    assert office("undo").code == 1


def test_the_format_of_an_export_is_not_somebody_to_act_as(office: Program) -> None:
    assert office("add", "8", "9", "--note", "Ben's", "--as", "Ben").code == 0
    assert "Ben's" in office("--as", "Ben", "export", "--as", "csv").out
    assert "Ben's" not in office("export", "--as", "csv").out


def test_a_locked_day_is_asked_for_approved_and_changed(office: Program) -> None:
    locked = office("add", "8", "12", "--day", "2026-03-03", "--as", "Ben")
    assert (locked.code, locked.err.splitlines()[0]) == (
        1, "3 March is more than 7 days ago; ask for a change.",
    )  # fmt: skip
    asked = office("requests", "create", "2026-03-03", "--add", "08:00-12:00", "--as", "Ben", "--yes")
    assert asked.code == 0, asked
    (item,) = office("approvals", "--json").data["items"]
    assert office("approvals", "approve", item["id"], "--as", "Ben").code != 0
    assert office("approvals", "approve", item["id"]).code == 0
    day = office("today", "--day", "2026-03-03", "--as", "Ben", "--json").data
    assert day["worked_seconds"] == 4 * 3600
    late = office("approvals", "approve", item["id"], "--as", "Lea")
    assert late.code == 1
    assert "approved by Ann Weber" in late.out + late.err


@pytest.mark.parametrize(("value", "said"), [
    ("0", "is 0; it can be 1 to 3650 days. Leave it out for no lock."),
    ("-1", "is -1; it can be 1 to 3650 days."),
    ("99999", "is 99999; it can be 1 to 3650 days."),
    ('"7"', "has to be a whole number of days without quotes, such as 7."),
    ("7.5", "has to be a whole number of days without quotes, such as 7."),
    ("true", "has to be a whole number of days without quotes, such as 7."),
])  # fmt: skip
def test_a_lock_that_makes_no_sense_is_refused_with_its_line(punch: Program, value: str, said: str) -> None:
    punch.configure(CONFIG.replace("= 7", f"= {value}"))
    refused = punch("today")
    assert refused.code == 2
    assert f"line 8: `accounts.local.edit_lock_days` {said}" in refused.err


@pytest.mark.parametrize("words", [("role", "Ben", "lead"), ("add", "Zoe"), ("remove", "Lea", "--yes")])
def test_a_worker_changes_no_team_that_has_a_lead(office: Program, words: tuple[str, ...]) -> None:
    refused = office("team", *words, "--as", "Ben")
    assert refused.code == 1
    assert "and Ben Okafor is a worker. Nothing was changed." in refused.err
    assert "A lead does it: Ann Weber, Lea Brandt." in refused.err
    assert office("team", "role", "Ann", "worker").code == 0
    assert office("team", *words).code == 1, "also at home"


def test_who_is_in_the_team_goes_before_who_was(office: Program) -> None:
    assert office("team", "add", "Bengt").code == 0
    assert office("team", "remove", "Bengt", "--yes").code == 0
    assert office("approvals", "--person", "Ben").code == 0
    assert office("approvals", "--person", "Bengt").code == 0
    assert office("team", "add", "Benno").code == 0
    several = office("approvals", "--person", "Ben")
    assert (several.code, several.err.splitlines()[0]) == (5, "“Ben” fits several people in the team.")

"""Changes of locked days asked for, looked at and taken back from the command line."""

from __future__ import annotations

import pytest
from rich.cells import cell_len
from tests.cli.program import Program
from tests.cli.team import MONDAY, TUESDAY, ask, day_of, set_up, waiting
from tests.cli.test_asking import answered

ITEM_KEYS = {
    "id", "kind", "person", "person_id", "day", "week", "from", "to", "changes", "seconds",
    "requested_seconds", "requested_at", "age_days", "status", "note", "next_actor",
    "decided_by", "decided_at", "reason",
}  # fmt: skip


@pytest.fixture
def team(punch: Program) -> Program:
    return set_up(punch)


def test_what_is_asked_for_is_shown_and_asked_about(team: Program) -> None:
    words = ("requests", "create", MONDAY, "--add", "17:00-18:00", "--as", "Ben")
    code, out, asked = answered(team, "n\n", *words)
    assert (code, out) == (1, "")
    assert "+ 17:00 – 18:00" in asked
    assert "+1:00" in asked
    before, after = (
        next(ln for ln in asked.splitlines() if ln.startswith(f"  {at}")) for at in ("before", "after")
    )
    assert "+" not in before
    assert before.rstrip().endswith("8:30")
    assert "++++" in after
    assert after.rstrip().endswith("9:30")
    assert "! Mon  2  9:30 worked with 30 min of breaks" in asked
    assert "Ask for this change of Monday 2 March 2026? [y/N]" in asked
    assert "Nothing was changed." in asked
    assert waiting(team) == []
    assert answered(team, "y\n", *words)[:2] == (0, "Asked for a change of Mon 2 Mar.\n")
    assert [item["person"] for item in waiting(team)] == ["Ben Okafor"]
    assert day_of(team, "Ben") == ["08:00-17:00"], "nothing changes before it is decided"


def test_nobody_to_ask_changes_nothing(team: Program) -> None:
    said = team("requests", "create", MONDAY, "--add", "17:00-18:00", "--as", "Ben", "--json")
    assert (said.code, said.error["hint"]) == (2, "Add --yes.")
    assert waiting(team) == []


def test_the_day_as_it_should_be_is_the_difference(team: Program) -> None:
    said = team(
        "requests", "create", MONDAY, "--as-day", "08:00-12:00,12:30-16:30", "--note", "left early", "--yes",
        "--json", "--as", "Ben",
    )  # fmt: skip
    request, preview = said.data["request"], said.data["preview"]
    assert request.keys() == ITEM_KEYS
    assert [(each["change"], each["start"][11:16], each["end"][11:16]) for each in request["changes"]] == [
        ("remove", "16:30", "17:00")
    ]
    assert (request["status"], request["seconds"], request["note"]) == ("pending", -1800, "left early")
    assert (preview["before_seconds"], preview["after_seconds"]) == (30_600, 28_800)
    assert [one["start"][11:16] for one in preview["removed"]] == ["16:30"]
    assert preview["added"] == []


def test_the_amount_asked_for_and_what_it_does_to_the_day(team: Program) -> None:
    asked = ask(team, MONDAY, "--remove", "12:00-13:00", "--add", "12:15-12:45")
    (item,) = waiting(team)
    assert (item["seconds"], item["requested_seconds"]) == (-1800, -1800)
    shown = team("approvals", "show", asked, "--json").data
    # The break of 12:00-12:30 was no work anyway: half an hour goes, and half an hour comes back.
    assert (shown["requested_seconds"], shown["difference_seconds"]) == (-1800, 0)
    assert "Monday 2 March 2026 · 0:00 · " in team("approvals", "show", asked).out


def test_a_stretch_may_end_at_midnight(team: Program) -> None:
    ask(team, MONDAY, "--add", "22:30-24:00")
    (item,) = waiting(team)
    assert (item["seconds"], item["changes"][0]["end"][:16]) == (5400, "2026-03-03T00:00")


def test_several_stretches_at_once(team: Program) -> None:
    ask(team, MONDAY, "--add", "07:00-08:00", "17:00-17:30", "--remove", "09:00-09:30,10:00-10:15")
    (item,) = waiting(team)
    assert [(each["change"], each["seconds"]) for each in item["changes"]] == [
        ("remove", 1800), ("remove", 900), ("add", 3600), ("add", 1800),
    ]  # fmt: skip
    assert item["seconds"] == 2700


def test_a_newer_one_takes_the_place_and_says_so(team: Program) -> None:
    first = ask(team, MONDAY, "--add", "17:00-18:00")
    said = team("requests", "create", MONDAY, "--add", "17:00-17:30", "--yes", "--as", "Ben")
    assert said.code == 0
    assert "takes the place" in said.out
    everything = team("requests", "--all", "--json", "--as", "Ben").data["items"]
    assert [(item["id"] == first, item["status"]) for item in everything] == [
        (True, "replaced"), (False, "pending"),
    ]  # fmt: skip
    assert [item["seconds"] for item in waiting(team)] == [1800]


def test_a_day_that_may_be_changed_is_changed_at_once(team: Program) -> None:
    said = team("requests", "create", "2026-03-09", "--add", "8-12", "--yes", "--as", "Ben")
    assert said.code == 0
    assert "approved at once" in said.out
    assert waiting(team) == []
    listed = team("requests", "--all", "--as", "Ben").out
    assert "approved at once" in listed


def test_a_pending_one_is_taken_back_and_a_decided_one_stays(team: Program) -> None:
    monday, tuesday = ask(team, MONDAY, "--add", "17:00-18:00"), ask(team, TUESDAY, "--add", "17:00-18:00")
    assert team("requests", "withdraw", monday[-6:], "--as", "Ben").out == (
        "Withdrew your request for Mon 2 Mar.\n"
    )
    assert team("approvals", "decline", tuesday[-6:], "--reason", "No.").code == 0
    said = team("requests", "withdraw", tuesday[-6:], "--as", "Ben", "--json")
    assert said.code == 1
    assert "was declined by Ann Berger" in said.error["message"]
    statuses = [item["status"] for item in team("requests", "--all", "--json", "--as", "Ben").data["items"]]
    assert statuses == ["withdrawn", "declined"]
    assert team("requests", "--as", "Ben").out.startswith("No request of yours waits.")


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("create",), 2),
        (("create", "nonday", "--add", "8-9"), 2),
        (("create", MONDAY), 2),
        (("create", MONDAY, "--add", "lunch"), 2),
        (("create", MONDAY, "--add", "17:00-17:00"), 2),
        (("create", MONDAY, "--remove", "0800-0800"), 2),
        (("create", MONDAY, "--as-day", "8-8"), 2),
        (("create", MONDAY, "--add", "2026-03-05 08:00-09:00"), 2),
        (("create", MONDAY, "--as-day", "8-12,11-13"), 2),
        (("create", MONDAY, "--as-day", "8-12", "--add", "13-14"), 2),
        (("create", MONDAY, "--as-day", "08:00-12:00,12:30-17:00"), 1),
        (("create", MONDAY, "--add", "9-10"), 1),
        (("create", MONDAY, "--add", "17-18", "--note", "x" * 1001), 2),
        (("withdraw",), 2),
        (("withdraw", "zzzzzz"), 5),
        (("list", "3fa9c1"), 2),
        (("withdraw", "3fa9c1", "--note", "x"), 2),
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_refused_in_a_sentence(
    team: Program, words: tuple[str, ...], code: int
) -> None:
    said = team("requests", *words, "--yes", "--json", "--as", "Ben")
    assert said.code == code, said.out
    assert said.error["message"].endswith((".", "?"))
    assert waiting(team) == []


@pytest.mark.parametrize("columns", [60, 80, 120])
def test_lists_fit_the_terminal(team: Program, columns: int) -> None:
    team.surroundings["COLUMNS"] = str(columns)
    note = "\x1b[31mred\x1b[0m \u202e[b]bold[/b] 好 " * 20
    ask(team, MONDAY, "--add", "17:00-18:00", "--note", note)
    said = team("requests", "--as", "Ben")
    assert "\x1b" not in said.out
    assert "[b]bold[/b]" in said.out or columns == 60
    assert max(cell_len(line) for line in said.out.splitlines()) <= columns
    assert "+1:00" in said.out


def test_what_is_not_delivered_yet_exits_3(team: Program) -> None:
    said = team("requests", "create", MONDAY, "--add", "17-18", "--yes", "--no-wait", "--json", "--as", "Ben")
    assert (said.code, said.data["outcome"]) == (3, "queued")
    assert team("sync", "--as", "Ben").code == 0
    assert len(waiting(team)) == 1


def test_several_are_taken_back_at_once_or_none(team: Program) -> None:
    ids = [ask(team, day, "--add", "17:00-18:00") for day in (MONDAY, TUESDAY)]
    assert team("requests", "withdraw", ids[0], "zzzzzz", "--as", "Ben").code == 5
    assert len(waiting(team)) == 2
    said = team("requests", "withdraw", "--wait", "5", ids[0][-6:], ids[1][-6:], "--as", "Ben")
    assert said.out == "Withdrew your request for Mon 2 Mar. Withdrew your request for Tue 3 Mar.\n"
    assert waiting(team) == []


def test_a_day_of_another_year_has_its_year(team: Program) -> None:
    said = team("requests", "create", "2025-03-04", "--add", "17:00-18:00", "--yes", "--as", "Ben")
    assert said.out == "Asked for a change of Tue 4 Mar 2025.\n"
    assert "Tue 4 Mar 2025" in team("approvals").out

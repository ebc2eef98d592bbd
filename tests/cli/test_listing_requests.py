"""Leaving only some of what is listed, and what the vendor's rules say to an approval."""

from __future__ import annotations

import pytest
from tests.cli.program import Program
from tests.cli.team import MONDAY, TUESDAY, ask, set_up, waiting


@pytest.fixture
def team(punch: Program) -> Program:
    set_up(punch)
    ask(punch, MONDAY, "--add", "17:00-18:00")
    ask(punch, TUESDAY, "--remove", "16:00-17:00")
    ask(punch, MONDAY, "--remove", "08:00-08:30", who="李")
    return punch


def test_some_are_left_by_day_person_and_status(team: Program) -> None:
    assert [item["day"] for item in waiting(team, "--from", TUESDAY)] == [TUESDAY]
    assert [item["person"] for item in waiting(team, "--to", MONDAY, "--person", "Ben")] == ["Ben Okafor"]
    first = waiting(team, "--to", MONDAY)[0]["id"]
    assert team("approvals", "decline", first, "--reason", "no").code == 0
    assert [item["id"] for item in waiting(team, "--status", "declined")] == [first]
    assert waiting(team, "--status", "approved") == []
    assert team("approvals", "--status", "approved").out == "Nothing fits that.\n"
    mine = team("requests", "list", "--status", "declined", "--json", "--as", "Ben")
    assert [item["id"] for item in mine.data["items"]] == [first]
    assert team("requests", "--from", "2026-03-09", "--as", "Ben").out == "Nothing fits that.\n"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("list", "--from", TUESDAY, "--to", MONDAY), "--to 2026-03-02 comes before --from 2026-03-03."),
        (("list", "--team", "x"), "There is no team “x”"),
        (("show", "1", "--from", MONDAY), "--from goes with `punch approvals list`."),
        (("decline", "1", "--accept-violations"), "--accept-violations goes with `punch approvals approve`"),
        (("list", "--decided", "--status", "waiting"), "What waits is not decided."),
    ],
)
def test_what_makes_no_sense_is_said(team: Program, words: tuple[str, ...], said: str) -> None:
    refused = team("approvals", *words)
    assert (refused.code in (2, 5), said in refused.err) == (True, True), refused.err

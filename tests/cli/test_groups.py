"""`punch groups` as a person and as a program run it."""

from __future__ import annotations

import os
import pty
import re
import select
import subprocess
import sys
import time

import pytest
from tests.cli.program import Program


@pytest.fixture
def worked(punch: Program) -> Program:
    """A week with two clients, a night, something without a client, and a note that looks like markup."""
    for words in (
        ["add", "8", "12", "--day", "mon", "--on", "Northwind/Portal/Dev", "--create", "--note", "review"],
        ["add", "13", "15:07", "--day", "mon", "--on", "Northwind/Ops", "--create", "--note", "[red]x[/]"],
        ["add", "22", "6", "--day", "yesterday", "--on", "Fabrikam", "--create", "--type", "travel"],
        ["add", "8", "9"],
    ):
        assert punch(*words).code == 0
    return punch


def lines_of(text: str) -> list[str]:
    return [re.sub(r"  +", " | ", line.strip()) for line in text.splitlines()]


def test_the_tree(worked: Program) -> None:
    said = worked("groups", "--by", "client,project", "--round", "15")

    assert said.code == 0
    assert lines_of(said.out) == [
        "Monday 9 March 2026 – Sunday 15 March 2026",
        "",
        "client › project | rounded | exact | entries | share",
        "Fabrikam | 8:00 | 8:00 | 1 | 53%",
        "no project | 8:00 | 8:00 | 1 | 100%",
        "Northwind | 6:00 | 6:07 | 2 | 40%",
        "Portal | 4:00 | 4:00 | 1 | 65%",
        "Ops | 2:00 | 2:07 | 1 | 35%",
        "no client | 1:00 | 1:00 | 1 | 7%",
        "no project | 1:00 | 1:00 | 1 | 100%",
        "Total | 15:00 | 15:07 | 4 | 100%",
    ]


def test_the_same_for_programs(worked: Program) -> None:
    data = worked("groups", "--by", "client,day", "--round", "15", "--json").data

    assert (data["from"], data["to"], data["by"]) == ("2026-03-09", "2026-03-15", ["client", "day"])
    assert data["total"]["seconds"] == 15 * 3600 + 7 * 60
    assert data["total"]["rounded_seconds"] == 15 * 3600
    fabrikam = data["groups"][0]
    assert [(day["key"], day["seconds"], day["share"]) for day in fabrikam["children"]] == [
        ("2026-03-10", 7200, 0.25), ("2026-03-11", 21600, 0.75),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("words", "labels"),
    [
        (["--by", "day"], ["Mon 9 Mar 2026", "Tue 10 Mar 2026", "Wed 11 Mar 2026"]),
        (["--by", "day", "--sort", "time"], ["Wed 11 Mar 2026", "Mon 9 Mar 2026", "Tue 10 Mar 2026"]),
        (["--by", "client", "--sort", "name"], ["Fabrikam", "no client", "Northwind"]),
        (["--by", "client", "--filter", "client=n", "--filter", "client=fab"], ["Fabrikam", "Northwind"]),
        (["--by", "note", "--filter", "text=red"], ["[red]x[/]"]),
        (["--by", "type", "--filter", "type=travel"], ["Travel"]),
        (["--by", "client", "--week", "2026-W11"], ["Fabrikam", "Northwind", "no client"]),
        (["--by", "client", "--week", "last"], []),
        (["--by", "client", "--month", "march"], ["Fabrikam", "Northwind", "no client"]),
        (["--by", "client", "--month", "4"], []),
        (["--by", "client", "--month", "2026-03"], ["Fabrikam", "Northwind", "no client"]),
        (["--by", "client", "--last", "1"], ["Fabrikam", "no client"]),
        (["--by", "client", "--from", "mon", "--to", "mon"], ["Northwind"]),
        (["--by", "person", "--person", "all", "--last", "month"], []),
        (["--by", "status", "--filter", "billable=no"], []),
    ],
)
def test_periods_filters_and_orders(worked: Program, words: list[str], labels: list[str]) -> None:
    data = worked("groups", *words, "--json").data

    assert [group["label"] for group in data["groups"]] == labels


def test_depth_and_node_show_a_part(worked: Program) -> None:
    flat = worked("groups", "--by", "client,project,task", "--depth", "1")
    part = worked("groups", "--by", "client,project", "--node", "northwind", "--json").data

    assert "Portal" not in flat.out
    assert part["total"]["label"] == "Northwind"
    assert [group["label"] for group in part["groups"]] == ["Portal", "Ops"]


@pytest.mark.parametrize(
    ("words", "code", "part"),
    [
        ([], 2, "needs --by"),
        (["--by", "clinet"], 2, "Did you mean “client”?"),
        (["--by", ",".join(["client"] * 50)], 2, "stands twice"),
        (["--by", "client", "--from", "2026-03-12", "--to", "2026-03-09"], 2, "before it begins"),
        (["--by", "client", "--from", "9999-12-31", "--to", "9999-12-31"], 2, "no day on which"),
        (["--by", "client", "--week", "0001-01-01"], 2, "too far away"),
        (["--by", "client", "--week", "2025-W53"], 2, "2025 has no week 53"),
        (["--by", "client", "--week", "9999-W52"], 2, "9999-W52"),
        (["--by", "client", "--month", "13"], 2, "no month"),
        (["--by", "client", "--month", "00099"], 2, "no month"),
        (["--by", "client", "--month", "last year"], 2, "no month"),
        (["--by", "client", "--month", "9999-12"], 2, "no month"),
        (["--by", "client", "--last", "0"], 2, "no period"),
        (["--by", "client", "--last", "week", "--month", "3"], 2, "contradict"),
        (["--by", "client", "--round", "0"], 2, "no number of minutes"),
        (["--by", "client", "--round", "1441"], 2, "no number of minutes"),
        (["--by", "client", "--filter", "client"], 2, "no filter"),
        (["--by", "client", "--filter", "x=y"], 2, "nothing to filter by"),
        (["--by", "client", "--filter", "client=\x1b[31mnone"], 5, "is no client"),
        (["--by", "client", "--person", "Bob"], 5, "is no person"),
        (["--by", "client", "--node", "nowhere"], 5, "is no group here"),
        (["--by", "client", "--expect", "3"], 2, "goes with `punch groups edit`"),
        (["--by", "client", "--set-note", "x"], 2, "goes with `punch groups edit`"),
        (["edit", "--by", "client", "--node", "Northwind"], 2, "nothing to change"),
        (["delete"], 2, "everything in the period"),
        (["delete", "--node", "x"], 2, "needs --by"),
    ],
)
def test_what_is_wrong_is_a_sentence(worked: Program, words: list[str], code: int, part: str) -> None:
    before = worked("export", "--json").data["entries"]
    said = worked("groups", *words)

    assert (said.code, said.out) == (code, "")
    assert part in said.err
    assert "\x1b" not in said.err
    assert worked("export", "--json").data["entries"] == before


def test_a_bulk_change_needs_the_count_where_nobody_can_be_asked(worked: Program) -> None:
    words = ["groups", "edit", "--by", "client,project", "--node", "Northwind", "--set-type", "Travel"]

    first = worked(*words)
    assert first.code == 2
    assert "Change 2 entries in Northwind (6 h 7 min): type Travel." in first.err
    assert "--expect 2" in first.err
    assert worked(*words, "--json").error["code"] == "count_needed"

    wrong = worked(*words, "--expect", "3", "--json")
    assert (wrong.code, wrong.error["code"]) == (1, "count_changed")
    assert "2 entries, not 3" in wrong.error["message"]

    done = worked(*words, "--expect", "2")
    assert done.code == 0
    assert "Changed 2 entries (6 h 7 min)." in done.out
    types = {
        group["label"]: group["count"] for group in worked("groups", "--by", "type", "--json").data["groups"]
    }
    assert types == {"Travel": 3, "no type": 1}
    again = worked(*words, "--expect", "2")
    assert (again.code, "2 entries are so already." in again.err) == (1, True)

    assert worked("undo").code == 0
    types = {
        group["label"]: group["count"] for group in worked("groups", "--by", "type", "--json").data["groups"]
    }
    assert types == {"Travel": 1, "no type": 3}


def test_every_value_can_be_set(worked: Program) -> None:
    where = ["--by", "client", "--node", "Northwind", "--expect", "2", "--json"]
    values = ["--set-on", "Fabrikam", "--set-note", "-15m", "--set-billable", "yes"]

    data = worked("groups", "edit", *where, *values).data

    assert (data["count"], data["outcome"], data["locked"]) == (2, "confirmed", [])
    entries = worked("export", "--json").data["entries"]
    assert [(e["assignment"], e["note"], e["billable"]) for e in entries][:2] == [
        ("Fabrikam", "-15m", True)
    ] * 2
    text = worked("groups", "--by", "client").out
    assert "billable" in text


def test_nothing_is_added_to_the_tree_for_a_change_that_may_not_come(worked: Program) -> None:
    said = worked("groups", "edit", "--by", "client", "--node", "Northwind", "--set-on", "New/Thing")

    assert said.code == 5
    assert "`punch assignments add`" in said.err
    assert "New" not in worked("assignments").out


def test_a_filter_alone_names_what_is_deleted(worked: Program) -> None:
    said = worked("groups", "delete", "--filter", "text=review", "--expect", "1")

    assert said.code == 0
    assert [e["note"] for e in worked("export", "--json").data["entries"]] == ["[red]x[/]", None, None]


def in_terminal(punch: Program, answer: bytes, *words: str) -> tuple[int, str]:
    """Run a command in a terminal of 80 columns, and answer its question."""
    mine, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "punchcard", *words], env={**punch.environment(), "COLUMNS": "80"},
        stdin=theirs, stdout=theirs, stderr=theirs, close_fds=True,
    )  # fmt: skip
    os.close(theirs)
    text, answered, deadline = b"", False, time.monotonic() + 30
    while time.monotonic() < deadline:
        if select.select([mine], [], [], 0.1)[0]:
            try:
                piece = os.read(mine, 4096)
            except OSError:
                break
            if not piece:
                break
            text += piece
        if not answered and b"[y/N]" in text:
            os.write(mine, answer)
            answered = True
    os.close(mine)
    return process.wait(timeout=10), text.decode()


def test_a_terminal_is_asked_and_sees_bars(worked: Program) -> None:
    words = ["groups", "delete", "--by", "client", "--node", "no client"]

    code, text = in_terminal(worked, b"n\n", *words)
    assert (code, "Delete 1 entry in no client (1 h). Go on? [y/N]" in text) == (1, True)
    assert len(worked("export", "--json").data["entries"]) == 4

    code, text = in_terminal(worked, b"y\n", *words)
    assert (code, "Deleted 1 entry (1 h)." in text) == (0, True)
    assert len(worked("export", "--json").data["entries"]) == 3

    code, text = in_terminal(worked, b"", "groups", "--by", "client,project")
    assert code == 0
    assert "█" in text
    assert all(len(line) <= 80 for line in text.splitlines())


def test_wide_and_right_to_left_names_stay_in_their_column(worked: Program) -> None:
    for number, name in enumerate(("漢字" * 40, "שלום עולם", "x" * 150, "\u202eevil\x1b[2J")):
        assert worked("add", f"{14 + number}:00", f"{14 + number}:30", "--on", name, "--create").code == 0

    _, text = in_terminal(worked, b"", "groups", "--by", "client")
    piped = worked("groups", "--by", "client").out

    assert "\u202e" not in text + piped
    assert "[2J" not in text + piped
    assert "…" in text

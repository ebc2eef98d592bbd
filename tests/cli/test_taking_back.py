"""What is refused leaves nothing behind, and what was meant for one clock never reaches another."""

from __future__ import annotations

import pytest
from tests.cli.program import Program


@pytest.mark.parametrize(
    "words",
    [
        ["in", "--on", "New/Project", "--create"],
        ["edit", "--at", "18:00", "--on", "New/Project", "--create"],
        ["add", "8", "9", "--on", "New/Project", "--create"],
        ["add", "5", "6", "--note", "x" * 1001, "--on", "New/Project", "--create"],
    ],
)
def test_a_refused_request_adds_nothing_to_the_tree(punch: Program, words: list[str]) -> None:
    punch("in", "--at", "08:00")

    assert punch(*words).code in (1, 2)

    assert "New" not in punch("assignments").out


def test_an_entry_without_length_is_refused(punch: Program) -> None:
    said = punch("add", "9:00", "9:00")

    assert said.code == 2
    assert "has no length" in said.err
    assert punch("today", "--json").data["entries"] == []


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01"])
def test_a_day_out_of_this_world_is_a_sentence(punch: Program, day: str) -> None:
    said = punch("today", "--day", day)

    assert said.code == 2
    assert day in said.err


def test_the_clock_cannot_be_stopped_out_of_this_world(punch: Program) -> None:
    punch.now = "9999-12-31T23:59:59+00:00"

    assert punch("in").code == 2


def test_since_is_the_start_of_the_break_everywhere(punch: Program) -> None:
    punch("in", "--at", "08:00")
    punch("break", "--at", "16:30")

    said = {name: punch(name, "--json").data["since"] for name in ("today", "status")}

    assert set(said.values()) == {"2026-03-11T16:30:00+01:00"}

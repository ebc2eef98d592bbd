"""A local team as a person sets it up: Ann leads, the days before last week are locked."""

from __future__ import annotations

import json
from typing import Any

from tests.cli.program import Program, Said

CONFIG = """
[schedule]
zone = "Europe/Berlin"
rules = "DE"
hours = { mon = "8:00", tue = "8:00", wed = "8:00", thu = "8:00", fri = "8:00" }

[accounts.local]
backend = "local"
name = "Ann Berger"
edit_lock_days = 7
"""
MONDAY, TUESDAY = "2026-03-02", "2026-03-03"
EMOJI_NAME = "李 明 👩‍💻"


def set_up(punch: Program) -> Program:
    """Ben and Li have worked on Monday and Tuesday of week 10; it is Wednesday of week 11."""
    punch.configure(CONFIG)
    for name in ("Ben Okafor", EMOJI_NAME):
        assert punch("team", "add", name).code == 0
    then = punch.at("2026-03-03T20:00:00+01:00")
    for name in ("Ben", "李"):
        for day in (MONDAY, TUESDAY):
            said = then("add", "08:00", "17:00", "--day", day, "--break", "12:00-12:30", "--as", name)
            assert said.code == 0, said.err
    return punch


def ask(punch: Program, day: str, *words: str, who: str = "Ben") -> str:
    """Ask for a change; return the id."""
    said = punch("requests", "create", day, *words, "--yes", "--json", "--as", who)
    assert said.code == 0, said.out
    return said.data["id"]


def waiting(punch: Program, *words: str) -> list[dict[str, Any]]:
    """What waits for Ann."""
    return punch("approvals", *words, "--json").data["items"]


def day_of(punch: Program, who: str, day: str = MONDAY) -> list[str]:
    """The worked entries of a day as their person sees them: "08:00-17:00"."""
    sheet = punch("week", "2026-W10", "--json", "--as", who).data
    entries = next(found for found in sheet["days"] if found["date"] == day)["entries"]
    return [f"{entry['start'][11:16]}-{entry['end'][11:16]}" for entry in entries]


def piped(punch: Program, given: bytes, *words: str) -> Said:
    """Run a command with something on its standard input."""
    return punch(*words, given=given)


def as_lines(items: list[dict[str, Any]]) -> bytes:
    """What `jq -c '.data.items[]'` makes of a list."""
    return "\n".join(json.dumps(item, ensure_ascii=False) for item in items).encode()

"""`punch groups` at a service that sums up itself."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest


def demo(*words: str) -> subprocess.CompletedProcess[str]:
    start = [sys.executable, "-m", "punchcard", "demo", "--vendor", "clockodo", "--at", "2026-03-11T18:00"]
    return subprocess.run(
        [*start, *words], capture_output=True, text=True, encoding="utf-8", timeout=60, check=False
    )


def all_groups(groups: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for group in groups:
        yield group
        yield from all_groups(group["children"])


@pytest.mark.parametrize(("person", "sees_money"), [("lead", True), ("Ben", False)])
def test_json_tells_all_that_is_told(person: str, sees_money: bool) -> None:
    ran = demo("--as", person, "groups", "--by", "customers,projects,day", "--month", "this", "--json")
    data = json.loads(ran.stdout)["data"]
    for group in all_groups(data["groups"]):
        assert group["count"] is None
        for name in ("revenue", "budget_used", "has_non_budget_revenues_not_billed"):
            assert (group[name] is not None) == sees_money, name
    assert (data["total"]["revenue"] is not None) == sees_money
    assert data["groups"][0]["number"]
    assert data["groups"][0]["children"][0]["children"][0]["restrictions"].keys() >= {"customers_id"}


def test_a_person_reads_who_has_summed_up() -> None:
    ran = demo("--as", "lead", "groups", "--by", "services", "--filter", "budget=not hard", "--details")
    assert ran.returncode == 0
    assert "budget not hard" in ran.stdout.splitlines()[0]
    assert "an hour" in ran.stdout
    assert ran.stdout.splitlines()[-1] == "Summed up by Clockodo."

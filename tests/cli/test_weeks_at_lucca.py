"""Timesheets of Lucca by the command line: what goes along is named before anything is done."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from tests.backends.lucca.company import W9, W10, W11, by_month, worked
from tests.cli.program import Program
from tests.domain import berlin
from tests.sandbox.lucca.asking import SHEETS, Vendor, caller
from tests.services.desk import WallClock

from punchcard.core.weeks import Week
from punchcard.sandbox.lucca.records import Status
from punchcard.sandbox.lucca.server import lucca_vendor
from punchcard.sandbox.serving import serving

NOW = "2026-03-11T12:41:00+01:00"


@dataclass
class Place:
    """Everybody's account at a simulated Lucca, each on a machine of their own."""

    folder: Path
    url: str
    vendor: Vendor

    def of(self, name: str) -> Program:
        """Somebody's command line."""
        program = Program(self.folder / name, NOW)
        settings = {**self.vendor.settings[name], "base_url": self.url}
        lines = "".join(f'{key} = "{value}"\n' for key, value in settings.items())
        program.configure(f'hold_seconds = 0\n[accounts.acme]\nbackend = "lucca"\n{lines}')
        program.surroundings["PUNCHCARD_SECRET_ACME"] = self.vendor.keys[name]
        return program

    def hand_in(self, name: str, *weeks: Week) -> None:
        """Let somebody hand in weeks elsewhere, with the key that they use here as well."""
        theirs = caller(self.vendor, name)
        for week in weeks:
            body = {"ownerId": theirs.id, "startsAt": f"{week.first.format_iso()}T00:00:00"}
            assert theirs("POST", f"{SHEETS}/submit", body).status == 200

    def sheets(self, name: str) -> list[tuple[Status, int]]:
        """How far what somebody has handed in has come, by the newest of each week."""
        owner = self.vendor.state.person_named(name).id
        mine = {s.starts_on: s for s in self.vendor.state.sheets.values() if s.owner_id == owner}
        return [(mine[day].status, mine[day].steps_done) for day in sorted(mine)]

    def ids(self, name: str) -> list[str]:
        """The ids of what somebody has handed in."""
        owner = self.vendor.state.person_named(name).id
        return [str(s.id) for s in self.vendor.state.sheets.values() if s.owner_id == owner]


@pytest.fixture
def there(tmp_path: Path) -> Generator[Place]:
    vendor = lucca_vendor(now=WallClock(berlin("11 12:41")), empty=True)
    for name in ("Ann", "Ben"):
        worked(vendor.state, name, *(week.first.add(days=n) for week in (W9, W10) for n in range(5)))
    with serving(vendor.app) as url:
        yield Place(tmp_path, url, vendor)


def test_week_11_takes_9_and_10_along_and_names_all_three_before(there: Place) -> None:
    ann = there.of("Ann")
    said = ann("submit", "2026-W11")
    assert said.code == 2
    assert "This hands in weeks 9 to 11:" in said.err
    assert [line.split()[:2] for line in said.err.splitlines() if line.startswith("  Week")] == [
        ["Week", "9"], ["Week", "10"], ["Week", "11"],
    ]  # fmt: skip
    assert "Weeks 9 and 10 go along: weeks are handed in in order." in said.err
    assert "Hand in weeks 9 to 11? Nothing was changed" in said.err
    assert there.sheets("Ann") == []
    done = ann("submit", "2026-W11", "--yes")
    assert (done.code, done.out.splitlines()[-1]) == (0, "Handed in weeks 9 to 11.")
    assert there.sheets("Ann") == [(Status.SUBMITTED, 0)] * 3
    assert "Status: handed in, waits for Lea Brandt." in ann("week", "2026-W10").out
    back = ann("submit", "2026-W10", "--withdraw")
    assert "This takes back weeks 10 and 11:" in back.err
    assert ann("submit", "2026-W10", "--withdraw", "--yes").code == 0
    assert there.sheets("Ann") == [(Status.SUBMITTED, 0), *[(Status.REJECTED, 0)] * 2]
    week = ann("week", "2026-W10", "--json").data
    assert (week["status"], week["standing"]["next_actor"]) == ("rejected", None)
    assert "Status: declined or taken back." in ann("week", "2026-W10").out


def test_a_month_is_named_as_such(there: Place) -> None:
    by_month(there.vendor.state, "Ann")
    ann = there.of("Ann")
    shown = ann("submit", "2026-W11", "--check", "--json").data
    assert [week["week"] for week in shown["weeks"]] == ["2026-02", "2026-03"]
    done = ann("submit", "2026-W11", "--yes")
    assert done.out.splitlines()[-1] == "Handed in February 2026 and March 2026."
    assert "Status: March 2026 handed in, waits for Lea Brandt." in ann("week", "2026-W11").out
    again = ann("submit", "2026-W11", "--yes")
    assert again.err.startswith("March 2026 was already handed in.")
    assert "Lea Brandt" in there.of("Lea")("approvals", "--json").data["items"][0]["next_actor"]
    assert "month handed in" in there.of("Lea")("approvals").out


def test_an_approval_names_the_earlier_ones_and_whose_turn_it_is(there: Place) -> None:
    there.hand_in("Ben", W9, W10, W11)
    ann, (week9, _, week11) = there.of("Ann"), there.ids("Ben")
    assert "40:00" in ann("approvals").out
    shown = ann("approvals", "show", week11).out
    assert "waits for Ann Berger" in shown
    assert "Deciding it reaches weeks 9 and 10 too." in shown
    said = ann("approvals", "approve", week11)
    assert "Weeks 9 and 10 of Ben Okafor would go along. Approve Ben Okafor, Week 11?" in said.err
    assert there.sheets("Ben") == [(Status.SUBMITTED, 0)] * 3
    done = ann("approvals", "approve", week11, "--yes")
    assert done.code == 0
    assert "That was one step: week 11 now waits for Lea Brandt. Weeks 9 and 10 went along." in done.out
    assert there.sheets("Ben") == [(Status.SUBMITTED, 1)] * 3
    there.hand_in("Ben", Week(W11.first.add(days=7), W11.last.add(days=7)))
    newest = there.ids("Ben")[-1]
    turn = ann("approvals", "approve", newest).err
    assert "Weeks 9 to 11 of Ben Okafor would go along." in turn
    assert "Weeks 9 to 11 wait for Lea Brandt, and would be approved in their place." in turn
    final = there.of("Lea")("approvals", "approve", week9, "--yes")
    assert final.code == 0
    assert there.sheets("Ben")[0] == (Status.APPROVED, 2)


def test_an_approval_takes_nothing_along_that_was_not_named(there: Place) -> None:
    there.hand_in("Ben", W9, W10, W11)
    state, (week9, _, week11) = there.vendor.state, there.ids("Ben")
    state.sheets[int(week9)] = replace(state.sheets[int(week9)], status=Status.REJECTED)
    ann = there.of("Ann")
    assert "Week 10 of Ben Okafor would go along." in ann("approvals", "approve", week11).err
    ann("approvals", "approve", week11, "--yes", "--wait", "0")
    there.hand_in("Ben", W9)
    said = ann("sync")
    words = "Week 9 would go along by now, and it has changed since you were asked. Nothing was approved."
    assert words in f"{said.out}{said.err}"
    assert there.sheets("Ben") == [(Status.SUBMITTED, 0)] * 3


def test_declining_and_opening_again_need_a_reason_and_a_batch_reports_of_each(there: Place) -> None:
    there.hand_in("Ben", W9, W10)
    first, second = there.ids("Ben")
    sheet = there.vendor.state.sheets[int(first)]
    there.vendor.state.sheets[sheet.id] = replace(sheet, status=Status.APPROVED)
    ann = there.of("Ann")
    for action, wanted in (("decline", second), ("reopen", first)):
        silent = ann("approvals", action, wanted, "--yes")
        assert (silent.code, "needs a reason" in silent.err) == (2, True)
    assert there.sheets("Ben") == [(Status.APPROVED, 0), (Status.SUBMITTED, 0)]
    both = ann("approvals", "decline", second, first, "--reason", "Tuesday is missing", "--json").data
    assert {item["id"]: item["outcome"] for item in both["items"]} == {second: "done", first: "refused"}
    opened = ann("approvals", "reopen", first, "--reason", "Wrong project", "--yes")
    assert "open again" in opened.out
    assert [each.comment for each in there.vendor.state.sheets.values()] == [
        "Wrong project", "Tuesday is missing",
    ]  # fmt: skip
    listed = ann("approvals", "--decided")
    assert listed.out.count("declined or taken back") == 2


def test_who_only_works_is_not_told_of_requests_that_nobody_can_make_there(there: Place) -> None:
    said = there.of("Ben")("approvals")
    assert (said.code, said.out) == (0, "Only a lead decides; nothing waits for your decision.\n")

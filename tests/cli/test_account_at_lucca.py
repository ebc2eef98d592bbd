"""An account whose key does not say who one is: the person found is confirmed before anything is saved."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest
from tests.cli.program import Program
from tests.cli.test_account import typed
from tests.domain import berlin
from tests.services.desk import WallClock

from punchcard.sandbox.lucca.server import lucca_vendor
from punchcard.sandbox.serving import serving

FOUND = "Lucca has Ann Berger (ann@lucca.example) under that name. Is that you?"


@contextmanager
def new_home(folder: Path) -> Generator[tuple[Program, list[str]]]:
    vendor = lucca_vendor(now=WallClock(berlin("11 12:41")), empty=True)
    with serving(vendor.app) as url:
        punch = Program(folder / "home", "2026-03-11T12:41:00+01:00")
        punch.surroundings["PUNCHCARD_SECRET_PARIS"] = vendor.keys["Ann"]
        yield punch, ["account", "add", "paris", "--backend", "lucca", "--base-url", url, "--use"]


def saved(punch: Program) -> Sequence[str]:
    return [account["name"] for account in punch("account", "--json").data["accounts"]]


@pytest.mark.parametrize("who", ["ann@lucca.example", "ann"])
def test_nothing_is_saved_before_the_person_has_said_that_it_is_them(tmp_path: Path, who: str) -> None:
    with new_home(tmp_path) as (punch, add):
        said = punch(*add, "--email", who)
        assert (said.code, FOUND in said.err, "--yes" in said.err) == (2, True, True)
        assert saved(punch) == ["local"]
        said = punch(*add, "--email", who, "--yes")
        assert said.code == 0
        assert "you are Ann Berger (ann@lucca.example) there" in said.out
        assert saved(punch) == ["local", "paris"]
        people = punch("week", "--person", "ben", "--json")
        assert people.data["person"] == "Ben Okafor"


def test_in_a_terminal_the_person_answers(tmp_path: Path) -> None:
    with new_home(tmp_path) as (punch, add):
        questions = [("Email or login", "ann@lucca.example\n")]
        code, shown = typed(punch, [*questions, ("Is that you?", "n\n")], *add)
        assert (code, FOUND in shown, saved(punch)) == (1, True, ["local"])
        code, shown = typed(punch, [*questions, ("Is that you?", "y\n")], *add)
        assert (code, saved(punch)) == (0, ["local", "paris"])


def test_somebody_who_is_not_there_is_said(tmp_path: Path) -> None:
    with new_home(tmp_path) as (punch, add):
        said = punch(*add, "--email", "zoe@lucca.example", "--yes")
        assert (said.code, "nobody with the email" in said.err, saved(punch)) == (1, True, ["local"])

"""What a service does besides a punch, and what it refuses: as the command line tells it, now and later."""

from __future__ import annotations

import shlex
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.cli.program import Program
from tests.domain import berlin
from tests.services.desk import WallClock

from punchcard.sandbox.application import Simulated
from punchcard.sandbox.clockodo.server import clockodo_vendor
from punchcard.sandbox.clockodo.state import ClockodoState, Generation
from punchcard.sandbox.faults import Fault
from punchcard.sandbox.serving import serving

ON = "Northwind/Portal/Development"
GENERATIONS: tuple[Generation, ...] = ("current", "classic")


@dataclass
class Place:
    """Ann's account at a simulated Clockodo, on a machine of hers and on another one."""

    vendor: Simulated[ClockodoState]
    clock: WallClock
    here: Program
    elsewhere: Program

    def at(self, text: str, *, away: bool = False) -> Program:
        """The command line at a moment of March 2026, at which the service's clock is too."""
        self.clock.set(text)
        program = self.elsewhere if away else self.here
        return program.at(berlin(text).to_fixed_offset().format_iso())


@contextmanager
def place(folder: Path, generation: Generation = "current") -> Generator[Place]:
    clock = WallClock(berlin("11 08:00"))
    vendor = clockodo_vendor(now=clock, empty=True, generation=generation)
    with serving(vendor.app) as url:
        settings = {**vendor.settings["Ann"], "base_url": f"{url}/api"}
        lines = "".join(f'{name} = "{value}"\n' for name, value in settings.items())
        programs = [Program(folder / name) for name in ("here", "elsewhere")]
        for program in programs:
            program.configure(f'[accounts.acme]\nbackend = "clockodo"\n{lines}')
            program.surroundings["PUNCHCARD_SECRET_ACME"] = vendor.keys["Ann"]
        yield Place(vendor, clock, *programs)


@pytest.mark.parametrize("generation", GENERATIONS)
@pytest.mark.parametrize("how", ["text", "json", "late", "sync"])
def test_a_clock_of_another_device_that_a_start_stops_is_told(
    tmp_path: Path, generation: Generation, how: str
) -> None:
    sentence = "The start at 12:00 has stopped another clock at Clockodo: it ran since "
    with place(tmp_path, generation) as there:
        there.at("11 12:00")("today")
        # Somebody starts it between the look at the clock and the start.
        there.vendor.faults.always(Fault.CHANGED_ELSEWHERE, ["POST /api/v2/clock"])
        if how == "text":
            assert sentence in there.at("11 12:00")("in", "--on", ON).out
        elif how == "json":
            [warning] = there.at("11 12:00")("in", "--on", ON, "--json").data["warnings"]
            assert warning.startswith(sentence)
        else:
            there.at("11 12:00")("in", "--on", ON, "--no-wait")
            command, stream = (["sync"], "out") if how == "sync" else (["today"], "err")
            said = there.at("11 12:00")(*command)
            assert f", clock in at 12:00) is done: {sentence}" in getattr(said, stream)
        [row] = there.at("11 12:00")("outbox", "--all", "--json").data["items"]
        assert row["answer"].startswith(sentence)


@pytest.mark.parametrize("generation", GENERATIONS)
def test_a_clock_that_is_cut_to_a_day_is_told(tmp_path: Path, generation: Generation) -> None:
    with place(tmp_path, generation) as there:
        there.at("10 08:00")("in", "--on", ON)
        [warning] = there.at("11 11:00")("break", "--json").data["warnings"]
        assert "is booked until 08:00, and nothing from then to 11:00" in warning


def test_what_the_service_remarks_on_a_free_day_and_on_overlaps_is_told(tmp_path: Path) -> None:
    with place(tmp_path) as there:
        said = there.at("8 10:00")("in", "--on", ON)
        assert "Clockodo says of the start at 10:00: “Today is Frauentag”." in said.out
        there.at("8 10:20")("out")
        there.at("8 10:20", away=True)("add", "10:20", "10:40", "--on", ON)
        there.vendor.state.company.allow_entry_overlaps = True
        said = there.at("8 10:30")("in", "--on", ON, "--json")
        assert said.data["warnings"] == [
            "Clockodo says of the start at 10:30: “The start lies within another entry”."
        ]


def test_work_whose_start_is_refused_is_told_with_what_books_it(tmp_path: Path) -> None:
    with place(tmp_path) as there:
        there.at("11 07:00")("today")
        for time, command in (("08:00", "in"), ("12:00", "break"), ("12:30", "resume"), ("16:45", "out")):
            words = ["--on", ON, "--note", "on site"] if command == "in" else []
            assert there.at(f"11 {time}")(command, *words, "--no-wait").code == 3
        # Meanwhile somebody has booked an hour of it for them.
        there.at("11 16:50", away=True)("add", "07:30", "08:30", "--on", ON)
        said = there.at("11 17:00")("sync")
        morning = f"punch add 08:00 12:00 --on {ON} --note 'on site'"
        afternoon = f"punch add 12:30 16:45 --on {ON} --note 'on site'"
        assert (
            ", clock in at 08:00) was refused: Clockodo says: “There is another entry at this time”. "
            "What you have worked from 08:00 to 12:00 and from 12:30 to 16:45 is not booked. "
            f"Book it with `{morning}` and `{afternoon}`."
        ) in said.out
        rows = there.at("11 17:00")("outbox", "--json").data["items"]
        shown = [there.at("11 17:00")("outbox", "show", row["id"]).out for row in rows]
        assert [("not booked" in text, morning in text, afternoon in text) for text in shown] == [
            (True, True, False),
            (False, False, False),
            (True, False, True),
        ]
        # As it is said, with an end that is free.
        for command in (morning.replace("08:00 ", "08:30 "), afternoon):
            assert there.at("11 17:00")(*shlex.split(command)[1:]).code == 0
        assert there.at("11 17:00")("today", "--json").data["worked_seconds"] == 8.75 * 3600

"""The benchmarks' own instruments."""

from __future__ import annotations

import os
import sys

import pytest
from tests.benchmarks.measures import Measure, percentile
from tests.benchmarks.terminal import Terminal
from tests.benchmarks.timing import BenchmarkFailed, Program, compared, run


def python(code: str) -> Program:
    """Return a program that runs `code`."""
    return Program([sys.executable, "-c", code], os.environ)


def test_a_busy_program_takes_more_time_than_an_empty_one() -> None:
    found = compared(python("sum(range(20_000_000))"), python("pass"), 2)
    assert found.cpu > 1.5
    assert "2 pairs" in found.detail


def test_a_program_that_fails_is_no_measurement() -> None:
    with pytest.raises(BenchmarkFailed, match="ended with 3"):
        run(python("raise SystemExit(3)"))


def test_what_has_to_be_done_before_a_run_is_done_each_time() -> None:
    done: list[int] = []
    program = Program([sys.executable, "-c", ""], os.environ, lambda: done.append(1))
    compared(program, python("pass"), 2)
    assert len(done) == 3


def test_a_terminal_reads_what_is_painted_without_its_colours() -> None:
    code = r"""
import sys, termios, tty
tty.setraw(0)
print("\x1b[1;31mhe\x1b[0mllo", flush=True)
while (key := sys.stdin.read(1)) != "\x11":
    print(f"\x1b[2J\x1b[Hpressed {key}", flush=True)
"""
    terminal = Terminal([sys.executable, "-c", code], os.environ)
    try:
        assert terminal.wait_for("hello") > terminal.started
        pressed = terminal.press("k")
        assert terminal.wait_for("pressed k") > pressed
        assert terminal.cpu_seconds() > 0
        assert terminal.quit().max_rss_bytes > 1_000_000
    finally:
        terminal.kill()


def test_percentiles_and_budgets() -> None:
    assert percentile([4.0, 1.0, 3.0, 2.0], 0.5) == 3.0
    assert percentile([1.0], 0.95) == 1.0
    assert Measure("x", 1.0, 1.0, "").is_within
    assert not Measure("x", 1.1, 1.0, "").is_within
    assert "not measured" in Measure("x", None, 1.0, "why").line()

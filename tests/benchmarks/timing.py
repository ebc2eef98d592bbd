"""Whole processes, timed from outside, in pairs that take turns."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median


class BenchmarkFailed(Exception):
    """A program that was to be measured did not do what it should."""


@dataclass(frozen=True, slots=True)
class Run:
    """What one process took from its start to its end."""

    seconds: float
    cpu_seconds: float
    max_rss_bytes: int


@dataclass(frozen=True, slots=True)
class Program:
    """A program to be measured."""

    argv: Sequence[str]
    environment: Mapping[str, str]
    before: Callable[[], None] | None = None
    """What has to be done before each run, uncounted."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two programs, run in turns: A B, B A, A B …"""

    first: Sequence[Run]
    second: Sequence[Run]

    @property
    def wall(self) -> float:
        """The median of the ratios of elapsed time, pair by pair."""
        return median(a.seconds / b.seconds for a, b in zip(self.first, self.second, strict=True))

    @property
    def cpu(self) -> float:
        """The median of the ratios of processor time, pair by pair."""
        return median(a.cpu_seconds / b.cpu_seconds for a, b in zip(self.first, self.second, strict=True))

    @property
    def detail(self) -> str:
        """The medians themselves."""
        a, b = (1000 * median(run.seconds for run in runs) for runs in (self.first, self.second))
        return f"{a:.0f} ms : {b:.0f} ms, processor {self.cpu:.2f} ×, {len(self.first)} pairs"


def run(program: Program) -> Run:
    """Run a program to its end.

    Raises:
        BenchmarkFailed: It did not exit with 0.
    """
    if program.before is not None:
        program.before()
    started = time.perf_counter()
    process = subprocess.Popen(
        program.argv,
        env=program.environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    return reap(process, started)


def reap(process: subprocess.Popen[bytes], started: float) -> Run:
    """Wait for a process, and say what it took since `started` (`time.perf_counter()`)."""
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise BenchmarkFailed(f"{process.args} ended with {process.returncode}")
    return Run(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024)


def compared(first: Program, second: Program, pairs: int) -> Comparison:
    """Run two programs in turns, after one uncounted run of each."""
    runs: tuple[list[Run], list[Run]] = ([], [])
    for number in range(pairs + 1):
        order = (0, 1) if number % 2 else (1, 0)
        for index in order:
            done = run((first, second)[index])
            if number:
                runs[index].append(done)
    return Comparison(*runs)

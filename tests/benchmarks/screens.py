"""The app, watched from outside through a terminal."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import cycle, islice
from pathlib import Path
from statistics import median

from tests.benchmarks.homes import environment, hostile_home, script, working_home
from tests.benchmarks.measures import Measure, percentile
from tests.benchmarks.terminal import Terminal

from punchcard.sandbox.faults import Fault

PROGRAMS = Path(__file__).parent / "programs"
BARE = [sys.executable, str(PROGRAMS / "bare.py")]
TICKING = [sys.executable, str(PROGRAMS / "ticking.py")]
WATCHED = [sys.executable, str(PROGRAMS / "watched.py")]

WORKING = "Working since"
DAY = (("x", "Not clocked in"), ("s", WORKING), ("b", "On a break since"), ("b", WORKING))
"""The keys of a day, beginning at work, each with the words that answer it."""

HOSTILE = (
    ("answers after 30 s", Fault.DELAY, 30),
    ("never answers", Fault.DELAY, 3600),
    ("says 429 for a minute", Fault.THROTTLE_SECONDS, 60),
)
"""How a vendor behaves badly, and for how many seconds."""

BARE_DAY = (("s", "This was started"), ("b", "This has a rest"))
"""The same for the bare app, which answers at once."""


def first_frame(pairs: int) -> Iterator[Measure]:
    """From the start of the process until the state of the clock is painted."""
    app: list[float] = []
    bare: list[float] = []
    with working_home() as there:
        for number in range(pairs + 1):
            turns = [(app, [script("punchcard")], WORKING), (bare, BARE, "This is bare")]
            for found, argv, words in turns if number % 2 else reversed(turns):
                seconds = _seconds_until(argv, there, words)
                if number:
                    found.append(seconds)
    ratio = median(a / b for a, b in zip(app, bare, strict=True))
    detail = f"{1000 * median(app):.0f} ms : {1000 * median(bare):.0f} ms, {pairs} pairs"
    yield Measure("first frame : bare Textual app", ratio, 1.25, detail)


def keys(count: int) -> Iterator[Measure]:
    """From a key to its painted answer."""
    with working_home() as there, running([script("punchcard")], there) as app:
        app.wait_for(WORKING)
        app.settle(0.5)
        with running(BARE, environment()) as bare:
            bare.wait_for("This is bare")
            bare.settle(0.5)
            found = _press(app, DAY, count)
            floor = _press(bare, BARE_DAY, count)
            bare.quit()
        app.quit()
    detail = (
        f"half within {1000 * median(found):.0f} ms, worst {1000 * max(found):.0f}; {count} keys; bare app: "
        f"p95 {1000 * percentile(floor, 0.95):.0f} ms, half within {1000 * median(floor):.0f}"
    )
    yield Measure("key to painted answer, p95", 1000 * percentile(found, 0.95), 30, detail, "ms")


def stalls(count: int) -> Iterator[Measure]:
    """How long the event loop was away at most while keys were pressed, and so at a hostile vendor."""
    with working_home() as there:
        yield _stalls("longest stall of the event loop", there, count)
    for what, fault, seconds in HOSTILE:
        with hostile_home() as home:
            home.faults.delay_seconds = home.faults.retry_seconds = seconds
            home.faults.always(fault)
            yield _stalls(f"the same, vendor {what}", home.there, max(len(DAY), count // 4))


def _stalls(what: str, there: Mapping[str, str], count: int) -> Measure:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "late")
        with running([*WATCHED, str(path)], there) as app:
            app.wait_for(WORKING)
            app.settle(0.5)
            first = app.press("1")
            _press(app, DAY, count)
            last = app.press("1")
            app.quit()
        lines = (line.split() for line in path.read_text().splitlines())
        late = [float(seconds) for when, seconds in lines if first <= float(when) <= last]
    above = sum(1 for seconds in late if seconds > 0.02)
    detail = f"{above} above 20 ms, {count} keys in {last - first:.0f} s"
    return Measure(what, 1000 * max(late, default=0.0), 50, detail, "ms")


def idle(seconds: int) -> Iterator[Measure]:
    """Processor time of the app at rest with the clock running, and of a bare one, in the same seconds."""
    with working_home() as there, running([script("punchcard")], there) as app:
        app.wait_for(WORKING)
        with running(TICKING, environment()) as bare:
            bare.wait_for("This ticks")
            both = (app, bare)
            _watch(both, 2)
            before = [each.cpu_seconds() for each in both]
            _watch(both, seconds)
            used = [each.cpu_seconds() - start for each, start in zip(both, before, strict=True)]
            app.quit()
            bare.quit()
    detail = f"{1000 * used[0] / seconds:.1f} ms : {1000 * used[1] / seconds:.1f} ms a second, {seconds} s"
    yield Measure("idle with the clock running : ticking Digits", used[0] / used[1], 1.5, detail)


def memory(rounds: int) -> Iterator[Measure]:
    """The most memory after some days' worth of keys."""
    app: list[float] = []
    bare: list[float] = []
    with working_home() as there:
        for _ in range(rounds):
            with running([script("punchcard")], there) as program:
                program.wait_for(WORKING)
                _press(program, DAY, 10 * len(DAY))
                app.append(program.quit().max_rss_bytes / 1e6)
            with running(BARE, environment()) as program:
                program.wait_for("This is bare")
                program.settle(0.5)
                bare.append(program.quit().max_rss_bytes / 1e6)
    detail = f"{median(app):.0f} MB after ten days of keys : {median(bare):.0f} MB"
    yield Measure("memory : bare Textual app", median(app) / median(bare), 1.5, detail)


@contextmanager
def running(argv: Sequence[str], there: Mapping[str, str]) -> Generator[Terminal]:
    """Run a program in a terminal; it is ended in any case."""
    terminal = Terminal(argv, there)
    try:
        yield terminal
    finally:
        terminal.kill()


def _seconds_until(argv: Sequence[str], there: Mapping[str, str], words: str) -> float:
    with running(argv, there) as program:
        seconds = program.wait_for(words) - program.started
        program.settle()
        program.quit()
    return seconds


def _press(app: Terminal, day: Sequence[tuple[str, str]], count: int) -> list[float]:
    found: list[float] = []
    for key, words in islice(cycle(day), count):
        pressed = app.press(key)
        found.append(app.wait_for(words) - pressed)
        app.settle()
    return found


def _watch(terminals: Sequence[Terminal], seconds: float) -> None:
    """Take what both paint, second by second, so that neither waits for a reader."""
    for _ in range(int(seconds * 10)):
        for terminal in terminals:
            terminal.watch(0.1 / len(terminals))

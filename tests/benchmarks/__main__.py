"""Runs the benchmarks that are named, or all, and prints each measure against its budget."""

from __future__ import annotations

import argparse
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping
from functools import partial

from tests.benchmarks import commands, inbox, screens, weeks
from tests.benchmarks.measures import Measure
from tests.benchmarks.timing import BenchmarkFailed

BENCHMARKS: Mapping[str, Callable[[int], Iterable[Measure]]] = {
    "status": commands.status,
    "in": commands.clock_in,
    "watson": commands.watson,
    "frame": screens.first_frame,
    "keys": screens.keys,
    "stalls": screens.stalls,
    "idle": screens.idle,
    "memory": screens.memory,
    "weeks": weeks.weeks,
    "inbox": inbox.inbox,
}
PAIRS = {
    "status": 40,
    "in": 20,
    "watson": 15,
    "frame": 15,
    "keys": 100,
    "stalls": 100,
    "idle": 20,
    "memory": 3,
    "weeks": 15,
    "inbox": 80,
}
"""How many pairs, keys or seconds each takes by default."""


def main() -> int:
    """Run and print; the exit code says whether everything stays within its budget."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"one of {', '.join(BENCHMARKS)}")
    parser.add_argument(
        "--runs", type=int, help="pairs, keys or seconds, instead of what each takes by default"
    )
    arguments = parser.parse_args()
    unknown = sorted(set(arguments.names) - set(BENCHMARKS))
    if unknown:
        parser.error(f"there is no benchmark {', '.join(unknown)}; there are {', '.join(BENCHMARKS)}")
    within = True
    for name in arguments.names or BENCHMARKS:
        try:
            for measure in BENCHMARKS[name](arguments.runs or PAIRS[name]):
                say(measure.line())
                within = within and measure.is_within
        except (BenchmarkFailed, subprocess.CalledProcessError) as failure:
            say(f"{name} could not be measured: {failure}")
            within = False
    return 0 if within else 1


say = partial(print, flush=True)

if __name__ == "__main__":
    sys.exit(main())

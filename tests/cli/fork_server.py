"""Imports what commands need, runs none of it, and forks for each command.

Each is a process of its own, with its own arguments, folder, environment and output. It runs what `python -m
punchcard` runs, and the interpreter ends it. Nobody but `preforked` starts this.
"""

from __future__ import annotations

import atexit
import gc
import json
import os
import pkgutil
import runpy
import signal
import socket
import sys
import time
from collections.abc import Mapping, Sequence
from importlib import import_module

import whenever

IMPORTED = ("cli", "core", "config", "services", "store", "database", "logs", "backends.local")
SECONDS = 60
"""How long a command may take; then it is killed."""


def import_packages() -> None:
    """Import what commands import; nothing is looked for in it when garbage is collected."""
    for package in (import_module(f"punchcard.{name}") for name in IMPORTED):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            import_module(module.name)
    gc.freeze()


def serve(line: socket.socket) -> bool:
    """Fork for each request, and answer with the exit code.

    Returns:
        In each child: that it is one. In the server: at the end, that it is none.
    """
    requests = line.makefile("rb")
    while (fds := socket.recv_fds(line, 1, 3)[1]) and (request := requests.readline()):
        child = os.fork()
        if not child:
            requests.close()
            begin(*json.loads(request))
            for fd, stream in zip(fds, (sys.stdin, sys.stdout, sys.stderr), strict=True):
                os.dup2(fd, stream.fileno())
                os.close(fd)
            return True
        for fd in fds:
            os.close(fd)
        line.sendall(b"%d\n" % os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
    return False


def begin(words: Sequence[str], folder: str, environment: Mapping[str, str]) -> None:
    """Make this process what a new one is."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.alarm(SECONDS)
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    time.tzset()
    whenever.reset_system_tz()
    sys.argv[1:] = words
    sys.path[0] = folder


def run() -> None:
    """Run the program as `python -m punchcard` does, up to the end of the interpreter."""
    try:
        runpy.run_module("punchcard", run_name="__main__", alter_sys=True)
    except SystemExit as done:
        codes.append(done.code)
        raise


def leave() -> None:
    """Spare a process that has ended as usual the taking apart of all that the server has imported."""
    for code in codes:
        if isinstance(code, int):
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(code)


codes: list[object] = []

if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    # What is registered first is called last, after all threads that are waited for.
    atexit.register(leave)
    import_packages()
    with socket.socket(fileno=os.dup(sys.stdout.fileno())) as line:
        is_command = serve(line)
    if is_command:
        run()

"""Looking for a secret where it must not be: in files, in what programs say, and in what the system shows."""

from __future__ import annotations

import json
import os
import pty
import select
import subprocess
import sys
import tempfile
import threading
import time
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, quote_plus

from tests.processes import ROOT

SECONDS = 120

MANY = """
import sys
from punchcard.cli.main import main
for line in sys.stdin:
    print("exit", main(line.split()), flush=True)
"""


def forms_of(secret: str) -> dict[str, bytes]:
    """What a secret looks like in files, by the name of the form."""
    raw = secret.encode()
    forms = {
        "as it is": raw,
        "in JSON": json.dumps(secret)[1:-1].encode(),
        "in repr": repr(secret)[1:-1].encode(),
        "in hex": raw.hex().encode(),
        "in big hex": raw.hex().upper().encode(),
        "quoted": quote(secret, safe="").encode(),
        "quoted as a path": quote(secret).encode(),
        "quoted as a form": quote_plus(secret).encode(),
        "in UTF-16": secret.encode("utf-16-le"),
        "backwards": raw[::-1],
    }
    for before in range(3):
        for name, encode in (("Base64", b64encode), ("URL Base64", urlsafe_b64encode)):
            # What stands at the edges also belongs to its neighbours.
            forms[f"in {name}, {before} bytes in"] = encode(bytes(before) + raw)[4:-4]
    return forms


def traces(data: bytes, secret: str) -> list[str]:
    """In which forms a secret stands in some data."""
    return [name for name, form in forms_of(secret).items() if form in data]


def traces_below(folder: Path, secret: str) -> list[str]:
    """Which files below a folder hold or are called by a secret, and in which form."""
    found: list[str] = []
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            data = path.read_bytes() + b"\0" + str(path).encode()
            found += [f"{path}: {form}" for form in traces(data, secret)]
    return found


@dataclass
class Watched:
    """Runs programs and collects all that others could see of them."""

    environment: Mapping[str, str]
    seen: dict[str, bytes] = field(default_factory=dict[str, bytes])
    """What was seen, by where."""

    def punch(self, *words: str, given: str = "", program: str | None = None) -> subprocess.Popen[bytes]:
        """Run a command (or a program that takes its words) to its end."""
        start = ["-m", "punchcard"] if program is None else ["-c", program]
        process = subprocess.Popen(
            [sys.executable, *start, *words], env=self.environment, cwd=ROOT,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )  # fmt: skip
        with self._watching(process, " ".join(words)) as name:
            out, err = process.communicate(given.encode(), timeout=SECONDS)
        self.seen[f"{name}: stdout"], self.seen[f"{name}: stderr"] = out, err
        return process

    def said(self, text: str) -> bool:
        """Whether any of the programs has said this."""
        return any(text.encode() in data for name, data in self.seen.items() if name.endswith(("out", "err")))

    def in_terminal(self, program: str) -> int:
        """Run a program in a terminal of its own to its end, and return what it exits with."""
        ours, theirs = pty.openpty()
        process = subprocess.Popen(
            [sys.executable, "-c", program], env={**self.environment, "TERM": "xterm-256color"}, cwd=ROOT,
            stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True,
        )  # fmt: skip
        os.close(theirs)
        with self._watching(process, "the app") as name:
            self.seen[f"{name}: stdout"] = _everything(ours, process)
        os.close(ours)
        return process.wait(SECONDS)

    @contextmanager
    def many_commands(self) -> Generator[Callable[[str], int]]:
        """A program that runs one command after another: what is yielded runs one, and says its exit code."""
        with tempfile.TemporaryFile() as errors:
            process = subprocess.Popen(
                [sys.executable, "-c", MANY], env=self.environment, cwd=ROOT,
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors,
            )  # fmt: skip
            out = bytearray()

            def run(command: str) -> int:
                assert process.stdin is not None
                assert process.stdout is not None
                process.stdin.write(f"{command}\n".encode())
                process.stdin.flush()
                for line in process.stdout:
                    out.extend(line)
                    if line.startswith(b"exit "):
                        return int(line.split()[1])
                raise AssertionError(f"{command} has ended everything: {bytes(out)[-2000:]!r}")

            with self._watching(process, "many commands") as name:
                yield run
                out.extend(process.communicate(timeout=SECONDS)[0])
            errors.seek(0)
            self.seen[f"{name}: stdout"], self.seen[f"{name}: stderr"] = bytes(out), errors.read()

    @contextmanager
    def _watching(self, process: subprocess.Popen[bytes], words: str) -> Generator[str]:
        """Look at what the system shows of a process, as long as it runs."""
        name = f"{len(self.seen)} {words}"
        over = threading.Event()

        def watch() -> None:
            while not over.wait(0.02):
                for what in ("cmdline", "environ"):
                    try:
                        data = Path(f"/proc/{process.pid}/{what}").read_bytes()
                    except OSError:
                        return
                    self.seen[f"{name}: {what}"] = data

        thread = threading.Thread(target=watch)
        thread.start()
        try:
            yield name
        finally:
            over.set()
            thread.join()


def _everything(ours: int, process: subprocess.Popen[bytes]) -> bytes:
    """All that is written to a terminal until its program has ended."""
    seen = bytearray()
    deadline = time.monotonic() + SECONDS
    while time.monotonic() < deadline:
        if select.select([ours], [], [], 0.1)[0]:
            try:
                seen += os.read(ours, 65536)
            except OSError:
                return bytes(seen)
        elif process.poll() is not None:
            return bytes(seen)
    process.kill()
    raise AssertionError(f"the app has not ended: {bytes(seen)[-2000:]!r}")

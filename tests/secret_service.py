"""A real Secret Service of its own: a private D-Bus with gnome-keyring, in a folder that goes away.

Never the person's own: the programs get a bus, a home and XDG folders of their own, and nothing on that
bus is started by asking for it. Tests that use it are never skipped; where gnome-keyring is missing they
fail and say so.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from shutil import rmtree, which

import pytest
from tests.processes import ROOT

MASTER_KEY = "opens the keyring of the tests"
SECONDS = 20
NEEDED = ("dbus-daemon", "dbus-send", "gnome-keyring-daemon")

BUS = """\
<busconfig>
  <type>session</type>
  <listen>unix:path={socket}</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"""
"""A bus without service folders: what is not there stays away, also where a desktop is installed."""

LOCK = """
import secretstorage
collection = secretstorage.get_default_collection(secretstorage.dbus_init())
collection.lock()
assert collection.is_locked()
"""

UNLOCK = """
import sys
import secretstorage
from secretstorage.util import DBusAddressWrapper, format_secret, open_session
bus = secretstorage.dbus_init()
collection = secretstorage.get_default_collection(bus)
daemon = DBusAddressWrapper(
    "/org/freedesktop/secrets", "org.gnome.keyring.InternalUnsupportedGuiltRiddenInterface", bus
)
secret = format_secret(open_session(bus), sys.argv[1].encode(), "text/plain")
daemon.call("UnlockWithMasterPassword", "o(oayays)", collection.collection_path, secret)
assert not collection.is_locked()
"""

PROMPTER = """
from jeepney import DBus
from jeepney.io.blocking import Proxy, open_dbus_connection
bus = open_dbus_connection()
Proxy(DBus(), bus).RequestName("org.gnome.keyring.SystemPrompter")
print("ready", flush=True)
while True:
    bus.receive()
"""
"""A dialog that nobody answers."""


@dataclass
class SecretService:
    """A keyring that runs, and what its programs are started with."""

    folder: Path
    environment: Mapping[str, str]
    """The whole environment of a program that uses it."""
    bus: subprocess.Popen[str]
    daemon: subprocess.Popen[str]

    @property
    def file(self) -> Path:
        """Where the keyring keeps what it is given."""
        return self.folder / "data" / "keyrings" / "login.keyring"

    def python(self, program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run a program that uses the keyring, to its end."""
        return subprocess.run(
            [sys.executable, "-c", program, *arguments],
            env=self.environment, capture_output=True, text=True, timeout=60, check=False, cwd=ROOT,
        )  # fmt: skip

    def lock(self) -> None:
        """Lock it; nobody is there to unlock it, so that its prompt is dismissed at once."""
        self._do(LOCK)

    def unlock(self) -> None:
        """Unlock it, as a person does elsewhere on the desktop."""
        self._do(UNLOCK, MASTER_KEY)

    def stop_answering(self) -> None:
        """Let it hang: it is there, and answers nothing."""
        self.daemon.send_signal(signal.SIGSTOP)

    def answer_again(self) -> None:
        """Let it go on, with what it was asked meanwhile."""
        self.daemon.send_signal(signal.SIGCONT)

    def die(self) -> None:
        """Kill it, without a word."""
        self.daemon.kill()
        self.daemon.wait(SECONDS)

    def start(self) -> None:
        """Start it again, unlocked."""
        self.daemon = _daemon(self.environment)

    @contextmanager
    def prompt_that_nobody_answers(self) -> Generator[None]:
        """Show the prompt of a locked keyring to nobody."""
        prompter = subprocess.Popen(
            [sys.executable, "-c", PROMPTER], env=self.environment, stdout=subprocess.PIPE, text=True
        )
        try:
            assert prompter.stdout is not None
            assert prompter.stdout.readline() == "ready\n"
            yield
        finally:
            _end(prompter)

    def _do(self, program: str, *arguments: str) -> None:
        done = self.python(program, *arguments)
        assert done.returncode == 0, done.stderr


@contextmanager
def secret_service() -> Generator[SecretService]:
    """An unlocked, empty keyring until this ends."""
    missing = [name for name in NEEDED if which(name) is None]
    if missing:
        pytest.fail(
            f"These tests need a real Secret Service, and {' and '.join(missing)} cannot be found: "
            "`apt install dbus gnome-keyring`.",
            pytrace=False,
        )
    # A socket's path has room for about a hundred characters; pytest's own folders are longer.
    folder = Path(tempfile.mkdtemp(prefix="punchcard-keyring-"))
    environment = _environment(folder)
    bus = _bus(folder, environment)
    try:
        service = SecretService(folder, environment, bus, _daemon(environment))
        try:
            yield service
        finally:
            service.answer_again()
            _end(service.daemon)
    finally:
        _end(bus)
        rmtree(folder)


def _environment(folder: Path) -> dict[str, str]:
    usual = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("XDG_", "DBUS_", "GNOME_KEYRING", "PYTHON_KEYRING", "PUNCHCARD_"))
        and name not in ("DISPLAY", "WAYLAND_DISPLAY")
    }
    places = {f"XDG_{name.upper()}_HOME": str(folder / name) for name in ("config", "data", "state", "cache")}
    for place in (*places.values(), str(folder / "run")):
        os.mkdir(place, mode=0o700)
    return {
        **usual, **places, "HOME": str(folder), "XDG_RUNTIME_DIR": str(folder / "run"),
        "DBUS_SESSION_BUS_ADDRESS": f"unix:path={folder / 'bus'}", "PYTHONIOENCODING": "utf-8",
    }  # fmt: skip


def _bus(folder: Path, environment: Mapping[str, str]) -> subprocess.Popen[str]:
    (folder / "bus.conf").write_text(BUS.format(socket=folder / "bus"))
    bus = subprocess.Popen(
        ["dbus-daemon", f"--config-file={folder / 'bus.conf'}", "--nofork", "--print-address=1"],
        env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    assert bus.stdout is not None
    assert bus.stdout.readline(), "the D-Bus of the tests has not started"
    return bus


def _daemon(environment: Mapping[str, str]) -> subprocess.Popen[str]:
    daemon = subprocess.Popen(
        ["gnome-keyring-daemon", "--foreground", "--unlock", "--components=secrets"],
        env=environment, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        text=True,
    )  # fmt: skip
    assert daemon.stdin is not None
    daemon.stdin.write(MASTER_KEY)
    daemon.stdin.close()
    _wait_for_it(environment)
    return daemon


def _wait_for_it(environment: Mapping[str, str]) -> None:
    until = time.monotonic() + SECONDS
    ask = [
        "dbus-send", f"--bus={environment['DBUS_SESSION_BUS_ADDRESS']}", "--print-reply",
        "--dest=org.freedesktop.DBus", "/", "org.freedesktop.DBus.NameHasOwner",
        "string:org.freedesktop.secrets",
    ]  # fmt: skip
    while "true" not in subprocess.run(ask, capture_output=True, text=True, check=True).stdout:
        assert time.monotonic() < until, "the keyring of the tests has not started"
        time.sleep(0.02)


def _end(process: subprocess.Popen[str]) -> None:
    process.terminate()
    try:
        process.wait(SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait(SECONDS)
    if process.stdout is not None:
        process.stdout.close()

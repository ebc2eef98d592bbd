"""A secret is added, used against a server that fails in every way, and is nowhere but in the keyring."""

from __future__ import annotations

import json
import time
from base64 import b64encode
from collections.abc import Awaitable, Callable, MutableMapping
from pathlib import Path
from typing import Any
from urllib.parse import quote, quote_plus

from tests.credentials.canary import Watched, forms_of, traces, traces_below
from tests.secret_service import secret_service

from punchcard.sandbox.application import Simulated
from punchcard.sandbox.faults import Fault
from punchcard.sandbox.reference.routes import KEY_HEADER
from punchcard.sandbox.reference.server import reference_vendor
from punchcard.sandbox.reference.state import ReferenceState
from punchcard.sandbox.serving import serving

CANARY = "Canary/9f+3=Zq%7E&x"
"""Looks different in every form that is looked for."""

BACKEND = ("--backend", "reference", "--secret-stdin")

CRASH = """
import sys
import {module} as module
from punchcard.__main__ import main

def broken(*values, **named):
    from punchcard.credentials import read_secret
    secret = read_secret("acme").value.get_secret_value()
    headers = {{"Authorization": f"Bearer {{secret}}", "X-Key": secret}}
    raise ValueError(f"these were sent: {{headers}}")

module.{name} = broken
sys.argv[0] = "punch"
sys.exit(main())
"""

KILLED = """
import os
import signal
import sys
from punchcard.cli.main import main
from punchcard.store.store import Store

Store.close = lambda store: None
main(sys.argv[1:])
os.kill(os.getpid(), signal.SIGKILL)
"""
"""Leaves the log of the database behind, with what was written last."""

PICTURES = """
import asyncio
import sys
from pathlib import Path
from tests.tui.piloting import on_top, seen, until
from punchcard.config import load_config
from punchcard.paths import folders
from punchcard.services.clocks import wall_clock
from punchcard.tui.accounts.form import AccountForm
from punchcard.tui.accounts.secret_line import SecretLine
from punchcard.tui.app import PunchcardApp

async def main(secret):
    home = folders()
    app = PunchcardApp(home, load_config(home), wall_clock())
    async with app.run_test(size=(100, 40)) as pilot:
        await until(pilot, lambda: app.overview is not None)
        picture(app, "clock")
        await pilot.press("f2")
        await pilot.pause(0.3)
        picture(app, "accounts")
        await pilot.press("a")
        await pilot.pause(0.3)
        await pilot.press("end", "enter")
        await on_top(pilot, AccountForm)
        line = app.screen.query_one(SecretLine)
        line.focus()
        await pilot.press(*secret)
        await until(pilot, lambda: len(line.typed) == len(secret))
        picture(app, "form")
        await pilot.press("ctrl+t")
        await until(pilot, lambda: "Nothing was saved" in seen(pilot) or "answers" in seen(pilot))
        picture(app, "tested")

def picture(app, name):
    Path(sys.argv[1], f"{name}.svg").write_text(app.export_screenshot())

asyncio.run(main(sys.stdin.read().strip()))
"""

Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]


class Echo:
    """A service that says again whatever it is told, the key as well, wherever there is room for it."""

    def __init__(self) -> None:
        self.status = 200
        self.content_type = "application/json"
        self.keys: set[str] = set()
        """Which keys it was given."""

    async def __call__(self, scope: MutableMapping[str, Any], receive: Receive, send: Send) -> None:
        headers = dict(scope["headers"])
        key = headers.get(KEY_HEADER.lower().encode(), b"").decode()
        self.keys.add(key)
        said = f"The key {key} is not known; {json.dumps(forms(key))}"
        person = {"id": key, "name": f"Ann {key}", "email": f"{key}@acme.example"}
        error = {"message": said, "field": key}
        body = {"now": "2026-03-11T12:00:00Z", "person": person, "error": error, **person}
        answer = [
            (b"content-type", self.content_type.encode()), (b"set-cookie", f"key={key}".encode()),
            (b"location", f"http://127.0.0.2:9/{key}?key={key}".encode()), (b"x-key", key.encode()),
            (b"retry-after", b"0"), (key.encode().replace(b"/", b"-").replace(b"=", b"-"), b"1"),
        ]  # fmt: skip
        await send({"type": "http.response.start", "status": self.status, "headers": answer})
        await send({"type": "http.response.body", "body": json.dumps(body).encode()})


def forms(key: str) -> list[str]:
    """The key in every form that a service might quote it in."""
    raw = key.encode()
    basic = [b64encode(before + raw + b":x").decode() for before in (b"", b"a:", b"an:", b"ann:")]
    return [key, raw.hex(), quote(key), quote(key, safe=""), quote_plus(key), b64encode(raw).decode(), *basic]


def test_the_search_finds_a_secret_in_every_form(tmp_path: Path) -> None:
    for number, form in enumerate(forms_of(CANARY).values()):
        (tmp_path / f"{number}").write_bytes(b"xx" + form + b"yy")
    (tmp_path / "deep" / "er").mkdir(parents=True)
    (tmp_path / "deep" / "er" / CANARY.replace("/", "%2F")).write_text("its name is enough")
    found = traces_below(tmp_path, CANARY)
    for number, name in enumerate(forms_of(CANARY)):
        assert any(line.endswith(f"/{number}: {name}") for line in found), name
    assert traces(b"nothing of it", CANARY) == []


def test_a_secret_is_in_the_keyring_and_nowhere_else() -> None:
    vendor, echo = reference_vendor(empty=True), Echo()
    vendor.state.keys[CANARY] = next(iter(vendor.state.keys.values()))
    vendor.faults.delay_seconds, vendor.faults.retry_seconds = 0.05, 1
    with secret_service() as keyring, serving(vendor.app) as url, serving(echo) as echoing:
        home = keyring.folder / "home"
        watched = Watched(
            {
                **keyring.environment,
                "PUNCHCARD_HOME": str(home),
                "PUNCHCARD_DEBUG": "1",
                "TZ": "Europe/Berlin",
            }
        )
        add = ("account", "add", "acme", *BACKEND, "--use", "--base-url", url)
        assert watched.punch(*add, given=f"{CANARY}\n").returncode == 0
        assert watched.punch("in", "--debug").returncode == 0
        crash(watched)
        take_pictures(watched, home)
        fail_in_every_way(watched, vendor)
        be_echoed(watched, echo, echoing)
        assert watched.punch("doctor", "--bundle", str(home / "report.txt")).returncode == 1
        assert (home / "report.txt").exists()
        watched.punch("add", "05:00", "06:00", "--day", "yesterday", "--account", "echo", program=KILLED)
        assert (home / "data" / "punchcard.db-wal").stat().st_size > 0
        assert [
            f"{name}: {form}" for name, data in watched.seen.items() for form in traces(data, CANARY)
        ] == []
        assert traces_below(keyring.folder, CANARY) == []
        assert watched.punch("account").returncode == 0
        assert watched.said("secret in the keyring")


def fail_in_every_way(watched: Watched, vendor: Simulated[ReferenceState]) -> None:
    """Let a read and a write go wrong in each of the ways."""

    def seen() -> list[Fault | None]:
        return [request.fault for request in vendor.log.all()]

    with watched.many_commands() as run:
        for number, fault in enumerate(sorted(Fault, key=lambda fault: "throttle" in fault)):
            for command in (
                "account test acme",
                f"add {number:02}:00 {number:02}:30 --day yesterday --wait 1",
            ):
                vendor.faults.clear()
                vendor.faults.once(fault)
                run(f"{command} --debug")
            while fault not in seen():
                # Nothing goes out before the wait is over that the service asked for the last time.
                time.sleep(0.2)
                run("account test acme --debug")
    vendor.faults.clear()
    assert sum(request.status == 200 for request in vendor.log.all()) > len(Fault)


def crash(watched: Watched) -> None:
    """Let the program fall over with the secret in its hands: a command, the engine, and the screen."""
    place = {"module": "punchcard.backends.http.exchange", "name": "exchange"}
    said = watched.punch("sync", "--debug", program=CRASH.format(**place))
    assert said.returncode == 1
    assert watched.said("This is a mistake of Punchcard, not yours (ValueError)")
    assert watched.said("Traceback")
    for module, name in (
        ("punchcard.services.overview", "overview"),
        ("punchcard.tui.clock.facts_model", "facts_of"),
    ):
        assert watched.in_terminal(CRASH.format(module=module, name=name)) == 1
        last = list(watched.seen.values())[-1]
        assert b"This is a mistake of Punchcard, not yours (ValueError)" in last, last[-3000:]


def take_pictures(watched: Watched, home: Path) -> None:
    """Take pictures of the app, with the secret typed into the form of a new account."""
    folder = home / "pictures"
    folder.mkdir()
    assert watched.punch(str(folder), given=CANARY, program=PICTURES).returncode == 0, list(
        watched.seen.values()
    )[-1]
    assert "•" * len(CANARY) in (folder / "form.svg").read_text().replace("&#160;", " ")


def be_echoed(watched: Watched, echo: Echo, url: str) -> None:
    """Have an account at a service that repeats the secret in whatever way it answers."""
    given = f"{CANARY}\n"
    add = watched.punch("account", "add", "echo", "--debug", *BACKEND, "--base-url", url, given=given)
    assert add.returncode == 0
    assert watched.said("you are Ann")
    answers = [(200, "text/html"), (500, "text/plain"), (302, ""), (307, "")]
    refusals = [(status, kind) for status in (400, 401, 403, 404, 409) for kind in ("json", "plain")]
    with watched.many_commands() as run:
        for status, kind in answers + [(status, f"text/{kind}") for status, kind in refusals]:
            echo.status, echo.content_type = status, kind.replace("text/json", "application/json")
            for command in ("account test echo", "in --wait 1", "sync", "outbox"):
                run(f"{command} --debug --account echo")
    assert echo.keys == {CANARY}

from __future__ import annotations

import sqlite3
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest
from tests.backends.http.clients import NOW, client, refusal_of
from tests.backends.http.server import says, serving

from punchcard.backends.errors import Throttled, Unreachable
from punchcard.backends.http import Answer
from punchcard.backends.http.call_budget import Budget, CallLedger, Wait
from punchcard.backends.meter import Meter
from punchcard.backends.outcomes import NotSent, Unanswered
from punchcard.database.failures import StorageFailed

MINUTE = Budget(3, 60)


class Wall:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def wall() -> Wall:
    return Wall()


def test_a_budget_is_kept_and_grows_back(tmp_path: Path, wall: Wall) -> None:
    ledger = CallLedger(str(tmp_path / "plant"), [MINUTE], wall)
    for _ in range(3):
        assert ledger.take("GET", "/x") is None
        wall.now += 10
    wait = ledger.take("GET", "/x")
    assert wait is not None
    assert wait.budget == MINUTE
    assert 30 <= wait.seconds <= 32
    wall.now += wait.seconds + 0.001
    assert ledger.take("GET", "/x") is None
    assert ledger.take("GET", "/x") is not None


def test_of_several_budgets_the_one_that_is_used_up_for_longest_is_told(tmp_path: Path, wall: Wall) -> None:
    short, long = Budget(1, 10), Budget(1, 100)
    ledger = CallLedger(str(tmp_path), [short, long], wall)
    assert ledger.take("GET", "/x") is None
    wait = ledger.take("GET", "/x")
    assert wait is not None
    assert wait.budget == long
    wall.now += wait.seconds + 0.001
    assert ledger.take("GET", "/x") is None


def test_a_refused_call_takes_nothing(tmp_path: Path, wall: Wall) -> None:
    ledger = CallLedger(str(tmp_path), [Budget(1, 10), Budget(5, 100)], wall)
    granted = 0
    for _ in range(200):
        granted += ledger.take("GET", "/x") is None
        wall.now += 0.5
    assert granted == 5


def test_no_window_ever_holds_more_than_the_budget(tmp_path: Path, wall: Wall) -> None:
    ledger = CallLedger(str(tmp_path), [Budget(7, 60), Budget(2, 1)], wall)
    granted: list[float] = []
    for step in range(600):
        if ledger.take("GET", "/x") is None:
            granted.append(wall.now)
        wall.now += (step % 7) * 0.13
    for at in granted:
        assert sum(at <= other < at + 60 for other in granted) <= 7
        assert sum(at <= other < at + 1 for other in granted) <= 2
    assert len(granted) == 28


def test_a_budget_of_one_path_and_method_leaves_the_others_alone(tmp_path: Path, wall: Wall) -> None:
    groups = [Budget(1, 60, r"/v\d/entrygroups", method) for method in ("GET", "PUT")]
    ledger = CallLedger(str(tmp_path), [Budget(100, 60), *groups], wall)
    assert ledger.take("GET", "/v2/entrygroups") is None
    wait = ledger.take("GET", "/v1/entrygroups")
    assert wait is not None
    assert wait.budget == groups[0]
    assert ledger.take("PUT", "/v2/entrygroups") is None
    assert ledger.take("GET", "/v2/entries") is None
    assert ledger.take("GET", "/v2/entrygroups/x") is None


def test_another_process_shares_the_budget(tmp_path: Path) -> None:
    program = (
        "import sys\n"
        "from punchcard.backends.http.call_budget import Budget, CallLedger\n"
        "ledger = CallLedger(sys.argv[1], [Budget(40, 3600)])\n"
        "print(sum(ledger.take('GET', '/x') is None for _ in range(30)))\n"
    )
    command = [sys.executable, "-c", program, str(tmp_path / "plant")]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(3)]
    assert sum(int(process.communicate(timeout=60)[0]) for process in running) == 40


def test_a_pause_holds_for_every_ledger_of_the_account_and_for_no_other(tmp_path: Path, wall: Wall) -> None:
    one, other = (CallLedger(str(tmp_path / "plant"), [], wall) for _ in range(2))
    assert one.pause(30) == 30
    assert other.take("POST", "/x") == Wait(30, None)
    assert CallLedger(str(tmp_path / "paris"), [], wall).take("GET", "/x") is None
    wall.now += 29.5
    assert other.take("GET", "/x") == Wait(0.5, None)
    wall.now += 0.5
    assert other.take("GET", "/x") is None


def test_unasked_pauses_grow_while_they_do_not_help_and_begin_anew_later(tmp_path: Path, wall: Wall) -> None:
    ledger = CallLedger(str(tmp_path), [], wall)
    waits: list[float] = []
    for _ in range(8):
        waits.append(ledger.pause(None))
        wall.now += waits[-1] + 1
    assert waits == [1, 2, 4, 8, 16, 32, 60, 60]
    wall.now += 61
    assert ledger.pause(None) == 1


def test_a_shorter_pause_does_not_end_a_longer_one(tmp_path: Path, wall: Wall) -> None:
    ledger = CallLedger(str(tmp_path), [], wall)
    ledger.pause(60)
    assert ledger.pause(None) == 60
    assert ledger.take("GET", "/x") == Wait(60, None)


def test_a_clock_that_is_set_back_locks_nobody_out(tmp_path: Path, wall: Wall) -> None:
    ledger = CallLedger(str(tmp_path), [MINUTE], wall)
    for _ in range(3):
        ledger.take("GET", "/x")
    ledger.pause(3600)
    wall.now -= 86_400
    assert ledger.take("GET", "/x") is None
    assert ledger.pause(5) == 5


def test_the_file_is_private_and_may_be_damaged_or_gone(tmp_path: Path, wall: Wall) -> None:
    folder = tmp_path / "deep" / "plant"
    ledger = CallLedger(str(folder), [MINUTE], wall)
    assert not folder.exists()
    ledger.take("GET", "/x")
    file = folder / "calls.db"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    for damage in (b"", b"no database at all" * 100, file.read_bytes()[:4000] + b"\0" * 9000):
        file.write_bytes(damage)
        assert ledger.take("GET", "/x") is None
    file.unlink()
    assert ledger.take("GET", "/x") is None
    with sqlite3.connect(file) as connection:
        assert connection.execute("SELECT count(*) FROM calls").fetchone() == (1,)


async def test_a_file_that_cannot_be_made_is_said_and_nothing_is_sent(tmp_path: Path) -> None:
    (tmp_path / "plant").write_text("in the way")
    async with (
        serving(says()) as server,
        client(server.url, folder=str(tmp_path / "plant"), budgets=[MINUTE]) as http,
    ):
        assert isinstance(await refusal_of(http.read("/x")), StorageFailed)
        assert isinstance(await http.write("POST", "/x"), NotSent)
        assert server.connections == 0


@pytest.mark.parametrize(("is_own", "why"), [(False, "allows no more"), (True, "tells of no limit")])
async def test_whose_limit_it_is_is_said(wall: Wall, *, is_own: bool, why: str) -> None:
    budgets = [Budget(1, 60, is_own=is_own)]
    async with serving(says()) as server, client(server.url, budgets=budgets, wall=wall) as http:
        await http.read("/x")
        assert why in (await refusal_of(http.read("/x"))).message


async def test_a_used_up_budget_is_said_with_the_moment_it_ends_and_nothing_is_sent(wall: Wall) -> None:
    async with (
        serving(says()) as server,
        client(server.url, budgets=[Budget(2, 60)], now=lambda: NOW, wall=wall) as http,
    ):
        await http.read("/x")
        await http.write("POST", "/x")
        wall.now += 20
        for call in (http.read("/x"), http.write("POST", "/x")):
            refusal = await refusal_of(call)
            assert isinstance(refusal, Throttled)
            assert "2 calls in a minute" in refusal.message
            assert "12:00:42" in refusal.message
            assert 41 < (refusal.retry_at - NOW).total("seconds") < 42
        assert len(server.requests) == 2


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"retry_after": "7"}, 7),
        ({"retry_after": "Wed, 11 Mar 2026 12:00:30 GMT", "date": "Wed, 11 Mar 2026 12:00:00 GMT"}, 30),
        ({}, 1),
        ({"retry_after": "nonsense"}, 1),
        ({"retry_after": "99999999"}, 3600),
        ({"retry_after": "-3"}, 1),
    ],
)
@pytest.mark.parametrize("way", ["read", "write"])
async def test_too_many_calls_is_said_once_and_then_kept(
    headers: dict[str, str], seconds: float, way: str, wall: Wall, tmp_path: Path
) -> None:
    said = says(429, b"Slow down", content_type="text/plain", **headers)
    async with (
        serving(said, says()) as server,
        client(server.url, now=lambda: NOW, wall=wall, folder=str(tmp_path / "plant")) as http,
        client(server.url, now=lambda: NOW, wall=wall, folder=str(tmp_path / "plant")) as elsewhere,
    ):
        refusal = await refusal_of(http.read("/x") if way == "read" else http.write("POST", "/x"))
        assert isinstance(refusal, Throttled)
        assert abs((refusal.retry_at - NOW).total("seconds") - seconds) < 0.01
        assert "Acme asks for no more calls before " in refusal.message
        for call in (http.read("/x"), elsewhere.read("/x"), elsewhere.write("POST", "/x")):
            assert isinstance(await refusal_of(call), Throttled)
        assert len(server.requests) == 1
        wall.now += seconds
        assert (await elsewhere.read("/x")).data == {"ok": True}


async def test_a_service_that_is_down_for_a_while_and_says_so_is_left_alone(wall: Wall) -> None:
    down = says(503, b"", retry_after="120")
    async with serving(down, says()) as server, client(server.url, now=lambda: NOW, wall=wall) as http:
        refusal = await refusal_of(http.read("/x"))
        assert isinstance(refusal, Throttled)
        assert "12:02:01" in refusal.message
        assert len(server.requests) == 1
    async with serving(down, says()) as server, client(server.url, now=lambda: NOW, wall=wall) as http:
        assert isinstance(await http.write("POST", "/x"), Unanswered)
        assert isinstance(await refusal_of(http.read("/x")), Throttled)
        assert server.methods == ["POST"]


async def test_a_service_that_is_down_and_does_not_say_for_how_long_is_asked_again() -> None:
    async with serving(says(503), says(502), says()) as server, client(server.url) as http:
        assert (await http.read("/x")).data == {"ok": True}
        assert len(server.requests) == 3
    async with serving(says(503)) as server, client(server.url) as http:
        assert isinstance(await refusal_of(http.read("/x")), Unreachable)
        assert len(server.requests) == 3


async def test_every_try_and_every_redirect_counts() -> None:
    meter = Meter()
    async with (
        serving(says(302, b"", location="/y"), says(500), says()) as server,
        client(server.url, budgets=[Budget(3, 60)], meter=meter) as http,
    ):
        assert isinstance(await http.read("/x"), Answer)
        assert isinstance(await refusal_of(http.read("/x")), Throttled)
        assert [r.target for r in server.requests] == ["/x", "/y", "/x"]
        assert meter.calls == 3


def test_a_call_costs_little(tmp_path: Path) -> None:
    ledger = CallLedger(str(tmp_path), [Budget(20_000, 86_400), Budget(900, 60)])
    began = time.monotonic()
    for _ in range(100):
        ledger.take("GET", "/x")
    assert time.monotonic() - began < 5

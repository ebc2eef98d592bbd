"""`punch sandbox` and `punch demo --vendor` as a person runs them."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from punchcard.sandbox.faults import Fault

WEDNESDAY = "2026-03-11T12:41"


def environment(folder: Path, **more: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PUNCHCARD_")}
    return kept | {"TMPDIR": str(folder), "PUNCHCARD_HOME": str(folder / "own"), **more}


def punch(folder: Path, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "punchcard", *words], env=environment(folder, **more),
        capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip


@contextmanager
def sandbox(folder: Path, *words: str) -> Generator[tuple[subprocess.Popen[str], list[str]]]:
    """Run a simulated vendor, and read what it prints at its start."""
    process = subprocess.Popen(
        [sys.executable, "-m", "punchcard", "sandbox", *words], env=environment(folder),
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    said: list[str] = []
    try:
        assert process.stdout is not None
        for line in process.stdout:
            said.append(line.rstrip("\n"))
            if "What is asked from here on" in line or line.startswith("{"):
                break
        yield process, said
    finally:
        process.kill()
        process.communicate()


def ended(process: subprocess.Popen[str], by: signal.Signals = signal.SIGINT) -> tuple[int, str, str]:
    process.send_signal(by)
    out, err = process.communicate(timeout=30)
    return process.returncode, out, err


def key_of(name: str, said: Sequence[str]) -> str:
    return next(line.split("ref-")[1].split()[0] for line in said if name in line)


def test_it_says_where_it_is_and_who_has_which_key_and_ends_with_ctrl_c(tmp_path: Path) -> None:
    with sandbox(tmp_path, "reference", "--port", "0", "--at", WEDNESDAY, "--fault", "server_error@2") as (
        process, said,
    ):  # fmt: skip
        address = re.findall(r"http://127\.0\.0\.1:\d+", "\n".join(said))[0]
        assert f"  punch account add practice --backend reference --base-url {address}" in said
        key = f"ref-{key_of('Lea Hoffmann', said)}"
        assert len([line for line in said if "ref-" in line]) == 8
        with httpx.Client(base_url=address, headers={"Reference-Key": key}) as client:
            body = client.get("/api/me").json()
            assert (body["person"]["name"], body["now"]) == ("Lea Hoffmann", "2026-03-11T11:41:00.000Z")
            assert client.get("/api/me", params={"key": key}).status_code == 500
            # What is said to switch faults on does it.
            switch = next(line for line in said if "fault=server_error&at=3" in line)
            url = switch.split("'")[1]
            assert client.post(url).json()["faults"] == [{"fault": "server_error", "at": 3}]
            off = next(line for line in said if "-X DELETE" in line).split("'")[1]
            assert client.delete(off).json()["faults"] == []
        code, out, err = ended(process)
    assert (code, err) == (0, "")
    assert out.splitlines() == [
        "   1 GET /api/me 200",
        "   2 GET /api/me?key=%2A%2A%2A%2A%2A%2A%2A%2A 500 (server_error; not applied)",
        "",
        "Ended after 2 requests; nothing of it is kept.",
    ]
    assert list(tmp_path.iterdir()) == []


def test_for_programs_it_says_so_in_one_object(tmp_path: Path) -> None:
    with sandbox(tmp_path, "reference", "--port", "0", "--seed", "2", "--json") as (process, said):
        data = json.loads(said[0])["data"]
        ann = data["people"][0]
        answer = httpx.get(f"{data['address']}/api/me", headers={"Reference-Key": ann["key"]})
        assert answer.json()["person"]["name"] == ann["name"] == "Ann Berger"
        assert [each["name"] for each in data["people"] if each["is_lead"]] == [
            "Lea Hoffmann",
            "Николай Петров",
        ]
        assert ended(process, signal.SIGTERM) == (0, "", "")


def test_an_account_is_used_there_and_loses_nothing(tmp_path: Path) -> None:
    with sandbox(tmp_path, "reference", "--port", "0", "--at", WEDNESDAY, "--json") as (_, said):
        data = json.loads(said[0])["data"]
        config = tmp_path / "own" / "config"
        config.mkdir(parents=True)
        (config / "config.toml").write_text(
            'default_account = "practice"\n[schedule]\nzone = "Europe/Berlin"\n'
            f'[accounts.practice]\nbackend = "reference"\nbase_url = "{data["address"]}"\n'
        )
        there = {
            "PUNCHCARD_SECRET_PRACTICE": data["people"][0]["key"], "PUNCHCARD_NOW": f"{WEDNESDAY}:00+01:00",
        }  # fmt: skip
        httpx.post(
            f"{data['address']}/_sandbox/faults", params={"fault": "drop_after", "path": "POST /api/clock"}
        )
        out = punch(tmp_path, "out", **there)
        assert out.returncode == 0, out.stderr
        httpx.delete(f"{data['address']}/_sandbox/faults")
        log = httpx.get(f"{data['address']}/_sandbox/log").json()["requests"]
        assert [each["applied"] for each in log if each["method"] == "POST"] == [True]
        assert "4:09" in punch(tmp_path, "today", **there).stdout


def test_what_it_prints_is_enough_to_sign_in(tmp_path: Path) -> None:
    words = ("clockodo", "--port", "0", "--at", WEDNESDAY, "--generation", "classic")
    with sandbox(tmp_path, *words) as (process, said):
        assert said[0].startswith("Clockodo is simulated at http://127.0.0.1:")
        assert "in its classic generation" in said[0]
        assert "Everybody’s email and key:" in said
        connect = next(line for line in said if "punch account add" in line).split()
        email = connect[connect.index("--email") + 1]
        key = next(line for line in said if email in line).split()[-1]
        added = punch(tmp_path, *connect[1:], "--use", PUNCHCARD_SECRET_PRACTICE=key)
        assert "you are Ann Berger (ann@clockodo.example) there" in added.stdout, added.stderr
        wrong = [*connect[1:3], "another", *connect[4:]]
        refused = punch(tmp_path, *wrong, PUNCHCARD_SECRET_ANOTHER=key[::-1])
        assert refused.returncode == 4
        assert "does not accept the email and the key" in refused.stderr
        assert "https://my.clockodo.com/" in refused.stderr
        base = connect[connect.index("--base-url") + 1]
        assert httpx.get(f"{base}/v2/entrygroups").status_code == 404
        asked = ended(process)[1]
        assert "GET /api/v4/users/me 200" in asked
        assert key not in asked


def test_what_cannot_be_is_said_in_a_sentence(tmp_path: Path) -> None:
    with sandbox(tmp_path, "reference", "--port", "0", "--json") as (_, said):
        port = json.loads(said[0])["data"]["address"].rpartition(":")[2]
        taken = punch(tmp_path, "sandbox", "reference", "--port", port)
    assert taken.returncode == 1
    assert f"The port {port} is not to be had" in taken.stderr
    for words, code, sentence in (
        (("acme",), 5, "There is no simulated vendor “acme”."),
        (("reference", "--port", "65536"), 2, "no port"),
        (("reference", "--fault", "flood"), 2, "no fault"),
        (("reference", "--fault", "html@0"), 2, "no good position"),
        (("reference", "--at", "25:00"), 2, "not a time"),
        (("reference", "--generation", "classic"), 5, "It has but one"),
        (("clockodo", "--generation", "older"), 5, "It plays: current, classic."),
    ):
        done = punch(tmp_path, "sandbox", *words)
        assert (done.returncode, done.stdout) == (code, ""), words
        assert sentence in done.stderr
        assert "Traceback" not in done.stderr


def test_alone_it_lists_them(tmp_path: Path) -> None:
    assert "punch sandbox reference" in punch(tmp_path, "sandbox").stdout
    listed = json.loads(punch(tmp_path, "sandbox", "--json").stdout)["data"]
    assert listed == {"vendors": ["clockodo", "lucca", "mctime", "reference"]}


@pytest.mark.parametrize("missing", ["starlette", "uvicorn"])
def test_without_its_packages_it_says_what_to_install(tmp_path: Path, missing: str) -> None:
    # As in a place where the package was never installed.
    (tmp_path / "sitecustomize.py").write_text(f"import sys\nsys.modules[{missing!r}] = None\n")
    words = (
        ("sandbox", "reference", "--port", "0") if missing == "uvicorn" else ("demo", "--vendor", "reference")
    )
    done = punch(tmp_path, *words, PYTHONPATH=str(tmp_path))
    assert done.returncode == 1
    assert f"need {missing}, not installed here" in done.stderr
    assert "pip install 'punchcard[sandbox]'" in done.stderr


def test_the_demo_at_a_vendor_has_the_same_month(tmp_path: Path) -> None:
    def both(*words: str) -> tuple[str, str]:
        at = ("demo", "--at", WEDNESDAY)
        here, there = punch(tmp_path, *at, *words), punch(tmp_path, *at, "--vendor", "reference", *words)
        assert (here.returncode, there.returncode) == (0, 0), there.stderr
        return here.stdout, there.stdout

    here, there = both("week", "--last")
    assert "Balance" in here
    assert here == there
    status = [json.loads(text)["data"] for text in both("status", "--json")]
    assert [each["account"] for each in status] == ["local", "reference"]
    for name in ("state", "since", "elapsed_seconds", "today_seconds", "break_seconds", "note", "assignment"):
        assert status[0][name] == status[1][name]
    assert "08:02" in both("today")[1]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("generation", [(), ("--generation", "classic")])
def test_the_demo_at_clockodo_has_the_same_month(tmp_path: Path, generation: tuple[str, ...]) -> None:
    def data(*words: str, at: tuple[str, ...]) -> dict[str, Any]:
        done = punch(tmp_path, "demo", "--at", WEDNESDAY, *at, *words, "--json")
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)["data"]

    there = ("--vendor", "clockodo", *generation)
    status = data("status", at=there)
    assert (status["state"], status["since"]) == ("working", "2026-03-11T12:30:00+01:00")
    assert (status["today_seconds"], status["note"]) == ((4 * 60 + 9) * 60, "spec review")
    waiting = data("approvals", at=(*there, "--as", "lead"))
    assert len(waiting["items"]) == 6
    if generation:
        return
    weeks = [data("week", "--last", at=at) for at in ((), there)]
    days = [[(day["worked_seconds"], day["target_seconds"]) for day in week["days"]] for week in weeks]
    assert days[0] == days[1]
    # The break of that Monday is inside of an entry here, and a gap between two there.
    assert [week["days"][0]["break_seconds"] for week in weeks] == [34 * 60, 34 * 60]
    assert weeks[0]["balance_seconds"] == weeks[1]["balance_seconds"] is not None


def test_the_demo_at_mctime_has_the_same_month(tmp_path: Path) -> None:
    def data(*words: str, at: tuple[str, ...]) -> dict[str, Any]:
        done = punch(tmp_path, "demo", "--at", WEDNESDAY, *at, *words, "--json")
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)["data"]

    there = ("--vendor", "mctime")
    weeks = [data("week", "--last", at=at) for at in ((), there)]
    days = [
        [(day["worked_seconds"], day["target_seconds"], day["break_seconds"]) for day in week["days"]]
        for week in weeks
    ]
    assert days[0] == days[1]
    assert len(data("who", at=(*there, "--as", "lead"))["people"]) == 5


def test_the_demo_at_lucca_has_the_same_month(tmp_path: Path) -> None:
    def data(*words: str, at: tuple[str, ...]) -> dict[str, Any]:
        done = punch(tmp_path, "demo", "--at", WEDNESDAY, *at, *words, "--json")
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)["data"]

    there = ("--vendor", "lucca")
    weeks = [data("week", "--last", at=at) for at in ((), there)]
    days = [[(day["worked_seconds"], day["target_seconds"]) for day in week["days"]] for week in weeks]
    assert days[0] == days[1]
    # Breaks inside of entries are gaps there; and so is what lies between two tasks, on that Friday.
    breaks = [[day["break_seconds"] // 60 for day in week["days"][:5]] for week in weeks]
    assert breaks == [[34, 0, 30, 30, 0], [34, 0, 30, 30, 30]]
    # Lucca has no clock, so the one of the demo is kept by the home that it is built in.
    status = [data("status", at=at) for at in ((), there)]
    for name in ("state", "since", "today_seconds", "break_seconds", "note"):
        assert status[0][name] == status[1][name]
    waiting = data("approvals", at=(*there, "--as", "lead"))["items"]
    assert {item["person"] for item in waiting} >= {"Ann Berger", "Carla Díaz"}


def test_a_generation_is_one_of_a_vendor(tmp_path: Path) -> None:
    refused = punch(tmp_path, "demo", "--generation", "classic", "today")
    assert refused.returncode == 2
    assert "about a simulated vendor" in refused.stderr


def test_the_demo_at_a_vendor_as_somebody_else(tmp_path: Path) -> None:
    at = ("demo", "--at", WEDNESDAY, "--vendor", "reference")
    waiting = punch(tmp_path, *at, "--as", "lead", "approvals", "--json")
    assert len(json.loads(waiting.stdout)["data"]["items"]) == 13
    assert punch(tmp_path, *at, "--as", "nobody", "today").returncode == 5
    for words in (("--keep", "today"), ("--home", str(tmp_path / "kept"), "today")):
        refused = punch(tmp_path, *at, *words)
        assert refused.returncode == 2
        assert "does not go with --vendor" in refused.stderr
    assert punch(tmp_path, *at, "in").returncode == 1
    assert list(tmp_path.iterdir()) == []


def test_the_readme_names_every_fault() -> None:
    practice = (Path(__file__).parents[2] / "README.md").read_text("utf-8")
    assert [fault for fault in Fault if f"`{fault}" not in practice and f" {fault}`" not in practice] == []

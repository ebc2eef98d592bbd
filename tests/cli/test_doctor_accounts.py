"""What `punch doctor` says of accounts at a service, and the report that may be given to others."""

from __future__ import annotations

import json
import socket
import time
from collections.abc import Generator
from pathlib import Path

import pytest
from tests.cli.program import Program
from tests.secret_service import SecretService, secret_service

from punchcard.cli.doctor.accounts import offset_in_words
from punchcard.sandbox.application import Simulated
from punchcard.sandbox.faults import Fault
from punchcard.sandbox.reference.server import reference_vendor
from punchcard.sandbox.reference.state import ReferenceState
from punchcard.sandbox.serving import serving

KEY = "the-key-of-the-doctors-account"


@pytest.fixture
def vendor() -> Simulated[ReferenceState]:
    vendor = reference_vendor(empty=True)
    vendor.state.keys[KEY] = next(iter(vendor.state.keys.values()))
    return vendor


@pytest.fixture
def keyring() -> Generator[SecretService]:
    with secret_service() as running:
        yield running


@pytest.fixture
def person(tmp_path: Path, vendor: Simulated[ReferenceState], keyring: SecretService) -> Generator[Program]:
    """Somebody with an account at the reference vendor, and the key in a keyring."""
    with serving(vendor.app) as url:
        program = Program(tmp_path / "home", "", dict(keyring.environment))
        program.configure(
            'default_account = "acme"\n[accounts.acme]\nbackend = "reference"\n'
            f'base_url = "{url}"\nemail = "ann@acme.example"\n'
        )
        keep = "import sys\nfrom pydantic import SecretStr\nfrom punchcard.credentials import keep_secret\n"
        done = keyring.python(f"{keep}keep_secret('acme', SecretStr(sys.argv[1]))", KEY)
        assert done.returncode == 0, done.stderr
        yield program


def checks(program: Program, *words: str) -> dict[str, tuple[str, str]]:
    """The value and the problem of every check."""
    body = json.loads(program("doctor", "--json", *words).out)
    return {each["name"]: (each["value"], each["problem"] or "") for each in body["data"]["checks"]}


def test_a_good_account(person: Program) -> None:
    said = checks(person)
    assert said["keyring"] == ("SecretService Keyring (keyring.backends.SecretService)", "")
    assert said["secret of acme"] == ("in the keyring", "")
    assert said["connection of acme"][0].startswith("The reference vendor answers: you are Ann")
    assert said["clock of acme"] == ("agrees with this machine's", "")
    assert {"httpx library", "keyring library", "whenever library"} <= set(said)


def test_the_clock_of_a_service(person: Program, vendor: Simulated[ReferenceState]) -> None:
    vendor.clock.move(3600 + 120)
    value, problem = checks(person)["clock of acme"]
    assert value.startswith("1 hour ")
    assert value.endswith("ahead of this machine's")
    assert problem == ""


def test_offline_asks_nobody(person: Program, vendor: Simulated[ReferenceState]) -> None:
    assert checks(person, "--offline")["connection of acme"] == ("not looked at (--offline)", "")
    assert vendor.log.all() == ()


def test_a_key_that_was_revoked(person: Program, vendor: Simulated[ReferenceState]) -> None:
    vendor.faults.always(Fault.REVOKED_KEY)
    value, problem = checks(person)["connection of acme"]
    assert value == "The reference vendor cannot be used now"
    assert "does not accept the key" in problem
    assert person("doctor").code == 1


def test_the_environment_is_named_and_wins(person: Program, keyring: SecretService) -> None:
    keyring.lock()
    person.surroundings["PUNCHCARD_SECRET_ACME"] = KEY
    said = checks(person)
    assert said["secret of acme"] == ("in the environment variable PUNCHCARD_SECRET_ACME, which wins", "")
    assert said["keyring"][1] == ""
    assert said["connection of acme"][1] == ""


def test_a_locked_keyring_is_a_problem_and_nobody_is_asked(
    person: Program, keyring: SecretService, vendor: Simulated[ReferenceState]
) -> None:
    keyring.lock()
    said = checks(person)
    assert said["keyring"][0] == "SecretService Keyring (keyring.backends.SecretService), locked"
    assert "is locked" in said["keyring"][1]
    assert said["secret of acme"] == (
        "not found: the keyring cannot be asked, PUNCHCARD_SECRET_ACME is not set",
        "",
    )
    assert person("doctor").out.count("The keyring is locked") == 1
    assert said["connection of acme"] == ("The reference vendor is not asked without the secret", "")
    assert vendor.log.all() == ()


def test_a_keyring_that_hangs_is_named(person: Program, keyring: SecretService) -> None:
    keyring.stop_answering()
    value, problem = checks(person, "--offline")["keyring"]
    assert value == "SecretService Keyring (keyring.backends.SecretService), does not answer"
    assert "has not answered within 5 seconds" in problem


def test_a_keyring_that_nobody_needs_is_no_problem(punch: Program) -> None:
    punch.surroundings["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"
    assert checks(punch)["keyring"] == ("none that can be used; no account needs one", "")


HANGING_RESOLVER = """
import socket, time
usual = socket.getaddrinfo
def hang(host, *rest, **named):
    if b".example" in (host if isinstance(host, bytes) else str(host).encode()):
        time.sleep(120)
    return usual(host, *rest, **named)
socket.getaddrinfo = hang
"""


def test_hanging_services_and_names_keep_nobody_waiting(person: Program, tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(HANGING_RESOLVER)
    person.surroundings |= {"PYTHONPATH": str(tmp_path), "NO_PROXY": "*"}
    config = person.home / "config" / "config.toml"
    with socket.create_server(("127.0.0.1", 0)) as silent:
        urls = [f"http://127.0.0.1:{silent.getsockname()[1]}"] * 2 + [
            "https://a2.example",
            "https://a3.example",
        ]
        for number, url in enumerate(urls):
            account = f'[accounts.a{number}]\nbackend = "reference"\nbase_url = "{url}"\n'
            config.write_text(config.read_text() + account)
            person.surroundings[f"PUNCHCARD_SECRET_A{number}"] = KEY
        began = time.monotonic()
        said = checks(person)
        assert time.monotonic() - began < 25
    assert said["connection of acme"][0].startswith("The reference vendor answers: you are Ann")
    for number in range(len(urls)):
        assert "has not answered within 10 seconds" in said[f"connection of a{number}"][1]


def test_the_report_says_nothing_of_anybody(person: Program, tmp_path: Path) -> None:
    person("in", "--note", "a note of mine", "--debug")
    person("add", "01:00", "02:00", "--day", "yesterday", "--note", "another note", "--no-wait")
    path = tmp_path / "report.txt"
    said = person("doctor", "--bundle", str(path))
    assert said.code == 0
    assert f"The report is in {path}." in said.out
    text = path.read_text()
    assert path.stat().st_mode & 0o777 == 0o600
    for private in (KEY, "note of mine", "another note", "ann@", "Ann", "p1@", "acme", "ACME"):
        assert private not in text
    for useful in (
        "account-1  start",
        "write = full",
        "PUNCHCARD_HOME",
        "method=POST",
        "base_url = http://127.0.0.1",
    ):
        assert useful in text
    assert "email = [hidden]" in text


def test_the_report_numbers_accounts_and_other_machines(punch: Program, tmp_path: Path) -> None:
    """In what was looked at, the configuration, the outbox, folders, variables and the log, each alike."""
    punch.configure(
        '[accounts.northwind]\nbackend = "local"\n[accounts.side-job]\nbackend = "reference"\n'
        'base_url = "https://time.northwind.example/tenant7"\n[accounts.other]\nbackend = "gone"\n'
        'url = "https://127.0.0.1:1/x"\n[accounts.third]\nbackend = "reference"\n'
        'base_url = "https://elsewhere.example"\n'
    )
    assert punch("in", "--account", "northwind").code == 0
    punch.surroundings |= {
        "PUNCHCARD_SECRET_SIDE_JOB": KEY,
        "PUNCHCARD_SECRET_GONE_LONG_AGO": KEY,
        "NO_PROXY": "*",
    }
    (punch.home / "data" / "accounts" / "old-customer").mkdir()
    log = punch.home / "state" / "punchcard.log"
    log.parent.mkdir(exist_ok=True)
    log.write_text(
        "2026-03-11T12:00:01Z WARNING 1 punchcard.sync: side-job fails at time.northwind.example\n"
    )
    path = tmp_path / "report.txt"
    punch("doctor", "--offline", "--bundle", str(path))
    text = path.read_text()
    for private in (
        "northwind",
        "NORTHWIND",
        "side-job",
        "SIDE_JOB",
        "tenant7",
        "elsewhere",
        "old-customer",
        "GONE",
    ):
        assert private not in text, private
    assert (
        "accounts: account-1 (local), account-2 (reference), account-3 (gone), account-4 (reference)" in text
    )
    assert "secret of account-2: in the environment variable PUNCHCARD_SECRET_ACCOUNT_2, which wins" in text
    assert "accounts/account-1/local.db: sound" in text
    assert "[account-2] backend = reference" in text
    assert "base_url = https://host-1\n" in text
    assert "base_url = https://host-2\n" in text
    assert "account-2 fails at host-1\n" in text
    assert "PUNCHCARD_SECRET_ACCOUNT_2\n" in text
    assert "account-1  start  confirmed" in text


def test_the_report_names_no_account_of_a_configuration_that_is_wrong(punch: Program, tmp_path: Path) -> None:
    punch.configure('[accounts.northwind]\nbackend = "local"\nemial = "x"\n')
    path = tmp_path / "report.txt"
    punch("doctor", "--bundle", str(path))
    text = path.read_text()
    assert "northwind" not in text
    assert "there is no `accounts.…" in text


def test_the_report_is_written_over_nothing(person: Program, tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    path.write_text("mine")
    said = person("doctor", "--offline", "--bundle", str(path))
    assert (said.code, path.read_text()) == (1, "mine")
    assert "is there already" in said.err
    assert "--force" not in said.err


def test_a_report_without_a_name_gets_one(
    punch: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    said = punch("doctor", "--bundle")
    assert said.code == 0
    [report] = tmp_path.glob("punchcard-report-20260311-160000.txt")
    assert str(report) in said.out


def test_the_report_leaves_out_what_errors_say(punch: Program, tmp_path: Path) -> None:
    log = punch.home / "state" / "punchcard.log"
    log.parent.mkdir(parents=True)
    log.write_text(
        "2026-03-11T12:00:00Z CRITICAL 1 punchcard: A mistake of the program.\n"
        "Traceback (most recent call last):\n"
        '  File "/home/ann/lib/punchcard/core/days.py", line 12, in day\n'
        '    raise KeyError("Northwind")\n'
        "KeyError: 'Northwind'\n"
        "pydantic_core._pydantic_core.ValidationError: 1 error of Northwind\n"
        "  of ann@acme.example\n"
        "2026-03-11T12:00:01Z WARNING 1 punchcard.sync: acme fails: it said “Northwind”\n"
    )
    path = tmp_path / "report.txt"
    punch("doctor", "--bundle", str(path))
    text = path.read_text()
    assert "Northwind" not in text
    assert "ann" not in text.replace("cannot", "")
    assert "punchcard/core/days.py:12 day" in text
    assert "KeyError" in text
    assert "ValidationError" in text


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (None, "it does not tell the time"),
        (1.4, "agrees with this machine's"),
        (-3.2, "3 seconds behind this machine's"),
        (61.0, "1 minute 1 second ahead of this machine's"),
        (-7200.0, "2 hours behind this machine's"),
    ],
)
def test_offsets_in_words(seconds: float | None, words: str) -> None:
    assert offset_in_words(seconds) == words

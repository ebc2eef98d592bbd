"""`punch account`: the accounts of a home, with a backend and a keyring that are installed as others' are."""

from __future__ import annotations

import fcntl
import os
import select
import subprocess
import sys
import termios
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from tests.cli.program import Program, Said
from tests.harbour import kept_secrets, surroundings

from punchcard.backends.abilities import Ability

KEY = "anns-good-key"
ADD = ("account", "add", "pier", "--backend", "harbour", "--email", "ann@harbour.example")
TWO = '[accounts.a]\nbackend = "local"\nname = "Ann"\n[accounts.b]\nbackend = "local"\nname = "Ben"\n'


@pytest.fixture
def punch(tmp_path: Path) -> Program:
    return Program(tmp_path / "home", surroundings=surroundings(tmp_path))


def piped(punch: Program, given: bytes, *words: str) -> Said:
    """Run a command with something on its standard input."""
    said = punch(*words, given=given)
    assert KEY not in said.out + said.err
    return said


def typed(punch: Program, answers: Sequence[tuple[str, str]], *words: str) -> tuple[int, str]:
    """Run a command in a terminal of its own; each answer is typed once its question is shown."""
    terminal, its_end = os.openpty()

    def take_terminal() -> None:
        os.setsid()
        fcntl.ioctl(0, termios.TIOCSCTTY, 0)

    process = subprocess.Popen(
        [sys.executable, "-m", "punchcard", *words],
        env=punch.environment(), stdin=its_end, stdout=its_end, stderr=its_end, preexec_fn=take_terminal,
    )  # fmt: skip
    os.close(its_end)
    shown, waiting, deadline = "", list(answers), time.monotonic() + 60
    while time.monotonic() < deadline:
        if waiting and waiting[0][0] in shown:
            os.write(terminal, waiting.pop(0)[1].encode())
        if select.select([terminal], [], [], 0.05)[0]:
            try:
                shown += os.read(terminal, 65536).decode("utf-8", "replace")
            except OSError:  # what a terminal says once nobody is at its other end
                break
    os.close(terminal)
    assert not waiting, shown
    return process.wait(10), shown.replace("\r\n", "\n")


def test_without_a_file_there_is_local(punch: Program) -> None:
    assert punch("account").out == "*  local  This machine\n"
    assert punch("account", "list", "--json").data == {
        "accounts": [
            {
                "name": "local", "backend": "local", "title": "This machine", "person": None,
                "is_default": True, "write": "full", "needs_secret": False, "secret_from": None,
                "problem": None, "pending": 0, "attention": 0,
            }
        ],
        "chosen": "local",
    }  # fmt: skip
    assert not (punch.home / "config").exists()


def test_a_day_with_a_service(punch: Program, tmp_path: Path) -> None:
    added = piped(punch, f"{KEY}\n".encode(), *ADD, "--write", "clock", "--secret-stdin", "--use")
    assert (added.code, added.err) == (0, "")
    assert added.out == (
        "Harbour Office answers: you are Ann Weber (ann@harbour.example) there. "
        "The account pier is saved, and commands use it from now on. "
        "Its address is https://harbour.example/api, the usual one.\n"
    )
    assert kept_secrets(tmp_path) == {"punchcard/pier": KEY}
    assert punch("account").out.splitlines() == [
        "   local  This machine",
        "*  pier   Harbour Office  Ann Weber  clock  secret in the keyring",
    ]
    assert punch("status", "--json").data["account"] == "pier"
    assert punch("account", "test", "--json").data["person"]["email"] == "ann@harbour.example"
    assert punch("account", "use", "local").out == "Commands use local from now on.\n"
    assert punch("status", "--json").data["account"] == "local"
    down = replace(punch, surroundings={**punch.surroundings, "HARBOUR": "down"})
    assert down("account", "test", "pier").err == (
        "Harbour cannot be reached.\n"
        "The address is https://harbour.example/api. Look at it and at your connection, and do it again.\n"
    )
    replaced = piped(punch, b"anns-new-key\n", "account", "secret", "pier", "--secret-stdin")
    assert replaced.out.endswith("The new secret of pier is kept.\n")
    refused = piped(punch, b"no-such-key\n", "account", "secret", "pier", "--secret-stdin", "--json")
    assert (refused.code, refused.error["code"]) == (4, "bad_credentials")
    assert refused.error["message"] == (
        "Harbour does not know this key. The new one was not saved; the one from before stays."
    )
    assert refused.error["hint"] == "Copy it once more, whole. Below Profile. https://harbour.example/key"
    assert kept_secrets(tmp_path) == {"punchcard/pier": "anns-new-key"}
    edited = punch("account", "edit", "pier", "--base-url", "", "--json").data
    assert edited["account"].items() >= {"name": "pier", "secret_from": "keyring"}.items()
    assert edited["message"].endswith("Its address is https://harbour.example/api, the usual one.")
    assert punch("account", "edit", "pier", "--write", "full").code == 0
    unasked = punch("account", "remove", "pier")
    assert (unasked.code, unasked.err) == (
        2,
        "Remove the account pier and its secret? Nothing was changed, because nobody can be asked here.\n"
        "Add --yes.\n",
    )
    assert punch("account", "remove", "pier", "--yes").code == 0
    assert kept_secrets(tmp_path) == {}
    assert punch("account", "test", "pier", "--json").error["code"] == "not_found"


def test_what_is_missing_is_asked_for_and_the_key_is_never_shown(punch: Program, tmp_path: Path) -> None:
    answers = [
        ("Name of the account: ", "pier\n"),
        ("Backend: ", "harbour\n"),
        ("Your email: ", "ann@harbour.example\n"),
        ("Address [https://harbour.example/api]: ", "\n"),
        ("Pier key (not shown): ", f"{KEY}\n"),
    ]
    code, shown = typed(punch, answers, "account", "add")
    assert code == 0, shown
    assert "The one you sign in with." in shown
    assert "https://harbour.example/key" in shown
    assert shown.endswith("The account pier is saved.\n")
    assert "the usual one" not in shown
    assert "ann@harbour.example" in shown
    assert KEY not in shown
    assert kept_secrets(tmp_path) == {"punchcard/pier": KEY}
    code, shown = typed(punch, [("(not shown): ", "a-wrong-key\n")], "account", "secret", "pier")
    assert (code, "a-wrong-key" in shown) == (4, False)
    code, shown = typed(
        punch, [("Remove the account pier and its secret? [y/N] ", "n\n")], "account", "remove", "pier"
    )
    assert (code, "Nothing was changed." in shown) == (1, True)
    assert kept_secrets(tmp_path) == {"punchcard/pier": KEY}


def test_whoever_ends_the_input_has_saved_nothing(punch: Program, tmp_path: Path) -> None:
    code, shown = typed(punch, [("Your email: ", "\x04")], *ADD[:-2])
    assert (code, "Nothing was saved." in shown) == (1, True)
    address = ("Address [https://harbour.example/api]: ", "https://pier.example\n")
    code, _ = typed(punch, [address, ("(not shown): ", "\x03")], *ADD)
    assert code == 130
    assert kept_secrets(tmp_path) == {}
    assert not (punch.home / "config").exists()


@pytest.mark.parametrize(
    "words", [("--secret", KEY), (f"--key={KEY}",), ("--api-key", KEY), (f"--token={KEY}",)]
)
def test_a_secret_is_never_an_argument(punch: Program, words: tuple[str, ...]) -> None:
    refused = punch(*ADD, *words)
    assert refused.code == 2
    assert refused.err.startswith("A secret is never an argument: others on this machine can read it")
    assert "--secret-stdin" in refused.err
    assert KEY not in refused.err + refused.out
    assert not (punch.home / "config").exists()


RANDOM = "q7Zp2LmX9vRb4TkW"


@pytest.mark.parametrize(
    "words",
    [
        ("secret", "local", RANDOM),
        ("secret", "local", "correcthorsebattery"),
        ("add", "practice", RANDOM, "--backend", "harbour"),
        ("add", RANDOM),
        ("add", "x", "--backend", RANDOM),
        ("add", "x", f"--secret-stdin={RANDOM}"),
        ("add", "x", "--secret-stdin=short"),
        ("add", "x", "--backend", "harbour", "--write", RANDOM),
        ("add", "x", f"--pier-key={RANDOM}"),
        ("add", "x", "--pier-key", RANDOM),
        ("test", RANDOM),
        ("test", "local", RANDOM),
        ("edit", RANDOM, "--write", "full"),
        ("remove", RANDOM),
        ("abilities", "--backend", RANDOM),
        (RANDOM,),
    ],
)
def test_a_key_in_the_wrong_place_is_not_repeated(punch: Program, words: tuple[str, ...]) -> None:
    refused = punch("account", *words)
    assert (refused.code, refused.out) == (2, "")
    assert refused.err.startswith("A secret is never an argument: others on this machine can read it")
    for said in (RANDOM, RANDOM.upper(), "correcthorse", "short"):
        assert said not in refused.err
    assert not (punch.home / "config").exists()


@pytest.mark.parametrize(
    "words",
    [(RANDOM,), ("in", RANDOM), ("status", f"--prompt={RANDOM}"), ("today", "--account", RANDOM)],
)
def test_other_commands_repeat_no_key_either(punch: Program, words: tuple[str, ...]) -> None:
    refused = punch(*words)
    assert refused.code in (2, 5)
    assert RANDOM not in refused.err + refused.out


def test_a_key_in_an_address_is_not_repeated(punch: Program) -> None:
    refused = punch(*ADD, "--base-url", f"http://127.0.0.1:8817/?key={RANDOM}")
    assert (refused.code, "127.0.0.1:8817/” has something behind its path" in refused.err) == (2, True)
    assert RANDOM not in refused.err


def test_each_action_has_a_page_with_what_the_backends_want_to_know(punch: Program) -> None:
    page = " ".join(punch("account", "add", "--help").out.split())
    assert "usage: punch account add " in page
    assert "--backend BACKEND what is behind it: local, clockodo, lucca, mctime, reference, harbour" in page
    assert "harbour: Your email. The one you sign in with. Needed." in page
    assert "harbour: Address. By default https://harbour.example/api." in page
    assert "local: Edit lock. For how many days back" in page
    assert "--login" not in page
    use = punch("account", "use", "--help").out
    assert "--email" not in use
    assert "punch account use acme" in use
    assert "{add" not in punch("account", "--help").out


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (b"", "The Pier key is empty."),
        (b"\nanns-good-key\n", "What was piped in has several lines, and a secret is one."),
        (b"anns-good-key\nanns-new-key\n", "What was piped in has several lines, and a secret is one."),
        (b"  \n", "The Pier key is empty."),
        (b"x" * 5000, "The Pier key is longer than"),
        (b"anns\x00key\n", "holds a character that cannot be seen"),
        (b"\xff\xfe\n", "What was piped in is no text."),
        (b"anns-good-key-\n", "Harbour does not know this key. Nothing was saved."),
    ],
)
def test_a_secret_that_is_none_is_refused(punch: Program, tmp_path: Path, given: bytes, said: str) -> None:
    refused = piped(punch, given, *ADD, "--secret-stdin")
    assert (refused.code, refused.out) == (4, "")
    assert said in refused.err
    assert kept_secrets(tmp_path) == {}
    assert not (punch.home / "config").exists()


def test_without_a_keyring_no_key_is_asked_for(punch: Program) -> None:
    bare = replace(
        punch,
        surroundings={**punch.surroundings, "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring"},
    )
    address = ("Address [https://harbour.example/api]: ", "\n")
    code, shown = typed(bare, [address], *ADD)
    assert (code, "not shown" in shown) == (4, False)
    assert "There is no keyring here that could keep a secret" in shown
    assert "PUNCHCARD_SECRET_PIER." in shown
    refused = piped(bare, f"{KEY}\n".encode(), *ADD, "--secret-stdin", "--json")
    assert (refused.code, refused.error["code"]) == (4, "no_keyring")
    assert "environment variable PUNCHCARD_SECRET_PIER." in refused.error["hint"]
    assert not (punch.home / "config").exists()


def test_the_environment_is_named_where_its_key_is_refused_and_where_it_stays(punch: Program) -> None:
    surroundings = {
        **punch.surroundings,
        "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring",
        "PUNCHCARD_SECRET_PIER": "a-wrong-key",
    }
    wrong = replace(punch, surroundings=surroundings)
    refused = wrong(*ADD)
    assert refused.code == 4
    assert "It came from the environment variable PUNCHCARD_SECRET_PIER. Copy it" in refused.err
    assert "a-wrong-key" not in refused.err
    good = replace(punch, surroundings={**surroundings, "PUNCHCARD_SECRET_PIER": KEY})
    added = good(*ADD, "--json").data["account"]
    assert added.items() >= {"name": "pier", "secret_from": "environment"}.items()
    assert good("account", "remove", "pier").err.startswith("Remove the account pier? Nothing was changed")
    removed = good("account", "remove", "pier", "--yes").out
    assert removed.startswith(
        "The account pier is removed. PUNCHCARD_SECRET_PIER is still set: unset it yourself. "
    )


def test_the_same_person_once_more_is_said(punch: Program) -> None:
    assert piped(punch, f"{KEY}\n".encode(), *ADD, "--secret-stdin").code == 0
    quay = ("account", "add", "quay", *ADD[3:])
    again = piped(punch, b"anns-new-key\n", *quay, "--secret-stdin")
    assert again.code == 0
    assert again.out.endswith("The account pier is the same person there already.\n")
    ben = piped(punch, b"bens-good-key\n", "account", "add", "ben", *ADD[3:], "--secret-stdin")
    assert (ben.code, "the same person" in ben.out) == (0, False)


def test_what_cannot_be_used_is_asked_for_again(punch: Program) -> None:
    answers = [
        ("Email: ", "ann berger\n"),
        ("accents.\r\nEmail: ", "ann@acme.example\n"),
        ("/api]: ", "http://acme.example\n"),
        ("alone.\r\nAddress [https://my.clockodo.com/api]: ", "https://acme.example/\n"),
        ("(not shown): ", "\x03"),
    ]
    code, shown = typed(punch, answers, "account", "add", "acme", "--backend", "clockodo")
    assert code != 0
    assert "“ann berger” cannot be the email of a Clockodo account" in shown
    assert "“http://acme.example” is not encrypted" in shown
    assert "https://my.clockodo.com/en/users/editself" in shown


def test_what_is_missing_is_named_where_nobody_can_be_asked(punch: Program) -> None:
    bare = punch("account", "add", "pier", "--backend", "harbour")
    assert (bare.code, bare.err.splitlines()) == (
        2,
        [
            "An account of Harbour Office also needs: Your email (--email). Nothing was changed.",
            "The one you sign in with. https://harbour.example/me",
        ],
    )
    keyless = punch(*ADD, "--json")
    assert (keyless.code, keyless.error["code"]) == (4, "bad_credentials")
    assert "--secret-stdin" in keyless.error["hint"]
    assert "PUNCHCARD_SECRET_PIER" in keyless.error["hint"]
    nameless = punch("account", "add")
    assert (nameless.code, "needs a NAME" in nameless.err) == (2, True)
    no_backend = punch("account", "add", "pier")
    assert "There are: local, clockodo, lucca, mctime, reference, harbour" in no_backend.err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("list", "pier"), "`punch account list` takes no name."),
        (("test", "--use"), "`punch account test` does not know “--use”."),
        (("use", "local", "--edit-lock-days", "3"), "`punch account use` does not know “--edit-lock-days”."),
        (("add", "x", "local"), "`punch account add` is followed by more than it takes."),
        (("edit", "local", "--wriet", "full"), "Did you mean `--write`?"),
        (("use",), "`punch account use` needs the NAME of an account."),
        (("remove",), "`punch account remove` needs the NAME"),
        (("edit", "local"), "needs something to change"),
        (("adn", "x"), "Did you mean `add`?"),
        (("add", "x", "--backend", "local", "--write", "some"), "“some” is none of full, clock, read-only."),
        (("abilities", "local", "--backend", "local"), "Name an account or a --backend, not both."),
        (("add", "x", "--backend", "local", "--edit-lock-days", "soon"), "edit_lock_days"),
    ],
)
def test_what_cannot_be_understood_is_said(punch: Program, words: tuple[str, ...], said: str) -> None:
    refused = punch("account", *words)
    assert (refused.code, said in refused.err) == (2, True), refused.err
    assert not (punch.home / "config").exists()


def test_abilities_say_what_can_be_done_and_why_not(punch: Program) -> None:
    lines = punch("account", "abilities", "--backend", "harbour").out.splitlines()
    assert lines[0] == "What Harbour Office can do:"
    assert any(line.startswith("~ partly  group the time of a period") for line in lines)
    assert any(line.endswith("The harbour master decides on paper.") for line in lines)
    punch.configure('[accounts.quiet]\nbackend = "harbour"\nemail = "x"\nwrite = "clock"\n')
    found = {one["ability"]: one for one in punch("account", "abilities", "--json").data["abilities"]}
    assert set(found) == {ability.value for ability in Ability}
    assert found["clock"]["answer"] == "yes"
    assert found["add_entry"]["answer"] == "no"
    assert 'write = "clock"' in found["add_entry"]["reason"]
    assert found["approve"]["reason"] == "The harbour master decides on paper."


def test_a_reason_for_much_is_said_once_and_nobody_says_why_to_what_they_cannot_decline(
    punch: Program,
) -> None:
    punch.configure('[accounts.a]\nbackend = "local"\nwrite = "read-only"\n')
    said = punch("account", "abilities").out
    why = 'The account a has write = "read-only" in the configuration, so nothing can be changed.'
    assert said.startswith(
        f"What a (This machine) can do:\n\n{why}\nIt is why not, where no reason is given.\n"
    )
    assert said.count(why) == 1
    found = {one["ability"]: one for one in punch("account", "abilities", "--json").data["abilities"]}
    assert (found["decline_reason"]["answer"], found["decline_reason"]["reason"]) == ("no", why)
    assert found["add_entry"]["reason"] == why


def test_each_account_keeps_its_own(punch: Program) -> None:
    punch.configure(TWO)
    assert punch("in", "--at", "08:00", "--account", "a").code == 0
    assert punch("in", "--at", "09:00", "--note", "b's", "--account", "b").code == 0
    chosen = replace(punch, surroundings={**punch.surroundings, "PUNCHCARD_ACCOUNT": "b"})
    a, b = (found("status", "--json").data for found in (punch, chosen))
    assert (a["account"], a["since"][11:16], a["note"]) == ("a", "08:00", None)
    assert (b["account"], b["since"][11:16], b["note"]) == ("b", "09:00", "b's")
    assert chosen("status", "--json", "--account", "a").data["account"] == "a"
    assert chosen("out").code == 0
    assert punch("today", "--json").data["state"] == "working"
    assert chosen("today", "--json").data["state"] == "idle"
    assert len(punch("outbox", "list", "--all", "--json").data["items"]) == 1
    assert len(chosen("outbox", "list", "--all", "--json").data["items"]) == 2
    assert chosen("undo").code == 0
    assert chosen("status", "--json").data["state"] == "working"
    assert punch("account", "use", "b").code == 0
    assert punch("status", "--json").data["account"] == "b"
    assert punch("account", "list", "--json").data["chosen"] == "b"


def test_an_account_of_the_environment_that_is_not_there_is_named(punch: Program) -> None:
    lost = replace(punch, surroundings={**punch.surroundings, "PUNCHCARD_ACCOUNT": "gone"})
    for command in ("status", "in"):
        refused = lost(command, "--json")
        assert (refused.code, refused.error["message"]) == (5, "There is no account “gone”.")
        assert refused.error["hint"].startswith("PUNCHCARD_ACCOUNT names it.")
    assert "PUNCHCARD_ACCOUNT chooses gone here." in lost("account").out


def test_a_configuration_that_is_broken_is_never_written_over(punch: Program) -> None:
    punch.configure("[accounts.a]\nbackend = \n")
    for words in (ADD, ("account", "use", "a"), ("account", "remove", "a", "--yes"), ("account",)):
        refused = punch(*words)
        assert (refused.code, "config.toml, line 2: this is not TOML" in refused.err) == (2, True)
    assert (punch.home / "config" / "config.toml").read_text() == "[accounts.a]\nbackend = \n"

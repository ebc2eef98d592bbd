"""Which secret is taken, and which keyrings are not."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from pydantic import SecretStr

from punchcard.core.refusals import UsageError
from punchcard.credentials import (
    CredentialProblem,
    VariableUnusable,
    checked_secret,
    read_secret,
    variable_of,
)

KEYRINGS = '''
from keyring.backend import KeyringBackend
from keyring.errors import InitError, KeyringError, PasswordSetError

class Plain(KeyringBackend):
    """Keeps secrets in a file, as those of keyrings.alt do."""
    priority = 0.5
    def get_password(self, service, username):
        return "from a plain file"
    def set_password(self, service, username, password):
        open("plain.txt", "w").write(password)
    def delete_password(self, service, username):
        pass

class Denying(Plain):
    priority = 5
    def get_password(self, service, username):
        raise InitError("access was denied by the person")
    def set_password(self, service, username, password):
        raise PasswordSetError("access was denied by the person")

class Broken(Denying):
    def get_password(self, service, username):
        raise ZeroDivisionError("with the-canary-secret in its text")

class Late(Plain):
    """Answers after it was given up."""
    priority = 5
    kept = ["first-secret"]
    def get_password(self, service, username):
        import time
        time.sleep(0.3)
        return self.kept[-1]
    def set_password(self, service, username, password):
        self.kept.append(password)
'''

PROGRAM = """
import sys
from pydantic import SecretStr
from punchcard.credentials import CredentialProblem, keep_secret, keyring_in_use, read_secret
try:
    if sys.argv[1] == "keep":
        keep_secret("acme", SecretStr("the-canary-secret"))
    elif sys.argv[1] == "use":
        report = keyring_in_use()
        print(report.name)
        if report.problem:
            raise report.problem
    else:
        print(read_secret("acme").value.get_secret_value())
except CredentialProblem as problem:
    print(problem.code, problem.message, problem.hint)
"""


class Ask:
    """Asks with a keyring of somebody else's, in a process of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "their_keyrings.py").write_text(KEYRINGS)

    def __call__(self, what: str, keyring: str, program: str = PROGRAM, **more: str) -> str:
        done = subprocess.run(
            [sys.executable, "-c", program, what],
            env={**os.environ, "PYTHONPATH": str(self.folder), "PYTHON_KEYRING_BACKEND": keyring, **more},
            capture_output=True, text=True, timeout=60, check=False, cwd=self.folder,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return done.stdout


@pytest.fixture
def ask(tmp_path: Path) -> Ask:
    return Ask(tmp_path)


def test_a_keyring_that_keeps_plain_files_is_refused(ask: Ask) -> None:
    for what in ("read", "keep", "use"):
        said = ask(what, "their_keyrings.Plain")
        assert "no_keyring" in said
        assert "Punchcard keeps none in a plain file" in said
        assert "PUNCHCARD_SECRET_" in said
    assert not (ask.folder / "plain.txt").exists()


@pytest.mark.parametrize("keyring", ["keyring.backends.fail.Keyring", "keyring.backends.null.Keyring"])
def test_no_keyring_says_what_to_install(ask: Ask, keyring: str) -> None:
    for what, variable in (("read", "ACME"), ("keep", "ACME"), ("use", "<ACCOUNT>")):
        said = ask(what, keyring).strip()
        assert said.startswith("no_keyring There is no keyring here")
        assert f"in the environment variable PUNCHCARD_SECRET_{variable}." in said
        if sys.platform == "linux":
            assert "apt install gnome-keyring" in said


def test_a_keyring_that_refuses_is_quoted(ask: Ask) -> None:
    for what in ("read", "keep"):
        said = ask(what, "their_keyrings.Denying")
        assert said.startswith("keyring_denied The keyring refused: access was denied by the person.")


def test_a_keyring_that_breaks_is_not_quoted(ask: Ask) -> None:
    said = ask("keep", "their_keyrings.Broken")
    assert said.startswith("keyring_denied The keyring refused: ZeroDivisionError")
    assert "canary" not in said


@pytest.mark.parametrize("keyring", ["no.such.Keyring", "their_keyrings.Nothing", ""])
def test_a_keyring_that_is_not_there_is_named(ask: Ask, keyring: str) -> None:
    said = ask("read", keyring)
    assert said.startswith("no_keyring The keyring that PYTHON_KEYRING_BACKEND names")
    assert f"“{keyring}”" in said


def test_the_environment_wins_over_any_keyring(ask: Ask) -> None:
    for keyring in ("their_keyrings.Denying", "keyring.backends.fail.Keyring"):
        said = ask("read", keyring, **{variable_of("acme"): " of-the-environment\n"})
        assert said == "of-the-environment\n"


def test_what_was_given_up_is_put_back(ask: Ask) -> None:
    program = """
import time
from pydantic import SecretStr
import keyring
from punchcard.credentials import KeyringSilent, keep_secret
try:
    keep_secret("acme", SecretStr("second-secret"), seconds=0.1)
except KeyringSilent:
    time.sleep(0.6)
    print(keyring.get_keyring().kept)
"""
    assert ask("", "their_keyrings.Late", program) == "['first-secret']\n"


def test_what_was_kept_at_the_very_moment_of_giving_up_is_kept(ask: Ask) -> None:
    program = """
from pydantic import SecretStr
import keyring
from punchcard.credentials import keep_secret
from punchcard.credentials.questions import Question

def woken_too_late(question, seconds):
    question.future.result()
    raise question.late(seconds)

Question.answer = woken_too_late
keep_secret("acme", SecretStr("second-secret"))
print(keyring.get_keyring().kept)
"""
    assert ask("", "their_keyrings.Late", program) == "['first-secret', 'second-secret']\n"


@pytest.mark.parametrize(
    ("account", "name"),
    [("acme", "PUNCHCARD_SECRET_ACME"), ("my-Company_2", "PUNCHCARD_SECRET_MY_COMPANY_2")],
)
def test_the_variable_is_named_after_the_account(account: str, name: str) -> None:
    assert variable_of(account) == name


@pytest.mark.parametrize("value", ["", "   ", "\n", "two\nlines", "null\x1bescape", "bidi\u202eoverride"])
def test_a_variable_without_a_secret_is_a_mistake(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv(variable_of("acme"), value)
    with pytest.raises(VariableUnusable) as caught:
        read_secret("acme")
    assert isinstance(caught.value, CredentialProblem)
    assert "PUNCHCARD_SECRET_ACME is set and cannot be used" in caught.value.message
    assert not value.strip() or value.strip() not in caught.value.message


def test_what_surrounds_a_pasted_secret_is_left_out() -> None:
    assert checked_secret("\t pasted-key \r\n") == SecretStr("pasted-key")


@pytest.mark.parametrize(
    "text", ["", " ", "a\nb", "a\tb", "a\x00b", "a\x7fb", "\ud800abc", "a\u200bb", "x" * 1001]
)
def test_what_no_key_holds_is_refused_without_being_repeated(text: str) -> None:
    with pytest.raises(UsageError) as caught:
        checked_secret(text)
    assert len(text.strip()) < 2 or text not in f"{caught.value.message}{caught.value.hint}"

"""What is hidden from whatever is written."""

from __future__ import annotations

import json
import re
from base64 import b64encode, urlsafe_b64encode
from threading import Thread
from types import SimpleNamespace
from urllib.parse import quote, quote_plus

import pytest
from hypothesis import given
from hypothesis import strategies as st

from punchcard.logs import HIDDEN, hide, redacted

KEY = "Canary/42+of=the\\keys “ü”"

FORMS = {
    "as it is": KEY,
    "in an address": quote(KEY, safe=""),
    "in a path": quote(KEY),
    "in a form": quote_plus(KEY),
    "in hex": KEY.encode().hex(),
    "in big hex": KEY.encode().hex().upper(),
    "in repr": repr(KEY)[1:-1],
    "in JSON": json.dumps(KEY)[1:-1],
    "in a dump": repr(KEY.encode())[2:-1],
}


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_a_known_secret_is_hidden_in_every_form(form: str) -> None:
    hide(KEY)
    assert redacted(f"before {form} after") == f"before {HIDDEN} after"


def test_two_threads_that_learn_a_secret_at_once_hide_both(monkeypatch: pytest.MonkeyPatch) -> None:
    others: list[Thread] = []

    def escape(text: str) -> str:
        if not others:
            others.append(Thread(target=hide, args=("learnt-by-the-other",)))
            others[0].start()
            others[0].join(0.2)
        return re.escape(text)

    monkeypatch.setattr("punchcard.logs.re", SimpleNamespace(escape=escape, compile=re.compile))
    hide("learnt-by-the-one")
    others[0].join()
    assert redacted("learnt-by-the-one learnt-by-the-other") == f"{HIDDEN} {HIDDEN}"


@given(st.binary(max_size=7), st.binary(max_size=7))
def test_a_known_secret_is_hidden_inside_of_base64(before: bytes, behind: bytes) -> None:
    hide("the-canary-of-the-log")
    whole = before + b"the-canary-of-the-log" + behind
    for encode in (b64encode, urlsafe_b64encode):
        # Up to three characters at each edge also belong to what stands beside it.
        assert encode(b"canary-of-the")[4:-4].decode() not in redacted(f"x {encode(whole).decode()} y")
        assert HIDDEN in redacted(f"x {encode(whole).decode()} y")


@pytest.mark.parametrize(
    "text",
    [
        "Authorization: Bearer abc.def-123",
        "authorization: Basic YW5uOnNlY3JldA==",
        "Authorization: lucca application=0f3b-123",
        "X-ClockodoApiKey: abc.def-123",
        "X-ClockodoApiUser: ann@acme.example",
        "x-api-key = abc.def-123",
        "{'Authorization': 'Bearer abc.def-123', 'Accept': 'x'}",
        '{"api_key": "abc.def-123 with spaces"}',
        "[(b'Authorization', b'Bearer abc.def-123')]",
        "GET /x?access_token=abc.def-123&page=1",
        "Set-Cookie: session=abc.def-123; Path=/",
        "PUNCHCARD_SECRET_ACME=abc.def-123",
        "sent Bearer abc.def-123 there",
    ],
)
def test_what_looks_like_a_key_is_hidden(text: str) -> None:
    said = redacted(text)
    assert HIDDEN in said
    for trace in ("abc", "123", "YW5u", "ann@"):
        assert trace not in said


@pytest.mark.parametrize(
    "text",
    [
        "GET /api/entries 200 31 ms",
        "acme fails (unreachable): The reference vendor cannot be reached.",
        "The keyring keeps no secret for the account “acme”.",
        "the secret is wrong",
    ],
)
def test_what_is_no_secret_is_left_alone(text: str) -> None:
    assert redacted(text) == text


def test_what_is_in_every_other_word_hides_nothing() -> None:
    hide("e")
    assert redacted("every entry") == "every entry"

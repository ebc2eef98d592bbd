"""The key is taken out of answers that repeat it."""

from __future__ import annotations

import json
from base64 import b64encode
from urllib.parse import quote_plus

import pytest
from pydantic import SecretStr
from whenever import Instant

from punchcard.backends.http.echoes import without_key
from punchcard.backends.http.reply import Reply

KEY = 'Key/9f+3="Zq%7E&\\x'
NOW = Instant.from_utc(2026, 3, 11, 12)


def reply(body: bytes, location: str | None = None) -> Reply:
    return Reply(401, body, "application/json", NOW, NOW, location=location)


@pytest.mark.parametrize("ascii_only", [True, False])
def test_json_stays_json_and_loses_the_key(ascii_only: bool) -> None:
    data = {
        "message": f"The key {KEY} is not known",
        "basic": b64encode(f"ann:{KEY}".encode()).decode(),
        "n": 7,
    }
    body = without_key(reply(json.dumps(data, ensure_ascii=ascii_only).encode()), SecretStr(KEY)).body
    read = json.loads(body)
    assert read["message"] == "The key [hidden] is not known"
    assert "[hidden]" in read["basic"]
    assert read["n"] == 7


def test_a_redirect_loses_the_key() -> None:
    clean = without_key(reply(b"", f"https://x.example/?key={quote_plus(KEY)}"), SecretStr(KEY))
    assert clean.location == "https://x.example/?key=[hidden]"


def test_what_does_not_hold_the_key_is_as_it_was() -> None:
    before = reply('{"name": "Größe", "minutes": 4711}'.encode())
    assert without_key(before, SecretStr(KEY)) == before
    # What is as short as a number may be one.
    assert without_key(before, SecretStr("4711")) == before

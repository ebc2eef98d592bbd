"""Keys are told from what people type otherwise, as far as anybody can."""

from __future__ import annotations

import secrets
import uuid
from base64 import b64encode, urlsafe_b64encode

import pytest

from punchcard.core.key_shapes import looks_like_key, may_be_repeated


@pytest.mark.parametrize(
    "key",
    [
        "ref-8c1d0f3a5b7e9d2c4f6a8b0d",
        "9f86d081884c7d659a2feaa0c55ad015",
        "3f2504e0-4f89-41d3-9a0c-0305e82c3301",
        "q7Zp2LmX9vRb4TkW",
        "aB3-dE5_gH7-iJ9_kL1-mN3",
        "sk-abcdefghijkl",
        "ghp_abcdefghijklmnop",
        "http://127.0.0.1:8817/?key=ref-8c1d0f3a5b7e9d2c4f6a8b0d",
        "--secret-stdin=9f86d081884c7d659a2feaa0c55ad015",
    ],
)
def test_keys(key: str) -> None:
    assert looks_like_key(key)
    assert not may_be_repeated(key)


@pytest.mark.parametrize(
    "text",
    [
        "practice", "customer-berlin-2024", "projekt2024berlin", "Project2026Berlin", "Arbeitszeitkonto",
        "2026-03-11T08:00:00+01:00", "2026-W11", "01920f0c-1a2b-7c3d-8e4f-5a6b7c8d9e0f", "3fa9c1",
        "Northwind/Website/Design2026", "ann.weber@acme.example", "https://api.acme.example/v2/accounts",
        "--edit-lock-days", "times,hours,days", "AcmeTimeTrackingBerlin",
    ],
)  # fmt: skip
def test_what_is_none(text: str) -> None:
    assert not looks_like_key(text)


@pytest.mark.parametrize(
    "make",
    [
        lambda: secrets.token_hex(16),
        lambda: secrets.token_urlsafe(24),
        lambda: b64encode(secrets.token_bytes(24)).decode(),
        lambda: urlsafe_b64encode(secrets.token_bytes(24)).decode(),
        lambda: str(uuid.uuid4()),
    ],
)
def test_nearly_every_random_key_is_seen(make: object) -> None:
    assert callable(make)
    seen = sum(looks_like_key(str(make())) for _ in range(500))
    assert seen >= 490


@pytest.mark.parametrize(
    ("name", "may"), [("practise", True), ("a b", False), ("x" * 25, False), ("../etc", False), ("", False)]
)
def test_only_short_names_are_repeated(name: str, may: bool) -> None:
    assert may_be_repeated(name) is may

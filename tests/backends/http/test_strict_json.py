from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from punchcard.backends.http.strict_json import NotJson, parsed


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (b'{"a": 1, "a": 2}', "twice"),
        (b'[{"x": {"a": 1, "\\u0061": 2}}]', "twice"),
        (b"NaN", "number"),
        (b'{"a": Infinity}', "number"),
        (b"-Infinity", "number"),
        (b"1e999", "measure"),
        (b"-1e999", "measure"),
        (b"9" * 100_000, "measure"),
        (b"1." + b"9" * 100_000 + b"e400", "measure"),
        (b"[" * 100_000, "deep"),
        (b"[" * 100_000 + b"]" * 100_000, "deep"),
        (b'{"a":' * 100_000, "deep"),
        (b'"\xff\xfe"', "UTF-8"),
        (b'\xff\xfe{\x00"\x00a\x00"\x00:\x001\x00}\x00', "UTF-8"),
        ('{"a": 1}'.encode("utf-16-be"), "no JSON"),
        (b'{"a": "x\ny"}', "no JSON"),
        (b'{"a": 1', "no JSON"),
        (b'{"a": 1} {"b": 2}', "no JSON"),
        (b"{'a': 1}", "no JSON"),
        (b"", "no JSON"),
        (b"<html>", "no JSON"),
        (b"\x00", "no JSON"),
    ],
    ids=lambda value: repr(value[:20]),
)
def test_what_is_not_quite_json_is_not_taken(body: bytes, why: str) -> None:
    with pytest.raises(NotJson, match=why):
        parsed(body)


def test_a_byte_order_mark_is_overlooked() -> None:
    assert parsed(b'\xef\xbb\xbf{"a": 1}') == {"a": 1}


def test_half_an_emoji_and_nul_become_a_sign_that_can_be_kept() -> None:
    assert parsed(b'{"note": "lunch \\ud83d"}') == {"note": "lunch \N{REPLACEMENT CHARACTER}"}
    assert parsed(b'["\\uD83D\\uDE00", "\\u0000x", {"\\udc00": 1}]') == ["😀", "\ufffdx", {"\ufffd": 1}]
    with pytest.raises(NotJson, match="twice"):
        parsed(b'{"\\ud800": 1, "\\ud801": 2}')


_VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**30), 10**30)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00")),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00")), inner)
    ),
    max_leaves=10,
)


@given(_VALUES, st.booleans())
def test_all_json_is_taken_as_it_is(value: Any, ascii_only: bool) -> None:
    assert parsed(json.dumps(value, ensure_ascii=ascii_only).encode()) == value


@given(
    st.binary(max_size=60)
    | st.text(max_size=40).map(str.encode)
    | st.text('{}[]",:\\u0dD1eE-.', max_size=30).map(str.encode)
)
def test_no_bytes_break_anything(body: bytes) -> None:
    try:
        value = parsed(body)
    except NotJson:
        return
    json.dumps(value, allow_nan=False, ensure_ascii=False).encode()

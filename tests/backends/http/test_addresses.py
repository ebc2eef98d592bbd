from __future__ import annotations

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from punchcard.backends.http.addresses import checked_address, is_loopback, origin_of
from punchcard.core.refusals import UsageError


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("https://my.clockodo.com/api", "https://my.clockodo.com/api"),
        ("https://my.clockodo.com/api/", "https://my.clockodo.com/api"),
        ("  HTTPS://Acme.ILucca.net/  ", "https://acme.ilucca.net"),
        ("https://mctime.com:443/api/v2/auth", "https://mctime.com/api/v2/auth"),
        ("https://acme.example:8443", "https://acme.example:8443"),
        ("http://localhost:8817", "http://localhost:8817"),
        ("http://LOCALHOST:80/", "http://localhost"),
        ("http://127.0.0.1:1", "http://127.0.0.1:1"),
        ("http://127.200.3.4", "http://127.200.3.4"),
        ("http://[::1]:8817/x", "http://[::1]:8817/x"),
        ("https://[2001:DB8::1]/", "https://[2001:db8::1]"),
        ("https://10.0.0.7", "https://10.0.0.7"),
    ],
)
def test_an_address_is_brought_into_its_plain_form(typed: str, address: str) -> None:
    assert checked_address(typed) == address
    assert checked_address(address) == address


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "acme.example",
        "//acme.example",
        "ftp://acme.example",
        "file:///etc/passwd",
        "https:acme.example",
        "https://",
        "https:///api",
        "http://acme.example",
        "http://10.0.0.7",
        "http://0.0.0.0",
        "http://localhost.evil.example",
        "http://127.0.0.1.evil.example",
        "http://localhost@evil.example",
        "http://127.0.0.1:80@evil.example",
        "https://good.example@evil.example",
        "https://ann:pw@good.example",
        "https://@good.example",
        "http://evil.example\\@127.0.0.1",
        "http://127.0.0.1\\.evil.example",
        "http://localhost#@evil.example",
        "http://evil.example#localhost",
        "https://good.example?x=1",
        "https://good.example/#",
        "https://good.example/?",
        "http://2130706433",
        "http://0x7f.1",
        "http://0x7f000001",
        "http://127.1",
        "http://127.0.0.01",
        "http://127。0。0。1",
        "http://１２７.0.0.1",
        "http://ⓛocalhost",
        "http://[::ffff:127.0.0.1]",
        "http://[::ffff:10.0.0.1]",
        "http://[::1%25eth0]",
        "http://[fe80::1]",
        "http://[::1",
        "http://local\thost",
        "http://localhost\r\nHost: evil.example",
        "https://good example",
        "https://good.example:",
        "https://good.example:0",
        "https://good.example:65536",
        "https://good.example:80x",
        "https://good..example",
        "https://-good.example",
        "https://good.example/a/../b",
        "https://good.example/./b",
        "https://good.example/%2e%2e/b",
        "https://good.example//b",
        "https://good.example/a b",
        "https://" + "a" * 3000,
        "https://" + "a." * 127 + "example",
    ],
)
def test_another_address_is_refused_with_a_sentence(typed: str) -> None:
    with pytest.raises(UsageError) as refused:
        checked_address(typed)
    assert refused.value.message.endswith(".")
    assert len(refused.value.message) < 250


@pytest.mark.parametrize(
    "typed",
    [
        "https://ann:hunter2@acme.example",
        "ftp://ann:hunter2@acme.example",
        "https://ann:hunter2@acme.example:x",
        "https://acme.example/?key=hunter2",
        "http://acme.example#hunter2",
        "http://acme.example:0x/?hunter2",
    ],
)
def test_a_password_or_a_key_in_an_address_is_not_repeated(typed: str) -> None:
    with pytest.raises(UsageError) as refused:
        checked_address(typed)
    assert "hunter2" not in refused.value.message + refused.value.hint


def test_what_looks_like_a_key_is_not_repeated() -> None:
    with pytest.raises(UsageError) as refused:
        checked_address("http://acme.example/9f86d081884c7d659a2feaa0c55ad015")
    assert "9f86d081" not in refused.value.message + refused.value.hint


_PIECES = [
    *("http", "https", "://", ":", "/", "//", "\\", "@", "#", "?", "127.0.0.1", "localhost", "[::1]", "."),
    *("evil.example", "%2e", "%00", "0x7f", "1", "8080", "\t", " ", "é", "[", "]", "..", "-", "_"),
]


@given(st.lists(st.sampled_from(_PIECES), max_size=8).map("".join) | st.text(max_size=40))
def test_what_is_taken_means_the_same_to_everybody(typed: str) -> None:
    try:
        address = checked_address(typed)
    except UsageError:
        return
    origin, url = origin_of(address), httpx.URL(address)
    port = url.port or {"https": 443, "http": 80}[url.scheme]
    assert (origin.scheme, origin.host, origin.port) == (url.scheme, url.host, port)
    assert not url.userinfo
    assert checked_address(address) == address
    assert origin.scheme == "https" or is_loopback(origin.host)


@given(st.integers(0, 2**32 - 1))
def test_only_127_is_this_machine(number: int) -> None:
    host = ".".join(str(number >> shift & 255) for shift in (24, 16, 8, 0))
    assert is_loopback(host) == host.startswith("127.")

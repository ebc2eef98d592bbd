"""One request and its answer over httpx: what may go wrong is a value here, never an exception.

The frames of an exception hold what it was raised over, the headers with the key among them; so none leaves.
"""

from __future__ import annotations

import asyncio
import zlib
from collections.abc import AsyncIterator, Callable, Generator, Mapping

import httpx
from pydantic import SecretStr
from whenever import Instant

from punchcard.backends.http.failures import failure_of
from punchcard.backends.http.reply import Failure, Reach, Reply

LOCATION = "punchcard.location"
"""Where a redirect leads, among the extensions of a response."""

_GZIP = 16 + zlib.MAX_WBITS


class KeyFor(httpx.Auth):
    """Adds the headers that carry the secret, at the last moment and for one origin alone."""

    def __init__(
        self, base: httpx.URL, secret: SecretStr, authorize: Callable[[str], Mapping[str, str]]
    ) -> None:
        """Take the secret along without opening it."""
        self._base = base
        self._secret = secret
        self._authorize = authorize

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response]:
        """Add the headers."""
        if same_origin(request.url, self._base):
            request.headers.update(self._authorize(self._secret.get_secret_value()))
        yield request


def same_origin(one: httpx.URL, other: httpx.URL) -> bool:
    """Whether scheme, host and port are the same."""
    return _origin(one) == _origin(other)


async def exchange(
    client: httpx.AsyncClient, request: httpx.Request, key: KeyFor, now: Callable[[], Instant], limit: int
) -> Reply | Failure:
    """Send one request and take in the whole answer; a redirect is an answer like any other.

    Args:
        client: What it goes over.
        request: Without the key.
        key: What adds it.
        now: This machine's clock.
        limit: How many bytes the body may have, packed and unpacked.
    """
    try:
        return await _exchange(client, request, key, now, limit)
    except asyncio.CancelledError as error:
        raise error.with_traceback(None) from None
    except _UnusableBody as error:
        return Failure(Reach.UNUSABLE, str(error), "UnusableBody")
    except Exception as error:  # whatever it is, its frames hold the key
        return failure_of(error)


class _UnusableBody(Exception):
    pass


async def _exchange(
    client: httpx.AsyncClient, request: httpx.Request, key: KeyFor, now: Callable[[], Instant], limit: int
) -> Reply:
    sent = now()
    response = await client.send(request, auth=key, stream=True, follow_redirects=False)
    received = now()
    try:
        body = await _body(response, limit)
    finally:
        await response.aclose()
    headers = response.headers
    return Reply(
        response.status_code,
        body,
        headers.get("content-type", ""),
        sent,
        received,
        retry_after=headers.get("retry-after"),
        date=headers.get("date"),
        age=headers.get("age"),
        location=response.extensions.get(LOCATION),
    )


async def _body(response: httpx.Response, limit: int) -> bytes:
    if response.is_stream_consumed:
        # A simulated service has made it as a whole.
        return response.content
    encoding = response.headers.get("content-encoding", "").strip().lower()
    chunks = response.aiter_raw()
    if encoding in ("gzip", "x-gzip"):
        # Not httpx's own decoder: it unpacks a chunk as a whole, however much comes out of it.
        chunks = _unpacked(chunks, limit)
    elif encoding not in ("", "identity"):
        raise _UnusableBody("it is packed in a way that was not asked for")
    body = bytearray()
    async for chunk in chunks:
        body += chunk
        if len(body) > limit:
            raise _UnusableBody(f"it is longer than {limit:,} bytes")
    return bytes(body)


async def _unpacked(chunks: AsyncIterator[bytes], limit: int) -> AsyncIterator[bytes]:
    unpacker, taken, given = zlib.decompressobj(_GZIP), 0, 0
    async for chunk in chunks:
        taken += len(chunk)
        try:
            plain = unpacker.decompress(chunk, limit + 1 - given)
        except zlib.error:
            raise _UnusableBody("it cannot be unpacked") from None
        given += len(plain)
        yield plain
        if taken > limit or unpacker.unused_data:
            raise _UnusableBody("more is packed in it than there should be")
    if taken and not unpacker.eof:
        raise _UnusableBody("it is packed, and breaks off")


def _origin(url: httpx.URL) -> tuple[str, str, int | None]:
    return url.scheme, url.host, url.port or {"https": 443, "http": 80}.get(url.scheme)

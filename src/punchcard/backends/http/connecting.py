"""The httpx client of one account: TLS always verified, no cookies, no logs of its own.

Proxies of the environment (HTTPS_PROXY, ALL_PROXY, NO_PROXY) are used for other machines alone, that is for
`https`: TLS goes through them to the service, so they pass on what they cannot read. Plain `http` is for
loopback addresses and never goes over a proxy, which could read the key.
"""

from __future__ import annotations

import logging
import ssl
from http.cookiejar import CookieJar, DefaultCookiePolicy

import httpx
import stamina.instrumentation

from punchcard import __version__
from punchcard.backends.http.addresses import is_loopback
from punchcard.backends.http.exchange import LOCATION
from punchcard.backends.http.limits import Limits

_CONNECTIONS = httpx.Limits(max_connections=4, max_keepalive_connections=2, keepalive_expiry=30.0)


def tls_context() -> ssl.SSLContext:
    """Return what verifies certificates: SSL_CERT_FILE, SSL_CERT_DIR, or certifi's roots.

    Raises:
        OSError: What the environment names holds no certificates.
    """
    return httpx.create_ssl_context()


def open_client(
    base: httpx.URL, context: ssl.SSLContext, transport: httpx.AsyncBaseTransport | None, limits: Limits
) -> httpx.AsyncClient:
    """Return a client that knows no secret; does not touch the network.

    Raises:
        ValueError: A proxy of the environment cannot be used.
        httpx.InvalidURL: Likewise.
        ImportError: A proxy of the environment needs a library that is not there (SOCKS).
    """
    _silence()
    return httpx.AsyncClient(
        verify=context,
        transport=transport,
        trust_env=not is_loopback(base.host),
        http1=True,
        http2=False,
        follow_redirects=False,
        event_hooks={"response": [_put_location_aside]},
        cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),
        limits=_CONNECTIONS,
        timeout=httpx.Timeout(
            connect=limits.connect_seconds,
            read=limits.read_seconds,
            write=limits.write_seconds,
            pool=limits.pool_seconds,
        ),
        headers={
            "Accept": "application/json",
            "Accept-Encoding": "gzip",
            "User-Agent": f"punchcard/{__version__}",
        },
    )


async def _put_location_aside(response: httpx.Response) -> None:
    """Leave redirects alone: httpx reads where they lead even if it may not follow, and fails over some."""
    location = response.headers.pop("location", None)
    if location is not None:
        response.extensions[LOCATION] = location


def _silence() -> None:
    """Keep httpx's addresses, httpcore's headers and stamina's warnings out of every log."""
    for name in ("httpx", "httpcore"):
        logger = logging.getLogger(name)
        logger.setLevel(logging.CRITICAL + 1)
        logger.propagate = False
        if not logger.handlers:
            logger.addHandler(logging.NullHandler())
    stamina.instrumentation.set_on_retry_hooks(())

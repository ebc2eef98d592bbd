"""What has gone wrong on the way to a service: how far the request had come, and why, in words."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Generator
from typing import cast

import httpx

from punchcard.backends.http.reply import Failure, Reach
from punchcard.core.text import one_line

_BEFORE_SENDING = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.ProxyError,
    httpx.UnsupportedProtocol,
)
"""No connection was made, or none was free; everything else may have come after the first byte."""

_GLITCHES = (ssl.SSLEOFError, ssl.SSLZeroReturnError, ssl.SSLSyscallError)
"""The connection broke off in the midst of agreeing on TLS: that says nothing of whom it led to."""


def failure_of(error: Exception) -> Failure:
    """Return what an exception of httpx means, without anything that it holds."""
    kind = type(error).__name__
    if not isinstance(error, _BEFORE_SENDING):
        return Failure(Reach.UNKNOWN, _broken_off(error), kind)
    if isinstance(error, httpx.ConnectTimeout):
        # Below it lies an `SSLError` too: the handshake was still waiting for more.
        return Failure(Reach.NOT_SENT, "no connection came about in time", kind)
    for reason in _reasons(error):
        match reason:
            case ssl.SSLCertVerificationError():
                words = one_line(str(reason.verify_message), 120)
                return Failure(Reach.MISDIRECTED, f"its certificate does not hold ({words})", "Certificate")
            case ssl.SSLError() if not isinstance(reason, _GLITCHES):
                return Failure(Reach.MISDIRECTED, "no safe TLS is spoken there", "TLS")
            case socket.gaierror():
                why = "its name is not known; is this machine online?"
                return Failure(Reach.NOT_SENT, why, "UnknownName")
            case ConnectionRefusedError():
                return Failure(Reach.NOT_SENT, "the connection was refused", "Refused")
            case _:
                continue
    return Failure(Reach.NOT_SENT, _not_connected(error), kind)


def _not_connected(error: Exception) -> str:
    match error:
        case httpx.PoolTimeout():
            return "too many calls are on their way already"
        case httpx.ProxyError():
            return "the proxy that the environment names does not let it through"
        case _:
            return "no connection could be made; is this machine online?"


def _broken_off(error: Exception) -> str:
    match error:
        case httpx.TimeoutException():
            return "no answer came in time"
        case httpx.TransportError():
            return "the connection broke off"
        case _:
            return "its answer could not be taken in"


def _reasons(error: BaseException) -> Generator[BaseException]:
    """Yield the error and everything below it; several addresses may have been tried at once."""
    seen: set[int] = set()
    waiting = [error]
    while waiting:
        reason = waiting.pop()
        if id(reason) in seen:
            continue
        seen.add(id(reason))
        yield reason
        if isinstance(reason, BaseExceptionGroup):
            waiting.extend(cast("BaseExceptionGroup[BaseException]", reason).exceptions)
        below = reason.__cause__ or reason.__context__
        if below is not None:
            waiting.append(below)

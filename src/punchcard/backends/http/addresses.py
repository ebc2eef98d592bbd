"""The address of a service: where requests, and the key with them, may go."""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import SplitResult, urlsplit

from punchcard.core.key_shapes import looks_like_key
from punchcard.core.refusals import UsageError
from punchcard.core.text import one_line

_NAME = re.compile(r"[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*")
_LABEL_OF_A_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")
_PATH = re.compile(r"(/[A-Za-z0-9._~-]+)*")
_PORTS = {"https": 443, "http": 80}
_LONGEST = 2000


class Origin(NamedTuple):
    """What an address has before its path: whoever has the same one is the same service."""

    scheme: str
    host: str
    port: int


def checked_address(text: str) -> str:
    """Return the address of a service in its plain form: lower-case host, no trailing slash.

    Args:
        text: As somebody has typed it.

    Raises:
        UsageError: It is not `https`, or `http` on this very machine; or it holds more than a scheme, a
            host, a port and a path.
    """
    typed = text.strip()
    shown = _shown(typed)
    # Urlsplit drops tabs and line ends silently, and a backslash is a slash to some and not to others.
    if len(typed) > _LONGEST or not typed.isascii() or re.search(r"[\s\x00-\x1f\x7f\\]", typed):
        raise UsageError(f"{shown} cannot be an address.", "It looks like https://name.example/path.")
    try:
        parts = urlsplit(typed)
        port = parts.port
    except ValueError:
        raise UsageError(f"{shown} cannot be an address: its host or its port is wrong.") from None
    scheme = parts.scheme.lower()
    if scheme not in _PORTS or not typed.lower().startswith(scheme + "://"):
        raise UsageError(f"{shown} is no address of a service.", "It has to begin with https://.")
    _check_nothing_else(parts, typed, shown)
    host = _checked_host(parts.hostname or "", shown)
    if scheme == "http" and not is_loopback(host):
        raise UsageError(
            f"{shown} is not encrypted: everybody on the way could read the key.",
            "Use https://; http:// is for services on this very machine alone.",
        )
    shown_host = f"[{host}]" if ":" in host else host
    number = "" if port in (None, _PORTS[scheme]) else f":{port}"
    return f"{scheme}://{shown_host}{number}{_checked_path(parts.path, shown)}"


def _shown(typed: str) -> str:
    """What was typed, as far as it cannot hold a password or a key."""
    plain = re.split("[?#]", typed, maxsplit=1)[0]
    if "@" in plain or looks_like_key(plain):
        return "What was given"
    return f"“{one_line(plain, 80)}”"


def is_loopback(host: str) -> bool:
    """Whether `host`, a name or a number without brackets, is this very machine."""
    if host == "localhost":
        return True
    from ipaddress import ip_address

    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def origin_of(address: str) -> Origin:
    """Return the origin of an address that has been checked."""
    parts = urlsplit(address)
    return Origin(parts.scheme, parts.hostname or "", parts.port or _PORTS[parts.scheme])


def _check_nothing_else(parts: SplitResult, typed: str, shown: str) -> None:
    if "@" in parts.netloc:
        # What was typed holds a password, perhaps: it is not repeated.
        raise UsageError(
            "The address may not hold a name or a password (what stands before “@”).",
            "Leave them out; the key is asked for by itself and kept in the keyring.",
        )
    if "?" in typed or "#" in typed:
        raise UsageError(f"{shown} has something behind its path.", "Leave out “?” or “#” and all after it.")
    if parts.netloc.endswith(":"):
        raise UsageError(f"{shown} has a colon without a port.", "Leave out the colon, or add the number.")
    if parts.port == 0:
        raise UsageError(f"{shown} cannot be an address: there is no port 0.")


def _checked_host(host: str, shown: str) -> str:
    from ipaddress import ip_address

    try:
        number = ip_address(host)
    except ValueError:
        last = host.rpartition(".")[2]
        if len(host) > 253 or not _NAME.fullmatch(host) or _LABEL_OF_A_NUMBER.fullmatch(last):
            raise UsageError(f"{shown} names no host.", "It looks like https://name.example/path.") from None
        return host
    if "%" in host or getattr(number, "ipv4_mapped", None) is not None:
        raise UsageError(f"{shown} names no host.", "Write the number of the host in its usual form.")
    return str(number)


def _checked_path(path: str, shown: str) -> str:
    plain = path.rstrip("/")
    if not _PATH.fullmatch(plain) or any(part in (".", "..") for part in plain.split("/")):
        raise UsageError(f"{shown} has a path that cannot be used.", "Leave out what is not a plain name.")
    return plain

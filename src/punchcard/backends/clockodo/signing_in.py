"""Where the service is, who signs in there, and how often it may be called."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import urlsplit

from punchcard.backends.clockodo.complaints import TITLE
from punchcard.backends.http import Budget, Route, Service, checked_address
from punchcard.core.refusals import UsageError
from punchcard.core.text import one_line

DEFAULT_URL = "https://my.clockodo.com/api"
PROGRAM = "Punchcard"

LONGEST_IDENTIFICATION = 50
"""Of program and contact together (section 1.3)."""

LONGEST_CONTACT = LONGEST_IDENTIFICATION - len(f"{PROGRAM};")
"""In characters."""

_API = "/api"
_EMAIL = re.compile(r"[!-~]+@[!-~]+")

CLOCK_ROUTES = (
    Route("POST", "/v2/clock"),
    Route("PUT", "/v2/clock/[0-9]+"),
    Route("DELETE", "/v2/clock/[0-9]+"),
)

_ENTRY_GROUPS = "(/v[0-9]+)?/entrygroups"

BUDGETS = (
    Budget(900, 60),
    Budget(2_250, 15 * 60),
    Budget(4_500, 3600),
    Budget(20_000, 24 * 3600),
    Budget(300, 15 * 60, "/v2/entries", "GET"),
    Budget(10, 60, _ENTRY_GROUPS, "GET"),
    Budget(10, 60, _ENTRY_GROUPS, "PUT"),
    Budget(10, 60, _ENTRY_GROUPS, "DELETE"),
)
"""How often one person may call (section 1.10)."""


def service(settings: Mapping[str, str]) -> Service:
    """Return the service of an account.

    Raises:
        UsageError: The address, the email or the contact cannot be used.
    """
    return Service(
        title=TITLE,
        base_url=address(settings),
        headers=plain_headers(settings),
        authorize=key_headers,
        clock_routes=CLOCK_ROUTES,
        budgets=BUDGETS,
    )


def address(settings: Mapping[str, str]) -> str:
    """Return the base address of an account.

    Raises:
        UsageError: It cannot be used.
    """
    return checked_base(settings.get("base_url") or DEFAULT_URL)


def plain_headers(settings: Mapping[str, str]) -> dict[str, str]:
    """Return what goes with every request and is no secret.

    Raises:
        UsageError: The email is missing, or it or the contact cannot be sent.
    """
    email = settings.get("email", "").strip()
    if not email:
        raise UsageError(f"The email that you sign in with at Clockodo is missing (email = … in {_WHERE}).")
    return {
        "X-ClockodoApiUser": checked_email(email),
        "X-Clockodo-External-Application": _identification(email, settings.get("contact", "").strip()),
        "Accept-Language": "en",
        "X-ClockodoEnableIsoUtcDateTimes": "1",
    }


def key_headers(secret: str) -> dict[str, str]:
    """Return the headers that carry the API key."""
    return {"X-ClockodoApiKey": secret}


def checked_base(text: str) -> str:
    """Return where an API is, in its plain form; of a bare host it is below `/api` (section 1.1).

    Raises:
        UsageError: It cannot be used, or leads to another part of Clockodo.
    """
    base = checked_address(text)
    if not urlsplit(base).path:
        return base + _API
    if not base.endswith(_API):
        raise UsageError(
            f"“{one_line(base, 80)}” is no address of Clockodo’s API: that ends with {_API}.",
            f"It is {DEFAULT_URL} for everybody who has been told nothing else.",
        )
    return base


def checked_email(text: str) -> str:
    """Return the address that somebody signs in with.

    Raises:
        UsageError: It is none that can be sent.
    """
    return _sendable(text, "email")


def checked_contact(text: str) -> str:
    """Return the address for questions about this program.

    Raises:
        UsageError: It is none, or longer than `LONGEST_CONTACT`.
    """
    contact = _sendable(text, "contact")
    if len(contact) > LONGEST_CONTACT:
        raise UsageError(
            f"“{one_line(contact, 60)}” is too long for a contact: it has {len(contact)} characters, and "
            f"Clockodo takes {LONGEST_CONTACT}.",
            "Give a shorter address.",
        )
    return contact


def _identification(email: str, contact: str) -> str:
    """How this program makes itself known: its name, and whom to ask about it."""
    if not contact and len(email) > LONGEST_CONTACT:
        raise UsageError(
            f"Your email has {len(email)} characters; as the contact Clockodo takes {LONGEST_CONTACT}.",
            f"Give a shorter address as the contact: --contact, or contact = … in {_WHERE}.",
        )
    return f"{PROGRAM};{checked_contact(contact or email)}"


def _sendable(text: str, what: str) -> str:
    if not _EMAIL.fullmatch(text) or ";" in text:
        raise UsageError(
            f"“{one_line(text, 60)}” cannot be the {what} of a Clockodo account: that is an address like "
            "ann@company.example, without blanks, semicolons and accents."
        )
    return text


_WHERE = "the account’s part of config.toml"

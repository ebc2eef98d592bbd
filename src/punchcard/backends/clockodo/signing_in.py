"""Where the service is, who signs in there, and how often it may be called."""

from __future__ import annotations

from collections.abc import Mapping

from punchcard.backends.http import Budget, Route, checked_address
from punchcard.core.refusals import UsageError
from punchcard.core.text import one_line

DEFAULT_URL = "https://my.clockodo.com/api"
PROGRAM = "Punchcard"

LONGEST_IDENTIFICATION = 50
"""Of program and contact together (section 1.3)."""

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


def address(settings: Mapping[str, str]) -> str:
    """Return the base address of an account.

    Raises:
        UsageError: It cannot be used.
    """
    return checked_address(settings.get("base_url") or DEFAULT_URL)


def plain_headers(settings: Mapping[str, str]) -> dict[str, str]:
    """Return what goes with every request and is no secret.

    Raises:
        UsageError: The email is missing, or the contact cannot be sent.
    """
    email = settings.get("email", "").strip()
    if not email:
        raise UsageError(f"The email that you sign in with at Clockodo is missing (email = … in {_WHERE}).")
    return {
        "X-ClockodoApiUser": email,
        "X-Clockodo-External-Application": identification(settings.get("contact", "").strip() or email),
        "Accept-Language": "en",
        "X-ClockodoEnableIsoUtcDateTimes": "1",
    }


def key_headers(secret: str) -> dict[str, str]:
    """Return the headers that carry the API key."""
    return {"X-ClockodoApiKey": secret}


def identification(contact: str) -> str:
    """Return how this program makes itself known.

    Args:
        contact: An email address.

    Raises:
        UsageError: It is too long, or holds what would be read in another way.
    """
    sent = f"{PROGRAM};{contact}"
    if len(sent) > LONGEST_IDENTIFICATION:
        most = LONGEST_IDENTIFICATION - len(PROGRAM) - 1
        raise UsageError(
            f"“{one_line(contact, 60)}” is too long: Clockodo takes a contact of at most {most} characters.",
            f"Give a shorter address as the contact (contact = … in {_WHERE}).",
        )
    if ";" in contact or any(char.isspace() for char in contact):
        raise UsageError(f"“{one_line(contact, 60)}” cannot be the contact: it has a blank or a semicolon.")
    return sent


_WHERE = "the account's part of config.toml"

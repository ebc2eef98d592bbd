"""Where the service is, what carries the key, and how often it may be called."""

from __future__ import annotations

from collections.abc import Mapping

from punchcard.backends.http import Budget, Route, Service, checked_address

TITLE = "McTime"

DEFAULT_URL = "https://mctime.com/api/v2/auth"

CLOCK_ROUTES = (Route("POST", "/clock"),)

BUDGETS = (Budget(60, 60, is_own=True),)
"""Nothing is said of limits: about one call a second is modest (section 1.9)."""


def service(settings: Mapping[str, str]) -> Service:
    """Return the service of an account.

    Raises:
        UsageError: The address cannot be used.
    """
    return Service(
        title=TITLE,
        base_url=address(settings),
        headers={},
        authorize=key_headers,
        clock_routes=CLOCK_ROUTES,
        budgets=BUDGETS,
    )


def address(settings: Mapping[str, str]) -> str:
    """Return the base address of an account.

    Raises:
        UsageError: It cannot be used.
    """
    return checked_address(settings.get("base_url") or DEFAULT_URL)


def key_headers(secret: str) -> dict[str, str]:
    """Return the header that carries the API key; its underscore is part of the name (section 1.1)."""
    return {"API_KEY": secret}

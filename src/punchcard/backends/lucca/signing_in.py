"""Where the service is, what carries the key, and how often it may be called."""

from __future__ import annotations

from collections.abc import Mapping

from punchcard.backends.http import Budget, Route, Service, checked_address
from punchcard.core.refusals import UsageError
from punchcard.core.text import one_line

TITLE = "Lucca"

WEBSITE = "https://www.lucca-hr.com"

BUDGETS = (Budget(50, 60),)
"""All integrations of a company, which is a host of its own, share as many calls (section 7)."""

CLOCK_ROUTES = (Route("POST", "/api/v3/timeentries"),)
"""The clock is kept here; what came of it is added as entries once it is stopped (section 12)."""

_LONGEST_NAME = 200
_WHERE = "the account’s part of config.toml"


def service(settings: Mapping[str, str]) -> Service:
    """Return the service of an account.

    Raises:
        UsageError: The address is missing, or cannot be used.
    """
    return Service(
        title=TITLE,
        base_url=address(settings),
        headers={"Accept": "application/json"},
        authorize=key_headers,
        clock_routes=CLOCK_ROUTES,
        budgets=BUDGETS,
        counts_by_host=True,
    )


def address(settings: Mapping[str, str]) -> str:
    """Return the base address of an account: the full host of the company, as there is no usual one.

    Raises:
        UsageError: It is missing, or cannot be used.
    """
    hint = "It is what the browser shows there, such as https://acme.ilucca.net."
    return checked_address(_given(settings, "base_url", "The address of your company’s Lucca", hint))


def who(settings: Mapping[str, str]) -> str:
    """Return the email or the login of the person; a key stands for an application and not for anybody.

    Raises:
        UsageError: It is missing, or no such name.
    """
    hint = "A key stands for an application there: without it nobody can tell who you are."
    return checked_name(_given(settings, "email", "Your email at Lucca", hint))


def checked_name(text: str) -> str:
    """Return an email or a login as it is looked for.

    Raises:
        UsageError: It cannot be one: a comma would look for several people.
    """
    name = text.strip()
    if not name or len(name) > _LONGEST_NAME or "," in name or not name.isprintable():
        raise UsageError(f"“{one_line(text, 60)}” cannot be an email or a login at Lucca.")
    return name


def key_headers(secret: str) -> dict[str, str]:
    """Return the header that carries the API key (section 3.1)."""
    return {"Authorization": f"lucca application={secret}"}


def _given(settings: Mapping[str, str], name: str, what: str, hint: str) -> str:
    given = settings.get(name, "").strip()
    if not given:
        raise UsageError(f"{what} is missing ({name} = … in {_WHERE}).", hint)
    return given

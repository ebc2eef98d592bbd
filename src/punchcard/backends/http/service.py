"""What an adapter says of its vendor's service."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from punchcard.backends.http.call_budget import Budget
from punchcard.backends.http.write_policy import Route


class Service(NamedTuple):
    """What is called, and how."""

    title: str
    """What people call it."""
    base_url: str
    """As `checked_address` returns it."""
    headers: Mapping[str, str]
    """What goes with every request, and is no secret."""
    authorize: Callable[[str], Mapping[str, str]]
    """From the secret to the headers that carry it."""
    clock_routes: tuple[Route, ...] = ()
    """The writes that `write = "clock"` allows."""
    budgets: tuple[Budget, ...] = ()
    """How often it may be called."""
    counts_by_host: bool = False
    """Whether all that call one host share the budgets and the waits that it asks for, and not only who calls
    with one account."""

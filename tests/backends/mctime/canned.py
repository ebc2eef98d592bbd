"""Answers of McTime that are written by hand."""

from __future__ import annotations

from typing import Any

from tests.backends.canned import Canned, connection_to
from tests.backends.mctime.office import BASE
from tests.faults.lab import IMPATIENT

from punchcard.backends.http import HttpClient
from punchcard.backends.mctime import McTimeBackend


def backend_with(folder: str, answers: Canned, **settings: str) -> McTimeBackend:
    """A connection to answers that are written by hand."""
    connection = connection_to(folder, BASE, answers, lambda _: enveloped(), **settings)
    return McTimeBackend(connection, lambda s, c: HttpClient(s, c, limits=IMPATIENT))


def enveloped(data: Any = None, message: str = "Success", *, valid: Any = True) -> dict[str, Any]:
    """One object in the usual form."""
    return {"items": [{"message": message, "data": data}], "valid": valid}

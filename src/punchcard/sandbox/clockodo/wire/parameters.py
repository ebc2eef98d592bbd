"""What a request carries, as nested values: `filter[users_id]=7`, `grouping[]=day`, forms and JSON alike."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any, cast
from urllib.parse import parse_qsl

from punchcard.sandbox.clockodo.wire import messages
from punchcard.sandbox.clockodo.wire.answers import Json, malformed

_NAME = re.compile(r"([^\[\]]+)((?:\[[^\[\]]*\]){0,4})")
_FORM = "application/x-www-form-urlencoded"


def nested(pairs: Iterable[tuple[str, str]]) -> Json:
    """Return parameters by name; brackets make lists and objects of them."""
    found: Json = {}
    for name, value in pairs:
        match = _NAME.fullmatch(name)
        if match is None:
            found[name] = value
            continue
        _put(found, match[1], re.findall(r"\[([^\[\]]*)\]", match[2]), value)
    return found


def of_query(query: bytes) -> Json:
    """Return the parameters of a query."""
    return nested(parse_qsl(query.decode("latin-1"), keep_blank_values=True))


def of_body(body: bytes, content_type: str) -> Json:
    """Return what a body says: a form where it is declared as one, JSON otherwise; nothing where it is empty.

    Raises:
        Problem: It is no JSON object in UTF-8.
    """
    if not body.strip():
        return {}
    try:
        text = body.decode("utf-8")
        if content_type.split(";")[0].strip().casefold() == _FORM:
            return nested(parse_qsl(text, keep_blank_values=True))
        given = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise malformed(messages.NO_BODY) from error
    if not isinstance(given, dict):
        raise malformed(messages.NO_BODY)
    return cast("Json", given)


def _put(into: Json, name: str, inner: list[str], value: str) -> None:
    if not inner:
        into[name] = value
        return
    if inner == [""] or inner[0].isdecimal():
        before = into.get(name)
        into[name] = [*cast("list[Any]", before if isinstance(before, list) else []), value]
        return
    child = into.get(name)
    if not isinstance(child, dict):
        child = into[name] = {}
    _put(cast("Json", child), inner[0], inner[1:], value)

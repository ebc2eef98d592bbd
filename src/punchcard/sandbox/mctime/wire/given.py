"""What a body gives, read one by one."""

from __future__ import annotations

import json
from typing import Any, cast

from whenever import Instant

from punchcard.sandbox.mctime.time_types import CATEGORY_OF
from punchcard.sandbox.mctime.wire.answers import Json, malformed
from punchcard.sandbox.mctime.wire.moments import read_moment

LONGEST_COMMENT = 1000


def read_body(body: bytes) -> Json:
    """Return the JSON object that a body is; an empty one for an empty body.

    Raises:
        Problem: It is anything else.
    """
    if not body.strip():
        return {}
    try:
        given = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise malformed("The body is no JSON") from error
    if not isinstance(given, dict):
        raise malformed("The body is no JSON object")
    return cast("Json", given)


class Given:
    """An object of a body. What is null or an empty text is as good as left out."""

    def __init__(self, values: Json) -> None:
        self._values = values

    def text(self, name: str, most: int = LONGEST_COMMENT) -> str | None:
        """Return a text; None also for an empty one.

        Raises:
            Problem: It is no text, or too long.
        """
        value = self._values.get(name)
        if value is None or value == "":
            return None
        if not isinstance(value, str) or not _is_sound(value):
            raise malformed(f"{name} is no text")
        if len(value) > most:
            raise malformed(f"{name} is longer than {most} characters")
        return value

    def moment(self, name: str) -> Instant:
        """Return a moment that may not be left out.

        Raises:
            Problem: It is, or cannot be read.
        """
        return read_moment(self._values.get(name), name)

    def time_type(self, name: str = "timeType") -> str | None:
        """Return a time type.

        Raises:
            Problem: There is none of that name.
        """
        value = self.text(name)
        if value is not None and value not in CATEGORY_OF:
            raise malformed(f"{name} has an unknown value")
        return value

    def child(self, name: str) -> Given:
        """Return an object; an empty one where it is left out.

        Raises:
            Problem: It is no object.
        """
        value = self._values.get(name)
        if value is None:
            return Given({})
        if not isinstance(value, dict):
            raise malformed(f"{name} is no object")
        return Given(cast("Json", value))

    def children(self, name: str) -> list[Given]:
        """Return the objects of a list; none where it is left out.

        Raises:
            Problem: It is no list of objects.
        """
        value = self._values.get(name)
        if value is None:
            return []
        if not isinstance(value, list) or not all(
            isinstance(each, dict) for each in cast("list[object]", value)
        ):
            raise malformed(f"{name} is no list of objects")
        return [Given(each) for each in cast("list[dict[str, Any]]", value)]


def _is_sound(text: str) -> bool:
    return not any("\ud800" <= sign <= "\udfff" or sign == "\0" for sign in text)

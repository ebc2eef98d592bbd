"""JSON from a service: what is not quite JSON, or means two things, is not taken."""

from __future__ import annotations

import json
import math
import re
from typing import Any, NoReturn, cast

_LONGEST_INT = 40
_LONGEST_FLOAT = 400
_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
_NO_TEXT = re.compile("[\x00\ud800-\udfff]")
_ESCAPED_NO_TEXT = re.compile(r"\\u(?:d[89a-f]|0000)", re.IGNORECASE)


class NotJson(ValueError):
    """The bytes cannot be taken; says why, without any of them."""


def parsed(body: bytes) -> Any:
    """Return the value of a JSON text in UTF-8, with or without a byte order mark.

    Lone surrogates (a note that was cut in the middle of an emoji) and NUL become U+FFFD: neither can be kept
    or shown, and one bad note must not hide a whole week.

    Raises:
        NotJson: It is no JSON, names a key twice, holds NaN, or a number or a depth beyond all measure.
    """
    try:
        text = body.decode("utf-8-sig")
        value = json.loads(
            text,
            object_pairs_hook=_each_once,
            parse_constant=_no_number,
            parse_int=_int,
            parse_float=_float,
        )
        return _mended(value) if _ESCAPED_NO_TEXT.search(text) else value
    except NotJson:
        raise
    except UnicodeDecodeError:
        raise NotJson("it is not UTF-8") from None
    except RecursionError:
        raise NotJson("it is nested too deeply") from None
    except ValueError:
        raise NotJson("it is no JSON") from None


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise NotJson("it says the same thing twice")
    return found


def _no_number(_name: str) -> NoReturn:
    raise NotJson("it holds a number that is none")


def _int(digits: str) -> int:
    if len(digits) > _LONGEST_INT:
        raise NotJson("it holds a number beyond all measure")
    return int(digits)


def _float(digits: str) -> float:
    number = float(digits) if len(digits) <= _LONGEST_FLOAT else math.inf
    if not math.isfinite(number):
        raise NotJson("it holds a number beyond all measure")
    return number


def _mended(value: Any) -> Any:
    if isinstance(value, str):
        return _NO_TEXT.sub(_REPLACEMENT, value)
    if isinstance(value, list):
        return [_mended(item) for item in cast("list[Any]", value)]
    if isinstance(value, dict):
        return _each_once([(_mended(k), _mended(v)) for k, v in cast("dict[str, Any]", value).items()])
    return value

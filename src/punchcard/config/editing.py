"""Editing the text of `config.toml`: what a person wrote around an account stays as it is.

Every function takes the text of the file at `path` and returns the new one, with its comments, its order and
its line endings. A result is only given back if it reads as what was wanted and is a right configuration.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Mapping
from typing import Any, cast

from punchcard.config.check import checked
from punchcard.config.errors import ConfigError, is_header, line_of, misread, not_toml
from punchcard.core.text import one_line

Table = Mapping[str, str | int]
"""The keys and values of one account."""

_DEFAULT = "default_account"


def with_account(path: str, text: str, name: str, table: Table) -> str:
    """Add the account `name` at the end of the file.

    Raises:
        ConfigError: The file is not right as it is, or would not be then, or has such an account.
    """
    wanted = _read(path, text)
    accounts = wanted.setdefault("accounts", {})
    if name in accounts:
        raise misread(path, line_of(text, ("accounts", name)), f"there is an account “{name}” already.")
    accounts[name] = dict(table)
    return _edited(path, text, wanted, [_appended, _by_document])


def with_local(path: str, text: str) -> str:
    """Write the account `local` down where it is only implied.

    Raises:
        ConfigError: The file is not right as it is.
    """
    if "local" in _read(path, text).get("accounts", {}):
        return text
    return with_account(path, text, "local", {"backend": "local"})


def with_changes(path: str, text: str, name: str, changes: Mapping[str, str | int | None]) -> str:
    """Give the account `name` other values; None takes a key away.

    Raises:
        ConfigError: The file is not right as it is, or would not be then, or has no such account.
    """
    wanted = _read(path, text)
    table = _account(path, wanted, name)
    for key, value in changes.items():
        table.pop(key, None) if value is None else table.update({key: value})
    return _edited(path, text, wanted, [_by_lines_of(name), _by_document])


def without_account(path: str, text: str, name: str) -> str:
    """Take the account `name` out.

    Raises:
        ConfigError: The file is not right as it is, or would not be then, or has no such account.
    """
    wanted = _read(path, text)
    _account(path, wanted, name)
    del wanted["accounts"][name]
    return _edited(path, text, wanted, [_cut_out(name), _by_document])


def with_default(path: str, text: str, name: str | None) -> str:
    """Make `name` the account that commands use; None leaves it to the order of the file.

    Raises:
        ConfigError: The file is not right as it is, or would not be then.
    """
    wanted = _read(path, text)
    if name is not None:
        wanted[_DEFAULT] = name
    elif wanted.pop(_DEFAULT, None) is None:
        return text
    return _edited(path, text, wanted, [_default_line, _by_document])


_Values = dict[str, Any]
_Way = Callable[[str, _Values], Iterator[str]]
"""Texts that may read as what is wanted."""


def _read(path: str, text: str) -> _Values:
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise not_toml(path, text, error) from error


def _account(path: str, values: _Values, name: str) -> dict[str, Any]:
    try:
        return values["accounts"][name]
    except LookupError:
        raise misread(path, None, f"there is no account “{one_line(name, 64)}” in it.") from None


def _edited(path: str, text: str, wanted: _Values, ways: list[_Way]) -> str:
    """The first text that reads as `wanted`; both ends of an edit have to be a right configuration."""
    checked(path, text)
    for found in (found for way in ways for found in way(text, wanted)):
        if _reads_as(found, wanted):
            checked(path, found)
            return found
    raise ConfigError(
        f"{one_line(path)} is written in a way that Punchcard cannot edit.",
        "Change it by hand; the file was left as it is.",
    )


def _reads_as(text: str, wanted: _Values) -> bool:
    try:
        return _without_empty(tomllib.loads(text)) == _without_empty(wanted)
    except (ValueError, RecursionError):
        return False


def _without_empty(values: _Values) -> _Values:
    """A file without accounts is the same whether or not it has a table for them."""
    return values if values.get("accounts") else {k: v for k, v in values.items() if k != "accounts"}


def _newline(text: str) -> str:
    return "\r\n" if "\r\n" in text else "\n"


def _line(text: str, key: str, value: str | int) -> str:
    from tomlkit import item

    return f"{key} = {item(value).as_string()}{_newline(text)}"


def _appended(text: str, wanted: _Values) -> Iterator[str]:
    name, table = list(wanted["accounts"].items())[-1]
    end = _newline(text)
    block = f"[accounts.{name}]{end}" + "".join(_line(text, key, value) for key, value in table.items())
    before = text + ("" if text.endswith("\n") else end) + end if text else ""
    yield before + block


def _default_line(text: str, wanted: _Values) -> Iterator[str]:
    """The key below the comment at the top, before all others; where it stands already, its line changes."""
    lines = _lines(text)
    number = line_of(text, (_DEFAULT,))
    if _DEFAULT not in wanted and number is not None:
        yield "".join(lines[: number - 1] + lines[number:])
    elif number is None:
        top = _lines_of_top(lines)
        head, rest = "".join(lines[:top]), "".join(lines[top:])
        apart = _newline(text) if rest.startswith(("[", "#") if top else "[") else ""
        yield head + _line(text, _DEFAULT, wanted[_DEFAULT]) + apart + rest


def _lines_of_top(lines: list[str]) -> int:
    """How many lines the comment at the top takes, with the blank ones below it.

    One right above a key or a table is about that, and counts for nothing.
    """
    end = next((n for n, line in enumerate(lines) if not line.startswith("#")), len(lines))
    below = next((n for n in range(end, len(lines)) if lines[n].strip()), len(lines))
    return below if below > end > 0 else 0


def _by_lines_of(name: str) -> _Way:
    """Add the keys that are new behind the last one of the account; others are changed in the document."""

    def way(text: str, wanted: _Values) -> Iterator[str]:
        before = tomllib.loads(text)["accounts"][name]
        after = wanted["accounts"][name]
        known = {key: value for key, value in after.items() if key in before}
        new = [_line(text, key, value) for key, value in after.items() if key not in before]
        accounts = {**wanted["accounts"], name: known}
        for changed in _by_document(text, {**wanted, "accounts": accounts}):
            lines = _lines(changed)
            for _, end in _blocks(changed, name):
                last = lines[end - 1]
                ended = last if last.endswith("\n") else last + _newline(text)
                yield "".join([*lines[: end - 1], ended, *new, *lines[end:]])

    return way


def _cut_out(name: str) -> _Way:
    """Cut a table out from its header to its last key, with the blank line before it."""

    def way(text: str, wanted: _Values) -> Iterator[str]:
        del wanted
        lines = _lines(text)
        for first, end in _blocks(text, name):
            is_apart = first > 0 and not lines[first - 1].strip()
            closes_gap = is_apart and (end == len(lines) or not lines[end].strip())
            yield "".join(lines[: first - closes_gap] + lines[end:])

    return way


def _blocks(text: str, name: str) -> Iterator[tuple[int, int]]:
    """The lines of an account's table from its header to behind its last key.

    Text over several lines may hold what looks like one: the last is meant more often than the first.
    """
    lines = _lines(text)
    for number in reversed(range(len(lines))):
        if not is_header(lines[number], ("accounts", name)):
            continue
        end = number + 1
        for position in range(number + 1, len(lines)):
            bare = lines[position].strip()
            if bare.startswith("["):
                break
            if bare and not bare.startswith("#"):
                end = position + 1
        yield number, end


def _lines(text: str) -> list[str]:
    """The lines with their ends; TOML knows no other end of a line than these."""
    parts = text.split("\n")
    return [f"{part}\n" for part in parts[:-1]] + ([parts[-1]] if parts[-1] else [])


def _by_document(text: str, wanted: _Values) -> Iterator[str]:
    """Change the values in the document where they stand, also inside of inline tables."""
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    try:
        document = tomlkit.parse(text)
        if tomlkit.dumps(document) != text:
            return
        _bring(document, wanted)
        changed = tomlkit.dumps(document)
    except (TOMLKitError, LookupError, ValueError, TypeError, AttributeError):
        # Where the library cannot bring the document there, this way leads nowhere.
        return
    yield changed


def _bring(document: Any, wanted: Mapping[str, Any]) -> None:
    """Make a table of the document say what is wanted, touching only what differs."""
    for key in [key for key in document if key not in wanted]:
        del document[key]
    for key, value in wanted.items():
        if key not in document:
            document[key] = value
        elif isinstance(value, dict):
            _bring(document[key], cast("_Values", value))
        elif document[key] != value:
            document[key] = value

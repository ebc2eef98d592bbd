"""What is wrong with `config.toml`, where, and what was probably meant."""

from __future__ import annotations

import re
from collections.abc import Iterable

from punchcard.core.refusals import Refusal
from punchcard.core.text import one_line

_HINT = "Correct it and do it again; the file was left as it is."
_NAME = re.compile(r""" "([^"]*)" | '([^']*)' | ([^\s."'\[\]]+) """, re.VERBOSE)


class ConfigError(Refusal):
    """The configuration cannot be used; the file was not changed."""

    code = "config"
    exit_code = 2


def unreadable(path: str, error: OSError | UnicodeDecodeError) -> ConfigError:
    """Return the sentence for a file that could not be read."""
    if isinstance(error, UnicodeDecodeError):
        line = error.object.count(b"\n", 0, error.start) + 1
        return misread(path, line, "this is not UTF-8 text.")
    if isinstance(error, IsADirectoryError):
        return ConfigError(f"{one_line(path)} is a folder; the configuration has to be a file.", _HINT)
    if isinstance(error, PermissionError):
        return ConfigError(f"{one_line(path)} may not be read by you.", "Change its permissions.")
    return ConfigError(f"{one_line(path)} cannot be read ({error.strerror}).", _HINT)


def misread(path: str, line: int | None, what: str) -> ConfigError:
    """Return the refusal of the file at `path` for what it says in `line`."""
    place = one_line(path) if line is None else f"{one_line(path)}, line {line}"
    return ConfigError(f"{place}: {what}", _HINT)


def not_toml(path: str, text: str, error: ValueError | RecursionError) -> ConfigError:
    """Return the refusal of a text that is no TOML."""
    what = one_line(str(error), 100)
    if found := re.fullmatch(r"(.*) \(at line (\d+), column (\d+)\)", what):
        return misread(path, int(found[2]), f"this is not TOML: {found[1]}, column {found[3]}.")
    if what.endswith(" (at end of document)"):
        last = text.rstrip("\n").count("\n") + 1
        return misread(path, last, f"this is not TOML: {what.removesuffix(' (at end of document)')}.")
    return misread(path, None, f"this is not TOML that can be read ({what}).")


def nearest(name: str, known: Iterable[str]) -> str:
    """Return the end of a sentence about an unknown name: what it is nearest to, or what there is."""
    from difflib import get_close_matches

    names = list(known)
    if close := get_close_matches(name, names, n=1):
        return f"the nearest name is `{close[0]}`."
    return f"there are {', '.join(f'`{each}`' for each in names)}." if len(names) < 20 else "none is near."


def dotted(names: Iterable[str]) -> str:
    """Return a key with its tables as it is written: `accounts.acme.write`."""
    return f"`{'.'.join(one_line(name, 40) for name in names)}`"


def line_of(text: str, names: tuple[str, ...]) -> int | None:
    """Return the line that sets the key `names`, else the one of the innermost table that is there.

    A table in a list of tables has its number, from 0 on, after the name of the list.
    """
    table: tuple[str, ...] = ()
    lists: dict[tuple[str, ...], int] = {}
    best, found = 0, None
    for number, line in enumerate(text.split("\n"), 1):
        bare = line.strip()
        if bare.startswith("["):
            table = path = _table(bare.split("#")[0], lists)
        elif "=" in bare and not bare.startswith("#"):
            path = table + _names(bare.split("=")[0])
        else:
            continue
        depth = min(len(path), len(names))
        if depth > best and path[:depth] == names[:depth]:
            best, found = depth, number
    return found


def is_header(line: str, names: tuple[str, ...]) -> bool:
    """Whether a line looks like the header of the table `names`, however it is spelt."""
    bare = line.strip()
    return bare.startswith("[") and _names(bare.split("#")[0]) == names


def _table(header: str, lists: dict[tuple[str, ...], int]) -> tuple[str, ...]:
    """Return the table that a header opens; `lists` counts the tables of each list so far."""
    table: tuple[str, ...] = ()
    names = _names(header)
    for depth, name in enumerate(names, 1):
        table += (name,)
        if depth == len(names) and header.startswith("[["):
            lists[table] = lists.get(table, -1) + 1
        if table in lists:
            table += (str(lists[table]),)
    return table


def _names(text: str) -> tuple[str, ...]:
    return tuple("".join(parts) for parts in _NAME.findall(text))

"""Printing: one sentence for people, or one JSON object for programs; never a traceback."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from io import TextIOWrapper
from typing import Any, TextIO

from punchcard.cli.context import Result
from punchcard.core.refusals import Refusal
from punchcard.core.text import cleaned

UNWRITTEN = 1
"""What to exit with when the output cannot be written."""


def prepare() -> None:
    """Make both streams print whatever they are given; what cannot be encoded becomes "?"."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")


def show(result: Result, *, as_json: bool, kept: Sequence[str] = ()) -> int:
    """Print what a command has to say.

    Args:
        result: What the command gave back.
        as_json: Whether a program reads it.
        kept: What was written down, in sentences: it is so, whether or not it can be printed.

    Returns:
        What to exit with.
    """
    if as_json:
        error = {"error": _shape(result.problem)} if result.problem else {}
        problem = _print_json({"ok": not error, "data": result.data, **error})
    else:
        for warning in result.warnings:
            _print(warning, sys.stderr)
        problem = _print(result.text, sys.stdout) if result.text else None
    if problem is None:
        return result.exit_code
    done = f" Written down and kept: {' '.join(kept)}" if kept else ""
    _print(f"The output could not be written: {problem.strerror}.{done}", sys.stderr)
    return UNWRITTEN


def show_warning(text: str) -> None:
    """Print something beside the result."""
    _print(text, sys.stderr)


def show_refusal(refusal: Refusal, *, as_json: bool) -> int:
    """Print why something was not done, and what to do about it.

    Returns:
        What to exit with.
    """
    if not as_json or _print_json({"ok": False, "error": _shape(refusal)}):
        _print("\n".join(line for line in (refusal.message, refusal.hint) if line), sys.stderr)
    return refusal.exit_code


def _shape(refusal: Refusal) -> dict[str, str]:
    return {"code": refusal.code, "message": refusal.message, "hint": refusal.hint}


def _print_json(body: dict[str, Any]) -> OSError | None:
    import json

    return _write(json.dumps(body, ensure_ascii=False), sys.stdout)


def _print(text: str, stream: TextIO) -> OSError | None:
    """Print for people: what a vendor answered or a folder is called must not steer the terminal."""
    return _write(cleaned(text), stream)


def _write(text: str, stream: TextIO) -> OSError | None:
    """Write a line; returns why it could not be written. A reader that has gone is no problem."""
    try:
        print(text, file=stream, flush=True)
    except OSError as error:
        # What is still to be flushed when the interpreter ends needs a place to go.
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
        return None if isinstance(error, BrokenPipeError) else error
    return None

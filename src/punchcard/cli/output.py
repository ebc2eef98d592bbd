"""Printing: one sentence for people, or one JSON object for programs; never a traceback."""

from __future__ import annotations

import os
import sys
from io import TextIOWrapper
from typing import Any, TextIO

from punchcard.cli.context import Result
from punchcard.core.refusals import Refusal


def prepare() -> None:
    """Make both streams print whatever they are given; what cannot be encoded becomes "?"."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")


def show(result: Result, *, as_json: bool) -> int:
    """Print what a command has to say.

    Returns:
        What to exit with.
    """
    if as_json:
        _print_json({"ok": True, "data": result.data})
        return result.exit_code
    for warning in result.warnings:
        _print(warning, sys.stderr)
    if result.text:
        _print(result.text, sys.stdout)
    return result.exit_code


def show_refusal(refusal: Refusal, *, as_json: bool) -> int:
    """Print why something was not done, and what to do about it.

    Returns:
        What to exit with.
    """
    if as_json:
        error = {"code": refusal.code, "message": refusal.message, "hint": refusal.hint}
        _print_json({"ok": False, "error": error})
    else:
        _print("\n".join(line for line in (refusal.message, refusal.hint) if line), sys.stderr)
    return refusal.exit_code


def _print_json(body: dict[str, Any]) -> None:
    import json

    _print(json.dumps(body, ensure_ascii=False), sys.stdout)


def _print(text: str, stream: TextIO) -> None:
    try:
        print(text, file=stream, flush=True)
    except BrokenPipeError:
        # The reader has gone. What is still to be flushed when the interpreter ends needs a place to go.
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())

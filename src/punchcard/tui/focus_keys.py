"""The keys to the next field and to the one before, for every screen with fields."""

from __future__ import annotations

from dataclasses import replace

from textual.binding import Binding
from textual.screen import Screen

FOCUS_KEYS: tuple[Binding, ...] = tuple(
    replace(binding, priority=True)
    for binding in Screen.BINDINGS
    if isinstance(binding, Binding) and "tab" in binding.key
)
"""Textual's own, heard before anything that is still on its way to a field.

Whoever goes on has gone there before the next key is handed on: typed ahead, none lands in the field
before, and none of a secret where it can be read.
"""

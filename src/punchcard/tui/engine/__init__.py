"""The engine: the thread beside the screens on which everything happens that may take time."""

from __future__ import annotations

from punchcard.tui.engine.thread import Engine

__all__ = ("Engine",)

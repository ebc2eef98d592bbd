"""Texts that are hard to keep."""

from __future__ import annotations

HOSTILE_TEXT = "[bold]x[/] [@click=quit]y[/] 'q\" -- ; DROP TABLE entry; {0} %s 100% _ \\ é 👩🏽‍💻 שלום"
"""A note that markup, SQL, patterns and formats would each read in a way of their own; kept as it is."""

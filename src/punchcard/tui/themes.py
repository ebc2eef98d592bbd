"""Punchcard's own themes, beside Textual's and the terminal's."""

from __future__ import annotations

from textual.theme import Theme

DARK = Theme(
    name="punchcard-dark",
    primary="#8ab4f8",
    secondary="#a8b3c4",
    accent="#f2c572",
    success="#7fd1a0",
    warning="#f2c572",
    error="#f28b82",
    foreground="#e4e6ea",
    background="#121418",
    surface="#191c22",
    panel="#232831",
    dark=True,
    variables={
        "footer-key-foreground": "#8ab4f8",
        "footer-background": "#191c22",
        "scrollbar": "#3a4252",
        "scrollbar-background": "#191c22",
    },
)

LIGHT = Theme(
    name="punchcard-light",
    primary="#1a56b0",
    secondary="#57606a",
    accent="#8a5a00",
    success="#1b7042",
    warning="#8a5a00",
    error="#b3261e",
    foreground="#1f2328",
    background="#fcfcfa",
    surface="#f3f3ef",
    panel="#e6e6e0",
    dark=False,
    variables={
        "footer-key-foreground": "#1a56b0",
        "footer-background": "#f3f3ef",
        "scrollbar": "#c4c8ce",
        "scrollbar-background": "#f3f3ef",
    },
)

THEMES = (DARK, LIGHT)
DEFAULT_THEME = DARK.name

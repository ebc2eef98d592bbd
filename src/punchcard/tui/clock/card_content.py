"""What a card says, and what the person answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from textual.message import Message


class CardContent(NamedTuple):
    """What a card says, and what can be chosen."""

    kind: str
    title: str
    text: str
    choices: tuple[tuple[str, str], ...]
    """Pairs of what is answered when chosen, and what the person reads."""
    about: int = 0
    """What it is told by from others of its kind, such as when a clock began, in epoch seconds."""


@dataclass
class CardAnswered(Message):
    """The person has decided."""

    content: CardContent
    """What was asked."""
    choice: str

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


@dataclass
class CardAnswered(Message):
    """The person has decided."""

    kind: str
    choice: str

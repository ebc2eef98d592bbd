"""How an account's service answers, as a value that a screen can draw. Loaded before the first frame."""

from __future__ import annotations

from typing import Literal, NamedTuple, TypeAlias

Tone: TypeAlias = Literal["good", "busy", "away", "wrong"]
"""All is well, something is under way, nobody answers just now, the person has to see to it."""


class ConnectionState(NamedTuple):
    """How an account's service answers: in few words, in fewer, and in whole sentences.

    `{app.accounts}` and the like in `words` and `short` stand for the person's own key.
    """

    tone: Tone
    words: str
    short: str = ""
    """Where there is no room for `words`; empty where there is nothing shorter."""
    sentence: str = ""
    """What happened, what was kept, and what to do; empty where `words` say it all."""

    @property
    def is_problem(self) -> bool:
        """Whether something stands in the way."""
        return self.tone in ("away", "wrong")


OPENING = ConnectionState("busy", "opening …")
"""Until the account is open."""

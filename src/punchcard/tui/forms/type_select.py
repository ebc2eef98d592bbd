"""One row of a form that shows what kind of time it is, and offers the others."""

from __future__ import annotations

from collections.abc import Sequence

from rich.text import Text
from textual.widgets import Select

from punchcard.core.text import one_line
from punchcard.core.time_types import TimeType


class TypeSelect(Select[TimeType]):
    """The time types, the usual one among them; nothing chosen stands for the usual one."""

    DEFAULT_CSS = """
    TypeSelect { width: 1fr; height: 1; }
    TypeSelect.-textual-compact > SelectCurrent {
        height: 1; padding: 0 2 0 1; border: none; border-left: blank !important; background: $panel;
    }
    TypeSelect.-textual-compact:focus > SelectCurrent { border-left: thick $primary !important; }
    TypeSelect SelectOverlay > .option-list--option { padding: 0 2 !important; }
    """

    def __init__(self, current: TimeType | None = None, *, must_choose: bool = False) -> None:
        """Offer the current type alone, until the others are known.

        Args:
            current: What is chosen; None for the usual one.
            must_choose: Whether it cannot be given back to "the usual one".
        """
        options = [(Text(one_line(current.name)), current)] if current else []
        super().__init__(
            options,
            prompt="usual",
            allow_blank=not (must_choose and current),
            value=current or Select.NULL,
            compact=True,
            id="type",
        )

    def offer(self, time_types: Sequence[TimeType]) -> None:
        """Offer what can be booked, the usual one first; what is chosen stays in any case."""
        chosen = self.selection
        offered = list(time_types)
        if chosen is not None and chosen not in offered:
            offered.insert(0, chosen)
        with self.prevent(Select.Changed):
            if time_types:
                self.prompt = f"usual ({one_line(time_types[0].name)})"
            self.set_options((Text(one_line(t.name)), t) for t in offered)
            if chosen is not None:
                self.value = chosen

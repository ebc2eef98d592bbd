"""What a person wants to know beside the clock, in one aligned column of numbers."""

from __future__ import annotations

from typing import NamedTuple

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

LABEL_WIDTH, NUMBER_WIDTH = 10, 7


class Fact(NamedTuple):
    """One line: what it is, the number, and what belongs to it."""

    label: str
    number: str
    rest: str = ""
    style: str = ""


class Facts(Widget):
    """Today, breaks, what is left, the next break due, and the week."""

    DEFAULT_CSS = """
    Facts { width: 1fr; height: 8; text-wrap: nowrap; text-overflow: ellipsis; }
    """

    facts: reactive[tuple[Fact, ...]] = reactive(())
    """The lines, drawn again only when one of them changes."""

    def render(self) -> Content:
        """Draw the lines."""
        return Content("\n").join(_line(fact) for fact in self.facts)


def _line(fact: Fact) -> Content:
    return Content.assemble(
        (fact.label.ljust(LABEL_WIDTH), "$foreground-muted"),
        (fact.number.rjust(NUMBER_WIDTH), fact.style),
        (f"  {fact.rest}" if fact.rest else "", "$foreground-muted"),
    )

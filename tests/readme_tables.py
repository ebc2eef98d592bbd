"""The tables of the README that are made from what the program says of itself.

    python -m tests.readme_tables

writes them anew; a test keeps them equal.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from punchcard.backends.abilities import Abilities
from punchcard.services.ability_words import AbilityLine, ability_lines
from punchcard.services.installed_backends import BUNDLED, backend_factory

README = Path(__file__).parent.parent / "README.md"
_TITLES = {"reference": "Practice vendor"}
"""What a column is called where the title of its backend says too little."""


def abilities_table(backends: Mapping[str, Abilities]) -> str:
    """Return what each backend can do, a column for each.

    Args:
        backends: What each can do, by what its column is called.
    """
    notes: list[str] = []
    columns = [ability_lines(abilities) for abilities in backends.values()]
    lines = ["| | " + " | ".join(backends) + " |", "| --- |" + " --- |" * len(columns)]
    for row in zip(*columns, strict=True):
        cells = " | ".join(_cell(line, notes) for line in row)
        lines.append(f"| {row[0].words} | {cells} |")
    return "\n".join([*lines, "", *_notes(notes)])


def bundled_abilities() -> dict[str, Abilities]:
    """What the bundled backends can do, by what their columns are called."""
    factories = {name: backend_factory(name) for name in BUNDLED}
    return {_TITLES.get(name, factory.info.title): factory.abilities for name, factory in factories.items()}


def with_tables(readme: str) -> str:
    """Return the README with its tables as they have to be."""
    block = f"<!-- abilities -->\n\n{abilities_table(bundled_abilities())}\n\n<!-- /abilities -->"
    replaced, count = re.subn(
        r"<!-- abilities -->.*<!-- /abilities -->", lambda _: block, readme, flags=re.DOTALL
    )
    assert count == 1, "the README has one place for the table of abilities"
    return replaced


def _cell(line: AbilityLine, notes: list[str]) -> str:
    if line.answer == "yes":
        return "✓"
    if line.reason not in notes:
        notes.append(line.reason)
    return f"{'partly' if line.answer == 'partly' else '✗ no'} ({notes.index(line.reason) + 1})"


def _notes(notes: Sequence[str]) -> list[str]:
    return [f"{number}. {note}" for number, note in enumerate(notes, 1)]


if __name__ == "__main__":
    README.write_text(with_tables(README.read_text("utf-8")), "utf-8")

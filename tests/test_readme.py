"""What the README tells people to type is what CI runs."""

from __future__ import annotations

import re
from pathlib import Path

from tests.readme_tables import abilities_table, bundled_abilities, with_tables

from punchcard.backends.abilities import Ability, No, Partly, Yes
from punchcard.services.installed_backends import BUNDLED

ROOT = Path(__file__).parent.parent


def commands() -> list[str]:
    """Every line of the README's shell blocks."""
    blocks = re.findall(
        r"^```(?:sh|shell|bash|console)\n(.*?)^```", (ROOT / "README.md").read_text("utf-8"), re.M | re.S
    )
    return [
        line.removeprefix("$ ").strip() for block in blocks for line in block.splitlines() if line.strip()
    ]


def test_ci_runs_the_very_test_command_of_the_readme() -> None:
    tested = [line for line in commands() if "pytest" in line]
    assert len(tested) == 1, "one command installs and passes the tests"
    assert tested[0] in (ROOT / ".ci" / "run").read_text("utf-8").splitlines()


def test_the_readme_names_the_command_that_installs_and_runs() -> None:
    assert "python3 -m pip install . && punchcard" in commands()


def test_the_table_of_abilities_is_what_the_backends_declare() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    assert readme == with_tables(readme), "write it anew with `python -m tests.readme_tables`"
    assert len(bundled_abilities()) == len(BUNDLED)


def test_the_table_has_a_column_for_every_backend_and_a_row_for_every_ability() -> None:
    other = dict.fromkeys(Ability, Yes()) | {
        Ability.GROUPS: No("Ask them."),
        Ability.BREAK: Partly("One a day."),
    }
    lines = abilities_table({**bundled_abilities(), "Another": other}).splitlines()
    assert lines[0].endswith("| Another |")
    rows = [line for line in lines[2:] if line.startswith("|")]
    assert len(rows) == len(Ability)
    assert {line.count(" | ") for line in (lines[0], *rows)} == {len(BUNDLED) + 1}
    [groups] = [row for row in rows if row.startswith("| group the time of a period")]
    number = groups.removesuffix(") |").rpartition("(")[2]
    assert "✗ no" in groups
    assert f"{number}. Ask them." in lines

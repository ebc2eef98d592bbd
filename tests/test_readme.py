"""What the README tells people to type is what CI runs."""

from __future__ import annotations

import re
from pathlib import Path

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

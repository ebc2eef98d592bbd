"""A command that shows nothing, as its service is out of reach, does not say that something is shown."""

from __future__ import annotations

import pytest
from tests.cli.program import Program

from punchcard.credentials import variable_of

CONFIG = """default_account = "acme"
[accounts.acme]
backend = "mctime"
base_url = "http://127.0.0.1:9/api/v2/auth"
"""


@pytest.mark.parametrize("words", [("who",), ("balance",), ("groups", "--by", "day")])
def test_nothing_is_said_to_be_shown(punch: Program, words: tuple[str, ...]) -> None:
    punch.configure(CONFIG)
    punch.surroundings[variable_of("acme")] = "key"
    said = punch(*words)
    assert said.code == 1
    assert "McTime cannot be reached" in said.err
    assert "What is shown" not in said.err
    assert said.err.endswith("Say it again when that is over.\n")

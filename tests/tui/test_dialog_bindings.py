"""Keys inside forms can be remapped by their ids like any other."""

from __future__ import annotations

import pytest
from tests.tui.homes import Home
from tests.tui.piloting import app_of, press, running, until

from punchcard.config.errors import ConfigError
from punchcard.core.clock import Working
from punchcard.tui.dialog_bindings import dialog_binding_ids
from punchcard.tui.forms.note import NoteScreen


async def test_a_form_answers_to_its_remapped_key(home: Home) -> None:
    home.configure('\n[keys]\n"form.save" = "f5"\n')
    async with running(home.app()) as pilot:
        await press(pilot, "s", "Clocked in")
        await pilot.press("n")
        await until(pilot, lambda: isinstance(app_of(pilot).screen, NoteScreen))
        await pilot.press(*"call")
        await press(pilot, "f5", "was changed")

    state = home.state()
    assert isinstance(state, Working)
    assert state.note == "call"


def test_an_unknown_id_of_a_form_is_refused(home: Home) -> None:
    home.configure('\n[keys]\n"form.safe" = "f5"\n')
    with pytest.raises(ConfigError, match=r"form\.safe"):
        home.app()


def test_every_id_says_where_it_belongs() -> None:
    assert {"form.save", "picker.into", "time.later", "outbox.drop", "card.later"} <= dialog_binding_ids()

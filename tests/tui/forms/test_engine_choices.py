from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual.message import Message

from punchcard.config import load_config
from punchcard.core.refusals import Refusal
from punchcard.paths import folders
from punchcard.services import clocking
from punchcard.services.choices import assignment_named
from punchcard.services.clocks import stopped_at
from punchcard.services.session import Session
from punchcard.tui.engine import Engine
from punchcard.tui.forms.engine_choices import EngineChoices


@asynccontextmanager
async def engine_at(home: Path) -> AsyncGenerator[Engine]:
    def post(message: Message) -> None:
        del message

    where = folders(str(home))
    engine = Engine(where, load_config(where), stopped_at("2026-03-11T08:41:23+01:00"), post)
    engine.start()
    try:
        yield engine
    finally:
        engine.stop()


async def test_asks_the_engine_for_everything(tmp_path: Path) -> None:
    async with engine_at(tmp_path) as engine:
        choices = EngineChoices(engine)
        client, project, _ = await choices.dimensions()
        assert choices.can_add
        northwind = await choices.add(client.id, (), "Northwind")
        portal = await choices.add(project.id, (northwind,), "Portal")
        assert list(await choices.choices(client.id, ())) == [northwind]
        assert list(await choices.choices(project.id, (northwind,))) == [portal]
        assert (await choices.time_types())[0].name == "Work"


async def test_recents_are_what_was_booked_on(tmp_path: Path) -> None:
    async def work(session: Session) -> None:
        on = await assignment_named(session, "Northwind/Portal", create=True)
        at = session.now().subtract(hours=2)
        clocking.start(session, at, on)
        clocking.stop(session, at.add(hours=1))

    async with engine_at(tmp_path) as engine:
        from asyncio import wrap_future

        await wrap_future(engine.fetch(work))
        choices = EngineChoices(engine)
        await wrap_future(engine.fetch(delivered))
        assert [recent.label for recent in await choices.recents()] == ["Northwind › Portal"]


async def delivered(session: Session) -> None:
    from punchcard.services.outbox.sync import deliver

    await deliver(session)


async def test_a_refusal_comes_through(tmp_path: Path) -> None:
    async with engine_at(tmp_path) as engine:
        choices = EngineChoices(engine)
        client, *_ = await choices.dimensions()
        with pytest.raises(Refusal, match="at least one visible character"):
            await choices.add(client.id, (), "\x1b[31m")

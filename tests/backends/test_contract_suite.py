"""The suite itself: backends that can little pass it, backends that say what is not true do not."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from tests.backends.test_local import NOW, opened
from whenever import ZonedDateTime

from punchcard.backends.abilities import Abilities, Ability, No, Yes
from punchcard.backends.contract import Backend, ClockReading, Punched
from punchcard.backends.local import LocalBackend
from punchcard.backends.local.clock import LocalClock
from punchcard.backends.outcomes import Absent, Confirmed, Outcome, Refused, Settled
from punchcard.core.clock import IDLE, ClockState
from punchcard.core.punches import Adjust, AnyPunch, Cancel, Restore, TakeBreak, Update
from punchcard.testing import BackendContract
from punchcard.testing.abilities import PORT_ABILITIES

NOTHING: Abilities = dict.fromkeys(Ability, No("It is only looked at."))


class OnlyNames:
    """A backend that knows people and types, and keeps no time."""

    clock = entries = weeks = approvals = groups = days = team = tree = nodes = presence = balances = None
    batch = checks = None

    def __init__(self, local: LocalBackend, abilities: Abilities) -> None:
        self._local, self.info, self.abilities = local, local.info, abilities
        self.directory = local.directory

    async def aclose(self) -> None:
        await self._local.aclose()


class PlainClock:
    """A clock that starts and stops, and no more."""

    def __init__(self, clock: LocalClock) -> None:
        self._clock = clock

    async def reading(self, person: str, known: ClockState = IDLE) -> ClockReading:
        return await self._clock.reading(person, known)

    async def punch(self, punch: AnyPunch, reading: ClockReading) -> Outcome[Punched]:
        if isinstance(punch, TakeBreak | Cancel | Update | Adjust | Restore):
            return Refused(f"There is no {punch.kind} here.")
        return await self._clock.punch(punch, reading)

    async def settle(self, person: str, punch: AnyPunch, before: ClockState) -> Settled[Punched]:
        return await self._clock.settle(person, punch, before)


class Forgetful(PlainClock):
    """A clock that does not find again what it has done."""

    async def settle(self, person: str, punch: AnyPunch, before: ClockState) -> Settled[Punched]:
        return Absent()


class TooWilling(PlainClock):
    """A clock that says yes to everything."""

    async def punch(self, punch: AnyPunch, reading: ClockReading) -> Outcome[Punched]:
        outcome = await super().punch(punch, reading)
        return Confirmed(Punched(reading)) if isinstance(outcome, Refused) else outcome


class Plain:
    """The local backend with another clock."""

    weeks = approvals = groups = days = team = nodes = balances = batch = checks = None

    def __init__(self, local: LocalBackend, clock: PlainClock) -> None:
        self._local, self.info, self.clock = local, local.info, clock
        self.entries, self.directory, self.tree = local.entries, local.directory, local.tree
        self.presence = local.presence
        missing = (
            Ability.BREAK, Ability.CANCEL, Ability.UPDATE, Ability.NOTE, Ability.ADJUST, Ability.UNDO_PUNCH,
            *PORT_ABILITIES["weeks"], *PORT_ABILITIES["approvals"],
        )  # fmt: skip
        self.abilities = {**local.abilities, **dict.fromkeys(missing, No("The clock is a plain one."))}

    async def aclose(self) -> None:
        await self._local.aclose()


class Suite(BackendContract):
    def now(self) -> ZonedDateTime:
        return NOW


class TestOnlyNames(Suite):
    @pytest.fixture
    async def backend(self, tmp_path: Path) -> AsyncIterator[Backend]:
        backend = OnlyNames(opened(tmp_path), NOTHING)
        yield backend
        await backend.aclose()


class TestPlainClock(Suite):
    @pytest.fixture
    async def backend(self, tmp_path: Path) -> AsyncIterator[Backend]:
        local = opened(tmp_path)
        yield Plain(local, PlainClock(local.clock))
        await local.aclose()


async def test_what_no_port_could_do_may_not_be_offered(tmp_path: Path) -> None:
    backend = OnlyNames(opened(tmp_path), dict.fromkeys(Ability, Yes()))
    for check in (
        Suite().test_a_port_that_is_missing_goes_with_no,
        Suite().test_cancel_leaves_nothing,
        Suite().test_an_entry_is_saved_changed_and_deleted,
        Suite().test_the_tree_grows_is_renamed_and_forgets_nothing,
    ):
        with pytest.raises(AssertionError, match="without"):
            await check(backend)
    await backend.aclose()


async def test_a_no_without_a_reason_fails(tmp_path: Path) -> None:
    backend = OnlyNames(opened(tmp_path), dict.fromkeys(Ability, No(" ")))
    with pytest.raises(AssertionError, match="gives no reason"):
        await Suite().test_it_answers_for_every_ability(backend)
    backend.abilities = {}
    with pytest.raises(AssertionError, match="abilities"):
        await Suite().test_it_answers_for_every_ability(backend)
    await backend.aclose()


async def test_a_clock_that_forgets_or_agrees_to_everything_fails(tmp_path: Path) -> None:
    local = opened(tmp_path / "forgetful")
    with pytest.raises(AssertionError, match="has happened, and reading back says"):
        await Suite().test_settle_finds_what_happened_and_nothing_else(Plain(local, Forgetful(local.clock)))
    await local.aclose()
    local = opened(tmp_path / "willing")
    willing = Plain(local, TooWilling(local.clock))
    with pytest.raises(AssertionError, match="was not refused"):
        await Suite().test_a_punch_that_does_not_fit_is_refused_with_a_sentence(willing)
    await local.aclose()

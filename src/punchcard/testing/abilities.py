"""What a backend says it is, and what it says it can do."""

from __future__ import annotations

from punchcard.backends.abilities import Ability, No, Partly
from punchcard.backends.contract import Backend
from punchcard.testing.account import Account
from punchcard.testing.checks import expect, offers, same

PORT_ABILITIES: dict[str, tuple[Ability, ...]] = {
    "clock": (
        Ability.CLOCK, Ability.BREAK, Ability.CANCEL, Ability.UPDATE, Ability.NOTE, Ability.ADJUST,
        Ability.UNDO_PUNCH, Ability.BACKDATE,
    ),
    "entries": (Ability.ADD_ENTRY, Ability.CHANGE_ENTRY, Ability.DELETE_ENTRY, Ability.ENTRY_BREAKS),
    "weeks": (Ability.SUBMIT_WEEK,),
    "approvals": (
        Ability.REQUEST_CHANGE, Ability.WITHDRAW_REQUEST, Ability.APPROVE,
        Ability.DECLINE, Ability.DECLINE_REASON,
    ),
    "tree": (Ability.EDIT_TREE,),
    "days": (Ability.WORK_TIMES,),
    "presence": (Ability.PRESENCE,),
}  # fmt: skip
"""What cannot be had without a port."""


class AbilitiesContract(Account):
    """Every backend knows itself."""

    async def test_it_says_what_it_is_called(self, backend: Backend) -> None:
        """Name and title are there; the name is one that a configuration can hold."""
        expect(backend.info.name.isidentifier(), f"{backend.info.name!r} cannot stand in a configuration")
        expect(bool(backend.info.title), "a title for people is missing")
        names = [field.name for field in backend.info.fields]
        same(sorted(set(names)), sorted(names), "names of the account's fields")

    async def test_it_answers_for_every_ability(self, backend: Backend) -> None:
        """No ability is left out, and every limit has its reason."""
        same(set(backend.abilities), set(Ability), "abilities")
        for ability, answer in backend.abilities.items():
            if isinstance(answer, No | Partly):
                expect(bool(answer.reason.strip()), f"{ability} gives no reason")

    async def test_a_port_that_is_missing_goes_with_no(self, backend: Backend) -> None:
        """Nothing is promised that no port could do."""
        for port, abilities in PORT_ABILITIES.items():
            is_kept_here = port == "clock" and backend.info.kept_clock is not None
            if getattr(backend, port) is None and not is_kept_here:
                for ability in abilities:
                    expect(not offers(backend, ability), f"{ability} is offered without the port {port}")
        if backend.groups is None:
            for ability in (Ability.GROUPS, Ability.BULK_EDIT):
                answer = backend.abilities[ability]
                expect(isinstance(answer, No | Partly), f"{ability} is offered whole without a port for it")

    async def test_it_can_be_closed_twice(self, backend: Backend) -> None:
        """Whoever closes last need not know whether somebody did before."""
        await backend.aclose()
        await backend.aclose()

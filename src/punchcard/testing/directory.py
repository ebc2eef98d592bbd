"""The directory: people, time types, what can be booked on, and the tree where it is kept here."""

from __future__ import annotations

from dataclasses import replace

from punchcard.backends.abilities import Ability, No, Yes
from punchcard.backends.contract import Backend
from punchcard.core.assignments import Reference
from punchcard.core.groups import Period
from punchcard.testing.account import Account
from punchcard.testing.checks import expect, offers, same

_DAY_SECONDS = 24 * 3600
_LEAST_SECONDS = 900
"""No day asks for less, unless somebody is away for a part of it: eight hours are 480 minutes."""


class DirectoryContract(Account):
    """Every backend knows its people and what they can book."""

    async def test_it_knows_whose_account_it_is(self, backend: Backend) -> None:
        """The same person each time, who is among the people; their team may be told there alone."""
        me, people = await backend.directory.whoami(), await backend.directory.people()
        same(await backend.directory.whoami(), me, "the person of the account")
        expect(bool(me.id) and bool(me.name), f"{me} lacks an id or a name")
        among = [replace(person, team=me.team) for person in people]
        expect(me in among, f"{me} is not among the people")
        same(len({person.id for person in people}), len(people), "number of different people")
        if not offers(backend, Ability.OTHER_PEOPLE):
            same(list(people), [me], "the people of an account that sees nobody else")

    async def test_it_names_its_time_types(self, backend: Backend) -> None:
        """At least one, each with an id of its own and a name."""
        types = await backend.directory.time_types()
        expect(bool(types), "there is no time type")
        same(len({kind.id for kind in types}), len(types), "number of different time types")
        expect(all(kind.id and kind.name for kind in types), "a time type lacks its name")

    async def test_its_choices_lead_down_the_tree(self, backend: Backend) -> None:
        """Each level offers what lies below the choice on the level above."""
        dimensions = await backend.directory.dimensions()
        same(len({dimension.id for dimension in dimensions}), len(dimensions), "different dimensions")
        chosen = list((await self.assignment(backend)).references)
        levels = [dimension.id for dimension in dimensions]
        for depth, reference in enumerate(chosen):
            expect(reference.dimension in levels, f"{reference} is of no level below the one before it")
            levels = levels[levels.index(reference.dimension) + 1 :]
            choices = await backend.directory.choices(reference.dimension, chosen[:depth])
            expect(reference in choices, f"{reference} is not among the choices")
            expect(
                all(choice.dimension == reference.dimension for choice in choices),
                "a choice of another level",
            )

    async def test_a_level_that_nests_is_opened_node_by_node(self, backend: Backend) -> None:
        """What lies in a node is of the same level, is found by its name and its id, and knows the way up."""
        levels = [level for level in await backend.directory.dimensions() if level.nests]
        expect(bool(levels) == (backend.nodes is not None), "nodes are found where no level nests, or not")
        for level in levels:
            for top in await backend.directory.choices(level.id, []):
                below = await backend.directory.choices(level.id, [top])
                expect(top not in below, f"{top} lies in itself")
                expect(all(each.dimension == level.id for each in below), "a choice of another level")
                await self._is_found(backend, [[top], *([top, each] for each in below[:1])])

    async def _is_found(self, backend: Backend, branches: list[list[Reference]]) -> None:
        if backend.nodes is None:
            return
        for branch in branches:
            node = branch[-1]
            for text in (node.name, node.name.swapcase(), node.id):
                found = await backend.nodes.called(node.dimension, text)
                expect(node in found, f"{node} is not found as {text!r}")
        told = await backend.nodes.branches([branch[-1] for branch in branches])
        same([list(each) for each in told], branches, "what nodes lie in")

    async def test_targets_are_of_the_days_asked_for(self, backend: Backend) -> None:
        """One for each day, in order, past and coming ones alike; the same as of each day alone."""
        person, today = await self.person(backend), self.now().date()
        days = [today.add(days=number) for number in range(-10, 35)]
        targets = await backend.directory.targets(person, Period(days[0], days[-1]))
        answer = backend.abilities[Ability.TARGETS]
        if targets is None:
            expect(not isinstance(answer, Yes), "targets are promised, and none are told")
            return
        expect(not isinstance(answer, No), "targets are told that are said not to be kept")
        same([target.day for target in targets], days, "days")
        for target in (targets[0], targets[10], targets[-1]):
            alone = await backend.directory.targets(person, Period(target.day, target.day))
            same(list(alone or ()), [target], "the target of a day asked for alone")

    async def test_targets_are_seconds(self, backend: Backend) -> None:
        """Neither hours nor minutes; none where none is kept, which is not zero."""
        today = self.now().date()
        period = Period(today.subtract(days=6), today)
        for target in await backend.directory.targets(await self.person(backend), period) or ():
            seconds = target.seconds
            expect(seconds is None or 0 <= seconds <= _DAY_SECONDS, f"{target} is no target of a day")
            if seconds and not target.absence:
                expect(seconds >= _LEAST_SECONDS, f"{target} is too little for seconds")

    async def test_the_tree_grows_is_renamed_and_forgets_nothing(self, backend: Backend) -> None:
        """A name stands once below its parent; what is archived is offered no more, with all below it."""
        if backend.tree is None:
            expect(not offers(backend, Ability.EDIT_TREE), "a tree is offered without its port")
            return
        top, below = (dimension.id for dimension in (await backend.directory.dimensions())[:2])
        parent = await backend.tree.add(top, [], "Müller & Söhne [b]")
        same(await backend.tree.add(top, [], "Müller & Söhne [b]"), parent, "the same name added again")
        child = await backend.tree.add(below, [parent], "100% _")
        same(await self._names(backend, below, [parent]), ["100% _"], "choices below the parent")
        same(await self._names(backend, below, []), [], "choices below nothing")
        renamed = await backend.tree.rename(child, "renamed")
        same((renamed.dimension, renamed.id), (child.dimension, child.id), "the renamed node")
        same(await self._names(backend, below, [parent]), ["renamed"], "choices after a new name")
        await backend.tree.archive(parent)
        same(await self._names(backend, top, []), [], "choices after archiving")
        same(await self._names(backend, below, [parent]), [], "choices below what was archived")

    async def _names(self, backend: Backend, dimension: str, parents: list[Reference]) -> list[str]:
        return [choice.name for choice in await backend.directory.choices(dimension, parents)]

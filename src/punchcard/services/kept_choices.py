"""What can be chosen, as it was read last: it can still be chosen while the backend cannot be used."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Any, NamedTuple

from punchcard.backends.errors import BackendError, NotAllowed
from punchcard.core.assignments import Dimension, Reference
from punchcard.core.text import one_line
from punchcard.core.time_types import Category, TimeType
from punchcard.services.session import Session


async def time_types(session: Session) -> Sequence[TimeType]:
    """Return the types that can be booked, the usual one first.

    Raises:
        BackendError: They cannot be read, and never were.
    """
    try:
        found = await session.backend.directory.time_types()
    except BackendError as problem:
        kept = _kept_instead(session, "time types", problem)
        return [TimeType(each["id"], each["name"], Category(each["category"])) for each in kept]
    body = [{"id": each.id, "name": each.name, "category": each.category.value} for each in found]
    _keep(session, "time types", body)
    return found


async def dimensions(session: Session) -> Sequence[Dimension]:
    """Return the levels of the tree from the top down, as the time of the person in use is booked on them.

    Raises:
        BackendError: They cannot be read, and never were.
    """
    person = session.person.id if session.acting else None
    name = "dimensions" if person is None else f"dimensions {person}"
    try:
        found = await session.backend.directory.dimensions(person)
    except BackendError as problem:
        return [Dimension(**each) for each in _kept_instead(session, name, problem)]
    body = [{"id": e.id, "name": e.name, "required": e.required, "nests": e.nests} for e in found]
    _keep(session, name, body)
    return found


async def choices(session: Session, dimension: str, parents: Sequence[Reference]) -> Sequence[Reference]:
    """Return what can be chosen on a level below `parents`.

    Raises:
        BackendError: It cannot be read, and never was.
    """
    # Where nodes nest, what lies in one goes by that one alone, however it was come by.
    above = parents[-1:] if session.backend.nodes else parents
    name = f"{_choices_of(dimension)}{'/'.join(each.id for each in above)}"
    return await _nodes(session, name, lambda: session.backend.directory.choices(dimension, parents))


async def called(session: Session, dimension: str, text: str) -> Sequence[Reference]:
    """Return the nodes of a level that nests whose name holds `text`, or whose id it is.

    While the backend cannot be used, that is known for a text that was looked up before: of those that were
    merely seen, nobody knows whether others are called so too.

    Raises:
        BackendError: They cannot be looked up, and never were.
    """
    nodes = session.backend.nodes
    if nodes is None:
        return ()
    name = f"called {dimension} {one_line(text).casefold()}"
    return await _nodes(session, name, lambda: nodes.called(dimension, text))


async def branches(session: Session, nodes: Sequence[Reference]) -> Sequence[Sequence[Reference]]:
    """Return for each node those from the top down to it, where its level nests, as far as they are known.

    Raises:
        BackendError: They cannot be read, and nothing of the tree ever was.
    """
    port = session.backend.nodes
    if port is None:
        return [(node,) for node in nodes]
    try:
        return await port.branches(nodes)
    except BackendError as problem:
        tree = _seen(session, {node.dimension for node in nodes}, problem)
        return [tree.branch(node) for node in nodes]


async def searched(session: Session, dimension: str, text: str, limit: int) -> Sequence[Sequence[Reference]]:
    """Return the first nodes whose name holds `text`, each with all that it lies in.

    While the backend cannot be used, they are those of the tree that were seen.

    Raises:
        BackendError: They cannot be looked up, and nothing of the tree was ever read.
    """
    port = session.backend.nodes
    if port is None:
        return ()
    try:
        return await port.branches((await port.called(dimension, text))[:limit])
    except BackendError as problem:
        tree, wanted = _seen(session, {dimension}, problem), one_line(text).casefold()
        found = [each for each in tree.nodes.values() if wanted in one_line(each.name).casefold()]
        if not found:
            # What was never looked into may hold it.
            raise
        found.sort(key=lambda each: (each.name.casefold(), each.id))
        return [tree.branch(each) for each in found[:limit]]


class _Tree(NamedTuple):
    """What was seen of a tree, a node at a time."""

    nodes: dict[str, Reference]
    above: dict[str, str]
    """In which node each lies."""

    def branch(self, node: Reference) -> list[Reference]:
        found = [node]
        while (parent := self.nodes.get(self.above.get(found[-1].id, ""))) and parent not in found:
            found.append(parent)
        return found[::-1]


def _seen(session: Session, levels: set[str], problem: BackendError) -> _Tree:
    """Return what was seen of the tree; nothing at all, or what one may not see, is a problem."""
    tree = _Tree({}, {})
    with session.store.read() as transaction:
        cache = transaction.cache(session.account.name)
        for prefix in map(_choices_of, levels):
            for name, body in cache.directories(prefix).items():
                for node in (Reference(*each) for each in body):
                    tree.nodes[node.id], tree.above[node.id] = node, name.removeprefix(prefix)
    if not tree.nodes or isinstance(problem, NotAllowed):
        raise problem
    return tree


async def _nodes(
    session: Session, name: str, ask: Callable[[], Awaitable[Sequence[Reference]]]
) -> Sequence[Reference]:
    try:
        found = await ask()
    except BackendError as problem:
        return [Reference(*each) for each in _kept_instead(session, name, problem)]
    _keep(session, name, [[each.dimension, each.id, each.name] for each in found])
    return found


def _choices_of(dimension: str) -> str:
    return f"choices {dimension} "


def _kept_instead(session: Session, name: str, problem: BackendError) -> list[Any]:
    """Return what was kept; what was never read, or may not be seen any more, is a problem."""
    with session.store.read() as transaction:
        kept = transaction.cache(session.account.name).directory(name)
    if kept is None or isinstance(problem, NotAllowed):
        raise problem
    return kept


def _keep(session: Session, name: str, body: list[Any]) -> None:
    """Remember what was read, where it ever has to be asked for again and is not known so already."""
    if session.backend.info.immediate:
        return
    with session.store.read() as transaction:
        if transaction.cache(session.account.name).directory(name) == body:
            return
    with session.store.write() as transaction:
        transaction.cache(session.account.name).keep_directory(name, body, session.instant())

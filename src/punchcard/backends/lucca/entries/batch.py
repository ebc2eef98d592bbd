"""Many new entries at once, of several people (section 8.7).

Whether an array is taken as a whole or in part is not described. So after anything but a plain yes the days
are read again, and what became of each entry is said by what is there; only what is surely not there is sent
again, without those that were refused.
"""

from __future__ import annotations

from collections.abc import Awaitable, Sequence
from dataclasses import dataclass

from punchcard.backends.errors import BackendError, Garbled
from punchcard.backends.http import Answer
from punchcard.backends.lucca.client import LuccaClient, envelope, items_of
from punchcard.backends.lucca.complaints import said_of
from punchcard.backends.lucca.entries.alike import best, same_entry
from punchcard.backends.lucca.entries.facts import LuccaFacts
from punchcard.backends.lucca.entries.reading import rows
from punchcard.backends.lucca.entries.saving import PATH, LuccaSaving, Writing
from punchcard.backends.lucca.entries.settling import LuccaSettling
from punchcard.backends.lucca.moments import told
from punchcard.backends.lucca.signing_in import TITLE
from punchcard.backends.lucca.wire import entries as wire
from punchcard.backends.lucca.wire.values import parsed
from punchcard.backends.outcomes import NotSent, Outcome, Refused, Settled, Unanswered
from punchcard.core.changes import SaveEntry
from punchcard.core.entries import Entry

MOST_AT_ONCE = 100
"""How many entries one call has: the service cuts off what takes it longer than 5 seconds (section 7)."""


@dataclass(frozen=True, slots=True)
class _Item:
    """One entry of a batch."""

    change: SaveEntry
    writing: Writing


class LuccaBatch:
    """Checks all, sends those that no rule is against, and says what became of each."""

    def __init__(
        self, client: LuccaClient, facts: LuccaFacts, saving: LuccaSaving, settling: LuccaSettling
    ) -> None:
        self._client, self._facts, self._saving, self._settling = client, facts, saving, settling

    async def save_all(self, changes: Sequence[SaveEntry]) -> Sequence[Outcome[Entry]]:
        """Create entries with as few calls as can be; changes of those that are there go one by one.

        Raises:
            BackendError: Nothing was done at all.
        """
        found: dict[str, Outcome[Entry]] = {}
        items = self._written([change for change in changes if change.before is None], found)
        around = await self._around(items) if items else []
        sendable: list[_Item] = []
        for item in items:
            why = await self._saving.objection(item.writing, around)
            if why is None:
                sendable.append(_Item(item.change, await self._saving.typed(item.writing, around)))
            else:
                found[item.change.id] = why
        known = {row.id for row in around}
        for item in sendable:
            self._saving.keep_apart(around, item.writing.draft)
        for at in range(0, len(sendable), MOST_AT_ONCE):
            await self._send(sendable[at : at + MOST_AT_ONCE], known, found, is_first=at == 0)
        for change in changes:
            if change.before is not None:
                found[change.id] = await _sent(self._saving.change(change, change.before))
        return [found[change.id] for change in changes]

    async def settle_all(self, changes: Sequence[SaveEntry]) -> Sequence[Settled[Entry | None]]:
        """Find out which of several new entries are there.

        Raises:
            BackendError: It cannot be read.
        """
        return await self._settling.all_created(changes)

    def _written(self, changes: Sequence[SaveEntry], found: dict[str, Outcome[Entry]]) -> list[_Item]:
        items: list[_Item] = []
        for change in changes:
            writing = self._saving.written(change.entry)
            if isinstance(writing, Refused):
                found[change.id] = writing
            else:
                items.append(_Item(change, writing))
        return items

    async def _send(
        self, items: Sequence[_Item], known: set[int], found: dict[str, Outcome[Entry]], *,
        is_first: bool = False,
    ) -> None:  # fmt: skip
        """Send entries as one array, and again what is surely not there.

        Raises:
            BackendError: It is the first call, and was not let through: nothing was done at all.
        """
        if len(items) == 1:
            change, writing = items[0].change, items[0].writing
            post = self._saving.post(change, writing)
            found[change.id] = await (post if is_first else _sent(post))
            return
        try:
            answer = await self._client.send("POST", PATH, [item.writing.draft.body() for item in items])
        except BackendError as problem:
            if is_first:
                raise
            found |= {item.change.id: NotSent(problem.message) for item in items}
            return
        if isinstance(answer, NotSent):
            found |= {item.change.id: answer for item in items}
            return
        lost = await self._collect(items, answer, known, found)
        if not lost:
            return
        if not isinstance(answer, Answer) or answer.is_good:
            why = answer if isinstance(answer, Unanswered) else Unanswered(_UNTOLD)
            found |= {item.change.id: why for item in lost}
            return
        await self._send_rest(items, lost, answer, known, found)

    async def _send_rest(
        self, items: Sequence[_Item], lost: Sequence[_Item], answer: Answer, known: set[int],
        found: dict[str, Outcome[Entry]],
    ) -> None:  # fmt: skip
        """Refuse what the answer names, and send the others again; in halves where it names none."""
        rest: list[_Item] = []
        for index, item in enumerate(items):
            if item in lost and (why := said_of(answer, index)) is not None:
                found[item.change.id] = why
            elif item in lost:
                rest.append(item)
        if len(rest) < len(lost):
            portions = [rest] if rest else []
        else:
            middle = (len(rest) + 1) // 2
            portions = [portion for portion in (rest[:middle], rest[middle:]) if portion]
        for portion in portions:
            await self._send(portion, known, found)

    async def _collect(
        self, items: Sequence[_Item], answer: Answer | Unanswered, known: set[int],
        found: dict[str, Outcome[Entry]],
    ) -> list[_Item]:  # fmt: skip
        """Take what has become an entry, as the answer tells or else the days; return the others."""
        try:
            told_rows = _told(answer)
            if told_rows is None or len(told_rows) < len(items):
                told_rows = await self._again(items)
        except BackendError as problem:
            found |= {item.change.id: Unanswered(problem.message) for item in items}
            return []
        lost: list[_Item] = []
        for item in items:
            new = [row for row in told_rows if row.id not in known and same_entry(row, item.writing.draft)]
            if not new:
                lost.append(item)
                continue
            row = best(new, item.writing.draft)[0]
            known.add(row.id)
            self._saving.made[str(row.id)] = item.change.id
            found[item.change.id] = await self._saving.confirmed(row, item.writing)
        return lost

    async def _around(self, items: Sequence[_Item]) -> list[wire.Entry]:
        days = [told(item.writing.draft.starts_at).date() for item in items]
        return await self._facts.around(_people(items), min(days), max(days))

    async def _again(self, items: Sequence[_Item]) -> list[wire.Entry]:
        days = [told(item.writing.draft.starts_at).date() for item in items]
        return await rows(self._client, _people(items), min(days), max(days))


async def _sent(outcome: Awaitable[Outcome[Entry]]) -> Outcome[Entry]:
    """Return an outcome; where the call was not let through, nothing of it was sent."""
    try:
        return await outcome
    except BackendError as problem:
        return NotSent(problem.message)


_UNTOLD = f"{TITLE} says that it was done, and does not show it."


def _people(items: Sequence[_Item]) -> list[str]:
    return list(dict.fromkeys(item.change.entry.person for item in items))


def _told(answer: Answer | Unanswered) -> list[wire.Entry] | None:
    """The new entries as a good answer tells them; None where it does not."""
    if not isinstance(answer, Answer) or not answer.is_good:
        return None
    try:
        return [parsed(wire.Entry, each) for each in items_of(envelope(answer.data))]
    except Garbled:
        return None

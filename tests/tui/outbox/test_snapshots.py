from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest
from tests.tui.forms.host import Host, now, settled
from tests.tui.outbox.rows import ledger
from textual.pilot import Pilot

from punchcard.core.refusals import Refusal
from punchcard.store.outbox import OutboxRow
from punchcard.tui.outbox.model import Choice
from punchcard.tui.outbox.screen import OutboxScreen

Compare = Callable[..., bool]


def outbox(rows: Sequence[OutboxRow] | None) -> OutboxScreen:
    async def load() -> Sequence[OutboxRow]:
        if rows is None:
            raise Refusal("The database is busy.", "It is asked again by itself.")
        return tuple(rows)

    decided: list[tuple[OutboxRow, Choice]] = []
    return OutboxScreen(load, lambda row, choice: decided.append((row, choice)), now)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["narrow", "wide"])
@pytest.mark.parametrize(
    ("rows", "keys", "theme"),
    [
        pytest.param(ledger(), "down down", "punchcard-dark", id="needs_you"),
        pytest.param(ledger(), "a end", "punchcard-dark", id="everything"),
        pytest.param(ledger(), "a", "punchcard-light", id="light"),
        pytest.param(ledger(), "a", "ansi-dark", id="ansi"),
        pytest.param([], "", "punchcard-dark", id="empty"),
        pytest.param(None, "", "punchcard-dark", id="failed"),
    ],
)
def test_looks(
    snap_compare: Compare, rows: Sequence[OutboxRow] | None, keys: str, theme: str, size: tuple[int, int]
) -> None:
    async def prepare(pilot: Pilot[None]) -> None:
        await settled(pilot)
        await pilot.press(*keys.split())
        await pilot.pause()

    assert snap_compare(Host(outbox(rows), theme), terminal_size=size, run_before=prepare)

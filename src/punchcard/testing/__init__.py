"""The contract suite: what every backend has to pass, ours or a third party's.

An adapter proves itself by inheriting it, against the vendor's sandbox or a file of its own:

    class TestAcme(BackendContract):
        @pytest.fixture
        async def backend(self) -> AsyncIterator[Backend]:
            backend = AcmeBackend(connection_to_a_fresh_account())
            yield backend
            await backend.aclose()

The tests are coroutines (pytest-asyncio in its automatic mode runs them); importing this needs no test
framework. What an adapter says it cannot do is never skipped: the suite then asks for the reason, and for a
refusal where it is tried all the same.
"""

from __future__ import annotations

from punchcard.testing.abilities import AbilitiesContract
from punchcard.testing.approvals import ApprovalsContract
from punchcard.testing.clock import ClockContract
from punchcard.testing.directory import DirectoryContract
from punchcard.testing.entries import EntriesContract
from punchcard.testing.presence import PresenceContract
from punchcard.testing.team import TeamContract

__all__ = ["BackendContract"]


class BackendContract(
    AbilitiesContract,
    ClockContract,
    EntriesContract,
    ApprovalsContract,
    DirectoryContract,
    PresenceContract,
    TeamContract,
):
    """Tests that an adapter's own test class inherits.

    The class that inherits provides a fixture `backend`: a fresh account, nothing running, no entries. It
    may override `zone`, `remembers_ids`, `now`, `person`, `worker`, `second_lead`, `reach` and `assignment`.
    """

"""Balances of working time and vacation that McTime keeps (section 2.12)."""

from __future__ import annotations

from collections.abc import Sequence

from whenever import Date

from punchcard.backends.http import Params
from punchcard.backends.http.moments import window
from punchcard.backends.http.wire import endless
from punchcard.backends.mctime.client import MOST_PAGES, McTimeClient
from punchcard.backends.mctime.signing_in import TITLE
from punchcard.backends.mctime.verdict import Verdict
from punchcard.backends.mctime.wire.accounts import Account, accounts_in, day_of
from punchcard.backends.mctime.wire.values import parsed
from punchcard.core.kept_balance import KeptBalance

ON_A_PAGE = 10
"""The most that are told at once; it is a slow call."""

_PATH = "accounts"
_WHAT = "these balances"


class McTimeBalances:
    """Reads balances; whoever the service does not tell about is left out."""

    def __init__(self, client: McTimeClient) -> None:
        self._client = client

    async def balances(
        self, people: Sequence[str], time_until: Date | None, vacation_until: Date | None
    ) -> Sequence[KeptBalance]:
        """Return the balances of people; of all active ones that may be seen where `people` is empty.

        Raises:
            BackendError: They cannot be read.
        """
        cuts = self._cuts(time_until, vacation_until)
        wanted = list(dict.fromkeys(people))
        if not wanted:
            return await self._of_all(cuts)
        found: list[KeptBalance] = []
        for at in range(0, len(wanted), ON_A_PAGE):
            some = [("userIds", person) for person in wanted[at : at + ON_A_PAGE]]
            # Whoever has left is named on purpose.
            found += self._told(await self._page((*some, *cuts, ("includeInactive", "true")), 1))
        return [each for each in found if each.person in wanted]

    async def _of_all(self, cuts: Params) -> list[KeptBalance]:
        found: dict[str, KeptBalance] = {}
        for number in range(1, MOST_PAGES + 1):
            page = await self._page(cuts, number)
            told = self._told(page)
            is_new = any(each.person not in found for each in told)
            found |= {each.person: each for each in told}
            if not is_new or max(len(told), len(page.items)) < ON_A_PAGE:
                return list(found.values())
        raise endless(TITLE, "a list of balances")

    async def _page(self, params: Params, number: int) -> Verdict:
        paging = ("page", str(number)), ("pageSize", str(ON_A_PAGE))
        return await self._client.ask(_PATH, (*params, *paging), what=_WHAT, in_part=True)

    def _cuts(self, time_until: Date | None, vacation_until: Date | None) -> Params:
        """Return the cut-offs: the last millisecond of a day in the person's zone, since the epoch."""
        days = ("timeBalanceAsOf", time_until), ("vacationBalanceAsOf", vacation_until)
        return tuple((name, str(self._last_millisecond(day))) for name, day in days if day is not None)

    def _last_millisecond(self, day: Date) -> int:
        return window(day, day, self._client.zone)[1].timestamp(unit="millisecond") - 1

    def _told(self, verdict: Verdict) -> list[KeptBalance]:
        good = (item.data for item in verdict.items if item.is_good and item.data is not None)
        return [self._balance(parsed(Account, each)) for data in good for each in accounts_in(data)]

    def _balance(self, account: Account) -> KeptBalance:
        zone = self._client.zone
        return KeptBalance(
            account.user_id,
            None if account.hours is None else round(account.hours * 3600),
            day_of(account.as_of, zone),
            account.vacation_days,
            day_of(account.vacation_as_of, zone),
            account.entitlement_days,
        )

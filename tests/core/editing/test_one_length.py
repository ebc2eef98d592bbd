from __future__ import annotations

from dataclasses import replace

import pytest
from tests.domain import berlin
from whenever import Date

from punchcard.core.editing.checks import check_entry
from punchcard.core.entries import Entry
from punchcard.core.refusals import UsageError

TODAY = Date(2026, 3, 11)
TIMED = Entry("e", "ann", TODAY, berlin("11 08:00"), berlin("11 12:00"))
HOURS = Entry("h", "ann", TODAY, None, None, duration_seconds=3600)


@pytest.mark.parametrize(
    "entry",
    [
        replace(TIMED, end=None),
        replace(TIMED, start=None),
        replace(HOURS, start=berlin("11 08:00")),
        replace(HOURS, end=berlin("11 08:00")),
        replace(TIMED, duration_seconds=14_400),
        replace(TIMED, half_days=2),
    ],
)
def test_an_entry_has_one_length(entry: Entry) -> None:
    with pytest.raises(UsageError, match="nothing was changed"):
        check_entry(entry, TODAY)

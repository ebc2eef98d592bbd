"""What a save is answered with is believed as far as it goes; the rest is read."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest
from tests.backends.mctime.canned import backend_with, enveloped
from tests.backends.mctime.test_tolerance import listed, page, saved, told
from tests.domain import berlin

from punchcard.backends.outcomes import Confirmed, Refused
from punchcard.core.changes import SaveEntry


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (
            enveloped(None, "Time entry could not be saved"),
            "McTime did not save this entry, and says: “Time entry could not be saved”.",
        ),
        ({"items": [], "valid": True}, "McTime did not save this entry, and gave no reason (200)."),
    ],
)
async def test_a_change_that_failed_inside_a_good_answer_is_refused(
    tmp_path: Path, answer: Any, why: str
) -> None:
    (entry,) = await listed(tmp_path, page(told()))

    def times(request: httpx.Request) -> Any:
        return answer if request.method == "POST" else page(told())

    longer = replace(entry, end=berlin("11 13:00"))
    entries = backend_with(str(tmp_path), {"times": times}).entries
    assert await entries.save(SaveEntry("edit", longer, entry)) == Refused(why)


@pytest.mark.parametrize("left_out", ["organizationName", "comment", "breaks"])
async def test_what_an_answer_leaves_out_is_read_and_no_difference(tmp_path: Path, left_out: str) -> None:
    less = {name: each for name, each in told(userId="u1").items() if name != left_out}
    del less["organizationId"]
    outcome = await saved(tmp_path, (200, enveloped(less)), page(told()))
    assert outcome == Confirmed((await listed(tmp_path, page(told())))[0])


async def test_what_was_saved_otherwise_is_known_by_its_id(tmp_path: Path) -> None:
    kept = told(id="e7", organizationId="o2", organizationName="Contoso", to="2026-03-11T12:15:00+01:00")
    answer = {name: each for name, each in kept.items() if name != "organizationId"}
    outcome = await saved(tmp_path, (201, enveloped(answer)), page(kept))
    assert isinstance(outcome, Confirmed), outcome
    assert outcome.warnings == (
        "McTime saved it from 08:00 – 12:15, and not from 08:00 – 12:00.",
        "McTime saved it on Contoso, and not on Portal.",
    )

"""What is asked at a backend that goes by rules of its own, or keeps no reason with a decline."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from tests.tui.approvals.team import BEN, CARLA, LI, TeamHome, done, on_approvals, press, rows
from tests.tui.piloting import on_top, said, seen, until

from punchcard.backends.abilities import Ability, No
from punchcard.backends.local.approvals import LocalApprovals
from punchcard.backends.local.backend import LocalBackend
from punchcard.backends.outcomes import Outcome, Refused
from punchcard.core.approval_changes import Decide
from punchcard.core.change_requests import VIOLATIONS, Decidable
from punchcard.services.session import Session
from punchcard.tui.forms.confirm import ConfirmScreen

RULE = "More than 10 hours of work on that day."
NO_REASON = "No reason is kept here."


@pytest.fixture
def strict(at_once: TeamHome, monkeypatch: pytest.MonkeyPatch) -> TeamHome:
    """Ben's request breaks a rule, and is approved on the lead's word alone."""
    decide = LocalApprovals.decide

    async def asks(self: LocalApprovals, change: Decide) -> Outcome[Sequence[Decidable]]:
        if change.item.person == ben and not change.decision.accept_violations:
            return Refused(RULE, VIOLATIONS)
        return await decide(self, change)

    async def own_id(session: Session) -> str:
        return session.person.id

    ben = at_once.as_one(BEN, own_id)
    monkeypatch.setattr(LocalApprovals, "decide", asks)
    return at_once


async def test_broken_rules_are_named_and_can_be_accepted_or_left(strict: TeamHome) -> None:
    async with on_approvals(strict.app()) as pilot:
        await press(pilot, "a")
        await on_top(pilot, ConfirmScreen)
        text = seen(pilot)
        assert "Approve Ben Okafor, Tue 3 Mar all the same?" in text
        assert RULE in text
        await pilot.press("enter")
        await until(pilot, lambda: not isinstance(pilot.app.screen, ConfirmScreen), "the answer")
        await done(pilot)
        assert rows(pilot) == [BEN, CARLA, CARLA, LI]
        assert "! Ben Okafor" in seen(pilot)

        await press(pilot, "up", "up", "up", "a")
        await on_top(pilot, ConfirmScreen)
        assert RULE in seen(pilot)
        await pilot.press("y")
        await done(pilot)
        await until(pilot, lambda: "Approved Ben" in said(pilot), "the approval being said")
        assert rows(pilot) == [CARLA, CARLA, LI]


async def test_of_several_the_broken_ones_are_asked_about(strict: TeamHome) -> None:
    async with on_approvals(strict.app()) as pilot:
        await press(pilot, "V", "a")
        await pilot.press("y")
        await until(pilot, lambda: "Rules are broken" in seen(pilot), "the question")
        assert RULE in seen(pilot)
        await pilot.press("y")
        await done(pilot)
        await until(pilot, lambda: rows(pilot) == [], "all being approved")


async def test_where_no_reason_is_kept_none_is_asked_for(
    at_once: TeamHome, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = {**LocalBackend.abilities, Ability.DECLINE_REASON: No(NO_REASON)}
    monkeypatch.setattr(LocalBackend, "abilities", kept)
    async with on_approvals(at_once.app()) as pilot:
        await press(pilot, "d")
        await on_top(pilot, ConfirmScreen)
        assert NO_REASON in seen(pilot)
        await pilot.press("y")
        await done(pilot)
        assert rows(pilot) == [CARLA, CARLA, LI]

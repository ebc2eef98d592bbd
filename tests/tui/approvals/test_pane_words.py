"""What stands in the place of an empty list."""

from __future__ import annotations

from punchcard.tui.approvals.pane_words import nothing
from punchcard.tui.approvals.selection import Selection


def test_nobody_is_sent_to_ask_for_a_change_where_there_are_none() -> None:
    said = nothing("mine", Selection(), "Lucca has no change requests.", "")
    assert said == "You have asked for nothing.\n\nLucca has no change requests."
    assert nothing("mine", Selection(), "", "").endswith("On the timesheet you ask for a change of a day.")

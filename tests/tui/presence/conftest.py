from __future__ import annotations

import pytest

from punchcard.tui.forms.base import TextLine


@pytest.fixture(autouse=True)
def still_cursor(monkeypatch: pytest.MonkeyPatch) -> None:
    """A cursor that blinks would be in one picture and not in the next."""
    monkeypatch.setattr(TextLine, "cursor_blink", False)

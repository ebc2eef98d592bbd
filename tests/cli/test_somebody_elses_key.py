"""The command line with a key that belongs to somebody else: it says so, keeps everything, and recovers."""

from __future__ import annotations

from pathlib import Path

from tests.cli.program import Program
from tests.tui.engine.away import ACCOUNT, Away

from punchcard.credentials import variable_of

NOW = "2026-03-11T08:00:00+01:00"


def test_everything_is_kept_until_the_right_key_is_back(tmp_path: Path) -> None:
    away = Away(tmp_path)
    variable, anns = variable_of(ACCOUNT), next(iter(away.vendor.keys.values()))
    punch = Program(away.home.folder, NOW, {variable: away.key})
    with_anns_key = Program(away.home.folder, NOW, {variable: anns})
    said = "The key of the account acme belongs to Ann there, and the account to Ben"
    with away.served():
        assert punch("today").code == 0
        away.vendor.log.clear()
        for words in (["in"], ["sync"]):
            refused = with_anns_key(*words)
            assert (refused.code, refused.out.count(said)) == (4, 1), refused
            assert "What waits to be sent is kept until the key of Ben is back." in refused.out
        assert set(away.calls()) == {"GET /api/me"}
        assert said in with_anns_key.at("2026-03-11T09:30:00+01:00")("today").err
        doctor = with_anns_key("doctor")
        assert (doctor.code, "That is Ann there, and the account acme belongs to Ben" in doctor.out) == (
            1,
            True,
        )
        assert set(away.calls()) == {"GET /api/me"}
        recovered = punch("sync")
    assert (recovered.code, "1 outbox item is delivered." in recovered.out) == (0, True)
    assert list(away.vendor.state.running) == [away.person]
    away.close()

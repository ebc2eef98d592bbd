"""Which simulated vendors there are: ours, and those that others bring along."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from tests.sandbox.asking import Hand, caller

from punchcard.core.refusals import NotFound
from punchcard.sandbox.faults import Fault
from punchcard.sandbox.reference.server import reference_vendor
from punchcard.sandbox.registry import NoSandbox, simulated_vendor, vendor_names


def test_ours_is_there_and_others_are_named_where_it_is_not() -> None:
    assert "reference" in vendor_names()
    assert simulated_vendor("reference", 1, Hand()).name == "reference"
    with pytest.raises(NotFound, match="no simulated vendor “acme”") as refused:
        simulated_vendor("acme", 1, Hand())
    assert "reference" in refused.value.hint


def test_others_bring_theirs_by_an_entry_point(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "acme_practice.py").write_text(
        "from punchcard.sandbox.reference.server import reference_vendor\n"
        "def acme(seed, now):\n    return reference_vendor(seed, now, empty=True)\n"
    )
    info = tmp_path / "acme_practice-1.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: acme-practice\nVersion: 1\n")
    (info / "entry_points.txt").write_text("[punchcard.sandboxes]\nacme = acme_practice:acme\n")
    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])
    assert "acme" in vendor_names()
    vendor = simulated_vendor("acme", 7, Hand())
    assert caller(vendor, "Ben")("GET", "/api/me")["person"]["name"] == "Ben"


def test_what_is_not_installed_is_named_with_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "starlette", None)
    with pytest.raises(NoSandbox, match="need starlette, not installed here") as refused:
        simulated_vendor("reference", 1, Hand())
    assert "pip install 'punchcard[sandbox]'" in refused.value.hint


def test_the_same_seed_gives_the_same_vendor() -> None:
    one, same, other = (reference_vendor(seed, Hand()) for seed in (3, 3, 4))
    assert one.keys == same.keys
    assert one.state.entries == same.state.entries
    assert one.state.requests == same.state.requests
    assert one.state.weeks == same.state.weeks
    assert set(one.keys.values()).isdisjoint(other.keys.values())
    assert one.state.entries != other.state.entries
    assert list(one.keys) == list(other.keys)


def test_what_happens_elsewhere_is_the_same_for_the_same_seed() -> None:
    def happened() -> tuple[object, ...]:
        vendor = reference_vendor(1, Hand())
        vendor.faults.always(Fault.CHANGED_ELSEWHERE)
        lea = caller(vendor, "Lea Hoffmann")
        for path in ("clock", "entries/E1", "entries/E1", "weeks/due", *("approvals",) * 4):
            lea("GET", f"/api/{path}", person="P2", scope="waiting", until="2026-03-08")
        there = vendor.state
        return there.running, there.entries, there.weeks, there.requests

    untouched = reference_vendor(1, Hand()).state
    before = untouched.running, untouched.entries, untouched.weeks, untouched.requests
    assert happened() == happened()
    assert [now != then for now, then in zip(happened(), before, strict=True)] == [True] * 4

"""Who signs in at Clockodo, where, and as which program: what is typed becomes what is sent."""

from __future__ import annotations

from pathlib import Path

import pytest

from punchcard.backends.clockodo.signing_in import (
    BUDGETS,
    LONGEST_CONTACT,
    address,
    checked_base,
    checked_contact,
    checked_email,
    plain_headers,
)
from punchcard.backends.http.call_budget import CallLedger
from punchcard.core.refusals import UsageError

IDENTIFICATION = "X-Clockodo-External-Application"


@pytest.mark.parametrize(
    ("typed", "base"),
    [
        ("https://my.clockodo.com", "https://my.clockodo.com/api"),
        ("https://MY.clockodo.com/", "https://my.clockodo.com/api"),
        ("https://my.clockodo.com/api/", "https://my.clockodo.com/api"),
        ("https://proxy.example/clockodo/api", "https://proxy.example/clockodo/api"),
        ("http://127.0.0.1:8818", "http://127.0.0.1:8818/api"),
    ],
)
def test_an_address_is_good_with_and_without_api(typed: str, base: str) -> None:
    assert checked_base(typed) == base
    assert address({"base_url": typed}) == base


def test_without_an_address_it_is_the_one_of_everybody() -> None:
    assert address({}) == "https://my.clockodo.com/api"


def test_an_address_of_the_web_pages_is_refused_with_the_right_one() -> None:
    with pytest.raises(UsageError, match="ends with /api") as refused:
        checked_base("https://my.clockodo.com/en/users/editself")
    assert "https://my.clockodo.com/api" in refused.value.hint


def test_program_and_contact_fit_into_fifty_characters() -> None:
    longest = "a" * (LONGEST_CONTACT - len("@b.example")) + "@b.example"
    sent = plain_headers({"email": "ann@b.example", "contact": longest})[IDENTIFICATION]
    assert (sent, len(sent)) == (f"Punchcard;{longest}", 50)
    assert plain_headers({"email": "ann@b.example"})[IDENTIFICATION] == "Punchcard;ann@b.example"
    with pytest.raises(UsageError, match="41 characters, and Clockodo takes 40"):
        checked_contact(f"a{longest}")
    with pytest.raises(UsageError, match="Your email has 41 characters") as refused:
        plain_headers({"email": f"a{longest}"})
    assert "--contact" in refused.value.hint
    assert plain_headers({"email": f"a{longest}", "contact": "a@b.example"})[IDENTIFICATION]


@pytest.mark.parametrize("typed", ["ann berger", "ann", "ann@b;c", "änn@b.example", "@", "ann@"])
def test_what_is_no_email_is_said_before_anything_is_sent(typed: str) -> None:
    with pytest.raises(UsageError, match="cannot be the email"):
        checked_email(typed)
    with pytest.raises(UsageError, match="cannot be the contact"):
        checked_contact(typed)
    with pytest.raises(UsageError):
        plain_headers({"email": typed})


def test_the_limits_of_everything_and_of_long_lists_are_those_that_are_described() -> None:
    minute, hour = 60, 3600
    everything = {(900, minute), (2250, 15 * minute), (4500, hour), (20_000, 24 * hour)}
    assert {(each.calls, each.seconds) for each in BUDGETS if not each.path} == everything
    lists = [each for each in BUDGETS if each.path == "/v2/entries"]
    assert [(each.calls, each.seconds, each.method) for each in lists] == [(300, 15 * minute, "GET")]


def test_each_kind_of_call_for_groups_is_counted_by_itself_and_both_generations_together(
    tmp_path: Path,
) -> None:
    moment = [1_000_000.0]
    ledger = CallLedger(str(tmp_path), BUDGETS, lambda: moment[0])
    for method in ("GET", "PUT", "DELETE"):
        for path in ["/v2/entrygroups", "/entrygroups"] * 5:
            assert ledger.take(method, path) is None
        for path in ("/v2/entrygroups", "/entrygroups"):
            wait = ledger.take(method, path)
            assert wait is not None
            assert 60 <= wait.seconds < 62
    moment[0] += 62
    assert ledger.take("PUT", "/v2/entrygroups") is None

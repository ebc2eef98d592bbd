from __future__ import annotations

import pytest
from tests.sandbox.asking import Hand
from tests.sandbox.clockodo.asking import Caller, Vendor, caller, small


@pytest.fixture
def vendor(hand: Hand) -> Vendor:
    return small(hand=hand)


@pytest.fixture
def classic(hand: Hand) -> Vendor:
    return small("classic", hand=hand)


@pytest.fixture
def ann(vendor: Vendor) -> Caller:
    return caller(vendor, "Ann")


@pytest.fixture
def ben(vendor: Vendor) -> Caller:
    return caller(vendor, "Ben")

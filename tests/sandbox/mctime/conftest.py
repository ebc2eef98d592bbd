from __future__ import annotations

import pytest
from tests.sandbox.asking import Hand
from tests.sandbox.mctime.asking import ANN, BEN, LEA, Caller, Vendor, caller, small


@pytest.fixture
def vendor(hand: Hand) -> Vendor:
    return small(hand)


@pytest.fixture
def ann(vendor: Vendor) -> Caller:
    return caller(vendor, ANN)


@pytest.fixture
def ben(vendor: Vendor) -> Caller:
    return caller(vendor, BEN)


@pytest.fixture
def lea(vendor: Vendor) -> Caller:
    return caller(vendor, LEA)

from __future__ import annotations

import subprocess
import sys
import tomllib
from importlib.metadata import entry_points

import pytest
from tests.processes import ROOT

from punchcard.backends.contract import ENTRY_POINT_GROUP
from punchcard.backends.local import LocalBackend
from punchcard.core.refusals import NotFound
from punchcard.services.installed_backends import BUNDLED, backend_factory


def test_the_bundled_backends_are_the_ones_that_the_package_registers() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert project["entry-points"][ENTRY_POINT_GROUP] == BUNDLED
    installed = {found.name: found.value for found in entry_points(group=ENTRY_POINT_GROUP)}
    assert installed.items() >= BUNDLED.items()


def test_each_bundled_backend_is_called_as_it_is_registered() -> None:
    for name in BUNDLED:
        assert backend_factory(name).info.name == name
    assert backend_factory("local") is LocalBackend


def test_a_backend_that_is_not_installed_is_a_sentence_with_those_that_are() -> None:
    with pytest.raises(NotFound, match="No backend named “acme” is installed") as caught:
        backend_factory("acme")
    assert "local" in caught.value.hint


def test_the_contract_suite_needs_no_test_framework() -> None:
    program = "import sys, punchcard.testing; print(sorted({'pytest', 'asyncio'} & set(sys.modules)))"
    said = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "[]"

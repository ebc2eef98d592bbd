"""`punch who`: who is clocked in, of a team that is kept on this machine."""

from __future__ import annotations

import pytest
from tests.cli.program import Program
from tests.cli.test_team import CONFIG


@pytest.fixture
def office(punch: Program) -> Program:
    """Ann is not clocked in; Ben works on something, Carla has a break."""
    punch.configure(CONFIG)
    for name in ("Ben Okafor", "Carla Díaz"):
        assert punch("team", "add", name).code == 0
    ben = ("--as", "ben", "--at", "08:00", "--on", "Northwind/Portal", "--create", "--note", "[b]on site[/]")
    assert punch("in", *ben).code == 0
    assert punch("in", "--as", "carla", "--at", "09:30", "--type", "Home office").code == 0
    assert punch("break", "--as", "carla", "--at", "16:30").code == 0
    return punch


def test_who_is_clocked_in_since_when_and_with_what(office: Program) -> None:
    assert office("who").out.splitlines() == [
        "▶  Ben Okafor  working   in at 08:00  9:00 ago               Northwind › Portal  [b]on site[/]",
        "‖  Carla Díaz  on break  in at 09:30  7:30 ago  Home office",
        "",
        "2 clocked in at 17:00, 1 of them on a break.",
    ]
    ben, carla = office("who", "--json").data["people"]
    assert (ben["state"], ben["elapsed_seconds"], ben["assignment"]) == (
        "working", 9 * 3600, "Northwind › Portal",
    )  # fmt: skip
    assert (carla["state"], carla["since"]) == ("break", "2026-03-11T09:30:00+01:00")
    assert (carla["type"], carla["note"], carla["pending"]) == ("Home office", None, None)


@pytest.mark.parametrize(
    ("words", "names"),
    [
        (("--person", "carla"), ["Carla Díaz"]),
        (("--person", "carla", "--person", "ann"), ["Carla Díaz"]),
        (("--on", "Northwind"), ["Ben Okafor"]),
        (("--type", "home"), ["Carla Díaz"]),
        (("--type", "home", "--on", "Northwind/Portal"), []),
    ],
)
def test_only_some_are_asked_for(office: Program, words: tuple[str, ...], names: list[str]) -> None:
    assert [person["name"] for person in office("who", *words, "--json").data["people"]] == names


def test_where_nobody_is_it_is_said(office: Program) -> None:
    assert office("who", "--person", "ann").out == "Nobody of those is clocked in.\n"
    for name in ("ben", "carla"):
        assert office("out", "--as", name).code == 0
    assert office("who").out == "Nobody is clocked in.\n"


@pytest.mark.parametrize(
    ("words", "code"), [(("--person", "zoe"), 5), (("--on", "Nowhere"), 5), (("--on", ""), 2), (("zoe",), 2)]
)
def test_what_fits_nothing_is_refused(office: Program, words: tuple[str, ...], code: int) -> None:
    assert office("who", *words).code == code

from __future__ import annotations

import pytest

from punchcard.core.groups import Group, GroupPath
from punchcard.tui.groups.columns import Columns, bar_of, percent_of
from punchcard.tui.groups.tree_model import (
    all_branches,
    as_text,
    opened_to_fit,
    path_in_words,
    visible_rows,
    walk,
)

HOUR = 3600


def node(path: GroupPath, label: str, *children: Group, seconds: int = HOUR) -> Group:
    total = sum(child.seconds for child in children) or seconds
    return Group(
        path[-1][1] if path else "", label, total, children=children, path=path, count=max(1, len(children))
    )


def two_levels() -> Group:
    north, south = (("client", "n"),), (("client", "s"),)
    portal = node((*north, ("project", "p")), "Portal", seconds=3 * HOUR)
    app = node((*north, ("project", "a")), "App")
    none = node((*south, ("project", "")), "no project")
    return node((), "Total", node(north, "Northwind", portal, app), node(south, "=South", none))


def test_only_what_is_open_is_seen() -> None:
    total = two_levels()
    assert [row.group.label for row in visible_rows(total, ())] == ["Northwind", "=South"]
    rows = visible_rows(total, {total.children[0].path})
    assert [(row.group.label, row.depth, row.is_open) for row in rows] == [
        ("Northwind", 0, True),
        ("Portal", 1, False),
        ("App", 1, False),
        ("=South", 0, False),
    ]
    assert [row.share for row in rows] == [0.8, 0.75, 0.25, 0.2]


def test_shares_of_nothing_are_nothing() -> None:
    empty = Group("", "Total", 0, children=(Group("n", "Northwind", 0, path=(("client", "n"),)),))
    assert [row.share for row in visible_rows(empty, ())] == [0.0]


def test_whole_levels_are_opened_as_far_as_there_is_room() -> None:
    total = two_levels()
    assert opened_to_fit(total, 4) == set()
    assert opened_to_fit(total, 5) == {total.children[0].path, total.children[1].path}
    assert opened_to_fit(Group("", "Total", 0), 5) == set()


def test_paths_in_words() -> None:
    total = two_levels()
    assert path_in_words(total, total.children[0].children[1].path) == "Northwind › App"
    assert path_in_words(total, ()) == ""


def test_copied_text_has_tabs_and_no_formulas() -> None:
    total = two_levels()
    assert as_text(total.children[0], "Northwind") == "Northwind\t4:00\t2\n  Portal\t3:00\t1\n  App\t1:00\t1"
    assert as_text(total.children[1], "=South\tx").startswith("'=South x\t")


@pytest.mark.parametrize(
    ("share", "bar", "percent"),
    [
        (0.0, "", "0 %"),
        (0.001, "╸", "<1 %"),
        (0.5, "━━━━", "50 %"),
        (0.56, "━━━━╸", "56 %"),
        (0.999, "━━━━━━━━", "99 %"),
        (1.0, "━━━━━━━━", "100 %"),
        (2.0, "━━━━━━━━", "200 %"),
    ],
)
def test_bars_and_percents(share: float, bar: str, percent: str) -> None:
    assert bar_of(share, 8) == bar
    assert percent_of(share) == percent


def test_columns_never_need_more_than_there_is() -> None:
    rounded = Group("", "Total", HOUR, rounded_seconds=HOUR, billable_seconds=0)
    for total in (rounded, two_levels()):
        for width in range(40, 240):
            columns = Columns.of(width, total)
            gap = 3 if columns.bar else 0
            assert sum(columns) + gap <= width
            assert columns.label >= 10
            assert len(columns.headings().plain) <= width
            row = visible_rows(two_levels(), ())[0]
            assert columns.row(row).cell_length <= width


def deep(count: int) -> Group:
    """So many nodes below clients of ten projects each."""
    clients: list[Group] = []
    for client in range(count // 11):
        path = (("client", str(client)),)
        below = [node((*path, ("project", str(n))), f"Project {client}.{n}") for n in range(10)]
        clients.append(node(path, f"Client {client}", *below))
    return node((), "Total", *clients)


def test_ten_thousand_nodes_can_all_be_open() -> None:
    total = deep(11_000)
    rows = visible_rows(total, all_branches(total))
    assert len(rows) == 11_000 == sum(1 for _ in walk(total))
    some = sorted(all_branches(total))[::25]
    assert len(visible_rows(total, set(some))) == 1_000 + 10 * len(some)

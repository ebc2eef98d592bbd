from __future__ import annotations

from tests.tui.forms.host import branch

from punchcard.core.assignments import Assignment, Dimension, Reference
from punchcard.tui.forms.picker_model import Level, RowKind, folded, ranked, rows_for

CLIENT, PROJECT = Dimension("client", "Client"), Dimension("project", "Project")


PORTALS = (Reference("project", "Portal", "Portal"),)


def nodes(*names: str, dimension: str = "client") -> tuple[Reference, ...]:
    return tuple(Reference(dimension, name, name) for name in names)


def shown(level: Level, query: str = "") -> list[tuple[str, str]]:
    return [(row.kind.value, row.label) for row in rows_for(level, query)]


TOP = Level(
    (CLIENT, PROJECT),
    choices=nodes("Contoso", "Crème & Söhne", "Northwind"),
    recents=(branch("Northwind", "Portal"), branch("Contoso")),
    can_add=True,
)


def test_recents_stand_before_the_first_level() -> None:
    assert shown(TOP) == [
        ("heading", "Recent"),
        ("recent", "Northwind › Portal"),
        ("recent", "Contoso"),
        ("nothing", "Nothing in particular"),
        ("heading", "Client"),
        ("node", "Contoso"),
        ("node", "Crème & Söhne"),
        ("node", "Northwind"),
    ]


def test_typing_filters_recents_and_choices_alike() -> None:
    assert shown(TOP, "nor") == [
        ("heading", "Recent"),
        ("recent", "Northwind › Portal"),
        ("heading", "Client"),
        ("node", "Northwind"),
        ("new", "New client “nor”"),
    ]


def test_every_word_may_match_anywhere() -> None:
    assert shown(TOP, "port wind")[1] == ("recent", "Northwind › Portal")


def test_case_and_accents_do_not_matter() -> None:
    assert ("node", "Crème & Söhne") in shown(TOP, "CREME sohne")
    assert folded("Ångström") == folded("angstrom")
    assert folded("Straße") == folded("STRASSE")


def test_what_begins_with_the_query_comes_first() -> None:
    assert ranked(["Big Port", "Airport", "Portal"], str, "port") == ["Portal", "Big Port", "Airport"]


def test_a_name_that_exists_is_not_offered_as_new() -> None:
    assert RowKind.NEW not in [row.kind for row in rows_for(TOP, "creme & söhne")]


def test_nothing_new_where_the_tree_is_kept_elsewhere() -> None:
    assert shown(Level((CLIENT,), choices=nodes("Contoso")), "foo") == []


def test_a_lower_level_begins_with_what_is_chosen() -> None:
    below = Level((CLIENT, PROJECT), nodes("Northwind"), nodes("Portal", dimension="project"))
    rows = rows_for(below, "")
    assert shown(below) == [("accept", "Book on Northwind"), ("node", "Portal")]
    assert rows[0].assignment == Assignment(nodes("Northwind"))
    assert shown(below, "x") == []


def test_a_required_level_cannot_be_left_out() -> None:
    required = Dimension("project", "Project", required=True)
    below = Level((CLIENT, required), nodes("Northwind"), nodes("Portal", dimension="project"))
    assert shown(below) == [("node", "Portal")]
    top = Level((Dimension("client", "Client", required=True),), choices=nodes("Contoso"))
    assert RowKind.NOTHING not in [row.kind for row in rows_for(top, "")]


def test_hostile_names_are_one_clean_line() -> None:
    level = Level((CLIENT,), choices=nodes("[bold]x[/]\x1b[31m\nred\u202e"))
    assert ("node", "[bold]x[/] red") in shown(level)


CUSTOMER, SERVICE = Dimension("customer", "Customer", True), Dimension("service", "Service", True)
SUBPROJECT = Dimension("subproject", "Subproject")


def test_a_level_that_may_be_left_out_stands_beside_the_one_that_may_not() -> None:
    levels = (CUSTOMER, PROJECT, SUBPROJECT, SERVICE)
    services = nodes("Support", dimension="service")
    below = Level(levels, nodes("Northwind", dimension="customer"), (*PORTALS, *services))
    assert below.question == "project or service"
    assert shown(below) == [
        ("heading", "Project"),
        ("node", "Portal"),
        ("heading", "Service"),
        ("node", "Support"),
    ]
    assert shown(below, "sup") == [("heading", "Service"), ("node", "Support")]
    whole = Level(levels, (*below.chosen, *services))
    assert (whole.next_levels, whole.question) == ((), "")
    assert shown(whole) == [("accept", "Book on Northwind › Support")]


def test_what_lacks_a_level_is_not_taken_where_there_is_nothing_to_choose() -> None:
    below = Level((CUSTOMER, SERVICE), nodes("Northwind", dimension="customer"))
    assert (shown(below), below.missing) == ([], (SERVICE,))

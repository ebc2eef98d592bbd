"""What Ann works on, and the names of the time types she books."""

from __future__ import annotations

OFFICE = "Work"
HOME_OFFICE = "Home office"
TRAVEL = "Travel"
VACATION = "Vacation"
SICK = "Sick leave"

EVENING = 21 * 60
"""When Ann writes a past day down, in minutes since midnight."""

MONDAY_MORNING = 9 * 60 + 4
"""When Ann hands in the week before, in minutes since midnight."""

INTERNAL = "Internal"
"""The client that stands for Ann's own company."""

RUNNING = ("Northwind/Portal/Development", "spec review")
"""What the clock runs on now: the branch of the tree, and the note."""

LONG = (
    RUNNING,
    ("Northwind/Portal/Development", "login form"),
    ("Northwind/Portal/Development", "search index"),
    ("Northwind/Warehouse/Migration", "stock tables"),
    ("Contoso/Audit/Report", "first draft"),
)
"""What can fill a whole day: the branch of the tree, and the note."""

SHORT = (
    ("Northwind/Portal/Support", "call with supplier"),
    ("Northwind/Portal/Support", "ticket queue"),
    ("Northwind/Portal/Review", "release 4.2"),
    ("Northwind/Warehouse/Migration", "import of old orders"),
    ("Contoso/Audit/Interviews", "purchasing"),
    ("Internal/Team/Planning", "next quarter"),
    ("Internal/Team/Training", "accessibility workshop"),
)
"""What takes half a day."""


def is_billable(path: str) -> bool:
    """Whether somebody pays for what is booked on a path."""
    return bool(path) and not path.startswith(INTERNAL)

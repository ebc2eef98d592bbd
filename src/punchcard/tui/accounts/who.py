"""Whether the person is whom a service has found, where the account says who they are and not its key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from punchcard.core.refusals import Refusal
from punchcard.core.text import one_line
from punchcard.tui.forms.confirm import ConfirmScreen

if TYPE_CHECKING:
    from punchcard.services.accounts import Tested


class NotYou(Refusal):
    """Somebody else than the person has agreed to be."""

    code = "not_you"

    def __init__(self, name: str) -> None:
        """Take the name of whom the service tells now."""
        super().__init__(
            f"The service says now that you are {one_line(name, 60)}. Nothing was saved.",
            "Test the connection once more.",
        )


def who_question(tested: Tested, title: str) -> ConfirmScreen:
    """Return the question whether the person is who was found at the service `title`."""
    person = tested.person
    email = f" ({one_line(person.email, 80)})" if person.email else ""
    return ConfirmScreen(
        f"Are you {one_line(person.name, 60)}{email} at {title}?",
        "The key stands for a program there: what you ask for is written down as that person's.",
        yes="Yes, save it",
        no="No",
        title="Is that you?",
        destructive=False,
    )

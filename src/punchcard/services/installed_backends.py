"""Finding the backend of an account by name, without loading any other."""

from __future__ import annotations

from punchcard.backends.contract import BackendFactory
from punchcard.config.installed import BUNDLED as BUNDLED
from punchcard.config.installed import ENTRY_POINT_GROUP, NotInstalled, loaded
from punchcard.core.refusals import NotFound, Refusal
from punchcard.core.text import one_line


class BrokenBackend(Refusal):
    """A backend is installed and cannot be loaded."""

    code = "broken_backend"


def backend_factory(name: str) -> BackendFactory:
    """Return what opens accounts of the backend `name`.

    Raises:
        NotFound: No such backend is installed.
        BrokenBackend: It cannot be loaded.
    """
    try:
        return loaded(name)
    except NotInstalled:
        raise _unknown(name) from None
    except Exception as error:  # What somebody else has written may fail in any way.
        raise BrokenBackend(
            f"The backend “{name}” is installed and cannot be loaded ({one_line(repr(error), 200)}).",
            "Install it again, or ask whoever has written it.",
        ) from error


def installed_names() -> list[str]:
    """Return the names of all backends: the bundled ones first, then others in order."""
    from importlib.metadata import entry_points

    others = set(entry_points(group=ENTRY_POINT_GROUP).names) - set(BUNDLED)
    return [*BUNDLED, *sorted(others)]


def _unknown(name: str) -> NotFound:
    from difflib import get_close_matches

    from punchcard.core.key_shapes import may_be_repeated

    names = installed_names()
    close = get_close_matches(name.casefold(), names, n=1)
    meant = f"Did you mean “{close[0]}”? " if close else ""
    named = f"No backend named “{name}”" if may_be_repeated(name) else "No such backend"
    return NotFound(f"{named} is installed.", f"{meant}Installed are: {', '.join(names)}.")

"""Writing a file that a person named: whole or not at all, and never over another one unasked."""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress

from punchcard.core.refusals import Refusal
from punchcard.core.text import one_line


class FileIsThere(Refusal):
    """A file that would have been overwritten."""

    code = "file_exists"


class CannotWrite(Refusal):
    """A file that cannot be written."""

    code = "cannot_write"


def write_new_file(path: str, body: bytes, *, replace: bool) -> str:
    """Write `body` into the file `path`, readable for nobody else, in one step.

    Args:
        path: Where; `~` is the person's home.
        body: What.
        replace: Whether a file that is there may be replaced. A link is followed; no device or pipe ever is.

    Returns:
        The absolute path.

    Raises:
        FileIsThere: There is one, and it was not to be replaced.
        CannotWrite: It cannot be written; what was there is as it was.
    """
    target = os.path.abspath(os.path.expanduser(path))
    shown = one_line(target, 200)
    try:
        if os.path.isdir(target):
            raise CannotWrite(f"{shown} is a folder; nothing was written.", "Name a file in it.")
        if not replace and os.path.lexists(target):
            raise _is_there(shown)
        if os.path.exists(target) and not os.path.isfile(target):
            raise CannotWrite(
                f"{shown} is no ordinary file, so it is not replaced; nothing was written.",
                "Name another file, or leave --output out to print.",
            )
        # A link stays one: what it leads to is written.
        _write(os.path.realpath(target), body, replace=replace)
    except FileExistsError as error:
        raise _is_there(shown) from error
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise CannotWrite(f"{shown} cannot be written: {reason}.", "Name another file.") from error
    return target


def _write(target: str, body: bytes, *, replace: bool) -> None:
    handle, beside = tempfile.mkstemp(dir=os.path.dirname(target), prefix=".punchcard-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(body)
            file.flush()
            os.fsync(file.fileno())
        if replace or not _linked(beside, target):
            os.replace(beside, target)
    finally:
        with suppress(FileNotFoundError):
            os.unlink(beside)


def _linked(beside: str, target: str) -> bool:
    """Give the file its name only if nobody has taken it; False where the file system knows no links."""
    try:
        os.link(beside, target)
    except FileExistsError:
        raise
    except (OSError, NotImplementedError):
        return False
    return True


def _is_there(shown: str) -> FileIsThere:
    return FileIsThere(f"{shown} is there already; nothing was written.", "Give --force to replace it.")

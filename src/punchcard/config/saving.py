"""Reading and replacing `config.toml` as a whole, without ever losing what stands in it."""

from __future__ import annotations

import os
import stat
import tempfile
from codecs import BOM_UTF8
from contextlib import suppress

from punchcard.config.errors import ConfigError, unreadable
from punchcard.core.text import one_line

_PRIVATE = 0o600


def read_bytes(path: str) -> bytes | None:
    """Return what the file at `path` holds; None where there is none.

    Raises:
        ConfigError: It cannot be read.
    """
    try:
        with open(path, "rb") as file:
            return file.read()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise unreadable(path, error) from error


def text_of(path: str, content: bytes | None) -> str:
    """Return the text of a file, without the mark of its encoding.

    Raises:
        ConfigError: It is no UTF-8 text.
    """
    try:
        return (content or b"").decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise unreadable(path, error) from error


def replace_text(path: str, before: bytes | None, text: str) -> None:
    """Put `text` in the place of what the file held before: all of it or nothing.

    The file keeps its permissions, the mark of its encoding, and, where `path` is a symbolic link, its place.

    Args:
        path: The configuration file.
        before: What it held when it was read; None where there was none.
        text: What it is to hold.

    Raises:
        ConfigError: It was changed meanwhile, or cannot be written; it is left as it is.
    """
    content = (BOM_UTF8 if before is not None and before.startswith(BOM_UTF8) else b"") + text.encode()
    target = os.path.realpath(path)
    try:
        mode = _mode_of(target)
        temporary = _written_beside(target, content, mode)
    except OSError as error:
        raise _unwritable(path, error) from error
    try:
        if read_bytes(path) != before:
            raise ConfigError(
                f"{one_line(path)} was changed by somebody else just now; it was left as it is.",
                "Do it again.",
            )
        os.replace(temporary, target)
    except OSError as error:
        raise _unwritable(path, error) from error
    finally:
        with suppress(FileNotFoundError):
            os.unlink(temporary)
    _flush_folder(os.path.dirname(target))


def _mode_of(target: str) -> int:
    try:
        mode = stat.S_IMODE(os.stat(target).st_mode)
    except FileNotFoundError:
        return _PRIVATE
    if not os.access(target, os.W_OK):
        raise PermissionError(13, "it is read-only")
    return mode


def _written_beside(target: str, content: bytes, mode: int) -> str:
    folder = os.path.dirname(target)
    os.makedirs(folder, mode=0o700, exist_ok=True)
    handle, temporary = tempfile.mkstemp(prefix=".config-", suffix=".toml", dir=folder)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(temporary, mode)
    except BaseException:
        os.unlink(temporary)
        raise
    return temporary


def _flush_folder(folder: str) -> None:
    # Not every system lets folders be opened; the file itself is on disk.
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _unwritable(path: str, error: OSError) -> ConfigError:
    return ConfigError(
        f"{one_line(path)} cannot be written ({one_line(error.strerror or str(error))}); "
        "it was left as it is.",
        "Make the file and its folder writable, and do it again.",
    )

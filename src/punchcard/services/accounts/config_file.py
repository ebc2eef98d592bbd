"""Editing `config.toml` while nobody else does: one change after the other."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager

from punchcard.config.errors import ConfigError
from punchcard.config.saving import read_bytes, replace_text, text_of
from punchcard.core.text import one_line
from punchcard.database.private import make_folder
from punchcard.paths import Folders
from punchcard.store.file_lock import FileLock

PATIENCE_SECONDS = 5.0
"""How long to wait for another process that edits the file."""

_PAUSE_SECONDS = 0.02

Edit = Callable[[str, str], str]
"""Makes the new text of the file from its path and its text."""


def edit_config(folders: Folders, *edits: Edit) -> None:
    """Change the configuration by `edits`, one after the other, all or nothing.

    Raises:
        Refusal: It cannot be read or written, or would not be right; it is left as it is.
    """
    path = folders.config_file
    with _alone(folders):
        before = read_bytes(path)
        old = text = text_of(path, before)
        for edit in edits:
            text = edit(path, text)
        if text != old:
            make_folder(folders.config)
            replace_text(path, before, text)


@contextmanager
def _alone(folders: Folders) -> Generator[None]:
    make_folder(folders.state)
    lock = FileLock(os.path.join(folders.state, "config.lock"))
    waited_until = time.monotonic() + PATIENCE_SECONDS
    while not lock.acquire():
        if time.monotonic() > waited_until:
            raise ConfigError(
                f"Another Punchcard is just changing {one_line(folders.config_file)}; it was left as it is.",
                "Do it again in a moment.",
            )
        time.sleep(_PAUSE_SECONDS)
    try:
        yield
    finally:
        lock.release()

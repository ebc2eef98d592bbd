"""Folders and files that only the person can open."""

from __future__ import annotations

import os
from contextlib import suppress


def make_folder(path: str) -> None:
    """Make the folder at `path`, and those missing above it, open to the person alone (0700)."""
    above = os.path.dirname(os.path.abspath(path))
    if not os.path.isdir(above):
        make_folder(above)
    os.makedirs(path, mode=0o700, exist_ok=True)


def make_file(path: str) -> None:
    """Make an empty file at `path`, open to the person alone (0600), unless there is one."""
    # One that is there is left alone: closing it would end the locks that this process has on it (POSIX).
    with suppress(FileExistsError):
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))

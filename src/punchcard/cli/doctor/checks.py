"""What `punch doctor` looks at. A fault is a line of the report, never an exception."""

from __future__ import annotations

import os
import platform
import shutil
import sqlite3
import sys
from collections.abc import Iterator
from importlib.metadata import version

from punchcard import __version__
from punchcard.cli.context import Context
from punchcard.cli.doctor.accounts import account_checks
from punchcard.cli.doctor.databases import Check, database_checks
from punchcard.config import Config
from punchcard.core.moments import day_in_words
from punchcard.core.refusals import Refusal
from punchcard.core.zones import in_zone
from punchcard.logs import log_path
from punchcard.paths import Folders
from punchcard.services.clocks import NOW_VARIABLE
from punchcard.store.store import FILE_NAME, Store


def every_check(context: Context, *, offline: bool) -> list[Check]:
    """Look at versions, folders, configuration, databases, the outbox, the accounts, clock and terminal.

    Args:
        context: Where the command works.
        offline: Whether the network is left alone.
    """
    config, config_check = _config(context)
    databases = database_checks(context.folders)
    checks = [*_versions(), *_folders(context.folders), _log(context.folders), config_check, *databases]
    if config is not None and not any(check.problem for check in databases):
        checks += _outbox(context, config)
    clock = _clock(context, config)
    if config is not None and clock.problem is None:
        checks += account_checks(context, config, offline=offline)
    return [*checks, clock, _terminal()]


def _versions() -> Iterator[Check]:
    yield Check("punchcard", __version__)
    yield Check("python", f"{platform.python_version()} ({sys.executable})")
    yield Check("platform", platform.platform())
    yield Check("textual", version("textual"))
    yield Check("sqlite", sqlite3.sqlite_version)
    for name in ("httpx", "keyring", "whenever", "pydantic"):
        yield Check(f"{name} library", version(name))


def _folders(folders: Folders) -> Iterator[Check]:
    for name in ("config", "data", "state", "runtime"):
        yield _folder(f"{name} folder", getattr(folders, name))


def _folder(name: str, path: str) -> Check:
    if not os.path.lexists(path):
        return Check(name, f"{path} (made when it is needed)")
    try:
        mode = os.stat(path).st_mode & 0o777
    except OSError as error:
        return Check(name, path, f"{path} cannot be looked at: {error.strerror}.")
    if not os.path.isdir(path):
        return Check(name, path, f"{path} is a file where a folder is needed.")
    if not os.access(path, os.W_OK | os.X_OK):
        return Check(name, f"{path} ({mode:03o})", f"{path} cannot be written to.")
    return Check(name, f"{path} ({mode:03o})")


def _log(folders: Folders) -> Check:
    path = log_path(folders)
    if not os.path.exists(path):
        return Check("log", f"{path} (begun with an account of a service, or with --debug)")
    return Check("log", f"{path} ({-(-os.path.getsize(path) // 1024)} KiB)")


def _config(context: Context) -> tuple[Config | None, Check]:
    path = context.folders.config_file
    try:
        config = context.config()
        if os.path.exists(path):
            from punchcard.tui.preferences import check_for

            check_for(config, context.folders.config)
    except Refusal as refusal:
        return None, Check("configuration", path, f"{refusal.message} {refusal.hint}".strip())
    accounts = ", ".join(f"{a.name} ({a.backend})" for a in config.accounts.values())
    state = "" if os.path.exists(path) else " (no file, defaults)"
    return config, Check("configuration", f"{path}{state}; accounts: {accounts}")


def _outbox(context: Context, config: Config) -> Iterator[Check]:
    if not os.path.exists(os.path.join(context.folders.data, FILE_NAME)):
        return
    try:
        today = in_zone(context.clock()(), config.schedule.zone).date().format_iso()
        store = Store(context.folders.data, today)
        with store.read() as transaction:
            counts = {name: transaction.outbox.count_unsettled(name) for name in config.accounts}
        store.close()
    except Refusal as refusal:
        yield Check("outbox", "cannot be read", refusal.message)
        return
    for name, (pending, attention) in counts.items():
        problem = f"{attention} of {name} in the outbox need you: see `punch outbox`." if attention else None
        yield Check(f"outbox of {name}", f"{pending} on the way, {attention} need you", problem)


def _clock(context: Context, config: Config | None) -> Check:
    zone = config.schedule.zone if config else "UTC"
    try:
        now = in_zone(context.clock()(), zone)
    except Refusal as refusal:
        return Check("clock", os.environ.get(NOW_VARIABLE, ""), refusal.message)
    stopped = f", stopped by {NOW_VARIABLE}" if os.environ.get(NOW_VARIABLE) else ""
    return Check("clock", f"{now.format_iso(unit='second')} ({day_in_words(now.date())}{stopped})")


def _terminal() -> Check:
    names = ("TERM", "COLORTERM", "NO_COLOR", "TERM_PROGRAM")
    said = [f"{name}={os.environ[name]}" for name in names if name in os.environ]
    size = shutil.get_terminal_size()
    encoding = sys.stdout.encoding if sys.stdout else "none"
    return Check("terminal", " ".join([*said, f"{size.columns}×{size.lines}", f"encoding {encoding}"]))

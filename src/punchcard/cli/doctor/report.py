"""The report that may be given to others: what `doctor` saw, without secrets, people, notes and customers."""

from __future__ import annotations

import os
import re
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from pathlib import Path

from punchcard.cli.context import Context
from punchcard.cli.doctor.databases import Check
from punchcard.cli.doctor.log import log_for_others
from punchcard.cli.doctor.names import Names, account_names
from punchcard.config import AccountConfig, Config
from punchcard.core.refusals import Refusal
from punchcard.core.text import cleaned, one_line
from punchcard.logs import HIDDEN, redacted

CONTENTS = (
    "what `punch doctor` saw, the configuration, how much is in the outbox, the names of environment "
    "variables, and the end of the log. Secrets, e-mail addresses, notes, and the names of people and "
    "customers are left out; accounts and the addresses of other machines are numbered"
)
"""What the report holds, for whoever is about to send it."""

_EMAIL = re.compile(r"[\w.+%-]+@[\w.-]+\w")
_QUOTED = re.compile(r"“[^”\n]*”")
_SHOWN_SETTINGS = frozenset({"base_url", "units", "edit_lock_days"})
_RELEVANT = re.compile(
    r"PUNCHCARD_|PYTHON_KEYRING|XDG_|DBUS_|GNOME_|LC_|TEXTUAL|SSL_|(?:\w+_proxy|TZ|TERM|COLORTERM|LANG|NO_COLOR|TMUX|STY"
    r"|DISPLAY|WAYLAND_DISPLAY|SSH_CONNECTION)$",
    re.IGNORECASE,
)


def report(context: Context, checks: Sequence[Check]) -> str:
    """Return the report as text."""
    sections = {
        "what punch doctor saw": _checks(checks),
        "configuration": _configuration(context),
        "outbox: account, kind, state, how many, attempts": _outbox(context.folders.database_file),
        "environment variables that are set (names only)": sorted(filter(_RELEVANT.match, os.environ)),
        "end of the log, without what errors say": log_for_others(context.folders),
    }
    names = Names(account_names(context.folders, _config(context)))
    parts = [f"A report of `punch doctor --bundle`. It holds {CONTENTS}."]
    parts += ["\n".join([f"== {title}", *lines]) for title, lines in sections.items()]
    return names.hidden(without_people("\n\n".join(parts))) + "\n"


def without_people(text: str) -> str:
    """Return `text` without secrets, e-mail addresses, what was quoted, and where the person's home lies."""
    home = os.path.expanduser("~")
    plain = cleaned(text).replace(home, "~") if len(home) > 1 else cleaned(text)
    return _EMAIL.sub("[e-mail]", _QUOTED.sub("“…”", redacted(plain)))


def _checks(checks: Iterable[Check]) -> Iterator[str]:
    for check in checks:
        yield f"{'!' if check.problem else ' '} {check.name}: {one_line(check.for_others or check.value)}"
        if check.problem:
            yield f"    {one_line(check.problem)}"


def _config(context: Context) -> Config | None:
    try:
        return context.config()
    except Refusal:
        # The report says why in what `doctor` saw.
        return None


def _configuration(context: Context) -> Iterator[str]:
    if (config := _config(context)) is None:
        yield "cannot be read; see above"
        return
    schedule = config.schedule
    yield f"default_account = {config.default_account}"
    yield f"zone = {schedule.zone}, rules = {schedule.rules}, hold_seconds = {config.hold_seconds}"
    yield f"theme = {config.theme}, keys = {', '.join(config.keys) or 'none changed'}"
    yield f"silenced = {', '.join(config.silenced) or 'none'}"
    for account in config.accounts.values():
        yield from _account(account, config)


def _account(account: AccountConfig, config: Config) -> Iterator[str]:
    default = " (default)" if account.name == config.default_account else ""
    yield f"[{account.name}]{default} backend = {account.backend}, write = {account.write}"
    for name, value in account.settings.items():
        yield f"    {name} = {one_line(value, 200) if name in _SHOWN_SETTINGS else HIDDEN}"


def _outbox(path: str) -> Iterator[str]:
    """How many things are in which state: of a file that is damaged too, as far as it can be read."""
    if not os.path.exists(path):
        yield "none yet"
        return
    query = (
        "SELECT account, kind, state, count(*), max(attempts) FROM outbox GROUP BY account, kind, state "
        "ORDER BY account, kind, state"
    )
    try:
        with closing(sqlite3.connect(f"{Path(path).absolute().as_uri()}?mode=ro", uri=True)) as connection:
            for row in connection.execute(query):
                yield "  ".join(str(value) for value in row)
    except sqlite3.Error as error:
        yield f"cannot be read: {type(error).__name__}"

"""`account`: the accounts of this home, and what each can do."""

from __future__ import annotations

import argparse
import asyncio
import os
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, cast

from punchcard.cli.account_asking import add_refused_secrets, ask, ask_field, can_ask, say, secret_for
from punchcard.cli.account_text import (
    abilities_text,
    ability_shape,
    account_shape,
    accounts_text,
    backends_text,
)
from punchcard.cli.asking import confirm
from punchcard.cli.context import Context, Result
from punchcard.core.refusals import UsageError
from punchcard.paths import ACCOUNT_VARIABLE
from punchcard.services import accounts as home
from punchcard.services.account_checks import (
    checked_account,
    checked_name,
    missing_fields,
    refuse_if_taken,
    refuse_unknown,
    secret_field,
)
from punchcard.services.installed_backends import backend_factory
from punchcard.services.session import chosen_account

if TYPE_CHECKING:
    from punchcard.backends.contract import WritePolicy

FIELDS = ("email", "contact", "base_url", "person", "login", "company", "name", "units", "edit_lock_days")
"""What an account may have, as `config.toml` knows it; a backend takes some of it."""

_POLICIES = ("full", "clock", "read-only")
_ONLY_FOR = {
    "backend": ("add", "abilities"),
    "write": ("add", "edit"),
    "secret_stdin": ("add", "edit", "secret"),
    "use": ("add",),
    "yes": ("remove",),
    **{f"set_{name}": ("add", "edit") for name in FIELDS},
}


def configure(name: str, parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `account`."""
    parser.epilog = (
        f"examples:\n"
        f"  punch {name}                                   all accounts, * marks the one that is used\n"
        f"  punch {name} add practice --backend reference  asks for what is missing; the key is not shown\n"
        f"  punch {name} add acme --backend reference --secret-stdin --use < key.txt\n"
        f"  punch {name} test acme                         say who you are there\n"
        f"  punch {name} use acme                          commands use it where no other is named\n"
        f"  punch {name} edit acme --write read-only       change its settings, after a test\n"
        f"  punch {name} secret acme                       replace a key that has expired, after a test\n"
        f"  punch {name} abilities acme                    what can be done there, and what not, and why\n"
        f"  punch {name} remove acme                       its ledger stays\n\n"
        f"`--account NAME` or {ACCOUNT_VARIABLE} choose an account for one command or one terminal.\n"
        f"A secret is never an argument; it is kept in the keyring of the system, and nowhere else."
    )
    actions = ", ".join(_ACTIONS)
    parser.add_argument("action", nargs="?", default="list", choices=tuple(_ACTIONS), metavar="ACTION",
                        help=f"one of {actions} (default: list)")  # fmt: skip
    parser.add_argument("account_name", nargs="?", metavar="NAME", help="the account")
    parser.add_argument("--backend", metavar="BACKEND", help="for add and abilities: what is behind it")
    for field in FIELDS:
        option, dest = f"--{field.replace('_', '-')}", f"set_{field}"
        parser.add_argument(option, dest=dest, metavar="TEXT", help="for add and edit, where it is needed")
    parser.add_argument("--write", choices=_POLICIES, metavar="HOW", help="full, clock or read-only")
    parser.add_argument("--secret-stdin", action="store_true", help="read the secret from standard input")
    parser.add_argument("--use", action="store_true", help="for add: let commands use it from now on")
    parser.add_argument("--yes", action="count", default=0, help="remove without asking")
    add_refused_secrets(parser)


def run(arguments: argparse.Namespace, context: Context) -> Result:
    """List the accounts, or do something with one."""
    action = arguments.action
    for option, allowed in _ONLY_FOR.items():
        if getattr(arguments, option) and action not in allowed:
            shown = option.removeprefix("set_").replace("_", "-")
            raise UsageError(
                f"`punch account {action}` takes no --{shown}.", "`punch account --help` has examples."
            )
    if action == "list" and arguments.account_name:
        raise UsageError("`punch account list` takes no name.", "`punch account test NAME` tests one.")
    return _ACTIONS[action](arguments, context)


def _list(arguments: argparse.Namespace, context: Context) -> Result:
    del arguments
    config = context.config()
    accounts = home.list_accounts(context.folders, config, context.clock())
    secrets = home.secret_sources([account.name for account in accounts if account.needs_secret])
    shapes = [account_shape(account, secrets.get(account.name)) for account in accounts]
    text, chosen = accounts_text(accounts, secrets), os.environ.get(ACCOUNT_VARIABLE)
    if chosen:
        text += f"\n\n{ACCOUNT_VARIABLE} chooses {chosen} here."
    return Result(text, {"accounts": shapes, "chosen": chosen or config.default_account})


def _add(arguments: argparse.Namespace, context: Context) -> Result:
    config = context.config()
    name, backend = _named(arguments, context), arguments.backend
    if name is None:
        raise UsageError("`punch account add` needs a NAME for the account.", _HELP)
    refuse_if_taken(config, checked_name(name))
    if backend is None and can_ask(context):
        say(backends_text(home.installed()))
        backend = ask("Backend")
    if not backend:
        names = ", ".join(info.name for info in home.installed())
        raise UsageError("`punch account add` needs --backend. Nothing was changed.", f"There are: {names}.")
    info = backend_factory(backend).info
    settings = _given(arguments)
    refuse_unknown(info, settings)
    if can_ask(context):
        for field in missing_fields(info, settings):
            settings[field.name] = ask_field(field)
    new = home.NewAccount(name, backend, settings, arguments.write or "full")
    # Before a secret is asked for: whoever has typed one should not have typed it in vain.
    checked_account(new)
    wanted = secret_field(info) if not home.has_secret_in_environment(name) else None
    if wanted or arguments.secret_stdin:
        new = new._replace(secret=secret_for(arguments, context, info, secret_field(info)))
    folders, clock = context.folders, context.clock()
    said = asyncio.run(home.add_account(folders, config, clock, new, use=arguments.use))
    return _done(said, name, context)


def _edit(arguments: argparse.Namespace, context: Context) -> Result:
    config, given = context.config(), _given(arguments)
    account = chosen_account(config, _required(arguments, "edit"))
    if not given and not arguments.write and not arguments.secret_stdin:
        raise UsageError("`punch account edit` needs something to change. Nothing was changed.", _HELP)
    info = backend_factory(account.backend).info
    secret = secret_for(arguments, context, info, secret_field(info)) if arguments.secret_stdin else None
    write = cast("WritePolicy", arguments.write or account.write)
    new = home.NewAccount(account.name, account.backend, {**account.settings, **given}, write, secret)
    said = asyncio.run(home.change_account(context.folders, config, context.clock(), new))
    return _done(said, account.name, context)


def _secret(arguments: argparse.Namespace, context: Context) -> Result:
    config = context.config()
    account = chosen_account(config, _required(arguments, "secret"))
    info = backend_factory(account.backend).info
    field = home.wanted_secret(account.name, info)
    secret = secret_for(arguments, context, info, field)
    if secret is None:
        raise UsageError(
            f"The new {field.label} of {account.name} is missing. Nothing was changed.",
            "Pipe it in with --secret-stdin, or type it in a terminal.",
        )
    said = asyncio.run(home.replace_secret(context.folders, config, context.clock(), account.name, secret))
    return _done(said, account.name, context)


def _use(arguments: argparse.Namespace, context: Context) -> Result:
    name = _required(arguments, "use")
    return _done(home.use_account(context.folders, context.config(), name), name, context)


def _test(arguments: argparse.Namespace, context: Context) -> Result:
    config = context.config()
    account = chosen_account(config, arguments.account_name or context.account)
    tested = asyncio.run(home.test_saved(context.folders, config, context.clock(), account.name))
    person = tested.person
    data = {
        "account": account.name,
        "backend": account.backend,
        "person": {"id": person.id, "name": person.name, "email": person.email, "role": person.role.value},
        "clock_offset_seconds": tested.clock_offset_seconds,
    }
    return Result(tested.sentence, data)


def _remove(arguments: argparse.Namespace, context: Context) -> Result:
    config, name = context.config(), _required(arguments, "remove")
    folders, clock = context.folders, context.clock()
    removal = home.removal_of(folders, config, clock, name)
    again = "Deliver it first with `punch sync`, or say --yes twice to give it up."
    hint = again if removal.pending else "Add --yes."
    confirm(context, removal.question, yes=arguments.yes > bool(removal.pending), hint=hint)
    said = asyncio.run(home.remove_account(folders, config, clock, name, drop_pending=bool(removal.pending)))
    return _done(said, name, context)


def _abilities(arguments: argparse.Namespace, context: Context) -> Result:
    from punchcard.services.ability_words import ability_lines, account_abilities, backend_abilities

    if arguments.backend:
        if arguments.account_name:
            raise UsageError("Name an account or a --backend, not both.", _HELP)
        info = backend_factory(arguments.backend).info
        lines, title = ability_lines(backend_abilities(info.name)), info.title
        data: dict[str, Any] = {"account": None, "backend": info.name}
    else:
        account = chosen_account(context.config(), arguments.account_name or context.account)
        info = backend_factory(account.backend).info
        lines, title = ability_lines(account_abilities(account)), f"{account.name} ({info.title})"
        data = {"account": account.name, "backend": info.name, "write": account.write}
    shapes = [ability_shape(line) for line in lines]
    return Result(abilities_text(title, lines), {**data, "abilities": shapes})


_HELP = "`punch account --help` has examples."
_ACTIONS: dict[str, Callable[[argparse.Namespace, Context], Result]] = {
    "list": _list,
    "add": _add,
    "edit": _edit,
    "secret": _secret,
    "use": _use,
    "test": _test,
    "remove": _remove,
    "abilities": _abilities,
}


def _named(arguments: argparse.Namespace, context: Context) -> str | None:
    if arguments.account_name is None and can_ask(context):
        return ask("Name of the account")
    return arguments.account_name


def _required(arguments: argparse.Namespace, action: str) -> str:
    if arguments.account_name is None:
        raise UsageError(
            f"`punch account {action}` needs the NAME of an account.", "`punch account` lists them."
        )
    return arguments.account_name


def _given(arguments: argparse.Namespace) -> dict[str, str]:
    values = {name: getattr(arguments, f"set_{name}") for name in FIELDS}
    return {name: value for name, value in values.items() if value is not None}


def _done(said: str, name: str, context: Context) -> Result:
    config = context.config()
    accounts = home.list_accounts(context.folders, config, context.clock())
    shapes = [account_shape(account, None) for account in accounts if account.name == name]
    return Result(said, {"message": said, "account": shapes[0] if shapes else None})

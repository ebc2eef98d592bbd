"""`account`: the accounts of this home, and what each can do."""

from __future__ import annotations

import argparse
import asyncio
import os
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, cast

from punchcard.cli.accounts.asking import ask, ask_field, can_ask, say, secret_for
from punchcard.cli.accounts.pages import SET
from punchcard.cli.accounts.pages import configure as configure
from punchcard.cli.accounts.text import (
    abilities_text,
    ability_shape,
    account_shape,
    accounts_text,
    backends_text,
)
from punchcard.cli.asking import confirm
from punchcard.cli.context import Context, Result
from punchcard.core.key_shapes import looks_like_key, may_be_repeated, never_an_argument
from punchcard.core.refusals import UsageError
from punchcard.core.text import one_line
from punchcard.paths import ACCOUNT_VARIABLE
from punchcard.services import accounts as home
from punchcard.services.accounts.checks import (
    checked_account,
    checked_name,
    open_fields,
    refuse_if_taken,
    refuse_unknown,
    secret_field,
)
from punchcard.services.installed_backends import backend_factory
from punchcard.services.session import chosen_account

if TYPE_CHECKING:
    from punchcard.backends.contract import AccountField, WritePolicy
    from punchcard.core.people import Person


def run(arguments: argparse.Namespace, context: Context) -> Result:
    """List the accounts, or do something with one."""
    action = arguments.action
    name = getattr(arguments, "account_name", None)
    for word in (name, getattr(arguments, "backend", None)):
        if word and looks_like_key(word) and (action == "add" or word not in context.config().accounts):
            raise never_an_argument()
    if action == "list" and name:
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
        shown = chosen if chosen in config.accounts or may_be_repeated(chosen) else "another account"
        text += f"\n\n{ACCOUNT_VARIABLE} chooses {shown} here."
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
        for field in open_fields(info, settings):
            settings[field.name] = ask_field(field)
    new = home.NewAccount(name, backend, settings, arguments.write or "full")
    # Before a secret is asked for: whoever has typed one should not have typed it in vain.
    checked_account(new)
    wanted = secret_field(info) if not home.has_secret_in_environment(name) else None
    if wanted or arguments.secret_stdin:
        _check_keyring(arguments, context, name, secret_field(info))
        new = new._replace(secret=secret_for(arguments, context, info, secret_field(info)))
    folders, clock = context.folders, context.clock()

    def agrees(person: Person) -> None:
        email = f" ({one_line(person.email, 80)})" if person.email else ""
        question = f"{info.title} has {one_line(person.name, 80)}{email} under that name. Is that you?"
        confirm(context, question, yes=arguments.yes, hint="Add --yes if it is.")

    added = home.add_account(folders, config, clock, new, use=arguments.use, agrees=agrees)
    said = asyncio.run(added)
    return _done(said, name, context)


def _edit(arguments: argparse.Namespace, context: Context) -> Result:
    config, given = context.config(), _given(arguments)
    account = chosen_account(config, _required(arguments, "edit"))
    if not given and not arguments.write and not arguments.secret_stdin:
        raise UsageError("`punch account edit` needs something to change. Nothing was changed.", _HELP)
    info = backend_factory(account.backend).info
    secret = None
    if arguments.secret_stdin:
        _check_keyring(arguments, context, account.name, secret_field(info))
        secret = secret_for(arguments, context, info, secret_field(info))
    write = cast("WritePolicy", arguments.write or account.write)
    new = home.NewAccount(account.name, account.backend, {**account.settings, **given}, write, secret)
    said = asyncio.run(home.change_account(context.folders, config, context.clock(), new))
    return _done(said, account.name, context)


def _secret(arguments: argparse.Namespace, context: Context) -> Result:
    config = context.config()
    account = chosen_account(config, _required(arguments, "secret"))
    info = backend_factory(account.backend).info
    field = home.wanted_secret(account.name, info)
    _check_keyring(arguments, context, account.name, field)
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
    return {
        name.removeprefix(SET): value
        for name, value in vars(arguments).items()
        if name.startswith(SET) and value is not None
    }


def _check_keyring(
    arguments: argparse.Namespace, context: Context, name: str, field: AccountField | None
) -> None:
    """Look for a keyring before a secret is typed or read: it would be in vain without one."""
    if field is not None and (arguments.secret_stdin or can_ask(context)):
        home.check_keyring(name)


def _done(said: str, name: str, context: Context) -> Result:
    config = context.config()
    accounts = home.list_accounts(context.folders, config, context.clock())
    found = [account for account in accounts if account.name == name]
    # For programs alone: a keyring may take its time.
    asked = [account.name for account in found if account.needs_secret and context.as_json]
    secrets = home.secret_sources(asked)
    shapes = [account_shape(account, secrets.get(account.name)) for account in found]
    return Result(said, {"message": said, "account": shapes[0] if shapes else None})

"""A home with accounts at a simulated vendor."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.cli.program import Program

from punchcard.credentials import variable_of
from punchcard.sandbox.application import Simulated

BERLIN = '[schedule]\nzone = "Europe/Berlin"\n'


def connect(
    program: Program, vendor: Simulated[Any], url: str, accounts: Mapping[str, str], config: str = BERLIN
) -> Program:
    """Give a home accounts at a vendor.

    Args:
        program: Runs there.
        vendor: Whose keys and settings they are.
        url: Where it listens.
        accounts: By what each is called the name of whose it is; the first is the usual one.
        config: What else is configured.
    """
    lines = f'default_account = "{next(iter(accounts))}"\n{config}'
    for account, name in accounts.items():
        settings = {**vendor.settings[name], "base_url": f"{url}{vendor.base_path}"}
        lines += f'[accounts.{account}]\nbackend = "{vendor.name}"\n'
        lines += "".join(f'{key} = "{value}"\n' for key, value in settings.items())
        program.surroundings[variable_of(account)] = vendor.keys[name]
    program.configure(lines)
    return program

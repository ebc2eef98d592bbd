"""What the accounts screen says of an account; no Textual."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from punchcard.core.text import one_line

if TYPE_CHECKING:
    from punchcard.core.refusals import Refusal
    from punchcard.services.accounts import AccountSummary, Removal, SecretSource, Tested
    from punchcard.services.reading.connection_state import ConnectionState

NOBODY = "not known yet"
GOES_WITHOUT_SAYING = (" Nothing was saved.", " Nothing was changed.")

ADVICE = {
    "unreachable": "Is the address right, and this machine online?",
    "bad_credentials": "Copy it once more from where the service shows it.",
}
"""What to do about a test that failed, by the code of the refusal: its own hint is for an account in use."""

ONLINE, ADDRESS_ONLY = "is this machine online?", "Is the address right?"

WRITE_WORDS = {
    "full": "everything",
    "clock": "the clock alone",
    "read-only": "nothing",
}
"""What an account may write, for a form and a list."""

WRITE_HELP = {
    "full": "Whatever you ask for is sent: punches, entries, requests, decisions.",
    "clock": "Only punches are sent; everything else stays as it is.",
    "read-only": "Nothing is ever sent; you only look.",
}


class Checked(NamedTuple):
    """What came of a test of the connection, or that it is going on."""

    tested: Tested | None = None
    problem: str = ""
    is_going_on: bool = False


class Fact(NamedTuple):
    """One line about an account."""

    label: str
    said: str
    is_problem: bool = False


def plain(sentence: str) -> str:
    """Return a sentence without the remark that nothing was changed, where that goes without saying."""
    for remark in GOES_WITHOUT_SAYING:
        sentence = sentence.removesuffix(remark)
    return sentence


def failed_test(refusal: Refusal) -> str:
    """Return why a test has failed and what to do about it, without what is for the command line."""
    hint = "" if "`punch " in refusal.hint else refusal.hint
    message, advice = plain(refusal.message), ADVICE.get(refusal.code, hint)
    # Some failures ask a part of it themselves.
    return f"{message} {ADDRESS_ONLY if message.endswith(ONLINE) and advice else advice}".strip()


def outbox_in_words(pending: int, attention: int) -> str:
    """Return what is in the outbox: "2 on their way, 1 needs you"; empty where nothing is.

    Args:
        pending: How much is not settled.
        attention: How much of it needs the person.
    """
    going = pending - attention
    parts = [f"{going} on {'its' if going == 1 else 'their'} way"] * bool(going)
    parts += [f"{attention} need{'s' if attention == 1 else ''} you"] * bool(attention)
    return ", ".join(parts)


def signs(pending: int, attention: int) -> str:
    """Return the same in signs, as the top line has them: "↑2 !1 needs you"."""
    going = pending - attention
    return "  ".join([f"↑{going}"] * bool(going) + [f"!{attention} needs you"] * bool(attention))


def secret_in_words(source: SecretSource | None, account: str) -> Fact:
    """Return where the key of an account is; None while it is looked for."""
    if source is None:
        return Fact("Key", "looking for it …")
    if source.problem:
        return Fact("Key", f"{source.problem} {source.hint}".strip(), is_problem=True)
    if source.source == "environment":
        variable = f"PUNCHCARD_SECRET_{account.upper().replace('-', '_')}"
        return Fact("Key", f"from the environment, {variable}")
    return Fact("Key", "in the keyring of this system")


def clocks_in_words(offset_seconds: float | None) -> str:
    """Return how far the clocks are apart; empty where the service does not tell."""
    if offset_seconds is None:
        return ""
    if abs(offset_seconds) < 1:
        return "The clocks agree within a second."
    way = "ahead of" if offset_seconds > 0 else "behind"
    return f"Its clock is {abs(offset_seconds):.0f} s {way} this machine's."


def removal_question(removal: Removal, account: AccountSummary) -> str:
    """Return what removing an account loses, and what is kept."""
    things = "thing on its" if removal.pending == 1 else "things on their"
    said = [f"{removal.pending} {things} way will never be sent."] if removal.pending else []
    gone = "settings and key are" if account.needs_secret else "settings are"
    said.append(f"Its {gone} removed. What you have asked for stays in the ledger on this machine.")
    if removal.next_default:
        said.append(f"{removal.next_default} becomes the default.")
    return " ".join(said)


def connection_fact(
    checked: Checked | None, connection: ConnectionState | None, *, is_key_missing: bool = False
) -> Fact:
    """Return how an account is connected.

    Args:
        checked: What came of the last test on this screen.
        connection: What the app knows of the open account; None for the others.
        is_key_missing: Whether it is said beside it what is wrong with the key.
    """
    if checked is not None and checked.is_going_on:
        return Fact("Connection", "asking the service who you are …")
    if checked is not None and checked.problem:
        return Fact("Connection", checked.problem, is_problem=True)
    if checked is not None and checked.tested is not None:
        return Fact("Connection", f"✓ {tested_in_words(checked.tested)}")
    if connection is not None:
        # What is wrong with the key stands there already.
        words = connection.words if is_key_missing else connection.sentence or connection.words
        return Fact("Connection", one_line(words), is_problem=connection.is_problem)
    return Fact("Connection", "not open now; t tests it")


def tested_in_words(tested: Tested) -> str:
    """Return who the person is there, and how far the clocks are apart."""
    # The sentence speaks of the clocks itself where they are far apart.
    clocks = "" if "Its clock" in tested.sentence else clocks_in_words(tested.clock_offset_seconds)
    return one_line(f"{tested.sentence} {clocks}")


def facts(
    account: AccountSummary,
    source: SecretSource | None,
    checked: Checked | None,
    connection: ConnectionState | None,
) -> Sequence[Fact]:
    """Return all that is known of an account, a line each."""
    lines = [Fact("You are", one_line(account.person) if account.person else NOBODY)]
    if account.problem:
        lines.append(Fact("Problem", plain(account.problem), is_problem=True))
    is_key_missing = account.needs_secret and source is not None and bool(source.problem)
    lines.append(connection_fact(checked, connection, is_key_missing=is_key_missing))
    lines.append(Fact("May write", WRITE_WORDS[account.write]))
    waiting = outbox_in_words(account.pending, account.attention)
    lines.append(Fact("Outbox", waiting or "nothing on its way", is_problem=bool(account.attention)))
    if account.needs_secret:
        lines.append(secret_in_words(source, account.name))
    return lines

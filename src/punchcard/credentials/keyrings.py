"""The keyring of the operating system, through the library `keyring`: which one, and what it raises.

Nothing here limits how long it takes; `punchcard.credentials` does.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Generator
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, Any, Protocol, cast

from punchcard.core.text import one_line
from punchcard.credentials.problems import CredentialProblem, KeyringDenied, KeyringLocked, NoKeyring

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

    from punchcard.credentials.questions import OnPrompt

_CHOICE = "PYTHON_KEYRING_BACKEND"
"""The library's own environment variable that names a backend."""

_ASKS_DBUS = "keyring.backends.SecretService"


class Keyring(Protocol):
    """What is asked of a keyring."""

    def get_password(self, service: str, username: str) -> str | None:
        """Return what is kept, or None."""
        ...

    def set_password(self, service: str, username: str, password: str) -> None:
        """Keep it, in the place of what was kept before."""
        ...

    def delete_password(self, service: str, username: str) -> None:
        """Forget what is kept."""
        ...


@contextmanager
def opened(
    on_prompt: OnPrompt | None, variable: str, *, on_chosen: Callable[[str], object] | None = None
) -> Generator[Keyring]:
    """The keyring in use, for one question.

    Args:
        on_prompt: Called before a locked one asks the person to unlock it; None where it may not ask.
        variable: The environment variable that does without a keyring, for the sentence.
        on_chosen: Called with what it calls itself, once that is known, before it is asked anything.

    Raises:
        CredentialProblem: There is none that keeps secrets safely, or it does not do what it is asked.
    """
    from keyring.errors import KeyringError, NoKeyringError
    from keyring.errors import KeyringLocked as Locked

    try:
        keyring = _chosen(variable)
        if on_chosen is not None:
            on_chosen(_name_of(keyring))
        if _is_locked(keyring):
            if on_prompt is None:
                raise _locked()
            on_prompt()
        yield cast("Keyring", keyring)
    except CredentialProblem:
        raise
    except NoKeyringError:
        raise _none(variable) from None
    except Locked:
        raise _locked() from None
    except KeyringError as error:
        raise _denied(str(error)) from None
    except Exception as error:
        # Behind it are D-Bus and other people's programs, whose errors have no type in common.
        raise _from_below(error) from None


def _name_of(keyring: KeyringBackend) -> str:
    """What the keyring calls itself, with the module it comes from."""
    return f"{one_line(str(getattr(keyring, 'name', 'unnamed')), 80)} ({type(keyring).__module__})"


def _chosen(variable: str) -> KeyringBackend:
    """The library's choice, as long as that keeps secrets safely."""
    from keyring import core
    from keyring.backends.chainer import ChainerBackend
    from keyring.backends.fail import Keyring as Nothing

    try:
        keyring = core.get_keyring()
        if isinstance(keyring, ChainerBackend):
            # Unasked, it would also look into what keeps secrets in a plain file.
            core.init_backend(limit=_is_safe)
            keyring = core.get_keyring()
    except (ImportError, AttributeError, ValueError, RuntimeError) as error:
        raise _misnamed(error) from None
    if isinstance(keyring, Nothing) and (found := _one_that_came_later()) is not None:
        core.set_keyring(found)
        keyring = found
    if isinstance(keyring, Nothing) or type(keyring).__module__ == "keyring.backends.null":
        raise _none(variable)
    if not _is_safe(keyring):
        raise NoKeyring(
            f"The keyring in use is “{one_line(keyring.name)}”, which does not keep secrets safely. "
            "Punchcard keeps none in a plain file.",
            _how_to_do_without(variable),
        )
    return keyring


def _one_that_came_later() -> KeyringBackend | None:
    """The best keyring now: the library looks once, and a keyring may be started after the app."""
    from keyring import core
    from keyring.backend import KeyringBackend, by_priority, get_all_keyring
    from keyring.backends.chainer import ChainerBackend

    if core.load_env() or core.load_config():
        return None  # Somebody wants none.
    get_all_keyring()  # loads the modules that they are in
    viable = KeyringBackend.get_viable_backends()
    safe = [found for found in viable if found is not ChainerBackend and _is_safe(found)]
    return max(safe, key=by_priority)() if safe else None


def _is_safe(keyring: Any) -> bool:
    """The library's own line: below 1 are those that keep secrets in a file, in plain text or nearly so."""
    return keyring.priority >= 1


def _is_locked(keyring: KeyringBackend) -> bool:
    """Whether it would prompt; where only trying would tell, it is taken for open."""
    if type(keyring).__module__ != _ASKS_DBUS:
        return False
    import secretstorage

    with closing(secretstorage.dbus_init()) as bus:
        try:
            return secretstorage.Collection(bus).is_locked()
        except secretstorage.ItemNotFoundException:
            return True  # There is no collection yet; the person is asked for the password of a new one.


def _none(variable: str) -> NoKeyring:
    return NoKeyring(
        "There is no keyring here that could keep a secret, and Punchcard keeps none in a plain file.",
        _how_to_do_without(variable),
    )


def _how_to_do_without(variable: str) -> str:
    return f"{_what_to_install()} Without one, give the secret in the environment variable {variable}."


def _misnamed(error: Exception) -> NoKeyring:
    chosen = os.environ.get(_CHOICE)
    where = (
        f"{_CHOICE} names “{one_line(chosen, 80)}”" if chosen is not None else "the keyring's configuration"
    )
    return NoKeyring(
        f"The keyring that {where} cannot be used here ({type(error).__name__}).", _what_to_install()
    )


def _what_to_install() -> str:
    if sys.platform == "linux":
        return (
            "Install and start one that offers the Secret Service, such as gnome-keyring "
            "(Debian: `apt install gnome-keyring`), KWallet or KeePassXC."
        )
    return "Unlock or repair the keyring of your system, and sign in at its desktop."


def _locked() -> KeyringLocked:
    return KeyringLocked(
        "The keyring is locked, and was not unlocked.", "Unlock it and try again. Nothing was changed there."
    )


def _denied(said: str) -> KeyringDenied:
    reason = one_line(said, 200).rstrip(".") or "it did not say why"
    return KeyringDenied(f"The keyring refused: {reason}.", "Nothing was changed there.")


def _from_below(error: Exception) -> KeyringLocked | KeyringDenied | NoKeyring:
    """What was not raised by the library itself; such texts may quote what was sent, so none is shown."""
    if sys.platform == "linux":
        from secretstorage import exceptions

        if isinstance(error, exceptions.LockedException | exceptions.PromptDismissedException):
            return _locked()
        gone = exceptions.SecretServiceNotAvailableException | OSError | EOFError | RuntimeError
        if isinstance(error, gone):
            return NoKeyring(
                "The keyring is not running any more, or was ended just now.",
                "Start it again and try once more. Nothing was changed there.",
            )
    return _denied(f"{type(error).__name__} came back from below")

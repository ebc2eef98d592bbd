"""What a service repeats of the key: taken out of its answers before anybody reads, shows or keeps them."""

from __future__ import annotations

from dataclasses import replace

from pydantic import SecretStr

from punchcard.backends.http.reply import Reply
from punchcard.logs import HIDDEN, forms_of

_SHORTEST = 8
"""What is shorter may stand in an answer by chance, as a number; no key is so short."""


def without_key(reply: Reply, secret: SecretStr) -> Reply:
    """Return an answer without the key, in whatever common form it stands there.

    Services do quote it: "The key … is not known." is a message for a person, and is kept with the item
    that it is about.
    """
    key = secret.get_secret_value()
    if len(key) < _SHORTEST:
        return reply
    body, location = reply.body, reply.location
    for form in forms_of(key):
        body = body.replace(form.encode("utf-8", "surrogatepass"), HIDDEN.encode())
        location = location.replace(form, HIDDEN) if location else location
    return replace(reply, body=body, location=location)

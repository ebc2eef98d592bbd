"""Arrays of time entries: what becomes of the others where one is wrong (Lucca API, create)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias, TypeVar, cast

from punchcard.sandbox.lucca.wire.answers import Problem, invalid
from punchcard.sandbox.lucca.wire.calls import Call

T = TypeVar("T")

Element: TypeAlias = Mapping[str, Any]
"""One object of a body."""


def each_done(
    call: Call, given: list[object], prepare: Callable[[Call, Element], Callable[[], T]]
) -> list[T]:
    """What became of the elements of an array.

    Where arrays are atomic, all of them are looked at before any is done; else each is done in its turn, up
    to the first that is wrong.

    Args:
        call: The request.
        given: The elements.
        prepare: Looks at an element, and returns what carries it out.

    Raises:
        Problem: Elements are wrong; each is named by its place, from 0.
    """
    ready, done = list[Callable[[], T]](), list[T]()
    wrong, worst = dict[str, list[str]](), 0
    for place, body in enumerate(given):
        try:
            carry_out = prepare(call, element(body, "$"))
        except Problem as problem:
            worst = worst or problem.status
            wrong[f"$[{place}]"] = [s for said in problem.errors.values() for s in said] or [problem.message]
            if not call.state.options.arrays_are_atomic:
                break
        else:
            if call.state.options.arrays_are_atomic:
                ready.append(carry_out)
            else:
                done.append(carry_out())
    if wrong:
        lines = [f"[{place[2:-1]}]: {' '.join(said)}" for place, said in wrong.items()]
        raise Problem(worst, "\n".join(lines), wrong)
    return [*done, *(carry_out() for carry_out in ready)]


def element(value: object, place: str) -> Element:
    """Return an object of a body.

    Raises:
        Problem: It is none.
    """
    if not isinstance(value, dict):
        raise invalid("A TimeEntry has to be an object.", place)
    return cast("Element", value)

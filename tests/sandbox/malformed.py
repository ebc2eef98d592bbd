"""JSON with anything in any place of it."""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from typing import Any, cast

from hypothesis import strategies as st


def json_with(tricky: Sequence[str]) -> st.SearchStrategy[Any]:
    """Any JSON value; its texts are often tricky ones."""
    texts = st.one_of(st.text(max_size=12), st.sampled_from(tricky))
    return st.recursive(
        st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), texts),
        lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(texts, inner, max_size=3)),
        max_leaves=6,
    )


def paths(value: Any, before: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place within a JSON value."""
    found = [before]
    if isinstance(value, dict):
        inside = cast("dict[str, Any]", value)
        found += [path for name in inside for path in paths(inside[name], (*before, name))]
    elif isinstance(value, list):
        listed = cast("list[Any]", value)
        found += [path for place, each in enumerate(listed) for path in paths(each, (*before, place))]
    return found


def with_value(body: Any, path: tuple[Any, ...], value: Any) -> Any:
    """The same JSON with another value at one place."""
    if not path:
        return value
    changed = deepcopy(body)
    inner = changed
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = value
    return changed

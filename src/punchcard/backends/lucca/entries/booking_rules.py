"""The rules about what time is booked on: sections of axes, from parent to child (section 8.4)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeAlias

from punchcard.backends.lucca.directory.axes import parents_of
from punchcard.backends.lucca.signing_in import TITLE
from punchcard.backends.lucca.wire.axes import AxisSection
from punchcard.backends.outcomes import Refused
from punchcard.core.text import one_line

Tree: TypeAlias = Mapping[int, AxisSection | None]
"""Sections by their ids; None for one that is gone, or not shown."""

_FIELD = "assignment"
_OTHERWISE = "Where that has changed, set `mode` of the account, or make the first such entry there."


def booking_objection(
    chosen: Sequence[int],
    is_booked: bool | None,
    tree: Tree,
    parent_axes: Mapping[int, int],
    *,
    is_shown: bool = False,
) -> Refused | None:
    """Return why time cannot be booked on sections; None where it can, as far as is known.

    Args:
        chosen: Ids of the sections.
        is_booked: Whether the owner's time is booked on sections at all (activity mode); None for not known.
        tree: What is known of the sections.
        parent_axes: The parent of each axis that has one.
        is_shown: Whether entries of the owner show `is_booked`: it is no setting that could be wrong.
    """
    if not chosen:
        if not is_booked:
            return None
        needed = (
            f"{TITLE} needs to know what this time was worked on: choose it (this person books activities)."
        )
        return Refused(needed if is_shown else f"{needed} {_OTHERWISE}", _FIELD)
    if is_booked is False:
        return Refused(
            f"{TITLE} keeps this person’s time as plain attendance: it is booked on nothing. Leave out "
            f"{_named(chosen[0], tree)}. {_OTHERWISE}",
            _FIELD,
        )
    return _gone_or_inactive(chosen, tree) or _incompatible(chosen, tree, parent_axes)


def _gone_or_inactive(chosen: Sequence[int], tree: Tree) -> Refused | None:
    for number in chosen:
        if number not in tree:
            continue
        section = tree[number]
        if section is None:
            return Refused(
                f"{TITLE} does not have the section {number} any more, or does not show it to this key.",
                _FIELD,
            )
        if not section.active:
            return Refused(
                f"{_named(number, tree)} is no longer active at {TITLE}: nothing can be booked on it, and an "
                "entry that is booked on it cannot be changed.",
                _FIELD,
            )
    return None


def _incompatible(chosen: Sequence[int], tree: Tree, parent_axes: Mapping[int, int]) -> Refused | None:
    sections = [section for number in chosen if (section := tree.get(number)) is not None]
    on_axis: dict[int, AxisSection] = {}
    for section in sections:
        if (other := on_axis.setdefault(section.axis_id, section)) is not section:
            return Refused(
                f"{_called(other)} and {_called(section)} are alternatives at {TITLE}: choose one.", _FIELD
            )
    for section in sections:
        parents, above = parents_of(section), on_axis.get(parent_axes.get(section.axis_id, 0))
        if above is not None and above.id not in parents:
            return Refused(
                f"{_called(section)} does not lie below {_called(above)} at {TITLE}: choose one that does.",
                _FIELD,
            )
        if above is None and parents and not parents & set(chosen):
            return Refused(
                f"{_called(section)} lies below something else at {TITLE}: choose the whole branch.", _FIELD
            )
    return None


def _named(number: int, tree: Tree) -> str:
    section = tree.get(number)
    return f"section {number}" if section is None else _called(section)


def _called(section: AxisSection) -> str:
    return f"“{one_line(section.name, 60)}”" if one_line(section.name) else f"section {section.id}"

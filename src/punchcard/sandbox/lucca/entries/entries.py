"""Time entries listed, made, changed and deleted (Lucca API, time entries)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import cast

from punchcard.sandbox.lucca.entries.arrays import Element, each_done, element
from punchcard.sandbox.lucca.entries.drafts import Draft, Unreadable, drafted, is_id
from punchcard.sandbox.lucca.entries.rules import broken_rules, inactive_rule, lock_rule
from punchcard.sandbox.lucca.entries.shapes import ENTRIES
from punchcard.sandbox.lucca.records import Comment, Entry, Right, Source
from punchcard.sandbox.lucca.wire.answers import Json, Problem, forbidden, invalid, not_found
from punchcard.sandbox.lucca.wire.calls import Call
from punchcard.sandbox.lucca.wire.listing import listed, several, single


def list_entries(call: Call) -> Json:
    """`GET timeentries`: theoretical and deleted rows too, unless a filter leaves them out."""
    rows = [row for table in call.state.tables() for row in table.values() if call.key.reaches(row.owner_id)]
    return listed(call, ENTRIES, sorted(rows, key=lambda row: row.id))


def show_entry(call: Call) -> Json:
    """`GET timeentries/{id}`."""
    for rows in call.state.tables():
        row = rows.get(call.path_id)
        if row is not None and call.key.reaches(row.owner_id):
            return single(call, ENTRIES, row)
    raise not_found("time entry", call.path_id)


def create(call: Call) -> Json:
    """`POST timeentries`: one, or an array."""
    call.needs(Right.WRITE)
    return _answered(call, _create_one)


def change(call: Call) -> Json:
    """`PUT timeentries/{id}`: what the body leaves out stays as it is."""
    call.needs(Right.WRITE)
    body = element(call.json(), "$")
    if "id" in body and body["id"] != call.path_id:
        raise invalid("id: it is another one than in the address.")
    return single(call, ENTRIES, _change_one(call, body, call.path_id)())


def change_many(call: Call) -> Json:
    """`PUT timeentries`: one or an array, each with its id."""
    call.needs(Right.WRITE)
    return _answered(call, lambda call, body: _change_one(call, body, _id(body)))


def delete(call: Call) -> Json | None:
    """`DELETE timeentries/{id}`."""
    call.needs(Right.WRITE)
    _delete_one(call, call.path_id)()
    return None


def delete_many(call: Call) -> Json | None:
    """`DELETE timeentries`: an array of objects with ids."""
    call.needs(Right.WRITE)
    given = call.json()
    elements = cast("list[object]", given) if isinstance(given, list) else [given]
    each_done(call, elements, lambda call, body: _delete_one(call, _id(body)))
    return None


def _answered(call: Call, prepare: Callable[[Call, Element], Callable[[], Entry]]) -> Json:
    """An object for an object, a list for an array."""
    given = call.json()
    if isinstance(given, list):
        return several(call, ENTRIES, each_done(call, cast("list[object]", given), prepare))
    return single(call, ENTRIES, prepare(call, element(given, "$"))())


def _create_one(call: Call, body: Element) -> Callable[[], Entry]:
    state = call.state
    draft = _drafted(body, None)
    if draft.owner_id in state.users and not call.key.reaches(draft.owner_id):
        raise forbidden(f"You do not have the right to write for user {draft.owner_id}.")
    _refuse(broken_rules(state, draft))

    def carry_out() -> Entry:
        now, author = state.now(), call.key.id
        made = Entry(
            state.new_id(), draft.owner_id, draft.starts_at, draft.seconds, draft.unit, author, now, author,
            now, draft.creation_source, draft.section_ids, _comment(call, draft, None), draft.time_type_id,
        )  # fmt: skip
        state.entries[made.id] = made
        return made

    return carry_out


def _change_one(call: Call, body: Element, number: int) -> Callable[[], Entry]:
    state, before = call.state, _reachable(call, number)
    _refuse(lock_rule(state, before))
    _may_edit(call, before)
    draft = _drafted(body, Draft.of(before))
    _refuse(broken_rules(state, draft, before))

    def carry_out() -> Entry:
        made = replace(
            before, starts_at=draft.starts_at, seconds=draft.seconds, unit=draft.unit,
            creation_source=draft.creation_source, section_ids=draft.section_ids,
            comment=_comment(call, draft, before.comment), time_type_id=draft.time_type_id,
            modifier_id=call.key.id, modified_at=state.now(),
        )  # fmt: skip
        state.entries[made.id] = made
        return made

    return carry_out


def _delete_one(call: Call, number: int) -> Callable[[], Entry]:
    state, before = call.state, _reachable(call, number)
    _refuse([*lock_rule(state, before), *inactive_rule(state, before)])
    _may_edit(call, before)

    def carry_out() -> Entry:
        now = state.now()
        gone = replace(before, archived_at=now, modified_at=now, modifier_id=call.key.id)
        state.entries[number] = gone
        return gone

    return carry_out


def _reachable(call: Call, number: int) -> Entry:
    """An entry that may be written: there, not deleted, not theoretical, and of somebody in reach."""
    state = call.state
    entry = next((rows[number] for rows in state.tables() if number in rows), None)
    if entry is None or entry.archived_at is not None or not call.key.reaches(entry.owner_id):
        raise not_found("time entry", number)
    if number in state.theoretical:
        raise invalid("A theoretical TimeEntry cannot be modified.")
    return entry


def _drafted(body: Element, before: Draft | None) -> Draft:
    try:
        return drafted(body, before)
    except Unreadable as unreadable:
        raise Problem(400, str(unreadable), {"$": unreadable.sentences}) from unreadable


def _may_edit(call: Call, entry: Entry) -> None:
    """Let pass where an entry is not read-only to the key, as imported ones may be."""
    is_closed = call.state.options.imported_are_read_only and entry.creation_source is Source.IMPORTED
    if is_closed and Right.EDIT_TIMES not in call.key.rights:
        raise forbidden("An imported TimeEntry is read-only.")


def _refuse(sentences: list[str]) -> None:
    if sentences:
        raise Problem(400, " ".join(sentences), {"$": sentences})


def _comment(call: Call, draft: Draft, before: Comment | None) -> Comment | None:
    if before is not None and before.content == draft.comment:
        return before
    return call.state.comment(draft.comment, call.key.id, call.state.now())


def _id(body: Element) -> int:
    if not is_id(body.get("id")):
        raise invalid("id is required.")
    return body["id"]

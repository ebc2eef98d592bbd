"""Filters: which entries to leave in, and what people type to say so.

Two ways to say it, with one meaning: `Filters` holds ids that were looked up (`--filter client=Northwind`), a
`Query` is looked for in the names that entries carry (the line behind `/`), so that it needs nobody's answer.
Several values of one key are "or", different keys are "and".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from punchcard.core.assignments import Dimension
from punchcard.core.entries import Entry, EntryStatus
from punchcard.core.groups import Filters
from punchcard.core.people import Person
from punchcard.core.refusals import UsageError
from punchcard.core.text import one_line

PLAIN_KEYS = ("person", "type", "status", "text", "billable")
"""What can be filtered by beside the backend's dimensions."""

Terms = tuple[tuple[str, tuple[str, ...]], ...]
"""Keys with the values that were given for each."""

_TOKEN = re.compile(r'(?:"[^"]*"?|[^\s"])+')
_TERM = re.compile(r"([^\W\d][\w-]*)[:=](.*)", re.DOTALL)
_ALIASES = {"note": "text", "people": "person"}
_YES_NO = {"yes": True, "no": False, "true": True, "false": False, "1": True, "0": False}


def matches(entry: Entry, filters: Filters) -> bool:
    """Whether `filters` leave `entry` in."""
    return (
        (not filters.people or entry.person in filters.people)
        and (not filters.types or (entry.time_type is not None and entry.time_type.id in filters.types))
        and (not filters.statuses or entry.status in filters.statuses)
        and (not filters.references or _is_booked_on(entry, filters.references))
        and (not filters.names or _is_booked_by_name(entry, filters.names))
        and (filters.billable is None or entry.assignment.billable is filters.billable)
        and (filters.text is None or filters.text.casefold() in searched_text(entry))
    )


def searched_text(entry: Entry) -> str:
    """Everything in an entry that a word is looked for in, casefolded: note, assignment, time type."""
    names = [reference.name for reference in entry.assignment.references]
    kind = entry.time_type.name if entry.time_type else ""
    return "\n".join((entry.note, *names, kind)).casefold()


@dataclass(frozen=True, slots=True)
class Query:
    """What was typed behind `/`, ready to be held against entries in memory."""

    words: tuple[str, ...] = ()
    """Each is somewhere in the note, the assignment or the time type; casefolded."""
    terms: Terms = ()
    """Casefolded values by key; one of each key fits."""
    people: Mapping[str, str] = field(default_factory=dict[str, str])
    """Names by id, for the key `person`."""

    def __bool__(self) -> bool:
        return bool(self.words or self.terms)

    def matches(self, entry: Entry) -> bool:
        """Whether the query leaves `entry` in; an empty one leaves in everything."""
        text = searched_text(entry) if self.words else ""
        return all(word in text for word in self.words) and all(
            any(self._fits(entry, key, value) for value in values) for key, values in self.terms
        )

    def _fits(self, entry: Entry, key: str, value: str) -> bool:
        match key:
            case "text":
                return value in searched_text(entry)
            case "status":
                return entry.status.value == value
            case "billable":
                return entry.assignment.billable is _YES_NO[value]
            case "type":
                kind = entry.time_type
                return kind is not None and (value in kind.name.casefold() or value == kind.id.casefold())
            case "person":
                name = self.people.get(entry.person, "").casefold()
                return value in name or value == entry.person.casefold()
            case _:
                booked = (r for r in entry.assignment.references if r.dimension == key)
                return any(value in r.name.casefold() or value == r.id.casefold() for r in booked)


def parse_query(text: str, dimensions: Sequence[Dimension] = (), people: Iterable[Person] = ()) -> Query:
    """Read what was typed behind `/`: free words, and terms such as `client:north` or `status=open`.

    Quotes hold words together: `"code review"`, `client:"Blue Harbor"`. What stands in quotes as a whole is
    never a term.

    Args:
        text: What was typed; anything at all.
        dimensions: The backend's dimensions, whose ids and names are keys.
        people: Who may be named behind `person:`.

    Raises:
        UsageError: A key is unknown, or a value is none of its key.
    """
    words: list[str] = []
    typed: list[tuple[str, str]] = []
    for token in _TOKEN.findall(text):
        plain = token.replace('"', "").strip()
        term = _TERM.fullmatch(token)
        if term and not token.startswith('"'):
            typed.append((term[1], term[2].replace('"', "")))
        elif plain:
            words.append(plain.casefold())
    terms = collected(typed, dimensions)
    casefolded = tuple((key, tuple(_checked(key, value) for value in values)) for key, values in terms)
    return Query(tuple(words), casefolded, {person.id: person.name for person in people})


def parse_terms(texts: Sequence[str], dimensions: Sequence[Dimension]) -> Terms:
    """Read `k=v` texts as `--filter` takes them; values stay as they were typed.

    Raises:
        UsageError: One is no `k=v`, or has an unknown key.
    """
    typed: list[tuple[str, str]] = []
    for text in texts:
        key, between, value = text.partition("=")
        if not between:
            raise UsageError(f"“{one_line(text, 40)}” is no filter.", "Say --filter client=Northwind.")
        typed.append((key, value))
    return collected(typed, dimensions)


def collected(typed: Iterable[tuple[str, str]], dimensions: Sequence[Dimension]) -> Terms:
    """Put the values of each key together.

    Raises:
        UsageError: A key is unknown, or has no value.
    """
    named = {d.name.casefold(): d.id for d in dimensions} | {d.id.casefold(): d.id for d in dimensions}
    names = _ALIASES | named | {key: key for key in PLAIN_KEYS}
    found: dict[str, list[str]] = {}
    for word, text in typed:
        value, name = one_line(text), word.strip().casefold()
        if name not in names:
            raise _unknown(word, [*(d.id for d in dimensions), *PLAIN_KEYS])
        if not value:
            raise UsageError(f"“{name}” has no value.", f"Say what {name} it is, such as {_example(name)}.")
        found.setdefault(names[name], []).append(value)
    return tuple((key, tuple(dict.fromkeys(values))) for key, values in found.items())


def status_named(text: str, called: Mapping[EntryStatus, str] | None = None) -> EntryStatus:
    """Return the status that `text` is, or the only one it is the beginning of.

    Args:
        text: What was typed.
        called: What each is called on screen; None for what it is named.

    Raises:
        UsageError: It is none.
    """
    found = statuses_begun(text)
    if len(found) == 1:
        return found.pop()
    names = ", ".join(_with_name(status, (called or {}).get(status, "")) for status in EntryStatus)
    raise UsageError(f"“{one_line(text, 40)}” is no status.", f"Choose from: {names}.")


def _with_name(status: EntryStatus, called: str) -> str:
    return status.value if called in ("", status.value) else f"{status.value} ({called})"


def statuses_begun(text: str) -> set[EntryStatus]:
    """Return every status that `text` is the beginning of: of its name, or of what it is called on screen."""
    # A punch has no use for these words.
    from punchcard.core.entry_words import APPROVAL_STATUSES

    key = one_line(text).casefold().replace("_", " ")
    names = [(status, name) for status in EntryStatus for name in (status.value, APPROVAL_STATUSES[status])]
    return {status for status, name in names if key and name.startswith(key)}


def billable_named(text: str) -> bool:
    """Read yes or no.

    Raises:
        UsageError: It is neither.
    """
    try:
        return _YES_NO[text.casefold()]
    except KeyError:
        raise UsageError(
            f"“{one_line(text, 40)}” is neither yes nor no.", "Say billable=yes or billable=no."
        ) from None


def _is_booked_on(entry: Entry, wanted: tuple[tuple[str, str], ...]) -> bool:
    chosen = {(reference.dimension, reference.id) for reference in entry.assignment.references}
    dimensions = {dimension for dimension, _ in wanted}
    return {dimension for dimension, node in wanted if (dimension, node) in chosen} == dimensions


def _is_booked_by_name(entry: Entry, wanted: tuple[tuple[str, str], ...]) -> bool:
    called = {(r.dimension, one_line(r.name).casefold()) for r in entry.assignment.references}
    dimensions = {dimension for dimension, _ in wanted}
    return {level for level, name in wanted if (level, one_line(name).casefold()) in called} == dimensions


def _checked(key: str, value: str) -> str:
    if key == "status":
        return status_named(value).value
    if key == "billable":
        billable_named(value)
    return value.casefold()


def _example(key: str) -> str:
    return {"status": "status=open", "billable": "billable=yes", "text": "text=review"}.get(
        key, f"{key}=Name"
    )


def _unknown(word: str, known: Sequence[str]) -> UsageError:
    from difflib import get_close_matches

    near = get_close_matches(word.casefold(), known, n=1, cutoff=0.6)
    meant = f" Did you mean “{near[0]}”?" if near else ""
    shown = one_line(word, 40)
    return UsageError(
        f"“{shown}” is nothing to filter by.{meant}",
        f"Choose from: {', '.join(known)}. Text with a colon goes into quotes.",
    )

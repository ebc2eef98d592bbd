"""Entries: saved, changed, deleted, listed, and settled."""

from __future__ import annotations

from dataclasses import replace

from punchcard.backends.abilities import Ability
from punchcard.backends.contract import Backend
from punchcard.core.changes import DeleteEntry, SaveEntry
from punchcard.core.entries import Entry
from punchcard.core.groups import Filters, Period
from punchcard.core.identifiers import new_id
from punchcard.testing.account import Account
from punchcard.testing.checks import (
    as_booked,
    branch,
    confirmed,
    happened,
    not_happened,
    offers,
    said_no,
    same,
)
from punchcard.testing.texts import HOSTILE_TEXT


class EntriesContract(Account):
    """Every backend that keeps entries keeps them alike."""

    async def test_an_entry_is_saved_changed_and_deleted(self, backend: Backend) -> None:
        """What was saved is what is listed, to the second and to the character."""
        if (entries := self.entries_of(backend)) is None:
            return
        entry = await self.draft(backend, self.hours_ago(30), hours=3, note=HOSTILE_TEXT)
        saved = confirmed(await entries.save(SaveEntry(entry.id, entry)), "a new entry")
        same(as_booked(saved), as_booked(entry), "the saved entry")
        same(await self._around(backend, entry), [as_booked(entry)], "the listed entries")
        later = replace(saved, end=saved.end and saved.end.add(minutes=30), note="changed")
        if offers(backend, Ability.CHANGE_ENTRY):
            changed = confirmed(await entries.save(SaveEntry(new_id(), later, saved)), "a changed entry")
            same(await self._around(backend, entry), [as_booked(later)], "the listed entries")
            saved = changed
        if offers(backend, Ability.DELETE_ENTRY):
            confirmed(await entries.delete(DeleteEntry(new_id(), saved)), "a deletion")
            same(await self._around(backend, entry), [], "the listed entries")

    async def test_a_change_of_an_entry_that_is_gone_is_refused(self, backend: Backend) -> None:
        """It is not made anew behind the person's back."""
        entries = self.entries_of(backend)
        if entries is None or not offers(backend, Ability.DELETE_ENTRY):
            return
        entry = await self.draft(backend, self.hours_ago(30), hours=3)
        saved = confirmed(await entries.save(SaveEntry(entry.id, entry)), "a new entry")
        confirmed(await entries.delete(DeleteEntry(new_id(), saved)), "a deletion")
        said_no(await entries.save(SaveEntry(new_id(), replace(saved, note="new"), saved)), "the change")
        same(await self._around(backend, entry), [], "the listed entries")

    async def test_settle_finds_what_became_of_an_entry(self, backend: Backend) -> None:
        """What happened is confirmed; of what did not, it is sure; a repeated request is done once."""
        if (entries := self.entries_of(backend)) is None:
            return
        entry = await self.draft(backend, self.hours_ago(30), hours=3)
        save = SaveEntry(entry.id, entry)
        not_happened(await entries.settle(save), "a new entry")
        saved = confirmed(await entries.save(save), "a new entry")
        happened(await entries.settle(save), "a new entry")
        same(len(await self._around(backend, entry)), 1, "number of entries")
        if offers(backend, Ability.DELETE_ENTRY):
            delete = DeleteEntry(new_id(), saved)
            not_happened(await entries.settle(delete), "a deletion")
            confirmed(await entries.delete(delete), "a deletion")
            happened(await entries.settle(delete), "a deletion")

    async def test_an_entry_over_midnight_is_listed_on_both_days(self, backend: Backend) -> None:
        """Whichever of its days is asked for."""
        entries = self.entries_of(backend)
        if entries is None:
            return
        evening = self.hours_ago(48).start_of("day").add(hours=22)
        entry = await self.draft(backend, evening, hours=4)
        if self.cuts_at_midnight:
            said_no(await entries.save(SaveEntry(entry.id, entry)), "an entry over midnight")
            same(await self._around(backend, entry), [], "the listed entries")
            return
        confirmed(await entries.save(SaveEntry(entry.id, entry)), "a new entry")
        for day, count in (
            (evening.date(), 1),
            (evening.date().add(days=1), 1),
            (evening.date().add(days=2), 0),
        ):
            same(len(await self.listed(backend, day, day)), count, f"number of entries on {day}")

    async def test_a_night_over_a_change_of_the_clocks_keeps_its_real_length(self, backend: Backend) -> None:
        """From 22:00 to 06:00 is seven or nine hours; from midnight it is two less."""
        entries, change = self.entries_of(backend), self.now().prev_transition()
        if entries is None or change is None:
            return
        evening = change.subtract(days=1).start_of("day").add(hours=22)
        if self.cuts_at_midnight:
            evening = change.start_of("day")
        hours = (
            8
            - 2 * self.cuts_at_midnight
            - round((change.offset - change.subtract(hours=3).offset).total("hours"))
        )
        entry = await self.draft(backend, evening, hours=hours)
        saved = confirmed(await entries.save(SaveEntry(entry.id, entry)), "a night")
        same(saved.end and saved.end.hour, 6, "the hour at which it ends")
        same(saved.worked_seconds, hours * 3600, "the time worked")
        same(await self._around(backend, entry), [as_booked(entry)], "the listed entries")

    async def test_a_list_can_be_filtered(self, backend: Backend) -> None:
        """By type, note and what was booked on; people who are not asked for are left out."""
        entries = self.entries_of(backend)
        if entries is None:
            return
        types = await backend.directory.time_types()
        one = await self.draft(backend, self.hours_ago(30), hours=1, note="Straße 100% _ done")
        other = await self.draft(backend, self.hours_ago(28), hours=1, note="something else")
        other = replace(other, time_type=types[-1])
        for entry in (one, other):
            confirmed(await entries.save(SaveEntry(entry.id, entry)), "a new entry")
        period, person = Period(self.hours_ago(40).date(), self.now().date()), await self.person(backend)
        marks = branch(one)
        for filters, wanted in (
            (Filters(), [one.note, other.note]),
            (Filters(text="STRASSE 100% _"), [one.note]),
            (Filters(text="100%%"), []),
            (Filters(types=(types[0].id,)), [one.note] if len(types) > 1 else [one.note, other.note]),
            (Filters(references=marks), [one.note, other.note]),
            (Filters(references=(("no such level", "no such id"),)), []),
        ):
            found = await entries.list([person], period, filters)
            same([entry.note for entry in found], wanted, f"what {filters} leaves in")
        same(list(await entries.list([], period, Filters())), [], "the entries of nobody")

    async def _around(self, backend: Backend, entry: Entry) -> list[tuple[object, ...]]:
        """What is listed on the days of an entry."""
        last = entry.end.date() if entry.end else entry.day
        return [as_booked(found) for found in await self.listed(backend, entry.day, last)]

"""What the simulated McTime has: everything in memory, gone when it ends."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random
from uuid import UUID

from whenever import Instant, ZonedDateTime

from punchcard.core.zones import in_zone
from punchcard.sandbox.hooks import person_named
from punchcard.sandbox.mctime.records import Clock, Manners, Organization, TimeEntry, User
from punchcard.sandbox.vendor_clock import VendorClock


@dataclass
class McTimeState:
    """Everything that the vendor keeps. Whoever looks at it from another thread holds `lock`."""

    clock: VendorClock
    seed: int = 1
    manners: Manners = field(default_factory=Manners)
    account_id: str = ""
    """The one account that everything belongs to."""
    users: dict[str, User] = field(default_factory=dict[str, User])
    keys: dict[str, str] = field(default_factory=dict[str, str])
    """Whose key it is, by their id."""
    organizations: dict[str, Organization] = field(default_factory=dict[str, Organization])
    clocks: dict[str, Clock] = field(default_factory=dict[str, Clock])
    """The running ones, by the id of their user."""
    entries: dict[str, TimeEntry] = field(default_factory=dict[str, TimeEntry])
    random: Random = field(default_factory=Random)
    """What ids and choices among organizations of one name are drawn from."""
    lock: threading.RLock = field(default_factory=threading.RLock)

    def new_id(self) -> str:
        """Return an id that nothing else has."""
        return str(UUID(int=self.random.getrandbits(128), version=4))

    def now(self) -> Instant:
        """The current moment of the vendor's clock, in whole seconds."""
        return Instant.from_timestamp(self.clock().timestamp())

    def local(self, user: User, moment: Instant) -> ZonedDateTime:
        """Return a moment on the wall clocks of somebody."""
        return in_zone(moment, user.zone)

    def upwards(self, organization: str) -> Iterator[Organization]:
        """Yield an organization, its parent, and so on up to the company."""
        current = self.organizations.get(organization)
        while current is not None:
            yield current
            current = self.organizations.get(current.parent or "")

    def children(self, organization: str) -> list[Organization]:
        """Return what lies directly below an organization."""
        return [each for each in self.organizations.values() if each.parent == organization]

    def entries_of(self, user: str) -> list[TimeEntry]:
        """Return everything that somebody has, the earliest first."""
        found = [each for each in self.entries.values() if each.user == user]
        return sorted(found, key=lambda each: (each.since, each.id))

    def keep(self, entry: TimeEntry) -> TimeEntry:
        """Keep an entry."""
        self.entries[entry.id] = entry
        return entry

    def person_named(self, name: str) -> User:
        """Return the user of that name.

        Raises:
            KeyError: There is none.
        """
        return person_named(self.users.values(), name)

    def organization_at(self, path: str) -> Organization:
        """Return the organization at a path of names from its company down, `Company/Client/Project`.

        Raises:
            KeyError: There is none.
        """
        for each in self.organizations.values():
            if path == "/".join(reversed([above.name for above in self.upwards(each.id)])):
                return each
        raise KeyError(path)

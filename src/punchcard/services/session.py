"""One account in use: the store, the backend, the person, and the clock on the wall."""

from __future__ import annotations

import os
from collections.abc import Generator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, cast

from whenever import Date, Instant, ZonedDateTime

from punchcard.backends.abilities import Ability, No
from punchcard.backends.contract import Backend, Connection, WritePolicy
from punchcard.backends.meter import Meter
from punchcard.config import AccountConfig, Config
from punchcard.core.codec import person_from_json, person_to_json
from punchcard.core.days import week_of
from punchcard.core.intervals import Interval, day_interval
from punchcard.core.people import Person
from punchcard.core.refusals import NotFound
from punchcard.core.schedule import Schedule
from punchcard.core.targets import NOTHING_TOLD, DayTarget
from punchcard.core.zones import in_zone
from punchcard.database.failures import DamagedDatabase, StorageFailed
from punchcard.paths import ACCOUNT_VARIABLE, Folders
from punchcard.services.allowed import allowed_abilities
from punchcard.services.clocks import WallClock
from punchcard.services.fold import Known, known
from punchcard.services.installed_backends import backend_factory
from punchcard.services.outbox.gate import Gate
from punchcard.services.status_keeping import COMING_DAYS, coming_days, status_row, write_status_file
from punchcard.services.timesheet.holidays import public_holidays
from punchcard.store.hold import Hold
from punchcard.store.store import Store, Transaction

if TYPE_CHECKING:
    from httpx import AsyncBaseTransport

    from punchcard.backends.abilities import Abilities
    from punchcard.services.whose_key import GivenSecret, OwnKey
    from punchcard.status.row import StatusRow


@dataclass(frozen=True, slots=True)
class Session:
    """What every use case works on. Belongs to one thread at a time."""

    folders: Folders
    config: Config
    account: AccountConfig
    store: Store
    backend: Backend
    person: Person
    """Whoever everything is done as."""
    clock: WallClock
    own_person: Person | None = None
    """The account's own person where somebody else is acted as; None where `person` is that."""
    hold: Hold = field(default_factory=Hold, compare=False)
    """The rows of the outbox that this session may still take back."""
    meter: Meter = field(default_factory=Meter, compare=False)
    """How the backend's service answers."""
    gate: Gate = field(default_factory=Gate, compare=False)
    """Whether the outbox is delivered now."""
    under_way: list[tuple[str, Date, Date]] = field(
        default_factory=list[tuple[str, Date, Date]], compare=False
    )
    """Whose days are being read just now, from the first to the last."""
    news: list[str] = field(default_factory=list[str], compare=False)
    """What other devices did, in sentences that nobody was told yet: see `services.adoption.take_news`."""

    @property
    def abilities(self) -> Abilities:
        """An answer for every ability: what the backend can and the configuration leaves."""
        return allowed_abilities(self.account, self.backend)

    @property
    def parts_breaks(self) -> bool:
        """Whether the backend keeps breaks as gaps between entries instead of inside of them."""
        return isinstance(self.backend.abilities.get(Ability.ENTRY_BREAKS), No)

    @property
    def acting(self) -> bool:
        """Whether somebody else than the account's own person is acted as."""
        return self.own_person is not None

    @property
    def asked_by(self) -> str | None:
        """Whose key is used for the time of somebody else; None where everybody asks for themselves."""
        return self.own_person.id if self.own_person is not None and self.backend.team is None else None

    @property
    def schedule(self) -> Schedule:
        """When the person is expected to work."""
        return self.config.schedule

    @property
    def zone(self) -> str:
        """IANA name of the zone that days are counted in."""
        return self.config.schedule.zone

    def instant(self) -> Instant:
        """The current moment."""
        return self.clock()

    def now(self) -> ZonedDateTime:
        """The current moment on the person's wall clock, in whole seconds."""
        return in_zone(self.clock(), self.zone)

    def today(self) -> Date:
        """The person's current day."""
        return self.now().date()

    def week(self, day: Date | None = None) -> tuple[Date, ...]:
        """The seven days of the week that holds `day` (default: today)."""
        return week_of(day or self.today(), self.schedule.week_starts)

    def days_frame(self, first: Date, last: Date) -> Interval:
        """From the midnight before `first` to the midnight after `last`."""
        return Interval(day_interval(first, self.zone).start, day_interval(last, self.zone).end)

    def known(self, transaction: Transaction, first: Date, last: Date) -> Known:
        """The clock, and the entries that touch the days from `first` to `last`, as they are known now."""
        return self._known_of(self.person, transaction, first, last)

    def _known_of(self, person: Person, transaction: Transaction, first: Date, last: Date) -> Known:
        frame = self.days_frame(first, last)
        return known(transaction, self.account.name, person.id, frame, self.zone)

    def told_targets(
        self, transaction: Transaction, person_id: str, first: Date, last: Date
    ) -> Mapping[Date, DayTarget]:
        """What the backend has told of the targets of the days from `first` to `last`, by day."""
        if self.backend.info.immediate:
            return NOTHING_TOLD
        return transaction.targets(self.account.name).of(person_id, first, last)

    @contextmanager
    def change(self) -> Generator[Transaction]:
        """A transaction over the store that keeps what `punch status` prints up to date.

        That is always about the account's own person, whoever is acted as.
        """
        own, today = self.own_person or self.person, self.today()
        holidays = public_holidays(self, today, today.add(days=COMING_DAYS))
        with self.store.write() as transaction:
            yield transaction
            # One moment for all of it: midnight may pass between two looks at the clock.
            now = self.now()
            week, coming = self.week(now.date()), coming_days(now.date())
            row = status_row(
                self.account,
                self.config,
                week,
                now,
                self._known_of(own, transaction, week[0], coming[-1]),
                transaction.outbox.count_unsettled(self.account.name, own.id),
                holidays,
                self.told_targets(transaction, own.id, coming[0], coming[-1]),
                parts_breaks=self.parts_breaks,
            )
            transaction.keep_status(self.account.name, row)
        self._show(row)

    def _show(self, row: StatusRow) -> None:
        """Bring `status.json` up to date, also where another process has committed since."""
        write_status_file(self.folders, row)
        kept = None
        # What was asked for is committed; a bar that is a moment behind must not say otherwise.
        with suppress(StorageFailed, DamagedDatabase), self.store.read() as transaction:
            kept = transaction.status(self.account.name)
        if kept is not None and kept != row:
            self._show(kept)

    async def aclose(self) -> None:
        """Close the backend and the store; what is held back is not sent any more."""
        self.hold.end()
        await self.backend.aclose()
        self.store.close()


async def open_session(
    folders: Folders,
    config: Config,
    clock: WallClock,
    account: str | None = None,
    acting_as: str | None = None,
) -> Session:
    """Open an account: `account`, or the one that the configuration names.

    Args:
        folders: Where the files lie.
        config: What is configured.
        clock: The clock on the wall.
        account: The name of the account; None for the configured one.
        acting_as: Who everything is done as, by name, beginning of a name, or id; None for the account's own
            person.

    Raises:
        Refusal: There is no such account or person, or the files cannot be opened.
    """
    chosen = chosen_account(config, account)
    today = in_zone(clock(), config.schedule.zone).date().format_iso()
    store = Store(folders.data, today)
    meter = Meter()
    try:
        key = _own_key(store, folders, config, clock, chosen, meter)
        backend = open_backend(folders, config, clock, chosen, meter, None if key is None else key.fetch)
    except BaseException:
        store.close()
        raise
    try:
        own = await _whoami(store, backend, chosen.name, clock, key)
        person = own
        if acting_as is not None:
            from punchcard.services.acting import person_to_act_as

            person = await person_to_act_as(store, backend, chosen, acting_as, clock())
    except BaseException:
        await backend.aclose()
        store.close()
        raise
    own_person = None if person.id == own.id else own
    return Session(folders, config, chosen, store, backend, person, clock, own_person, meter=meter)


def open_backend(
    folders: Folders,
    config: Config,
    clock: WallClock,
    account: AccountConfig,
    meter: Meter | None = None,
    secret: GivenSecret | None = None,
) -> Backend:
    """Connect to an account; does not touch the network.

    Args:
        folders: Where the files lie.
        config: What is configured.
        clock: The clock on the wall.
        account: The account.
        meter: Where it is written down how the service answers.
        secret: What fetches the secret; None for the one that is kept for the account.

    Raises:
        Refusal: There is no such backend, or its settings cannot be used.
    """
    factory = backend_factory(account.backend)
    transport: AsyncBaseTransport | None = None
    if _wants_secret(account):
        from punchcard.logs import start_logging
        from punchcard.services.secrets import secret_of
        from punchcard.services.simulated import transport_for

        start_logging(folders)
        secret, transport = secret or secret_of(account.name), transport_for(account)
    return factory(
        Connection(
            account=account.name,
            folder=folders.account(account.name),
            zone=config.schedule.zone,
            now=clock,
            settings=dict(account.settings),
            secret=secret,
            write=cast("WritePolicy", account.write),
            meter=meter,
            transport=transport,
            is_rationed=transport is None,
            hosts=folders.hosts,
        )
    )


def _wants_secret(account: AccountConfig) -> bool:
    return any(field.secret for field in backend_factory(account.backend).info.fields)


def _own_key(
    store: Store, folders: Folders, config: Config, clock: WallClock, account: AccountConfig, meter: Meter
) -> OwnKey | None:
    """What hands out the key of an account that has one, if it is that of the account's person."""
    if not _wants_secret(account):
        return None
    from punchcard.services.secrets import secret_of
    from punchcard.services.whose_key import OwnKey

    async def whoami(key: GivenSecret) -> Person:
        backend = open_backend(folders, config, clock, account, meter, key)
        try:
            return await backend.directory.whoami()
        finally:
            await backend.aclose()

    return OwnKey(store, account.name, clock, secret_of(account.name), whoami)


def chosen_account(config: Config, name: str | None) -> AccountConfig:
    """Return the account `name`, or the one that the configuration names.

    Raises:
        NotFound: There is no such account.
    """
    wanted = name or config.default_account
    try:
        return config.accounts[wanted]
    except KeyError:
        from punchcard.core.key_shapes import may_be_repeated

        hint = f"The accounts here are: {', '.join(sorted(config.accounts))}."
        if wanted == os.environ.get(ACCOUNT_VARIABLE):
            hint = f"{ACCOUNT_VARIABLE} names it. {hint}"
        named = f"There is no account “{wanted}”." if may_be_repeated(wanted) else "There is no such account."
        raise NotFound(named, hint) from None


async def _whoami(
    store: Store, backend: Backend, account: str, clock: WallClock, key: OwnKey | None
) -> Person:
    with store.read() as transaction:
        cached = transaction.cache(account).directory("me")
    if cached is not None:
        return await _as_they_are_now(backend, person_from_json(cached))
    person = await backend.directory.whoami()
    with store.write() as transaction:
        if key is not None:
            key.belongs_to(transaction, person)
        transaction.cache(account).keep_directory("me", person_to_json(person), clock())
    if backend.days is not None:
        from punchcard.services.timesheet.edit_locks import keep_first_lock

        await keep_first_lock(store, backend, account, person.id, clock())
    return person


async def _as_they_are_now(backend: Backend, person: Person) -> Person:
    """Name and role may have changed since; asked for where nothing has to be waited for."""
    if not backend.info.immediate:
        return person
    people = await backend.directory.people()
    return next((known for known in people if known.id == person.id), person)

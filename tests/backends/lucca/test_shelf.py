"""What hardly ever changes is asked for once in ten minutes, by whatever process."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest
from tests.backends.lucca.bookings import booked_on, draft, new
from tests.backends.lucca.office import Office
from tests.backends.outcomes import done
from whenever import Instant

from punchcard.backends.lucca.shelf import SECONDS, Shelf

NOW = Instant.from_utc(2026, 3, 11, 12)


async def test_a_list_is_known_to_the_next_process_until_it_is_old(tmp_path: Path) -> None:
    moment = NOW
    first, second = (Shelf(str(tmp_path / "a"), lambda: moment) for _ in range(2))
    assert await first.get("axes") is None
    await first.keep("axes", [{"id": 1}])
    await second.keep("users", [])
    assert (await second.get("axes"), await first.get("users")) == ([{"id": 1}], [])
    (file,) = (tmp_path / "a").iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    moment = NOW.add(seconds=SECONDS)
    assert await second.get("axes") is None
    moment = NOW.subtract(seconds=1)
    assert await second.get("axes") is None


async def test_a_file_that_cannot_be_read_is_as_none(tmp_path: Path) -> None:
    shelf = Shelf(str(tmp_path), lambda: NOW)
    for text in ("", "[]", "{", '{"axes": 1}', '{"axes": ["x", 2]}', "\x00"):
        (tmp_path / "lists.json").write_text(text)
        assert await shelf.get("axes") is None
    await shelf.keep("axes", [])
    assert await shelf.get("axes") == []


async def test_where_nothing_can_be_written_it_is_asked_for_each_time(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    shelf = Shelf(str(tmp_path / "file"), lambda: NOW)
    await shelf.keep("axes", [])
    assert await shelf.get("axes") is None


async def test_what_was_written_in_vain_is_not_left_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.replace", full)
    await Shelf(str(tmp_path), lambda: NOW).keep("axes", [])
    assert list(tmp_path.iterdir()) == []


async def test_the_next_command_asks_for_entries_alone(place: Office) -> None:
    """Who one is, is asked for whenever it is wanted: it shows whether the key is good."""
    vendor = place.vendor()
    connection = place.connection(vendor)
    for expected in (9, 1):
        backend = place.open(connection)
        await backend.directory.people()
        levels = await backend.directory.dimensions()
        chosen = booked_on(vendor).references
        for depth, level in enumerate(levels):
            await backend.directory.choices(level.id, chosen[:depth])
        assert len(place.sent()) == expected
        await backend.aclose()
    backend = place.open(connection)
    await backend.directory.whoami()
    assert place.sent() == ["GET api/v3/users"]
    done(await backend.entries.save(new(draft(vendor, "10 9:40", "10 11:00"))))
    await backend.aclose()
    backend = place.open(connection)
    place.sent()
    done(await backend.entries.save(new(draft(vendor, "10 12:40", "10 13:00"))))
    assert place.sent() == ["GET api/v3/timeentries", "POST api/v3/timeentries"]
    await backend.aclose()

"""`punch add` where entries lie on one day, have no breaks, and are written down in one unit."""

from __future__ import annotations

from pathlib import Path

from tests.cli.lucca import BRANCH, Place, place

from punchcard.sandbox.lucca.records import Configuration, Mode, Unit

ON = ("--on", BRANCH)


def times(there: Place) -> list[tuple[str, int]]:
    return [(str(entry.starts_at)[5:16], entry.seconds // 60) for entry in there.kept("Ann")]


def test_a_night_is_refused_with_what_it_can_be_cut_into_and_cut_when_wished(tmp_path: Path) -> None:
    with place(tmp_path) as there:
        night = ("add", "22:00", "06:00", "--day", "2026-03-09", "--break", "23:30-00:30", *ON)
        said = there.punch(*night)
        assert said.code == 1
        assert "--cut-at-midnight to save 22:00 – 24:00 on Mon 9 Mar and 00:00 – 06:00" in said.err
        assert (times(there), there.posts()) == ([], 0)
        said = there.punch(*night, "--cut-at-midnight")
        assert said.out == "Saved as 22:00 – 23:30 on Mon 9 Mar and 00:30 – 06:00 on Tue 10 Mar.\n"
        assert times(there) == [("03-09T22:00", 90), ("03-10T00:30", 330)]
        assert there.punch("undo").code == 0
        assert times(there) == []


def test_what_is_saved_in_pieces_makes_room_for_each_of_them(tmp_path: Path) -> None:
    with place(tmp_path) as there:
        day = ("--day", "2026-03-09")
        for start, end in (("11:00", "12:00"), ("16:30", "18:00")):
            assert there.punch("add", start, end, *day, *ON).code == 0
        whole = ("add", "08:00", "17:00", *day, "--break", "12:00-13:00", *ON)
        assert there.punch(*whole).code == 1
        said = there.punch(*whole, "--overlap", "trim")
        assert (said.code, "is cut to 17:00 – 18:00" in said.out) == (0, True)
        assert times(there) == [("03-09T08:00", 240), ("03-09T13:00", 240), ("03-09T17:00", 60)]
        assert there.punch("undo").code == 0
        assert times(there) == [("03-09T11:00", 60), ("03-09T16:30", 90)]


def test_what_is_in_the_way_of_two_pieces_and_of_none_is_left_what_is_free_of_it(tmp_path: Path) -> None:
    with place(tmp_path) as there:
        day = ("--day", "2026-03-09")
        for start, end in (("11:00", "13:15"), ("13:30", "13:45"), ("13:45", "14:30")):
            assert there.punch("add", start, end, *day, *ON).code == 0
        whole = ("add", "08:00", "17:00", *day, "--break", "12:30-14:00", *ON)
        said = there.punch(*whole, "--overlap", "trim")
        assert "is cut to 12:30 – 13:15" in said.out
        assert "is cut to 13:45 – 14:00" in said.out
        assert [start for start, _ in times(there)] == [
            f"03-09T{time}" for time in ("08:00", "12:30", "13:30", "13:45", "14:00")
        ]


def test_a_rule_is_told_before_anything_is_asked_for(tmp_path: Path) -> None:
    with place(tmp_path) as there:
        assert there.punch("add", "10:00", "11:00", "--day", "mon", *ON).code == 0
        there.posts()
        said = there.punch("add", "08:00", "09:00", "--day", "mon")
        assert (said.code, "what this time was worked on" in said.err) == (1, True)
        assert len(there.punch("outbox", "--all", "--json").data["items"]) == 1
        # Nobody can be asked now: it waits, and is refused by the same sentence later.
        assert there.punch("add", "08:00", "09:00", "--day", "mon", "--no-wait").code == 3
        assert "what this time was worked on" in there.punch("sync").out
        assert (len(times(there)), there.posts()) == (1, 0)


def test_where_the_clocks_are_changed_it_is_said(tmp_path: Path) -> None:
    with place(tmp_path) as there:
        said = there.punch("add", "00:30", "04:30", "--day", "2025-10-26", *ON)
        assert said.code == 0
        assert "Lucca shows 00:30 – 05:30 for what is 00:30 – 04:30 here" in said.out
        assert times(there) == [("10-26T00:30", 300)]


def test_hours_and_days_are_of_the_morning_or_of_the_afternoon(tmp_path: Path) -> None:
    with place(tmp_path, extra='unit = "days"\nmode = "attendance"\n') as there:
        there.configured("Ann", Configuration(unit=Unit.DAYS, mode=Mode.ATTENDANCE))
        assert there.punch("add", "--days", "0.5", "--afternoon", "--day", "mon").code == 0
        assert there.punch("add", "--days", "1", "--day", "tue").code == 0
        assert times(there) == [("03-09T12:00", 720), ("03-10T00:00", 1440)]
        assert there.punch("add", "--days", "1", "--afternoon", "--day", "fri").code == 2
        first, second = (str(entry.id) for entry in there.kept("Ann"))
        assert there.punch("change", second, "--days", "0.5", "--afternoon").code == 0
        assert there.punch("change", first, "--morning").code == 0
        assert times(there) == [("03-09T00:00", 720), ("03-10T12:00", 720)]
        assert there.punch("change", second, "--days", "0.5", "--note", "late").code == 0
        assert times(there)[1] == ("03-10T12:00", 720)
        assert there.punch("change", second, "--days", "1").code == 0
        assert times(there)[1] == ("03-10T00:00", 1440)
        assert there.punch("change", second, "--afternoon").code == 2
        said = there.punch("add", "08:00", "09:00", "--day", "fri")
        assert (said.code, "kept in days at Lucca" in said.err) == (1, True)
        assert "half and whole days" in there.punch("in").err
        assert there.punch("assignments").out == "Your time is booked on nothing at Lucca.\n"


def test_levels_are_called_by_their_names_where_time_is_grouped(tmp_path: Path) -> None:
    with place(tmp_path) as there:
        assert there.punch("add", "08:00", "09:00", "--day", "mon", *ON).code == 0
        said = there.punch("groups", "--by", "client,day")
        assert "client › day" in said.out
        assert "axis-" not in said.out


def test_a_start_on_nothing_says_that_the_work_has_to_be_booked_on_something(tmp_path: Path) -> None:
    with place(tmp_path, extra='mode = "activity"\n') as there:
        said = there.punch("in", "--at", "09:00")
        reminder = "Choose what it is worked on before you stop: Lucca asks for it."
        assert (said.code, said.out) == (0, f"Clocked in at 09:00. {reminder}\n")
        assert there.punch("cancel", "--yes").code == 0
        assert reminder not in there.punch("in", "--at", "09:00", *ON).out

"""`punch import csv`: what would become of each line, what became of it, and never anything twice."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.cli.lucca import BRANCH, NOW, POST, place
from tests.cli.program import Program, Said
from tests.domain import berlin
from whenever import Date

from punchcard.sandbox.faults import Fault
from punchcard.sandbox.lucca.records import Configuration, Mode, Unit

HEADING = "person,day,start,end,on,note"
WEEK = [Date(2026, 3, day) for day in (2, 3, 4, 5, 6)]


def written(folder: Path, *lines: str, heading: str = HEADING) -> str:
    file = folder / "times.csv"
    file.write_text("\r\n".join([heading, *lines]) + "\r\n")
    return str(file)


def outcomes(said: Said) -> list[str]:
    return [line["outcome"] for line in _body(said)["lines"]]


def _body(said: Said) -> dict[str, list[dict[str, str]]]:
    return json.loads(said.out)["data"]


def thirty(folder: Path) -> str:
    """Two stretches a day for three people in one week; that of line 26 is before Lea came."""
    lines = [
        f"{name},{day.format_iso()},{times},{BRANCH},"
        for name in ("Ann Berger", "ben@lucca.example", "Lea")
        for day in WEEK
        for times in ("08:00,12:00", "13:00,16:30")
    ]
    lines[24] = f"Lea,2026-02-27,09:00,10:00,{BRANCH},too early"
    return written(folder, *lines)


@pytest.mark.parametrize(("is_atomic", "lost"), [(True, False), (False, False), (False, True)])
def test_of_a_batch_for_several_owners_the_invalid_one_is_named_and_the_others_are_saved(
    tmp_path: Path, *, is_atomic: bool, lost: bool
) -> None:
    with place(tmp_path) as there:
        there.state.options.arrays_are_atomic = is_atomic
        there.employed("Lea", Date(2026, 3, 2))
        file = thirty(tmp_path)
        if not lost:
            # What only the service knows shows when it is sent.
            assert outcomes(there.punch("import", "csv", file, "--json")) == ["new"] * 30
            assert there.posts() == 0
            said = there.punch("import", "csv", file, "--yes", "--json")
        else:
            there.vendor.faults.always(Fault.DROP_AFTER, [POST])
            there.punch("import", "csv", file, "--yes", "--wait", "1")
            there.vendor.faults.clear()
            there.punch("sync")
            # What may still have arrived is looked for a second time before it is sent again.
            there.punch.now = berlin(f"{NOW}:20").to_fixed_offset().format_iso()
            there.punch("sync")
            said = there.punch("import", "csv", file, "--yes", "--json")
        assert said.code == 1
        found = outcomes(said)
        assert found[24] == "refused"
        assert found.count("done_before" if lost else "saved") == 29
        [refused] = [line for line in _body(said)["lines"] if line["outcome"] == "refused"]
        assert (refused["line"], refused["person"]) == (26, "Lea Brandt")
        assert "contract" in refused["message"]
        kept = there.kept("Ann", "Ben", "Lea")
        assert len(kept) == len({(entry.owner_id, entry.starts_at) for entry in kept}) == 29


def test_what_was_left_on_its_way_goes_as_one_call_and_only_what_was_mended_goes_again(
    tmp_path: Path,
) -> None:
    with place(tmp_path) as there:
        there.employed("Lea", Date(2026, 3, 2))
        file = thirty(tmp_path)
        said = there.punch("import", "csv", file, "--yes", "--no-wait", "--json")
        assert (said.code, outcomes(said)) == (3, ["on_its_way"] * 30)
        assert "30 on its way" in there.punch("import", "csv", file, "--yes", "--no-wait").out
        assert there.posts() == 0
        assert "contract" in there.punch("sync").out
        assert there.posts() <= 12
        mended = Path(file).read_text().replace("2026-02-27", "2026-03-07")
        Path(file).write_text(mended)
        said = there.punch("import", "csv", file, "--yes")
        assert (said.code, there.posts()) == (0, 1)
        assert "30 lines: 1 saved, 29 saved before." in said.out
        assert len(there.kept("Ann", "Ben", "Lea")) == 30


def test_whose_time_is_taken_back_is_said_by_name(tmp_path: Path) -> None:
    with place(tmp_path) as there:
        file = written(tmp_path, f"ben,2026-03-09,08:00,09:00,{BRANCH},")
        assert there.punch("import", "csv", file, "--yes").code == 0
        assert there.punch("undo").out.startswith("Ben Okafor: Undone.")


def test_every_rule_is_told_before_anything_is_saved(tmp_path: Path) -> None:
    with place(tmp_path) as there:
        there.configured("Ben", Configuration(unit=Unit.HOURS, mode=Mode.ATTENDANCE))
        seen = written(tmp_path, "ben,2026-03-02,4:00,", heading="person,day,hours,on")
        assert there.punch("import", "csv", seen, "--yes").code == 0
        file = written(
            tmp_path,
            f",2026-03-09,22:00,06:00,{BRANCH},",
            f",2026-03-09,08:00,20:00 +30h,{BRANCH},",
            ",2026-03-09,08:00,09:00,Northwind/Nowhere,",
            f"Ben,2026-03-09,08:00,09:00,{BRANCH},",
            f"Zoe,2026-03-09,08:00,09:00,{BRANCH},",
            f",2026-03-10,08:00,10:00,{BRANCH},",
            f",2026-03-10,09:30,11:00,{BRANCH},",
        )
        there.posts()
        said = there.punch("import", "csv", file, "--json")
        reasons = [line["message"] or "" for line in _body(said)["lines"]]
        for reason, words in zip(
            reasons,
            (
                "--cut-at-midnight", "", "There is no", "kept in hours", "nobody", "", "would overlap",
            ),
            strict=True,
        ):  # fmt: skip
            assert words in reason
        assert outcomes(said).count("new") == 1
        assert (said.code, there.posts()) == (1, 0)


def test_whoever_books_nothing_names_sections_for_others_and_none_for_themselves(tmp_path: Path) -> None:
    with place(tmp_path, extra='mode = "attendance"\n') as there:
        there.configured("Ann", Configuration(mode=Mode.ATTENDANCE))
        file = written(
            tmp_path,
            f"Ben,2026-03-09,08:00,12:00,{BRANCH},",
            f"Ann,2026-03-09,08:00,12:00,{BRANCH},",
            "Ann,2026-03-09,13:00,14:00,,",
        )
        said = there.punch("import", "csv", file, "--yes", "--json")
        assert outcomes(said) == ["saved", "refused", "saved"]
        assert "plain attendance: it is booked on nothing" in _body(said)["lines"][1]["message"]
        assert [len(entry.section_ids) for entry in there.kept("Ann", "Ben")] == [0, 3]


def test_a_night_is_cut_and_breaks_are_left_out_where_none_are_kept(tmp_path: Path) -> None:
    with place(tmp_path) as there:
        file = written(
            tmp_path,
            f"2026-03-09,22:00,06:00,00:30-01:00,{BRANCH}",
            heading="day;start;end;breaks;on".replace(";", ","),
        )
        said = there.punch("import", "csv", file, "--yes", "--cut-at-midnight")
        assert "saved as 3 entries" in said.out
        times = [(str(entry.starts_at)[5:16], entry.seconds // 60) for entry in there.kept("Ann")]
        assert times == [("03-09T22:00", 120), ("03-10T00:00", 30), ("03-10T01:00", 300)]


def test_an_export_can_be_brought_into_another_home_and_undone(punch: Program, tmp_path: Path) -> None:
    punch("add", "08:00", "16:30", "--break", "12:00-12:30", "--note", "=1+1", "--on", "A/B", "--create")
    punch("add", "--hours", "2:15", "--day", "mon", "--type", "vacation")
    file = tmp_path / "out.csv"
    punch("export", "--from", "2026-03-09", "--to", "2026-03-15", "--output", str(file))
    other = Program(tmp_path / "other")
    other("assignments", "add", "A/B")
    assert outcomes(other("import", "csv", str(file), "--json")) == ["new", "new"]
    assert other("week", "--json").data["worked_seconds"] == 0
    assert other("import", "csv", str(file), "--yes").code == 0
    entries = [day["entries"] for day in other("week", "--json").data["days"] if day["entries"]]
    [[monday], [wednesday]] = entries
    assert (monday["duration_seconds"], monday["type"]) == (8100, "Vacation")
    assert (wednesday["break_seconds"], wednesday["note"], wednesday["assignment"]) == (1800, "=1+1", "A › B")
    assert outcomes(other("import", "csv", str(file), "--yes", "--json")) == ["done_before"] * 2
    assert other("undo").code == 0
    assert outcomes(other("import", "csv", str(file), "--yes", "--json")) == ["saved"] * 2
    assert outcomes(other("import", "csv", str(file), "--again", "--json")) == ["new", "refused"]


def test_other_people_are_refused_where_only_ones_own_time_is_saved(tmp_path: Path) -> None:
    with place(tmp_path, "Ben") as there:
        file = written(tmp_path, f"Ann,2026-03-09,08:00,09:00,{BRANCH},")
        assert "is nobody whose time this account may see" in there.punch("import", "csv", file).out


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "no entry in the file"),
        ("day,start,stop\n2026-03-09,8,9", "“stop” is none"),
        ("day,start,start\n", "two columns “start”"),
        ("day,start,end\n2026-03-09,8,9,10", "Line 2 has more cells"),
        ("day,start,end\n", "no entry in the file"),
        ("caf\udce9", "not UTF-8"),
    ],
)
def test_what_is_no_table_is_refused(punch: Program, tmp_path: Path, text: str, words: str) -> None:
    file = tmp_path / "bad.csv"
    file.write_bytes(text.encode("utf-8", "surrogateescape"))
    said = punch("import", "csv", str(file))
    assert (said.code, words in said.err) == (1, True), said.err


@pytest.mark.parametrize(
    ("seconds", "outcome"),
    [
        ("1800", "new"),
        ("0", "new"),
        ("half", "refused"),
        pytest.param("9" * 5000, "refused", id="endless"),
    ],
)
def test_breaks_that_are_told_in_seconds(punch: Program, tmp_path: Path, seconds: str, outcome: str) -> None:
    file = written(tmp_path, f"2026-03-09,08:00,16:00,{seconds}", heading="day,start,end,break_seconds")
    assert outcomes(punch("import", "csv", file, "--json")) == [outcome]


def test_equal_lines_are_as_many_entries(punch: Program, tmp_path: Path) -> None:
    file = written(tmp_path, *["2026-03-09,1:00"] * 2, heading="day,hours")
    assert outcomes(punch("import", "csv", file, "--yes", "--json")) == ["saved"] * 2
    assert punch("week", "--json").data["worked_seconds"] == 2 * 3600
    assert outcomes(punch("import", "csv", file, "--yes", "--json")) == ["done_before"] * 2


def test_a_file_that_is_not_there_is_said(punch: Program, tmp_path: Path) -> None:
    said = punch("import", "csv", str(tmp_path / "nowhere.csv"))
    assert said.code == 2
    assert "No such file" in said.err

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from whenever import Weekday, reset_system_tz

from punchcard.config import AccountConfig, Config, Holidays, load_config
from punchcard.config.errors import ConfigError
from punchcard.paths import folders

Load = Callable[[str | bytes], Config]

EXAMPLE = """\
default_account = "acme"
theme = "nord"

[schedule]                       # used where a vendor gives no target
zone = "Europe/Berlin"
week_starts = "sunday"
hours = { mon = "8:00", tue = 7.5, wed = 8, sat = 0 }
holidays = { country = "DE", subdivision = "BE" }
rules = "DE"

[accounts.acme]
backend = "clockodo"
email = "ann@acme.example"
write = "read-only"

[accounts.plant_2]
backend = "mctime"

[keys]
"clock.start" = "s"
"""


@pytest.fixture(autouse=True)
def system_zone(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with monkeypatch.context() as patch:
        patch.setenv("TZ", "Europe/Paris")
        reset_system_tz()
        yield
    reset_system_tz()


@pytest.fixture
def load(tmp_path: Path) -> Load:
    return lambda content: written(tmp_path, content)


def written(home: Path, content: str | bytes) -> Config:
    places = folders(str(home))
    os.makedirs(places.config, exist_ok=True)
    Path(places.config_file).write_bytes(content.encode() if isinstance(content, str) else content)
    return load_config(places)


def refusal(load: Load, content: str | bytes) -> str:
    with pytest.raises(ConfigError) as caught:
        load(content)
    assert (caught.value.exit_code, caught.value.code) == (2, "config")
    assert caught.value.hint
    return caught.value.message.partition("config.toml")[2]


def test_without_a_file_there_is_one_local_account(tmp_path: Path):
    config = load_config(folders(str(tmp_path)))

    assert config.default_account == "local"
    assert config.accounts == {"local": AccountConfig("local", "local", {})}
    assert (config.schedule.zone, config.schedule.hours, config.schedule.rules) == (
        "Europe/Paris",
        (),
        "none",
    )
    assert config.schedule.week_starts is Weekday.MONDAY
    assert not list(tmp_path.iterdir())


def test_everything_that_can_be_said_is_read(load: Load):
    config = load(EXAMPLE)

    assert config.default_account == "acme"
    assert config.accounts["acme"] == AccountConfig(
        "acme", "clockodo", {"email": "ann@acme.example"}, "read-only"
    )
    assert set(config.accounts) == {"local", "acme", "plant_2"}
    assert (config.schedule.zone, config.schedule.rules) == ("Europe/Berlin", "DE")
    assert config.schedule.week_starts is Weekday.SUNDAY
    hours = {day.name: seconds for day, seconds in config.schedule.hours}
    assert hours == {"MONDAY": 28800, "TUESDAY": 27000, "WEDNESDAY": 28800, "SATURDAY": 0}
    assert config.holidays == Holidays("DE", "BE")
    assert (config.keys, config.theme) == ({"clock.start": "s"}, "nord")


@pytest.mark.parametrize(
    ("text", "default"),
    [
        ("", "local"),
        ("[accounts.one]\nbackend='clockodo'", "one"),
        ("[accounts.one]\nbackend='x'\n[accounts.two]\nbackend='x'", "local"),
        ("default_account='local'\n[accounts.one]\nbackend='x'", "local"),
    ],
)
def test_which_account_is_meant(load: Load, text: str, default: str):
    assert load(text).default_account == default


def test_what_was_checked_is_read_back_without_pydantic(tmp_path: Path):
    config = written(tmp_path, EXAMPLE)
    kept = tmp_path / "state" / "config.checked.json"
    assert kept.stat().st_mode & 0o777 == 0o600
    assert [entry.name for entry in kept.parent.iterdir()] == [kept.name]
    script = (
        "import sys; from punchcard.paths import folders; from punchcard.config import load_config;"
        f"config = load_config(folders({str(tmp_path)!r}));"
        "print({'pydantic', 'tomllib'} & set(sys.modules) or repr(config))"
    )

    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == repr(config)
    assert written(tmp_path, EXAMPLE.replace("nord", "dracula")).theme == "dracula"


@pytest.mark.parametrize(
    "damage",
    ["", "[]", "{}", "null", pytest.param("[" * 100_000, id="deep"), '{"source": "theme = \'nord\'"}'],
)
def test_damaged_memory_is_checked_again(tmp_path: Path, damage: str):
    text = "theme = 'nord'"
    expected = written(tmp_path, text)
    kept = tmp_path / "state" / "config.checked.json"
    whole = json.loads(kept.read_text())
    for content in (damage, json.dumps(whole | {"value": {}}), json.dumps(whole | {"version": "0"})):
        kept.write_text(content)

        assert written(tmp_path, text) == expected
        assert json.loads(kept.read_text()) == whole


def test_memory_that_cannot_be_written_does_no_harm(tmp_path: Path):
    (tmp_path / "state").touch()

    assert written(tmp_path, "theme = 'nord'").theme == "nord"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[schedule]\n\nhour = {}", ", line 3: there is no `schedule.hour`; the nearest name is `hours`."),
        ("shedule = 1", ", line 1: there is no `shedule`; the nearest name is `schedule`."),
        ("[schedule]\nhours = { mo = 8 }", ", line 2: there is no `schedule.hours.mo`; the nearest name is"),
        ("[accounts.a]\nbackend='x'\nurl='y'", ", line 3: there is no `accounts.a.url`; there are `backend`"),
        ("\n[accounts.a]", ", line 2: `accounts.a.backend` is missing."),
        ("theme = 'x'\nkeys = 5", ", line 2: `keys` has to be a table."),
        ("theme = 5", ", line 1: `theme` has to be text in quotes."),
        ("[keys]\n'clock.start' = 5", ", line 2: `keys.clock.start` has to be text in quotes."),
        ("[schedule]\nzone='Europe/Berln'", ", line 2: `schedule.zone` cannot be “Europe/Berln”; the nearest "
         "name is `Europe/Berlin`."),
        ("[schedule]\nrules='D'", ", line 2: `schedule.rules` cannot be “D”; the nearest name is `DE`."),
        ("schedule.week_starts='mondy'", ", line 1: `schedule.week_starts` cannot be “mondy”; the nearest"),
        ("[schedule.hours]\nmon='soon'", ", line 2: `schedule.hours.mon` cannot be used: “soon” is not a"),
        ("[schedule.hours]\nmon=25", ", line 2: `schedule.hours.mon` has to be a duration of at most 24"),
        ("[schedule.hours]\nmon=nan", ", line 2: `schedule.hours.mon` has to be a duration"),
        ("[schedule.hours]\nmon=true", ", line 2: `schedule.hours.mon` has to be a duration"),
        ("[schedule.hours]\nmon='99:00'", ", line 2: `schedule.hours.mon` is longer than a day."),
        ("[accounts.'a b']\nbackend='x'", ", line 1: `accounts.a b` is not a name for an account"),
        ("[accounts.a]\nbackend='x'\nwrite='none'", ", line 3: `accounts.a.write` cannot be “none”; there"),
        ("\ndefault_account='acm'\n[accounts.acme]\nbackend='x'", ", line 2: there is no account “acm”; the"),
        ('theme = "a\\u0000b"', ", line 1: `theme` holds characters that cannot be shown."),
        ("theme = ''", ", line 1: `theme` is empty."),
        ("a = 1\nb =\n", ", line 2: this is not TOML: Invalid value, column 4."),
        ("a = 1\nb = [", ", line 2: this is not TOML: Invalid value."),
        pytest.param("a = " + "[" * 9999, ": this is not TOML that can be read (", id="too deep"),
        pytest.param("a = " + "9" * 5000, ": this is not TOML that can be read (", id="too large"),
        (b"a = 1\nb = '\xff'", ", line 2: this is not UTF-8 text."),
    ],
)  # fmt: skip
def test_what_is_not_understood_is_refused_with_its_line(load: Load, text: str | bytes, said: str):
    assert refusal(load, text).startswith(said)


def test_a_byte_order_mark_and_windows_lines_are_fine(load: Load):
    assert load(b"\xef\xbb\xbftheme = 'nord'\r\n").theme == "nord"


def test_what_is_not_a_readable_file_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    places = folders(str(tmp_path))
    os.makedirs(places.config_file)
    with pytest.raises(ConfigError, match="is a folder"):
        load_config(places)

    def forbidden(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr("builtins.open", forbidden)
    with pytest.raises(ConfigError, match="may not be read"):
        load_config(places)
    monkeypatch.undo()
    (tmp_path / "odd").mkdir()
    (tmp_path / "odd" / "config").touch()
    with pytest.raises(ConfigError, match="cannot be read"):
        load_config(folders(str(tmp_path / "odd")))


@pytest.mark.parametrize("zone", ["EST5EDT,M3.2.0,M11.1.0", ":/no/such/file"])
def test_a_system_without_a_named_zone_is_told_what_to_do(tmp_path: Path, zone: str):
    script = (
        "import sys; from punchcard.config import ConfigError, load_config\n"
        "from punchcard.paths import folders\n"
        "try: load_config(folders(sys.argv[1]))\n"
        "except ConfigError as error: print(error.message, error.hint)"
    )
    environment = os.environ | {"TZ": zone}

    done = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path)],
        capture_output=True,
        text=True,
        env=environment,
        check=True,
    )

    assert "does not name its time zone" in done.stdout
    assert "[schedule]" in done.stdout


LINES = st.sampled_from(
    [*EXAMPLE.splitlines(), "[schedule.hours]", "[accounts]", "[[keys]]", "mon = ", "x = 1979-05-27"]
)
FILES = st.one_of(st.text(), st.binary(), st.lists(st.one_of(LINES, st.text(max_size=9))).map("\n".join))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(content=FILES)
def test_whatever_the_file_holds_is_a_configuration_or_a_sentence(load: Load, content: str | bytes):
    data = content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content
    with suppress(ConfigError):
        assert load(data).accounts["local"]

from __future__ import annotations

import importlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from whenever import Date, Weekday, reset_system_tz

from punchcard.config import AccountConfig, BalanceStart, Config, Holidays, load_config
from punchcard.config.errors import ConfigError
from punchcard.paths import folders

Load = Callable[[str | bytes], Config]

EXAMPLE = """\
default_account = "acme"
theme = "nord"
hold_seconds = 10

[schedule]                       # used where a vendor gives no target
zone = "Europe/Berlin"
week_starts = "sunday"
hours = { mon = "8:00", tue = 7.5, wed = 8, sat = 0 }
holidays = { country = "DE", subdivision = "BE" }
rules = "DE"

[[schedule.hours_from]]
valid_from = 2027-01-01
hours = {}

[[schedule.hours_from]]          # in any order
valid_from = 2026-07-01
hours = { mon = "6:00", thu = 6 }

[schedule.balance]
from = 2026-01-01
start = "-3:00"

[silenced]
short_break = "The works council agreed."

[accounts.acme]
backend = "clockodo"
email = "ann@acme.example"
write = "read-only"

[accounts.plant_2]
backend = "mctime"

[accounts.shed]
backend = "local"
units = "days, times,days"
edit_lock_days = 14

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
    assert list(config.accounts) == ["acme", "plant_2", "shed"]
    assert config.accounts["shed"].settings == {"units": "days,times", "edit_lock_days": "14"}
    assert (config.schedule.zone, config.schedule.rules) == ("Europe/Berlin", "DE")
    assert config.schedule.week_starts is Weekday.SUNDAY
    hours = {day.name: seconds for day, seconds in config.schedule.hours}
    assert hours == {"MONDAY": 28800, "TUESDAY": 27000, "WEDNESDAY": 28800, "SATURDAY": 0}
    assert config.holidays == Holidays("DE", "BE")
    assert config.schedule.hours_from == (
        (Date(2026, 7, 1), ((Weekday.MONDAY, 21600), (Weekday.THURSDAY, 21600))),
        (Date(2027, 1, 1), ()),
    )
    assert config.balance == BalanceStart(Date(2026, 1, 1), -3 * 3600)
    assert config.silenced == {"short_break": "The works council agreed."}
    assert (config.keys, config.theme) == ({"clock.start": "s"}, "nord")
    assert config.hold_seconds == 10


@pytest.mark.parametrize(
    ("text", "default"),
    [
        ("", "local"),
        ("[accounts.one]\nbackend='clockodo'", "one"),
        ("[accounts.one]\nbackend='x'\n[accounts.two]\nbackend='x'", "one"),
        ("[accounts.one]\nbackend='x'\n[accounts.local]\nbackend='local'", "local"),
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
        "print({'pydantic', 'tomllib', 'holidays'} & set(sys.modules) or repr(config))"
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
        ("[accounts.a]\nbackend='local'\nurl='y'", ", line 3: there is no `accounts.a.url`; there are "
         "`backend`, `write`, `name`, `units`, `edit_lock_days`."),
        ("[accounts.a]\nbackend='reference'\nemial='y'", ", line 3: there is no `accounts.a.emial`; the "
         "nearest name is `email`."),
        ("[accounts.a]\nbackend='local'\nemail='y'", ", line 3: there is no `accounts.a.email`;"),
        ("[accounts.a]\nbackend='reference'\n\nkey='y'", ", line 4: `accounts.a.key` is a secret, which"),
        ("[accounts.a]\nbackend='reference'\nemail=5", ", line 3: `accounts.a.email` has to be text"),
        ("[accounts.a]\nbackend='reference'\nemail=' '", ", line 3: `accounts.a.email` is empty."),
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
        ("[accounts.a]\nbackend='local'\nunits='times, day'",
         ", line 3: `accounts.a.units` cannot be “day”; the nearest name is `days`."),
        ("[accounts.a]\nbackend='local'\nunits=','",
         ", line 3: `accounts.a.units` cannot be “”; there are `times`, `hours`, `days`."),
        ("[schedule]\nholidays = { country = 'Germany' }",
         ", line 2: `schedule.holidays.country` cannot be “Germany”; the nearest name is `DE`."),
        ("[schedule.holidays]\ncountry = 'de'",
         ", line 2: `schedule.holidays.country` cannot be “de”; the nearest name is `DE`."),
        ("[schedule.holidays]\ncountry = 'qqqqq'",
         ", line 2: `schedule.holidays.country` cannot be “qqqqq”; none is near."),
        ("[schedule.holidays]\nsubdivision = 'Berln'\ncountry = 'DE'",
         ", line 2: `schedule.holidays.subdivision` cannot be “Berln”; the nearest name is `BE`."),
        ("[schedule.holidays]\ncountry = 'DE'\nsubdivision = 'QQ'",
         ", line 3: `schedule.holidays.subdivision` cannot be “QQ”; there are `Augsburg`, `BB`, `BE`,"),
        ("[schedule.holidays]\ncountry = 'LU'\nsubdivision = 'X'",
         ", line 3: `schedule.holidays.subdivision` cannot be “X”; LU has none, so leave it out."),
        ("[schedule.holidays]\nsubdivision = 'BE'", ", line 1: `schedule.holidays.country` is missing."),
        ("[[schedule.hours_from]]\nvalid_from = 2026-07-01\nhours={}\n[[schedule.hours_from]]\nhours = {}",
         ", line 4: `schedule.hours_from.valid_from` is missing."),
        ("[[schedule.hours_from]]\nvalid_from = 2026-07-01\nhours = {}\n[[schedule.hours_from]]\n"
         "valid_from = 2026-08-01\n[schedule.hours_from.hours]\n\nmon = 'x'",
         ", line 8: `schedule.hours_from.hours.mon` cannot be used: “x” is not a"),
        ("[[schedule.hours_from]]\nhours = { mo = 8 }\nvalid_from = 2026-07-01",
         ", line 2: there is no `schedule.hours_from.hours.mo`; the nearest name is"),
        ("[[schedule.hours_from]]\nvalid_form = 2026-07-01\nhours = {}",
         ", line 2: there is no `schedule.hours_from.valid_form`; the nearest name is `valid_from`."),
        ("[[schedule.hours_from]]\nhours = {}\nvalid_from = '2026-07-01'",
         ", line 3: `schedule.hours_from.valid_from` has to be a day without quotes, such as 2026-07-01."),
        ("[[schedule.hours_from]]\nhours = {}\nvalid_from = 2026-07-01T08:00:00",
         ", line 3: `schedule.hours_from.valid_from` has to be a day without quotes"),
        ("[[schedule.hours_from]]\nhours = {}\nvalid_from = 0026-07-01",
         ", line 3: `schedule.hours_from.valid_from` is too far away; the years are 1900 to 2999."),
        ("[schedule]\nhours_from = [{valid_from=2026-07-01, hours={}}, {valid_from=2026-07-01, hours={}}]",
         ", line 2: `schedule.hours_from` has two ranges that are valid from 2026-07-01."),
        ("[schedule.hours_from]\nvalid_from = 2026-07-01",
         ", line 1: `schedule.hours_from` has to be a list of tables, each written [[schedule.hours_from]]."),
        ("[schedule.balance]\nform = 2026-01-01",
         ", line 2: there is no `schedule.balance.form`; the nearest name is `from`."),
        ("[schedule.balance]\nfrom = 'january'",
         ", line 2: `schedule.balance.from` has to be a day without quotes"),
        ("[schedule.balance]\nstart = 'a lot'",
         ", line 2: `schedule.balance.start` cannot be used: “a lot” is not a"),
        ("[schedule.balance]\nstart = '--3:00'",
         ", line 2: `schedule.balance.start` cannot be used: “--3:00” is"),
        ("[schedule.balance]\nstart = true",
         ", line 2: `schedule.balance.start` has to be a duration, such as"),
        ("hold_seconds = 61", ", line 1: `hold_seconds` has to be a number of seconds from 0 to 60,"),
        ("hold_seconds = -1", ", line 1: `hold_seconds` has to be a number of seconds from 0 to 60"),
        ("hold_seconds = '5'", ", line 1: `hold_seconds` has to be a number of seconds from 0 to 60"),
        ("hold_seconds = true", ", line 1: `hold_seconds` has to be a number of seconds from 0 to 60"),
        ("hold_second = 1", ", line 1: there is no `hold_second`; the nearest name is `hold_seconds`."),
        ("[silenced]\ngapp = 'x'", ", line 2: `silenced.gapp` is no rule; the nearest name is `gap`."),
        ("[silenced]\ngap = ''", ", line 2: `silenced.gap` is empty."),
        ("[silenced]\ngap = true", ", line 2: `silenced.gap` has to be text in quotes."),
        ("[accounts.'a b']\nbackend='x'", ", line 1: `accounts.a b` is not a name for an account"),
        ("[accounts.a-b]\nbackend='x'\n[accounts.A_b]\nbackend='x'",
         ", line 3: account “A_b” cannot be told from “a-b” everywhere; rename one of them."),
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


@pytest.mark.parametrize(
    ("start", "seconds"),
    [
        ("'+12:30'", 45000), ("'12:30'", 45000), ("'-3:00'", -10800), ("'\N{MINUS SIGN}0:30'", -1800),
        ("'-7.5h'", -27000), ("7.5", 27000), ("-3", -10800), ("'+250:00'", 900000), ("0", 0),
    ],
)  # fmt: skip
def test_a_balance_may_begin_above_or_below_nothing(load: Load, start: str, seconds: int):
    assert load(f"[schedule.balance]\nstart = {start}").balance == BalanceStart(None, seconds)


def test_names_of_subdivisions_are_as_good_as_their_codes(load: Load):
    config = load("[schedule]\nholidays = { country = 'DE', subdivision = 'Berlin' }")

    assert config.holidays == Holidays("DE", "Berlin")


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
    [
        *EXAMPLE.splitlines(),
        "[schedule.hours]",
        "[accounts]",
        "[[keys]]",
        "[[schedule.hours_from]]",
        "[schedule.balance]",
        "[silenced]",
        "mon = ",
        "x = 1979-05-27",
    ]
)
FILES = st.one_of(st.text(), st.binary(), st.lists(st.one_of(LINES, st.text(max_size=9))).map("\n".join))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(content=FILES)
def test_whatever_the_file_holds_is_a_configuration_or_a_sentence(load: Load, content: str | bytes):
    data = content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content
    with suppress(ConfigError):
        assert load(data).accounts["local"]


@pytest.fixture
def third_party(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Installs a backend that wants to know what it is told to, in the version that is named."""
    place = tmp_path / "third_party"

    def install(version: str, *fields: str) -> None:
        shutil.rmtree(place, ignore_errors=True)
        info = place / f"quay-{version}.dist-info"
        info.mkdir(parents=True)
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: quay\nVersion: {version}\n")
        (info / "entry_points.txt").write_text("[punchcard.backends]\nquay = quay_backend:Quay\n")
        declared = ", ".join(
            f"AccountField({field!r}, 'A field', secret={field == 'key'})" for field in fields
        )
        (place / "quay_backend.py").write_text(
            "from punchcard.backends.contract import AccountField, BackendInfo\n"
            f"class Quay:\n    info = BackendInfo('quay', 'Quay', fields=({declared},))\n"
        )
        monkeypatch.delitem(sys.modules, "quay_backend", raising=False)
        importlib.invalidate_caches()

    monkeypatch.setattr(sys, "path", [str(place), *sys.path])
    return install


QUAY = "[accounts.a]\nbackend = 'quay'\nworkspace = 'w1'\n"


def test_an_account_holds_what_its_backend_declares(load: Load, third_party: Callable[..., None]) -> None:
    third_party("1.0", "workspace", "key")
    assert load(QUAY).accounts["a"].settings == {"workspace": "w1"}
    assert refusal(load, QUAY + "worksplace = 'w2'").startswith(
        ", line 4: there is no `accounts.a.worksplace`; the nearest name is `workspace`."
    )
    assert refusal(load, QUAY + "units = 'days'").startswith(", line 4: there is no `accounts.a.units`;")
    assert refusal(load, QUAY + "key = 'k'").startswith(", line 4: `accounts.a.key` is a secret, which never")


def test_a_backend_that_is_gone_does_not_take_the_configuration_along(load: Load) -> None:
    text = QUAY + "shift = 7\nday = 2026-03-11\n[accounts.b]\nbackend = 'local'\nname = 'Ann'\n"
    accounts = load(text).accounts
    assert accounts["a"].settings == {"workspace": "w1", "shift": "7"}
    assert accounts["b"].settings == {"name": "Ann"}


def test_what_was_checked_is_checked_again_once_a_backend_is_another(
    load: Load, third_party: Callable[..., None]
) -> None:
    text = QUAY + "shift = '7'\n"
    assert load(text).accounts["a"].settings == {"workspace": "w1", "shift": "7"}
    third_party("1.0", "workspace")
    assert ", line 4: there is no `accounts.a.shift`" in refusal(load, text)
    third_party("1.1", "workspace", "shift")
    assert load(text) == load(text)
    third_party("1.2", "workspace")
    assert ", line 4: there is no `accounts.a.shift`" in refusal(load, text)

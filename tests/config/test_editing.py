from __future__ import annotations

import json
import os
import stat
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.processes import run_at_once

from punchcard.config.editing import with_account, with_changes, with_default, with_local, without_account
from punchcard.config.errors import ConfigError
from punchcard.config.saving import read_bytes, replace_text, text_of

ACME = {"backend": "gone", "email": 'ann "the" o\'neil\\@acme.example', "edit_lock_days": 7}

WRITTEN = {
    "nothing": "",
    "a comment": "# mine\n",
    "blank lines": "\n\n\n",
    "no end of the line": 'theme = "nord"',
    "a table at the end": '[schedule]\nzone = "Europe/Berlin"\n\n# the end, really\n',
    "accounts, then others": '# a\n[accounts.a] # b\nbackend="x" # c\n\n# keys\n[keys]\n"clock.start"="s"\n',
    "in a row": 'accounts = { a = { backend = "x" }, b = {backend="y"} }  # all\ntheme = "nord"\n',
    "a table of tables in a row": '[accounts]\na = {backend="x"} # short\n# the end\n',
    "dotted": 'accounts.a.backend = "x"\naccounts.a.email = "y"\n\n[keys]\n',
    "apart": '[accounts.a]\nbackend = "x"\n[keys]\n"clock.start" = "s"\n[accounts.b]\nbackend = "y"\n',
    "a header in text": '[silenced]\nshort_break = """a\\\n [accounts.acme]"""\n[accounts.a]\nbackend="x"',
    "quoted": "[ \"accounts\" . 'a-b' ]\nbackend = 'x'\n",
    "of windows": '# mine\r\n[accounts.a]\r\nbackend = "x"\r\n\r\n[keys]\r\n"clock.start" = "s"\r\n',
}


@pytest.mark.parametrize("text", WRITTEN.values(), ids=WRITTEN)
def test_an_account_that_is_added_and_removed_leaves_no_trace(text: str) -> None:
    added = with_account("config.toml", text, "acme", ACME)
    assert tomllib.loads(added)["accounts"]["acme"] == ACME
    assert {**tomllib.loads(added), "accounts": 0} == {**tomllib.loads(text), "accounts": 0}
    removed = without_account("config.toml", added, "acme")
    end = "\r\n" if "\r\n" in text else "\n"
    assert removed in (text, text + end if not text.endswith("\n") else text)
    if "\r\n" in text:
        assert added.count("\n") == added.count("\r\n")


comments = st.text(st.sampled_from("abc #[]=\"'äé.\t"), max_size=12).map(lambda text: f"# {text}")
blanks = st.sampled_from(["", " ", "\t"])
between = st.lists(comments | blanks, max_size=3).map(lambda lines: "".join(f"{line}\n" for line in lines))
headers = st.sampled_from(["[accounts.{}]", '[ accounts . "{}" ]', "[accounts.'{}']", "  [accounts.{}] # so"])
values = st.sampled_from(['"x"', "'x'", '"""x"""', '"x" # which', '"[accounts.acme]"', '"\\u00e4"'])
others = st.sampled_from(
    [
        '[keys]\n"clock.start" = "s"\n', "[schedule]\n", '[schedule.holidays]\ncountry = "DE"\n',
        "[silenced]\nshort_break = '''\nagreed'''\n".replace("\nagreed", "agreed"),
        "[[schedule.hours_from]]\nvalid_from = 2026-07-01\nhours = { mon = 6 }\n",
    ]
)  # fmt: skip


@st.composite
def configurations(draw: st.DrawFn) -> str:
    names = draw(st.lists(st.sampled_from(["a", "b-c", "D_e", "f"]), unique=True, max_size=4))
    tables = [
        f"{draw(headers).format(name)}\n{draw(between)}backend = {draw(values)}\n{draw(between)}"
        + (f"email={draw(values)}\n" if draw(st.booleans()) else "")
        for name in names
    ]
    tables += draw(st.lists(others, unique=True, max_size=4))
    root = f"theme = {draw(values)}\n" if draw(st.booleans()) else ""
    if names and draw(st.booleans()):
        root += f'default_account = "{names[-1]}"\n'
    text = draw(between) + root + "".join(draw(between) + table for table in draw(st.permutations(tables)))
    text = text + draw(between)
    text = text.removesuffix("\n") if draw(st.booleans()) else text
    return text.replace("\n", "\r\n") if draw(st.booleans()) else text


@given(configurations(), st.data())
def test_any_configuration_keeps_what_was_written(text: str, data: st.DataObject) -> None:
    end = "\r\n" if "\r\n" in text else "\n"
    whole = text if not text or text.endswith("\n") else text + end
    added = with_account("config.toml", text, "acme", ACME)
    assert added.startswith(text)
    assert without_account("config.toml", added, "acme") in (text, whole)
    changed = with_changes("config.toml", added, "acme", {"email": None, "write": "clock", "backend": "y"})
    assert tomllib.loads(changed)["accounts"]["acme"] == {
        "backend": "y",
        "edit_lock_days": 7,
        "write": "clock",
    }
    assert without_account("config.toml", changed, "acme") in (text, whole)
    names = list(tomllib.loads(text).get("accounts", {}))
    chosen = data.draw(st.sampled_from([*names, "acme"]))
    default = with_default("config.toml", added, chosen)
    assert tomllib.loads(default)["default_account"] == chosen
    kept, shown = ([line for line in found.splitlines() if _is_kept(line)] for found in (added, default))
    assert shown == kept


def _is_kept(line: str) -> bool:
    return bool(line.strip()) and not line.startswith("default_account")


def test_values_are_changed_where_they_stand() -> None:
    text = '[accounts.a]  # work\nbackend = "x"   # which\nemail = "old"   # mine\n\n# keys\n[keys]\n'
    changed = with_changes("config.toml", text, "a", {"email": "new", "write": "clock"})
    assert changed == (
        '[accounts.a]  # work\nbackend = "x"   # which\nemail = "new"   # mine\nwrite = "clock"\n'
        "\n# keys\n[keys]\n"
    )
    back = with_changes("config.toml", changed, "a", {"email": None, "write": None})
    assert back == '[accounts.a]  # work\nbackend = "x"   # which\n\n# keys\n[keys]\n'


def test_the_default_is_written_first_and_changed_where_it_stands() -> None:
    text = '# mine\n[accounts.a]\nbackend = "x"\n[accounts.b]\nbackend = "x"\n'
    first = with_default("config.toml", text, "b")
    assert first == f'default_account = "b"\n{text}'
    assert with_default("config.toml", first.replace('"b"\n#', '"b" # so\n#'), "a").startswith(
        'default_account = "a" # so\n# mine'
    )
    assert with_default("config.toml", first, None) == text
    assert with_default("config.toml", text, None) == text


@pytest.mark.parametrize(
    ("text", "changed"),
    [
        ("# mine\n\n[accounts.a]\n", '# mine\n\ndefault_account = "a"\n\n[accounts.a]\n'),
        (
            "# mine\n# too\n\n\n# a\n[accounts.a]\n",
            '# mine\n# too\n\n\ndefault_account = "a"\n\n# a\n[accounts.a]\n',
        ),
        (
            "# mine\n\ntheme = 'nord'\n[accounts.a]\n",
            "# mine\n\ndefault_account = \"a\"\ntheme = 'nord'\n[accounts.a]\n",
        ),
        ("# of a\n[accounts.a]\n", 'default_account = "a"\n# of a\n[accounts.a]\n'),
        ("\n[accounts.a]\n", 'default_account = "a"\n\n[accounts.a]\n'),
        ("# mine\r\n\r\n[accounts.a]\r\n", '# mine\r\n\r\ndefault_account = "a"\r\n\r\n[accounts.a]\r\n'),
    ],
)
def test_the_default_stands_below_what_the_person_wrote_at_the_top(text: str, changed: str) -> None:
    end = 'backend = "x"'
    assert with_default("config.toml", text + end, "a") == changed + end


def test_local_is_written_down_where_it_is_implied() -> None:
    assert with_local("config.toml", "") == '[accounts.local]\nbackend = "local"\n'
    text = '[accounts]\nlocal = {backend = "local"}\n'
    assert with_local("config.toml", text) == text


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("theme = 'nord'\n[accounts.\n", ", line 2: this is not TOML"),
        ("[accounts.a]\nbackend = 'reference'\nemial = 'y'\n", ", line 3: there is no `accounts.a.emial`"),
        ("\ndefault_account = 'gone'\n", ", line 2: there is no account “gone”"),
    ],
)
def test_what_is_not_right_is_not_edited(text: str, said: str) -> None:
    for edit in (
        lambda: with_account("config.toml", text, "acme", ACME),
        lambda: with_default("config.toml", text, None) and with_default("config.toml", text, "a"),
    ):
        with pytest.raises(ConfigError) as caught:
            edit()
        assert said in caught.value.message
        assert "left as it is" in caught.value.hint


def test_what_would_not_be_right_is_refused() -> None:
    text = '[accounts.a]\nbackend = "x"\n'
    with pytest.raises(ConfigError, match="line 1: there is an account “a” already"):
        with_account("config.toml", text, "a", ACME)
    with pytest.raises(ConfigError, match=r"`accounts\.b\.write` cannot be “some”"):
        with_account("config.toml", text, "b", {"backend": "x", "write": "some"})
    with pytest.raises(ConfigError, match="there is no account “nobody”"):
        with_default("config.toml", text, "nobody")
    with pytest.raises(ConfigError, match="there is no account “b” in it"):
        without_account("config.toml", text, "b")
    with pytest.raises(ConfigError, match="there is no account “b” in it"):
        with_changes("config.toml", text, "b", {"email": "x"})
    with pytest.raises(ConfigError, match="there is no account “a”"):
        without_account("config.toml", f'default_account = "a"\n{text}[accounts.b]\nbackend="x"\n', "a")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "config.toml"


def names(folder: Path) -> list[str]:
    return sorted(found.name for found in folder.iterdir())


def test_a_new_file_is_the_person_s_alone(path: Path) -> None:
    replace_text(str(path), None, "# new\n")
    assert path.read_text() == "# new\n"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert names(path.parent) == ["config.toml"]


def test_a_file_keeps_its_mode_its_mark_and_its_place(path: Path, tmp_path: Path) -> None:
    real = tmp_path / "dotfiles"
    real.mkdir()
    (real / "punchcard.toml").write_bytes(b"\xef\xbb\xbf# mine\r\n")
    (real / "punchcard.toml").chmod(0o640)
    path.symlink_to(real / "punchcard.toml")
    before = read_bytes(str(path))
    assert text_of(str(path), before) == "# mine\r\n"
    replace_text(str(path), before, "# yours\r\n")
    assert (path.is_symlink(), path.read_bytes()) == (True, b"\xef\xbb\xbf# yours\r\n")
    assert stat.S_IMODE((real / "punchcard.toml").stat().st_mode) == 0o640
    assert (names(real), names(tmp_path)) == (["punchcard.toml"], ["config.toml", "dotfiles"])


def test_what_somebody_has_written_meanwhile_is_left(path: Path) -> None:
    path.write_text("# old\n")
    before = read_bytes(str(path))
    path.write_text("# theirs\n")
    with pytest.raises(ConfigError, match="was changed by somebody else just now"):
        replace_text(str(path), before, "# ours\n")
    with pytest.raises(ConfigError, match="was changed by somebody else just now"):
        replace_text(str(path), None, "# ours\n")
    assert (path.read_text(), names(path.parent)) == ("# theirs\n", ["config.toml"])


def test_a_place_that_cannot_be_written_is_said(path: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    below = tmp_path / "file" / "config.toml"
    with pytest.raises(ConfigError, match=r"cannot be written .*it was left as it is"):
        replace_text(str(below), None, "# ours\n")
    path.mkdir()
    with pytest.raises(ConfigError, match="is a folder"):
        read_bytes(str(path))


ADD = """
import json, sys
from punchcard.config.editing import with_account
from punchcard.paths import folders
from punchcard.services.accounts.config_file import edit_config
for number in range(4):
    name = f"{sys.argv[2]}-{number}"
    edit_config(folders(sys.argv[1]), lambda path, text: with_account(path, text, name, {"backend": "x"}))
"""


def test_processes_that_add_at_once_all_add(tmp_path: Path) -> None:
    said = run_at_once(ADD, [[tmp_path, name] for name in "abc"])
    assert said == [(0, "")] * 3, json.dumps(said)
    text = (tmp_path / "config" / "config.toml").read_text()
    assert sorted(tomllib.loads(text)["accounts"]) == sorted(
        f"{name}-{n}" for name in "abc" for n in range(4)
    )
    assert os.listdir(tmp_path / "config") == ["config.toml"]

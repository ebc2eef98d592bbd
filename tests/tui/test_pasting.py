"""Whatever is pasted is one paste, however a terminal hands it over."""

from __future__ import annotations

import pytest
from textual import events

from punchcard.tui.pasting import PasteParser

PASTE = "\x1b[200~{}\x1b[201~"


def read(*chunks: str) -> list[tuple[str, str | None]]:
    parser = PasteParser()
    found: list[tuple[str, str | None]] = []
    for message in [message for chunk in chunks for message in parser.feed(chunk)]:
        if isinstance(message, events.Paste):
            found.append(("paste", message.text))
        if isinstance(message, events.Key):
            found.append((message.key, message.character))
    return found


@pytest.mark.parametrize(
    ("pasted", "text"),
    [
        ("A\x1b[31mB\rC", "AB\nC"),
        ("one\r\ntwo", "one\ntwo"),
        ("dxw\x1b", "dxw"),
        ("\x1b\x1b[Bd", "d"),
        ("a\x00\x07\x7fb", "ab"),
        ("\x1b[200~again", "again"),
        ("\x1b[A\x13q", "q"),
        ("", ""),
    ],
)
def test_a_paste_is_one_paste_of_text(pasted: str, text: str) -> None:
    assert read("x" + PASTE.format(pasted) + "y") == [("x", "x"), ("paste", text), ("y", "y")]


def test_a_paste_may_arrive_in_pieces() -> None:
    whole = "x" + PASTE.format("d\x1b[31mw") + "y" + PASTE.format("z")
    expected = [("x", "x"), ("paste", "dw"), ("y", "y"), ("paste", "z")]

    assert read(*whole) == expected
    assert all(read(whole[:cut], whole[cut:]) == expected for cut in range(1, len(whole)))


def test_keys_are_read_as_before() -> None:
    assert [key for key, _ in read("\x1b[A\x1bOP\x1b[20~", "é")] == ["up", "f1", "f9", "é"]

"""Who is clocked in: a panel for leads, and the keys that drive the clock of one of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static
from whenever import ZonedDateTime

from punchcard.backends.errors import SHOWN_IS_OLD
from punchcard.core.presence import Presence
from punchcard.core.refusals import Refusal
from punchcard.core.text import one_line
from punchcard.services.presence import OnItsWay, WhoIsIn
from punchcard.tui.host import Hears
from punchcard.tui.presence import messages
from punchcard.tui.presence.desk import PresenceDesk
from punchcard.tui.presence.driving import Driving
from punchcard.tui.presence.filter_line import PresenceFilter
from punchcard.tui.presence.model import ASKED_AGAIN, NOBODY, NOBODY_FITS, details, fits, summary
from punchcard.tui.presence.rows import PresenceRows
from punchcard.tui.widgets.row_list import CURSOR_WIDTH, RowList

READ_SECONDS = 60.0
"""How often it is read again while the panel is open."""

LOOK_SECONDS = 1.0
"""How often it is looked whether the time has gone on, and whether what was asked for has arrived."""


class PresenceScreen(Driving, Hears):
    """Lists who is clocked in, by name."""

    HELP = (
        "## Who is clocked in\n\nEverybody whose clock runs, of those whom you may see. It is read again "
        "once a minute. What you do with the clock of somebody is asked about first, and then goes through "
        "your outbox like everything that you do."
    )

    DEFAULT_CSS = """
    PresenceScreen {
        #dialog { width: 96%; max-width: 112; height: 92%; max-height: 32; }
        #problem { display: none; height: auto; max-height: 4; padding: 0 0 1 0; color: $text-warning; }
        #problem.-shown { display: block; }
        PresenceFilter { margin: 0 0 1 0; }
        #empty { display: none; height: 1fr; content-align: center middle; color: $text-muted; }
        #empty.-shown { display: block; }
        #empty.-problem { color: $text-error; }
        #heading { height: 1; text-wrap: nowrap; }
        #detail { height: auto; min-height: 4; max-height: 7; border-top: solid $primary-muted; }
        #said { display: none; height: auto; max-height: 3; }
        #said.-shown { display: block; }
        #said.-problem { color: $text-error; }
    }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("x", "drive('stop')", "Stop", tooltip="Stop their clock; asks first", id="presence.stop"),
        Binding(
            "b",
            "drive('take_break')",
            "Break",
            tooltip="Begin a break for them; asks first",
            id="presence.break",
        ),
        Binding(
            "b", "drive('resume')", "Resume", tooltip="End their break; asks first", id="presence.resume"
        ),
        Binding(
            "slash",
            "filter",
            "Filter",
            key_display="/",
            tooltip="Only who fits what you type",
            id="presence.filter",
        ),
        Binding("r", "refresh", "Refresh", tooltip="Ask again who is clocked in", id="presence.refresh"),
        Binding("escape,w,q", "cancel", "Close", tooltip="Back to work", id="presence.close"),
    ]

    def __init__(self, desk: PresenceDesk, now: Callable[[], ZonedDateTime]) -> None:
        """Ask `desk`; `now` is the clock on the person's wall."""
        super().__init__("Who is clocked in")
        self.desk, self.now = desk, now
        self._who: WhoIsIn | None = None
        self._failure: Refusal | None = None
        self._asked: Mapping[str, OnItsWay] = {}
        self._awaited: set[str] = set()
        self._typed, self._minute, self._is_reading = "", -1, False

    def compose_body(self) -> Iterator[Widget]:
        """What stands in the way, the line to type in, the list, and what is known of the selected one."""
        yield Static(id="problem")
        yield PresenceFilter()
        yield Static(id="empty")
        yield Static(id="heading")
        yield PresenceRows(self.now)
        yield Static(id="detail")
        yield Static(id="said")

    def on_mount(self) -> None:
        """Read who is there, and keep reading it."""
        self._rows.focus()
        self.read_again()
        self.set_interval(READ_SECONDS, self.read_again)
        self.set_interval(LOOK_SECONDS, self._look)
        self._show()

    def on_resize(self) -> None:
        """Fit the columns."""
        self.call_after_refresh(self._show)

    def read_again(self) -> None:
        """Ask who is clocked in, unless that is being done."""
        if not self._is_reading:
            self._is_reading = True
            self.run_worker(self._read(), group="read")

    async def _read(self) -> None:
        try:
            self.post_message(messages.WhoRead(await self.desk.read()))
        except Refusal as refusal:
            self.post_message(messages.ReadingFailed(refusal))

    def await_arrival(self, person: str) -> None:
        """Read again once what was asked for about a person is not on its way any more."""
        self._awaited.add(person)
        self._look_again()

    def _look_again(self) -> None:
        """Look what is on its way about anybody's clock; nobody is asked for that."""
        self.run_worker(self._look_up(), group="look", exclusive=True)

    async def _look_up(self) -> None:
        try:
            self.post_message(messages.Looked(await self.desk.asked()))
        except Refusal as refusal:
            self.post_message(messages.ReadingFailed(refusal))

    def _look(self) -> None:
        now = self.now()
        if now.minute != self._minute:
            self._show()
        if self._asked:
            self._look_again()

    @on(messages.WhoRead)
    def _on_read(self, event: messages.WhoRead) -> None:
        self._is_reading, self._failure = False, None
        self._who, self._asked = event.who, event.who.asked
        self._show()

    @on(messages.ReadingFailed)
    def _on_failed(self, event: messages.ReadingFailed) -> None:
        self._is_reading, self._failure = False, event.refusal
        self._show()

    @on(messages.Looked)
    def _on_looked(self, event: messages.Looked) -> None:
        arrived = {person for person in (*self._asked, *self._awaited) if person not in event.asked}
        self._awaited.clear()
        if event.asked != self._asked:
            self._asked = event.asked
            self._show()
        if arrived:
            self.read_again()

    def hear(self, sentence: str, *, is_refusal: bool) -> None:
        """Say here what became of a punch that was asked for here."""
        self.say(sentence, is_refusal=is_refusal)

    def action_refresh(self) -> None:
        """Ask again who is clocked in."""
        self.say("")
        self.read_again()

    def action_filter(self) -> None:
        """Type what to look for."""
        self.query_one(PresenceFilter).open()

    @on(PresenceFilter.Changed)
    def _on_typed(self, event: PresenceFilter.Changed) -> None:
        self._typed = event.text
        self._show()

    @on(PresenceFilter.Taken)
    def _on_taken(self) -> None:
        self._rows.focus()

    @on(PresenceFilter.Closed)
    def _on_closed(self) -> None:
        self.query_one(PresenceFilter).close()
        self._typed = ""
        self._rows.focus()
        self._show()

    @on(RowList.Selected)
    def _on_selected(self) -> None:
        self._show_detail()

    @property
    def selected(self) -> Presence | None:
        """Who is selected; None where nobody is listed."""
        return self._rows.selected

    @property
    def _rows(self) -> PresenceRows:
        return self.query_one(PresenceRows)

    def _show(self) -> None:
        """Draw everything from the values; the selected one stays selected."""
        self._minute = self.now().minute
        known = self._who.present if self._who else ()
        shown = [each for each in known if fits(each, self._typed)]
        rows, heading = self._rows, self.query_one("#heading", Static)
        rows.display = heading.display = bool(shown)
        rows.list(shown, self._asked)
        # Of the frame, which has its room also before the list is laid out; a scroll bar may come.
        room = self.query_one("#dialog").content_size.width - CURSOR_WIDTH
        heading.update(rows.columns(room).heading())
        self.query_one("#dialog").border_subtitle = Content(summary(self._who, len(shown)))
        self._say_problem()
        self._say_empty(is_empty=not shown)
        self._show_detail()

    def _say_problem(self) -> None:
        """Say what stands in the way, where something is listed all the same, and who is not told of."""
        sentences = [] if self._who is None else list(self._who.unseen)
        if self._failure is not None and self._who is not None:
            sentences.insert(0, f"{self._failure.message} {self._failure.hint}".strip())
        said = self.query_one("#problem", Static)
        said.set_class(bool(sentences), "-shown")
        said.update(Content("\n".join(f"! {one_line(sentence, 300)}" for sentence in sentences)))

    def _say_empty(self, *, is_empty: bool) -> None:
        empty, is_problem = self.query_one("#empty", Static), False
        if self._who is not None:
            sentence = NOBODY_FITS if self._typed.strip() else NOBODY
        elif self._failure is not None:
            hint = self._failure.hint.replace(SHOWN_IS_OLD, ASKED_AGAIN)
            sentence, is_problem = f"! {self._failure.message} {hint}".strip(), True
        else:
            sentence = "Loading …"
        empty.update(Content(one_line(sentence, 500)))
        empty.set_class(is_empty, "-shown")
        empty.set_class(is_problem, "-problem")

    def _show_detail(self) -> None:
        presence, detail = self.selected, self.query_one("#detail", Static)
        detail.display = presence is not None
        if presence is not None:
            asked = self._asked.get(presence.person.id)
            head, *rest = details(presence, self.now(), asked)
            lines = [Content.styled(head, "bold"), *(Content(line) for line in rest)]
            detail.update(Content("\n").join(lines))
        self.refresh_bindings()

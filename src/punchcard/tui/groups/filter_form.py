"""Whose and which time the service sums up, and how: everything that it can be asked for."""

from __future__ import annotations

from asyncio import wrap_future
from collections.abc import Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.suggester import Suggester
from textual.widget import Widget
from textual.widgets import Input, Select

from punchcard.backends.groups_contract import GroupFilter, GroupSwitch
from punchcard.core.grouping import COARSEST_ROUNDING
from punchcard.core.refusals import Refusal
from punchcard.core.text import one_line
from punchcard.tui.forms.base import Form, TextLine, field
from punchcard.tui.groups.choosing import Chosen, joined, look_up, names_of, split_names

if TYPE_CHECKING:
    from punchcard.tui.engine import Engine
    from punchcard.tui.groups.question import Answer

ANY = "any"
_YES_NO = (("yes", "yes"), ("no", "no"))
_ROUND = "round"
_TEXT = "text"
_IN_COLUMN = 8
_SEVERAL = "What fits all of it is summed up. Commas stand between several; quotes hold a name together."


class NameSuggester(Suggester):
    """Completes a name; what there is, is asked for once."""

    def __init__(self, engine: Engine, key: str, *, takes_several: bool) -> None:
        """Complete what is typed behind `key`, or the last of several names."""
        super().__init__(use_cache=False)
        self._engine, self._key, self._takes_several = engine, key, takes_several
        self._names: tuple[str, ...] | None = None

    async def get_suggestion(self, value: str) -> str | None:
        """Return the first name that begins like this."""
        names = self._names
        if names is None:
            names = await wrap_future(self._engine.fetch(partial(names_of, key=self._key)))
            self._names = names
        before, last = "", value
        if self._takes_several:
            last = value.rpartition(",")[2].lstrip()
            before = value.removesuffix(last)
        typed = last.casefold()
        found = next((name for name in names if typed and name.casefold().startswith(typed)), None)
        return None if found is None else f"{before}{found}"


class FilterForm(Form["Chosen | None"]):
    """Asks for filters, options and rounding; answers with them looked up."""

    ASKS_TO_LEAVE = False
    VERB = "Show"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "save", "Show", tooltip="Show the groups like that", id="form.save"),
        Binding("ctrl+l", "empty", "Empty", tooltip="Empty every field", id="filters.empty"),
    ]

    DEFAULT_CSS = """
    FilterForm {
        #dialog { width: 100%; max-width: 78; padding: 1 1 0 1; }
        #columns { height: auto; margin: 0 0 1 0; }
        .column { width: 1fr; height: auto; padding: 0 1; }
        .field { margin: 0; }
        .field > .label { width: 17; }
        .words { min-height: 1; padding: 0 1; }
        Select { width: 1fr; height: 1; }
        Select.-textual-compact > SelectCurrent {
            height: 1; padding: 0 2 0 1; border: none; border-left: blank !important; background: $panel;
        }
        Select.-textual-compact:focus > SelectCurrent { border-left: thick $primary !important; }
        SelectOverlay > .option-list--option { padding: 0 2 !important; }
    }
    """

    HELP = """
    ## Filters of the service

    Names may be shortened; right completes them. What is left empty filters nothing. A team means everybody
    in it, `all` as the person everybody whose time you may see.
    """

    def __init__(self, engine: Engine, answer: Answer, known: Chosen | None) -> None:
        """Ask.

        Args:
            engine: Looks up what was typed.
            answer: What is shown now: its period, what time is booked on, and what the service can do.
            known: What is filtered by now.
        """
        super().__init__("Filters")
        self._engine, self._offer, self._period = engine, answer.offer, answer.report.period
        self._dimensions, self._selects_by = answer.dimensions, answer.selects_by
        self._values = {
            key: joined(values) if self._selects_by and key != _TEXT else values[0]
            for key, values in (known.terms if known else ())
        }
        self._switches = dict(known.extras.switches) if known else dict[str, bool]()
        self._rounding = known.rounding if known else 0

    def compose_body(self) -> Iterator[Widget]:
        """Whose and on what; everything else in a second column where there is much."""
        rows = [self._row(key, name, filters) for key, name, filters in self._keys()]
        rows += [self._switch(each) for each in self._offer.switches]
        minutes = str(self._rounding) if self._rounding else ""
        rows.append(field("Round to", TextLine(minutes, placeholder="minutes", id=_ROUND)))
        columns = (part for part in (rows[:_IN_COLUMN], rows[_IN_COLUMN:]) if part)
        yield Horizontal(*(Vertical(*part, classes="column") for part in columns), id="columns")
        yield from self.compose_words()

    def on_mount(self) -> None:
        """Say what will be shown."""
        self._tell()

    @on(Input.Changed)
    @on(Select.Changed)
    def _on_changed(self) -> None:
        self._tell()

    @on(Input.Submitted)
    def _on_entered(self) -> None:
        self.action_save()

    def action_empty(self) -> None:
        """Empty every field."""
        for line in self.query(TextLine):
            line.value = ""
        for choice in self._selects():
            choice.clear()

    def action_save(self) -> None:
        """Look up what was typed, and answer with it."""
        if self.problem:
            self.insist()
        else:
            self._look_up()

    @work(exclusive=True)
    async def _look_up(self) -> None:
        switches = tuple(
            (each.id, choice == "yes") for each in self._offer.switches if (choice := self._value(each.id))
        )
        terms = tuple((key, self._named(key, text)) for key, *_ in self._keys() if (text := self._value(key)))
        ask = partial(look_up, terms=terms, switches=switches, rounding=self._minutes(), period=self._period)
        try:
            self.answer(await wrap_future(self._engine.fetch(ask)))
        except Refusal as refusal:
            self.app.bell()
            self.say("", f"{refusal.message} {refusal.hint}".strip())

    def _keys(self) -> Iterator[tuple[str, str, GroupFilter | None]]:
        yield "person", "Person", None
        for dimension in self._dimensions:
            yield dimension.id, one_line(dimension.name), None
        if self._selects_by:
            yield "type", "Type", None
            yield "status", "Status", None
            yield _TEXT, "Text", None
            return
        for each in self._offer.filters:
            yield each.id, each.name, each
        yield "billable", "Billable", GroupFilter("billable", "Billable")

    def _named(self, key: str, text: str) -> tuple[str, ...]:
        """What is meant: several names where the service takes several."""
        return split_names(text) if self._selects_by and key != _TEXT else (text,)

    def _row(self, key: str, name: str, filters: GroupFilter | None) -> Widget:
        value = self._values.get(key, "")
        if filters is not None and (filters.choices or key == "billable"):
            options = [(each.name, each.name) for each in filters.choices] or list(_YES_NO)
            return field(name, _select(key, options, value))
        is_listed = filters.is_listed if filters is not None else key != _TEXT
        return field(
            name,
            TextLine(
                value,
                placeholder=ANY if filters is None else filters.help or ANY,
                suggester=self._suggester(key) if is_listed else None,
                id=key,
            ),
        )

    def _suggester(self, key: str) -> Suggester:
        return NameSuggester(self._engine, key, takes_several=bool(self._selects_by))

    def _switch(self, switch: GroupSwitch) -> Widget:
        known = self._switches.get(switch.id)
        value = "" if known is None else "yes" if known else "no"
        choice = _select(switch.id, list(_YES_NO), value, "as usual")
        choice.tooltip = Content(switch.help)
        return field(switch.name, choice)

    def _value(self, key: str) -> str:
        widget = self.query_one(f"#{key}")
        if isinstance(widget, TextLine):
            return widget.value.strip()
        return next((str(choice.selection or "") for choice in self._selects() if choice.id == key), "")

    def _selects(self) -> Iterator[Select[str]]:
        yield from self.query(Select[str])

    def _minutes(self) -> int:
        text = self.query_one(f"#{_ROUND}", TextLine).value.strip()
        if text and not (text.isascii() and text.isdigit() and int(text) <= COARSEST_ROUNDING):
            return -1
        return int(text or 0)

    def _tell(self) -> None:
        if self._minutes() < 0:
            problem = f"Round to 1 to {COARSEST_ROUNDING:,} minutes, or leave it empty."
            self.say("", problem)
            return
        self.say(_SEVERAL if self._selects_by else "The service sums up what fits all of it.")


def _select(key: str, options: Sequence[tuple[str, str]], value: str, prompt: str = ANY) -> Select[str]:
    if value in dict(options):
        return Select(options, prompt=prompt, compact=True, id=key, value=value)
    return Select(options, prompt=prompt, compact=True, id=key)

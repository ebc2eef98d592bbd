"""The questions of the groups screen. Loaded when one is first asked; to be awaited in workers only."""

from __future__ import annotations

from asyncio import wrap_future
from collections.abc import Callable
from dataclasses import replace
from functools import partial

from whenever import Date

from punchcard.core.durations import duration_in_words
from punchcard.core.grouping_keys import keys_known
from punchcard.core.groups import NO_EXTRAS, Filters, Group, Period
from punchcard.core.periods import file_name
from punchcard.services.groups import bulk
from punchcard.services.groups.bulk import BulkDone
from punchcard.services.groups.bulk_plan import BulkPlan, Selection, counted
from punchcard.services.groups.export_file import FileIsThere
from punchcard.services.groups.vendor_groups import key_names
from punchcard.services.session import Session
from punchcard.tui.forms.confirm import ConfirmScreen
from punchcard.tui.forms.engine_choices import EngineChoices
from punchcard.tui.groups.bulk_form import BulkForm
from punchcard.tui.groups.by_dialog import ByDialog
from punchcard.tui.groups.choosing import Chosen
from punchcard.tui.groups.details_dialog import DetailsDialog
from punchcard.tui.groups.entries_dialog import EntriesDialog
from punchcard.tui.groups.export_form import ExportForm
from punchcard.tui.groups.export_rows import write
from punchcard.tui.groups.filter_form import FilterForm
from punchcard.tui.groups.period_dialog import PeriodDialog
from punchcard.tui.groups.question import Answer
from punchcard.tui.groups.reading import read_parts, read_plan, who_may_get_them
from punchcard.tui.groups.tree_model import path_in_words
from punchcard.tui.groups.turns import in_turn
from punchcard.tui.host import HostApp


async def ask_period(app: HostApp) -> Period | None:
    """Ask for a period; None where the person changed their mind."""
    if app.overview is None:
        return None
    return await app.push_screen_wait(PeriodDialog(app.now().date(), app.overview.schedule.week_starts))


async def ask_by(app: HostApp, answer: Answer) -> tuple[str, ...] | None:
    """Ask what to group by; None where the person changed their mind."""
    known = keys_known(key_names(answer.offer, answer.dimensions))
    return await app.push_screen_wait(ByDialog(known, answer.report.by))


async def show_entries(app: HostApp, answer: Answer, group: Group) -> Date | None:
    """Show the entries of a group; answer with the day to go to.

    Raises:
        Refusal: They cannot be read.
    """
    read = partial(read_parts, report=answer.report, path=group.path)
    parts = await wrap_future(app.engine.fetch(read))
    return await app.push_screen_wait(
        EntriesDialog(path_in_words(answer.total, group.path), parts, group.path)
    )


async def export(app: HostApp, answer: Answer, period: str) -> str:
    """Ask where to write the groups, and write them; return what was done, or nothing.

    Raises:
        Refusal: The file cannot be written.
    """
    starts = app.overview.schedule.week_starts if app.overview else None
    if starts is None:
        return ""
    target = await app.push_screen_wait(ExportForm(file_name(answer.report.period, starts), period))
    if target is None:
        return ""
    do = partial(write, report=answer.report, total=answer.total, target=target)
    try:
        return await wrap_future(app.engine.fetch(partial(do, replace=False)))
    except FileIsThere as refusal:
        question = ConfirmScreen(
            "Replace the file?", refusal.message, yes="Replace it", no="Keep it", title="The file is there"
        )
        if not await app.push_screen_wait(question):
            return ""
    return await wrap_future(app.engine.fetch(partial(do, replace=True)))


async def ask_filters(app: HostApp, answer: Answer, rounding: int, known: Chosen | None) -> Chosen | None:
    """Ask for everything that the service can be asked for; None where the person changed their mind."""
    if known is None and rounding:
        known = Chosen((), Filters(), (), NO_EXTRAS, "", rounding)
    elif known is not None:
        known = replace(known, rounding=rounding)
    form = FilterForm(app.engine, answer, known)
    return await app.push_screen_wait(form)


async def show_details(app: HostApp, answer: Answer, group: Group) -> None:
    """Show all that the service tells of a group."""
    await app.push_screen_wait(DetailsDialog(path_in_words(answer.total, group.path), group))


async def bulk_edit(app: HostApp, selection: Selection, tell: Callable[[str], object]) -> str:
    """Ask what all entries of a group get, and then whether to go on; return why nothing is done, if so.

    Raises:
        Refusal: It cannot be done.
    """
    look = partial(read_plan, selection=selection, only_look=True)
    before, time_types = await wrap_future(app.engine.fetch(look))
    if not before.count and not before.is_open:
        return _nothing_to("change", before)
    people = await wrap_future(app.engine.fetch(who_may_get_them))
    values = await app.push_screen_wait(BulkForm(before, time_types, EngineChoices(app.engine), people))
    if values is None:
        return ""
    read = partial(read_plan, selection=selection, values=values)
    plan, _ = await in_turn(app, read, lambda sentence, _: tell(sentence))
    is_changed = not plan.is_counted_there and before.count != plan.count + plan.same
    return await _carry_out(app, plan, before if is_changed else None, tell)


async def bulk_delete(app: HostApp, selection: Selection, tell: Callable[[str], object]) -> str:
    """Say what would be deleted, and ask twice; return why nothing is done, if so.

    Raises:
        Refusal: It cannot be done.
    """
    plan, _ = await in_turn(app, partial(read_plan, selection=selection), lambda sentence, _: tell(sentence))
    if not plan.count:
        return _nothing_to("delete", plan)
    is_meant = await app.push_screen_wait(
        ConfirmScreen(
            plan.words.removesuffix(plan.left_out_words).strip(),
            plan.left_out_words or ("It is not locked." if plan.count == 1 else "None of them is locked."),
            yes="Go on …",
            no="Cancel",
            title=f"Delete {counted(plan.count)}",
        )
    )
    return await _carry_out(app, plan, None, tell) if is_meant else ""


async def _carry_out(
    app: HostApp, plan: BulkPlan, before: BulkPlan | None, tell: Callable[[str], object]
) -> str:
    """Ask with the count, once more whenever it has changed, and do it."""
    shown = plan
    while shown.count:
        if not await app.push_screen_wait(_last_question(app, shown, before)):
            return ""
        done = await in_turn(app, partial(bulk.run, shown=shown), lambda sentence, _: tell(sentence))
        if isinstance(done, BulkDone):
            undo = f" {app.with_keys('{app.undo}')} takes it back." if done.can_be_undone else ""
            sentence = "" if done.is_unknown else f"{done.message}{undo}"
            # The engine says it, shows what is new, and delivers.
            app.engine.submit(partial(_say, sentence=sentence))
            return done.message if done.is_unknown else ""
        before, shown = shown, done
    return _nothing_to("delete" if shown.values is None else "change", shown)


def _say(session: Session, sentence: str) -> str:
    del session
    return sentence


def _last_question(app: HostApp, plan: BulkPlan, before: BulkPlan | None) -> ConfirmScreen:
    verb, what = ("Delete" if plan.values is None else "Change"), counted(plan.count)
    undo = f"One undo ({app.with_keys('{app.undo}')}) takes all of it back." if plan.can_be_undone else ""
    time = f", {duration_in_words(plan.seconds)}" if plan.can_be_undone else ""
    about = plan.words if plan.values else f"{_within(plan)} {plan.left_out_words}".strip()
    if before is None:
        title, question = (
            f"{verb} {what}",
            f"Really {verb.lower()} {what}{time}?",
        )
        consequence = f"{about} {undo}"
    else:
        title, question = "Something has changed", f"{verb} {what} now{time}?"
        consequence = f"{_difference(before, plan)} Nothing was changed yet. {about} {undo}"
    return ConfirmScreen(
        question, consequence, yes=f"{verb} {what}", no="Leave them", title=title,
        destructive=plan.values is None,
    )  # fmt: skip


def _difference(before: BulkPlan, now: BulkPlan) -> str:
    if before.count == now.count and before.seconds == now.seconds:
        return "Some of them were changed since you were asked."
    return f"You were asked about {before.how_many()}, now there are {now.how_many()}."


def _within(plan: BulkPlan) -> str:
    return f"They are in {plan.selection.name}." if plan.selection.name else ""


def _nothing_to(verb: str, plan: BulkPlan) -> str:
    return f"There is nothing to {verb} here. {plan.left_out_words}".strip()

"""Work whose start was refused: what is offered books all of it that was known."""

from __future__ import annotations

from tests.domain import berlin
from tests.services.desk import Desk
from tests.services.vendor import Answer

from punchcard.core.time_types import Category, TimeType
from punchcard.services import clocking
from punchcard.services.outbox.unbooked import book_it_yourself

HOME_OFFICE = TimeType("home", "Home office", Category.PRODUCTIVE)


async def test_the_command_books_it_as_what_it_was_worked(desk: Desk) -> None:
    clocking.start(desk.session, time_type=HOME_OFFICE, note="audit")
    desk.clock.set("11 12:00")
    desk.vendor.answers.append(Answer.REFUSE)
    await desk.deliver()
    [start] = desk.rows()
    assert book_it_yourself(desk.session, start) == (
        "What you have worked since 08:00 is not booked. "
        "Book it with `punch add 08:00 END --type 'Home office' --note audit`."
    )


async def test_so_it_does_for_what_was_to_be_ended_upon_it(desk: Desk) -> None:
    clocking.start(desk.session, time_type=HOME_OFFICE)
    clocking.take_break(desk.session, berlin("11 08:00"))
    clocking.resume(desk.session, berlin("11 08:00"))
    desk.clock.set("11 12:00")
    clocking.stop(desk.session)
    desk.vendor.answers.append(Answer.REFUSE)
    await desk.deliver()
    *_, stop = desk.rows()
    assert book_it_yourself(desk.session, stop).endswith(
        "Book it with `punch add 08:00 12:00 --type 'Home office'`."
    )


async def test_what_begins_as_an_option_is_told_from_one(desk: Desk) -> None:
    clocking.start(desk.session, note="-v")
    desk.clock.set("11 12:00")
    desk.vendor.answers.append(Answer.REFUSE)
    await desk.deliver()
    [start] = desk.rows()
    assert book_it_yourself(desk.session, start).endswith("`punch add 08:00 END --note=-v`.")

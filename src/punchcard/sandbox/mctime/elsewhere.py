"""What somebody else does at the simulated McTime while a request is on its way."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from punchcard.core.intervals import day_interval
from punchcard.sandbox.mctime.records import ApprovalStatus, Break, Clock, Creation, TimeEntry, User
from punchcard.sandbox.mctime.state import McTimeState
from punchcard.sandbox.mctime.times.booking import home_of

NOTE = "changed elsewhere"


def change_elsewhere(state: McTimeState, user: User, path: str, random: Random) -> None:
    """Change what a request to `path` by `user` is about; nothing where there is nothing to change."""
    if "clock" in path:
        _punch(state, user, random)
    elif "times" in path:
        _edit(state, user, random)


def _punch(state: McTimeState, user: User, random: Random) -> None:
    """The clock is started; or a break begins or ends, or it is stopped."""
    now, running = state.now(), state.clocks.get(user.id)
    if running is None:
        since = now.subtract(minutes=random.randint(1, 9))
        state.clocks[user.id] = Clock(state.new_id(), user.id, since, "work", home_of(user), NOTE)
    elif random.random() < 0.5:
        taken = running.open_break
        begun = (*running.breaks, Break(state.new_id(), now, None))
        ended = () if taken is None else (*running.breaks[:-1], taken._replace(until=now))
        state.clocks[user.id] = replace(running, breaks=begun if taken is None else ended)
    else:
        del state.clocks[user.id]
        breaks = tuple(each._replace(until=each.until or now) for each in running.breaks)
        state.keep(
            TimeEntry(
                running.id,
                user.id,
                running.since,
                now,
                running.type,
                running.organization,
                running.comment,
                breaks,
                creation=Creation.CLOCK,
            )
        )


def _edit(state: McTimeState, user: User, random: Random) -> None:
    """The newest entry that is open is approved, edited or deleted; without one, one is added."""
    free = [each for each in state.entries_of(user.id) if not each.status.is_final and not each.is_invalid]
    what = random.randrange(3)
    if not free:
        today = state.local(user, state.now()).date()
        midnight = day_interval(today.subtract(days=1), user.zone).start.to_instant()
        since = midnight.add(hours=random.randint(4, 5))
        until = since.add(minutes=20)
        state.keep(TimeEntry(state.new_id(), user.id, since, until, "work", home_of(user), NOTE))
    elif what == 0:
        state.keep(replace(free[-1], status=ApprovalStatus.APPROVED))
    elif what == 1:
        state.keep(replace(free[-1], comment=NOTE, creation=None))
    else:
        del state.entries[free[-1].id]

"""The stop of the clock: where it would take the time of other entries, the person decides first."""

from __future__ import annotations

from asyncio import wrap_future

from whenever import ZonedDateTime

from punchcard.core.refusals import Refusal
from punchcard.tui.clock import requests
from punchcard.tui.clock.requests import Request
from punchcard.tui.host import HostApp


async def stop(app: HostApp, at: ZonedDateTime | None = None, of: str | None = None) -> None:
    """Clock out, or ask what is to become of the entries in the way.

    Args:
        app: The app.
        at: When; now by default.
        of: The entry id of the clock that is meant.
    """
    try:
        await wrap_future(app.engine.ask(requests.stop_at(at, of)))
    except Refusal as refusal:
        if refusal.code != "over_others":
            app.say(f"{refusal.message} {refusal.hint}".strip(), is_refusal=True)
            return
        from punchcard.tui.clock.stop_question import ask_what_becomes

        request: Request | None = await ask_what_becomes(app, refusal)
        if request is not None:
            app.engine.submit(request)

"""Where a service sends its callers: only within its own origin is it followed, and only for reads."""

from __future__ import annotations

import httpx

from punchcard.backends.http.exchange import same_origin
from punchcard.backends.http.reply import Call, Failure, Reach, Reply
from punchcard.core.text import one_line

_REDIRECTS = (301, 302, 303, 307, 308)
_MOST = 3
KIND = "Redirect"
"""What the log calls it."""


def next_url(call: Call, reply: Reply, url: httpx.URL, followed: int) -> httpx.URL | Failure | None:
    """Return where to ask instead, a failure where that is not done, or None where this is no redirect.

    Args:
        call: What was sent.
        reply: What came back.
        url: Where it was sent to.
        followed: How many redirects have been followed already.
    """
    if reply.status not in _REDIRECTS:
        return None
    target = _target(reply.location, url)
    if target is None:
        return Failure(Reach.UNUSABLE, f"it says {reply.status}, but not where to go", KIND)
    elsewhere = not same_origin(target, url)
    leads = f"it leads from {_shown(url, elsewhere)} to {_shown(target, elsewhere)}"
    if call.method == "GET":
        if elsewhere:
            return Failure(Reach.MISDIRECTED, leads, KIND)
        return target if followed < _MOST else Failure(Reach.UNUSABLE, f"{leads}, and on and on", KIND)
    # 303 says that it was done, and within one site 302 is often meant so.
    if reply.status == 303 or (reply.status == 302 and not elsewhere):
        return Failure(Reach.UNUSABLE, leads, KIND)
    return Failure(Reach.MISDIRECTED, leads, KIND)


def _target(location: str | None, url: httpx.URL) -> httpx.URL | None:
    if not location:
        return None
    try:
        # Its own name and password would be sent as a key.
        return url.join(location).copy_with(username=None, password=None, fragment=None)
    except (httpx.InvalidURL, ValueError):
        return None


def _shown(url: httpx.URL, origin_only: bool) -> str:
    plain = url.copy_with(query=None, path="/") if origin_only else url.copy_with(query=None)
    return one_line(str(plain).rstrip("/"), 120)

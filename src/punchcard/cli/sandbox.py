"""`punch sandbox`: a simulated vendor on this machine, to practise with."""

from __future__ import annotations

import argparse
import json
import queue
import shlex
import signal
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from punchcard.cli.context import Context, Result
from punchcard.cli.tables import table
from punchcard.core.text import cleaned, one_line
from punchcard.sandbox.faults import Fault
from punchcard.sandbox.registry import require, simulated_vendor, vendor_names

if TYPE_CHECKING:
    from punchcard.sandbox.application import Simulated

_EPILOG = """\
examples:
  punch sandbox                                 which simulated vendors there are
  punch sandbox reference                       run one; it prints everybody's key, and Ctrl-C ends it
  punch sandbox reference --at 2026-03-11T12:41   the same, with its clock standing still then
  punch sandbox reference --fault drop_after      the first request is done, and its answer lost
  punch sandbox reference --fault html@3 --fault delay@always
  punch sandbox clockodo --generation classic     an API that answers as it did in older times
  punch sandbox mctime --generation delete-by-query   the other reading of how entries are deleted

Nothing is kept: each start begins anew, with the same company and the same keys for the same --seed."""

_TICK_SECONDS = 0.5
_HIGHEST_PORT = 65535
_ALWAYS = "always"


def configure(name: str, parser: argparse.ArgumentParser) -> None:
    """Add the options of a simulated vendor."""
    del name
    parser.epilog = _EPILOG
    parser.add_argument("vendor", nargs="?", metavar="VENDOR", help="which one; left out, all are listed")
    parser.add_argument("--port", type=_port, metavar="N", help="where to listen; 0 for any that is free")
    parser.add_argument("--seed", type=int, default=1, metavar="S", help="another company (default: 1)")
    parser.add_argument("--at", metavar="WHEN", help="stop its clock there; Berlin time without an offset")
    parser.add_argument(
        "--generation", metavar="G", help="which generation of its API, where it plays several"
    )
    parser.add_argument(
        "--fault", action="append", type=_fault, default=[], metavar="F[@N]",
        help="let the next request go wrong, the Nth, or each (@always)",
    )  # fmt: skip


def run(arguments: argparse.Namespace, context: Context) -> Result:
    """Run a simulated vendor until somebody ends it, or list all."""
    if arguments.vendor is None:
        return _list()
    require("starlette", "uvicorn")
    from punchcard.sandbox.serving import serving
    from punchcard.services.clocks import stopped_at
    from punchcard.services.demo.home import demo_moment

    clock = stopped_at(demo_moment(arguments.at)) if arguments.at else context.clock()
    vendor = simulated_vendor(arguments.vendor, arguments.seed, clock, arguments.generation)
    for fault, position in arguments.fault:
        _switch_on(vendor, fault, position)
    port = vendor.port if arguments.port is None else arguments.port
    lines: queue.SimpleQueue[str] = queue.SimpleQueue()
    vendor.log.listener = lambda request: lines.put(request.line)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        with serving(vendor.app, port) as address:
            _say(_as_json(vendor, address) if context.as_json else _welcome(vendor, address, arguments))
            _show(lines, quiet=context.as_json)
    except KeyboardInterrupt:
        # How a simulated vendor ends: somebody has seen enough.
        with suppress(KeyboardInterrupt, BrokenPipeError):
            _show_rest(lines, quiet=context.as_json)
    except BrokenPipeError:
        # Whoever read its log has gone.
        pass
    if context.as_json:
        raise SystemExit(0)
    count = len(vendor.log.all())
    return Result(f"\nEnded after {count} request{'' if count == 1 else 's'}; nothing of it is kept.")


def _list() -> Result:
    names = vendor_names()
    text = "\n".join(["Simulated vendors:", *(f"  punch sandbox {name}" for name in names)])
    return Result(text, {"vendors": list(names)})


def _show(lines: queue.SimpleQueue[str], *, quiet: bool) -> None:
    """Print what is asked, until somebody ends it."""
    while True:
        try:
            line = lines.get(timeout=_TICK_SECONDS)
        except queue.Empty:
            continue
        if not quiet:
            _say(line)


def _show_rest(lines: queue.SimpleQueue[str], *, quiet: bool) -> None:
    """Print what was asked right before the end."""
    while not quiet and not lines.empty():
        _say(lines.get())


def _say(text: str) -> None:
    print(cleaned(text), flush=True)


def _welcome(vendor: Simulated[Any], address: str, arguments: argparse.Namespace) -> str:
    first = next(iter(vendor.keys))
    settings = vendor.settings.get(first, {})
    rows = [
        [
            one_line(name, 40), *vendor.settings.get(name, {}).values(), key,
            "lead" if name in vendor.leads else "",
        ]
        for name, key in vendor.keys.items()
    ]  # fmt: skip
    faults = f"{address}/_sandbox/faults"
    played = f" in its {arguments.generation} generation" if arguments.generation else ""
    return "\n".join(
        [
            f"{vendor.title} is simulated at {address}{played}, with the company of seed {arguments.seed}.",
            "",
            f"Everybody’s {' and '.join([*settings, 'key'])}:",
            *(f"  {line}" for line in table(rows)),
            "",
            f"Connect from another terminal as {one_line(first, 40)}; it asks for the key:",
            f"  {_connect(vendor.name, address + vendor.base_path, settings)}",
            "",
            "Let requests go wrong: the next one, the third from now, all of them, and none any more:",
            f"  curl -X POST '{faults}?fault={Fault.DROP_AFTER}'",
            f"  curl -X POST '{faults}?fault={Fault.SERVER_ERROR}&at=3'",
            f"  curl -X POST '{faults}?fault={Fault.THROTTLE_SECONDS}&always=1'",
            f"  curl -X DELETE '{faults}'",
            *_wrapped("There are: ", [fault.value for fault in Fault]),
            "",
            "Nothing is kept. Ctrl-C ends it. What is asked from here on:",
        ]
    )


def _connect(backend: str, address: str, settings: Mapping[str, str]) -> str:
    options = {"base_url": address} | dict(settings)
    given = " ".join(f"--{name.replace('_', '-')} {shlex.quote(value)}" for name, value in options.items())
    return f"punch account add practice --backend {backend} {given}"


def _wrapped(head: str, words: Sequence[str]) -> list[str]:
    import textwrap

    return textwrap.wrap(head + ", ".join(words) + ".", 78, initial_indent="  ", subsequent_indent="  ")


def _as_json(vendor: Simulated[Any], address: str) -> str:
    data = {
        "vendor": vendor.name,
        "address": address,
        "base_url": address + vendor.base_path,
        "people": [
            {
                "name": name,
                "key": key,
                "is_lead": name in vendor.leads,
                "settings": dict(vendor.settings.get(name, {})),
            }
            for name, key in vendor.keys.items()
        ],
    }
    return json.dumps({"ok": True, "data": data}, ensure_ascii=False)


def _switch_on(vendor: Simulated[Any], fault: Fault, position: int | None) -> None:
    if position is None:
        vendor.faults.always(fault)
    else:
        vendor.faults.at(position, fault)


def _fault(text: str) -> tuple[Fault, int | None]:
    name, _, position = text.partition("@")
    try:
        fault = Fault(name)
    except ValueError:
        raise argparse.ArgumentTypeError(
            f"“{one_line(name, 40)}” is no fault. There are: {', '.join(Fault)}."
        ) from None
    if position == _ALWAYS:
        return fault, None
    if not (position or "1").isdecimal() or int(position or "1") < 1:
        raise argparse.ArgumentTypeError(
            f"“{one_line(text, 40)}” has no good position. Say {name}, {name}@3 or {name}@{_ALWAYS}."
        )
    return fault, int(position or "1")


def _port(text: str) -> int:
    if not (text.isascii() and text.isdecimal()) or int(text) > _HIGHEST_PORT:
        raise argparse.ArgumentTypeError(f"“{one_line(text, 40)}” is no port. Say a number up to 65535.")
    return int(text)

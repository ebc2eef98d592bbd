"""The entry point: `punch status` the fast way, everything else through the command line."""

from __future__ import annotations

import gc
import sys


def main() -> int | None:
    """Run what the arguments ask for.

    Returns:
        What to exit with.
    """
    argv = sys.argv[1:]
    if "status" in argv:
        from punchcard.status import line as status_line

        code = status_line.run(argv)
        if code is not None:
            return code
    # A command is over before there is any garbage: looking for it takes a sixth of its time. The app
    # begins to look once it is loaded.
    gc.disable()
    from punchcard.cli.main import main as cli_main

    code = cli_main(argv)
    gc.freeze()
    return code


if __name__ == "__main__":
    sys.exit(main())

"""The entry point: `punch status` the fast way, everything else through the command line."""

from __future__ import annotations

import sys


def main() -> int | None:
    """Run what the arguments ask for.

    Returns:
        What to exit with.
    """
    argv = sys.argv[1:]
    if "status" in argv:
        from punchcard import status_line

        code = status_line.run(argv)
        if code is not None:
            return code
    from punchcard.cli.main import main as cli_main

    return cli_main(argv)


if __name__ == "__main__":
    sys.exit(main())

"""What the service answers, as it stands on the wire; tolerant of every shape that is described."""

from punchcard.backends.mctime.wire.entries import Break as Break
from punchcard.backends.mctime.wire.entries import Entry as Entry
from punchcard.backends.mctime.wire.entries import TimesPage as TimesPage

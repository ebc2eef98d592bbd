"""The terminal is taken once, and a second time only after it was given back."""

from __future__ import annotations

from textual.driver import Driver


class ResumesWhatWasSuspended(Driver):
    """Comes before a driver of Textual's, which takes the terminal anew whenever it is told to go on.

    A terminal that is closed tells its programs to end, and then to go on. Taken twice, it would have a
    thread that reads it and that nobody ends, and the program with it.
    """

    _is_suspended = False

    def suspend_application_mode(self) -> None:
        """Give the terminal back for a while."""
        self._is_suspended = True
        super().suspend_application_mode()

    def resume_application_mode(self) -> None:
        """Take the terminal again, where it was given back."""
        if self._is_suspended:
            self._is_suspended = False
            super().resume_application_mode()


def only_what_was_suspended(driver: type[Driver]) -> type[Driver]:
    """Return `driver`, which takes the terminal a second time only after it was given back."""
    return type(driver.__name__, (ResumesWhatWasSuspended, driver), {})

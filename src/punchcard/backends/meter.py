"""What the calls of one session have shown of the service: for the screen, `doctor` and the clock."""

from __future__ import annotations

from dataclasses import dataclass

from whenever import Instant


@dataclass(slots=True)
class Meter:
    """Belongs to one session, which reads it; whoever calls the vendor writes it. Never on two threads."""

    calls: int = 0
    """How many requests have gone out."""
    answered_at: Instant | None = None
    """When the vendor last answered anything at all, by this machine's clock."""
    offset_seconds: float | None = None
    """How far the vendor's clock is ahead of this machine's; negative where behind, None if unknown."""
    precision_seconds: float = float("inf")
    """How far `offset_seconds` may be wrong."""

    def vendor_clock(
        self, vendor: Instant, sent: Instant, received: Instant, resolution_seconds: float = 1.0
    ) -> None:
        """Take in one look at the vendor's clock.

        Args:
            vendor: What the vendor's clock said.
            sent: When the request went out, by this machine's clock.
            received: When the answer was there.
            resolution_seconds: How fine the vendor's clock is told; the Date header knows whole seconds.
        """
        waited = max(0.0, (received - sent).total("seconds"))
        # Whole seconds are cut, not rounded: on average the clock was half of one further.
        told = vendor.timestamp(unit="nanosecond") / 1e9 + resolution_seconds / 2
        here = sent.timestamp(unit="nanosecond") / 1e9 + waited / 2
        precision = waited / 2 + resolution_seconds / 2
        # A slow answer says less than a quick one before it, unless the clocks have moved apart.
        moved = self.offset_seconds is None or abs(told - here - self.offset_seconds) > precision
        if moved or precision <= self.precision_seconds:
            self.offset_seconds, self.precision_seconds = told - here, precision

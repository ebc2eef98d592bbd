"""What a benchmark says: a value, its budget, and how it came about."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Measure:
    """One value against its budget; smaller is better."""

    what: str
    value: float | None
    """None where it could not be measured."""
    budget: float
    detail: str
    """How it was measured, or why it was not."""
    unit: str = "×"

    @property
    def is_within(self) -> bool:
        """Whether the budget is kept; what could not be measured breaks none."""
        return self.value is None or self.value <= self.budget

    def line(self) -> str:
        """Return the measure on one line."""
        shown = "     – " if self.value is None else f"{self.value:7.2f}"
        verdict = "not measured" if self.value is None else "ok" if self.is_within else "OVER"
        return (
            f"{self.what:<52} {shown} {self.unit:<2}  budget {self.budget:5.2f}  {verdict:<5} {self.detail}"
        )


def percentile(values: list[float], share: float) -> float:
    """The value below which `share` (0 to 1) of `values` lie."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]

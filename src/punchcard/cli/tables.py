"""Aligned columns, also with characters that are two columns wide."""

from __future__ import annotations

from collections.abc import Sequence


def table(
    rows: Sequence[Sequence[str]], *, right: frozenset[int] = frozenset(), gap: str = "  "
) -> list[str]:
    """Return one line a row, every column as wide as its widest cell.

    Args:
        rows: The cells; every row has as many.
        right: Columns that are aligned at their right end.
        gap: What stands between two columns.
    """
    from rich.cells import cell_len

    if not rows:
        return []
    columns = range(len(rows[0]))
    widths = [max(cell_len(row[column]) for row in rows) for column in columns]
    kept = [column for column in columns if widths[column]]
    lines: list[str] = []
    for row in rows:
        cells: list[str] = []
        for column in kept:
            room = " " * (widths[column] - cell_len(row[column]))
            cells.append(room + row[column] if column in right else row[column] + room)
        lines.append(gap.join(cells).rstrip())
    return lines

"""The vendors that the laboratory takes."""

from __future__ import annotations

from tests.faults.kinds.clockodo import ClockodoKind
from tests.faults.kinds.kind import Kind as Kind
from tests.faults.kinds.kind import Vendor as Vendor
from tests.faults.kinds.lucca import LuccaKind
from tests.faults.kinds.mctime import McTimeKind
from tests.faults.kinds.reference import ReferenceKind

REFERENCE: Kind = ReferenceKind()
CLOCKODO: tuple[Kind, ...] = (ClockodoKind("current"), ClockodoKind("classic"))
MCTIME: tuple[Kind, ...] = (McTimeKind("delete-by-path", 1), McTimeKind("delete-by-query", 2))
LUCCA: Kind = LuccaKind()
VENDORS: dict[str, tuple[Kind, ...]] = {
    "reference": (REFERENCE,),
    "clockodo": CLOCKODO,
    "mctime": MCTIME,
    "lucca": (LUCCA,),
}
"""All of them in every generation, by the name of the backend."""

KINDS: dict[str, Kind] = {kind.name: kind for kind in (REFERENCE, *CLOCKODO, *MCTIME, LUCCA)}
"""All of them, by name."""


def kind_of(vendor: Vendor) -> Kind:
    """Return the kind that a vendor is of."""
    return next(kind for kind in KINDS.values() if kind.is_of(vendor))

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
OTHER_MANNERS: tuple[Kind, ...] = (
    McTimeKind("delete-by-path", 3, "refusals in disguise"),
    McTimeKind("delete-by-query", 4, "refusals inside"),
)
"""More of McTime, where one kind is drawn for a run, or all of them are tried."""

LUCCA: Kind = LuccaKind()
VENDORS: dict[str, tuple[Kind, ...]] = {
    "reference": (REFERENCE,),
    "clockodo": CLOCKODO,
    "mctime": (*MCTIME, *OTHER_MANNERS),
    "lucca": (LUCCA,),
}
"""All of them in every generation, by the name of the backend."""

KINDS: dict[str, Kind] = {kind.name: kind for kind in (REFERENCE, *CLOCKODO, *MCTIME, LUCCA)}
"""All of them, by name, for what is run with each."""


def kind_of(vendor: Vendor) -> Kind:
    """Return the kind that a vendor is of."""
    return next(kind for kinds in VENDORS.values() for kind in kinds if kind.is_of(vendor))


def kind_named(name: str) -> Kind:
    """Return the kind of that name."""
    return next(kind for kinds in VENDORS.values() for kind in kinds if kind.name == name)

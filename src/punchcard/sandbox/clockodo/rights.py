"""Who may see and do what (Clockodo API, rights, users, access)."""

from __future__ import annotations

from punchcard.sandbox.clockodo.records import Entry, Grant, User


def allows(grant: Grant, customers_id: int, projects_id: int | None) -> bool:
    """Whether a grant reaches a customer's project, or what is booked on the customer alone."""
    if isinstance(grant, bool):
        return grant
    inner = grant.get(customers_id, False)
    if isinstance(inner, bool):
        return inner
    return projects_id in inner


def manages(caller: User, user: User) -> bool:
    """Whether somebody sees the working time of a user: their own, an owner all, a boss their people's."""
    return caller.id == user.id or caller.is_owner or user.boss == caller.id


def decides(caller: User, user: User) -> bool:
    """Whether somebody decides what a user asks for; nobody decides their own."""
    return caller.id != user.id and (caller.is_owner or user.boss == caller.id)


def has_edit_right(caller: User, customers_id: int, projects_id: int | None) -> bool:
    """Whether somebody holds the full right to edit what is booked there, whoever's it is."""
    return caller.is_owner or allows(caller.access.edit, customers_id, projects_id)


def sees_revenue(caller: User, entry: Entry) -> bool:
    """Whether somebody may read what an entry is worth."""
    return caller.is_owner or allows(caller.access.report, entry.customers_id, entry.projects_id)


def sees_entry(caller: User, user: User, entry: Entry) -> bool:
    """Whether somebody may read an entry of `user`."""
    return manages(caller, user) or sees_revenue(caller, entry)


def edits_entry(caller: User, entry: Entry) -> bool:
    """Whether somebody may change an entry, locks aside."""
    return caller.id == entry.users_id or has_edit_right(caller, entry.customers_id, entry.projects_id)


def may_add(caller: User, customers_id: int, projects_id: int | None) -> bool:
    """Whether somebody may book their own time there."""
    if has_edit_right(caller, customers_id, projects_id):
        return True
    return allows(caller.access.add, customers_id, projects_id)


def may_use_service(caller: User, services_id: int) -> bool:
    """Whether somebody may book a service."""
    services = caller.access.services
    return caller.is_owner or (services if isinstance(services, bool) else services_id in services)

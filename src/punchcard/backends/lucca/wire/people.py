"""People as they stand on the wire (section 11)."""

from __future__ import annotations

from typing import Annotated

from pydantic import AliasChoices, Field

from punchcard.backends.lucca.wire.values import Id, NoNull, Text, Wire


class User(Wire):
    """Somebody of the company."""

    id: Id
    first_name: Text = ""
    last_name: Text = ""
    mail: Text = ""
    login: Text = ""
    manager_id: Id | None = None


USER_FIELDS = "id,firstName,lastName,mail,login,managerId"


class Department(Wire):
    """A department, for the sake of whom it has in it."""

    id: Id
    head_id: Annotated[Id | None, Field(validation_alias=AliasChoices("headID", "headId"))] = None
    current_users: Annotated[tuple[User, ...], NoNull] = ()


DEPARTMENT_FIELDS = "id,headID,currentUsers[id,firstName,lastName,mail]"


class DueSheet(Wire):
    """A timesheet, for the sake of whose it is (sections 9.2 and 9.3)."""

    owner: User | None = None
    expected_next_actor_id: Id | None = None


DUE_FIELDS = "id,owner[id,firstName,lastName,mail]"

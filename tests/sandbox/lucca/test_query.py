"""The query language of v3: what is told of objects, pages, order and filters, in its envelope."""

from __future__ import annotations

from typing import Any

import pytest
from tests.domain import berlin
from tests.sandbox.asking import Hand
from tests.sandbox.lucca.asking import Caller, Vendor, caller, configured, entry, made, section

from punchcard.sandbox.lucca.records import Configuration, Mode
from punchcard.sandbox.lucca.server import lucca_vendor

ACTUAL = {"layer": "notequal,1"}


@pytest.fixture
def three(vendor: Vendor, ann: Caller) -> list[int]:
    """The ids of three entries: two of Ann's, and one of Ben's."""
    return [
        made(ann, vendor, at="09T09:00", comment={"content": "Spec review"})["id"],
        made(ann, vendor, at="10T09:00", duration="03:00:00", axisSections=_contoso(vendor))["id"],
        made(ann, vendor, name="Ben", at="15T23:00", duration="01:00:00")["id"],
    ]


def _contoso(vendor: Vendor) -> list[dict[str, int]]:
    return [{"id": section(vendor, name)} for name in ("Contoso", "Audit", "Report")]


def ids(answer: Any) -> list[int]:
    assert answer.status == 200, answer.text
    return [item["id"] for item in answer.items]


def test_a_list_without_fields_tells_id_name_and_url_alone(ann: Caller, three: list[int]) -> None:
    (item,) = ann.read("timeentries", id=three[0]).items
    assert item == {
        "id": three[0],
        "name": "2026-03-09T09:00:00 - Ann Berger",
        "url": f"http://practice.ilucca-demo.net/api/v3/timeentries/{three[0]}",
    }


def test_fields_are_those_asked_for_and_as_deep(vendor: Vendor, ann: Caller, three: list[int]) -> None:
    fields = "id, OWNERID,owner[id,manager[firstName]],comment[content],axisSections[code,axis],layer"
    (item,) = ann.read("timeentries", id=three[0], fields=fields).items
    axes = {axis.name: axis.id for axis in vendor.state.axes.values()}
    assert item.keys() == {"id", "ownerId", "owner", "comment", "axisSections", "layer"}
    assert item["owner"] == {"id": ann.id, "manager": {"firstName": "Lea"}}
    assert item["comment"] == {"content": "Spec review"}
    client, project, task = item["axisSections"]
    assert client["axis"]["id"] == axes["Client"]
    assert client["axis"].keys() == {"id", "name", "url"}
    assert (project["axis"]["name"], task["axis"]["name"]) == ("Project", "Task")


def test_a_single_object_is_told_whole_unless_fields_ask_for_less(ann: Caller, three: list[int]) -> None:
    answer = ann.read(f"timeentries/{three[0]}")
    assert answer.body.keys() == {"header", "data"}
    assert answer.data["endsAt"] == "2026-03-09T10:20:00"
    assert answer.data["owner"].keys() == {"id", "name", "url"}
    assert answer.data["comment"]["authorId"] == answer.data["authorId"]
    assert ann.read(f"timeentries/{three[0]}", fields="id,owner.mail").data == {
        "id": three[0],
        "owner": {"mail": "ann@lucca.example"},
    }


def test_the_count_is_of_all_pages_and_comes_alone_where_nothing_else_is_asked(
    ann: Caller, three: list[int]
) -> None:
    page = ann.read("timeentries", fields="id,collection.count", paging="1,1", orderBy="id,asc", **ACTUAL)
    assert page.data == {"count": 3, "items": [{"id": three[1]}]}
    assert ann.read("timeentries", fields="collection.count", **ACTUAL).data == {"count": 3}
    assert "count" not in ann.read("timeentries", fields="id", **ACTUAL).data


@pytest.mark.parametrize("paging", ["0,1001", "0,0", "-1,5", "5", "a,b", "0,1,2", ""])
def test_a_page_is_an_offset_and_at_most_a_thousand(ann: Caller, paging: str) -> None:
    assert ann.read("timeentries", paging=paging).status == 400


def test_pages_beyond_the_end_are_empty(ann: Caller, three: list[int]) -> None:
    assert ids(ann.read("timeentries", paging="3,1000", **ACTUAL)) == []
    assert len(ids(ann.read("timeentries", paging="0, 1000", **ACTUAL))) == len(three)


def test_order_by_one_and_by_several(ann: Caller, three: list[int]) -> None:
    first, second, third = three
    assert ids(ann.read("timeentries", orderBy="id,desc", **ACTUAL)) == [third, second, first]
    assert ids(ann.read("timeentries", orderby="duration,asc", **ACTUAL)) == [third, first, second]
    by_two = ann.read("timeentries", orderBy="ownerId,desc,startsAt,desc", **ACTUAL)
    assert ids(by_two) == [third, second, first]
    for wrong in ("id", "id,up", "owner,asc", "nonsense,asc"):
        assert ann.read("timeentries", orderBy=wrong).status == 400


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"ownerId": "101"}, [0, 1]),
        ({"ownerId": "101,102"}, [0, 1, 2]),
        ({"owner.id": "102"}, [2]),
        ({"owner.legalEntityId": "1"}, [0, 1, 2]),
        ({"owner.managerId": "101"}, [2]),
        ({"ownerId": "notequal,101"}, [2]),
        ({"startsAt": "2026-03-10T09:00:00"}, [1]),
        ({"startsAt": "since,2026-03-10"}, [1, 2]),
        ({"startsAt": "until,2026-03-10"}, [0]),
        ({"startsAt": "until,2026-03-10T09:00:00"}, [0, 1]),
        ({"startsAt": "between,2026-03-09,2026-03-15"}, [0, 1, 2]),
        ({"startsAt": "between,2026-03-09,2026-03-15T00:00:00"}, [0, 1]),
        ({"startsAt": "between,2026-03-10,2026-03-10"}, [1]),
        ({"startsAt": "since,today"}, [2]),
        ({"startsAt": "between,yesterday,now"}, [1]),
        ({"duration": "greaterthan,01:20:00"}, [1]),
        ({"duration": "greaterthanorequal,01:20:00"}, [0, 1]),
        ({"duration": "lessthan,01:20:00"}, [2]),
        ({"unit": "lessthanorequal,1"}, []),
        ({"unit": "0,1,2"}, [0, 1, 2]),
        ({"axisSections.name": "Contoso"}, [1]),
        ({"axisSections.code": "starts,dev"}, [0, 2]),
        ({"comment": "null"}, [1, 2]),
        ({"comment.content": "like,REVIEW"}, [0]),
        ({"comment.content": "notequal,null"}, [0]),
        ({"archivedAt": "null"}, [0, 1, 2]),
        ({"archivedAt": "notequal,null"}, []),
        ({"modifiedAt": "since,2026-03-11T12:41:00"}, [0, 1, 2]),
        ({"modifiedAt": "since,2026-03-11T11:41:00Z"}, [0, 1, 2]),
        ({"modifiedAt": "since,2026-03-11T11:42:00Z"}, []),
        ({"modifiedAt": "since,2026-03-11 12:41:01"}, []),
        ({"STARTSAT": "since,2026-03-15"}, [2]),
    ],
)
def test_filters(ann: Caller, three: list[int], query: dict[str, str], expected: list[int]) -> None:
    answer = ann("GET", "/api/v3/timeentries", **{**ACTUAL, **query})
    assert ids(answer) == [three[place] for place in expected]


def test_sections_of_entries_any_and_all(vendor: Vendor, ann: Caller, three: list[int]) -> None:
    portal, report, client = (section(vendor, name) for name in ("Portal", "Report", "Contoso"))

    def found(filter_: str) -> list[int]:
        return ids(ann("GET", "/api/v3/timeentries", **{"axisSections.id": filter_, **ACTUAL}))

    assert found(f"{portal},{report}") == three
    assert found(f"containsall,{client},{report}") == [three[1]]
    assert found(f"containsall,{portal},{report}") == []
    configured(vendor, "Lea", Configuration(mode=Mode.ATTENDANCE))
    bare = made(ann, vendor, name="Lea", axisSections=[])["id"]
    assert (found("null"), found("notequal,null")) == ([bare], three)


@pytest.mark.parametrize(
    "query",
    [
        {"nonsense": "1"},
        {"owner.nonsense": "1"},
        {"comment.content.more": "1"},
        {"limit": "5"},
        {"page": "1"},
        {"ownerId": "abc"},
        {"ownerId": ""},
        {"ownerId": "²"},
        {"startsAt": "since,tomorrowish"},
        {"startsAt": "since"},
        {"startsAt": "between,2026-03-09"},
        {"startsAt": "since,null"},
        {"startsAt": "like,2026"},
        {"fields": "id,nonsense"},
        {"fields": "owner[id"},
        {"fields": "id]"},
        {"fields": "[id]"},
        {"fields": "id[name]"},
        {"fields": "collection.sum"},
        {"fields": "a[" * 50},
    ],
)
def test_what_cannot_be_read_or_is_not_there(ann: Caller, query: dict[str, str]) -> None:
    answer = ann("GET", "/api/v3/timeentries", **query)
    assert (answer.status, answer["Status"]) == (400, 400)
    assert answer.message


def test_reserved_parameters_are_no_filters(ann: Caller, three: list[int]) -> None:
    answer = ann("GET", "/api/v3/timeentries", _="17", metadata="1", notify="false", **ACTUAL)
    assert ids(answer) == three


def test_the_default_list_has_theoretical_and_deleted_rows(ann: Caller, three: list[int]) -> None:
    ann("DELETE", f"/api/v3/timeentries/{three[0]}")
    fields = {"fields": "id,layer,archivedAt,creationSource,startsAt,duration", "ownerId": ann.id}
    rows = ann.read("timeentries", **fields).items
    theoretical = [row for row in rows if row["layer"] == 1]
    assert {"startsAt": "2026-03-11T09:00:00", "duration": "08:00:00"}.items() <= theoretical[12].items()
    assert {row["creationSource"] for row in theoretical} == {0}
    assert len(theoretical) == 22
    (deleted,) = [row for row in rows if row["archivedAt"]]
    assert (deleted["id"], deleted["archivedAt"]) == (three[0], "2026-03-11T12:41:00")
    assert ids(ann.read("timeentries", ownerId=ann.id, archivedAt="null", **ACTUAL)) == [three[1]]


def test_people_by_mail_and_login(ann: Caller) -> None:
    fields = "id,firstName,lastName,managerId"
    (ben,) = ann.read("users", mail="BEN@lucca.example".lower(), fields=fields).items
    assert ben == {"id": 102, "firstName": "Ben", "lastName": "Okafor", "managerId": ann.id}
    assert ids(ann.read("users", mail="like,@LUCCA")) == [101, 102, 103]
    assert ids(ann.read("users", login="lea")) == [103]
    assert ids(ann.read("users", managerId=ann.id)) == [102, 103]
    assert ids(ann.read("users", mail="nobody@lucca.example")) == []
    assert ann.read("users/102", fields="displayName,manager").data["manager"]["name"] == "Ann Berger"
    assert ann.read("users/me").status == ann.read("users/999").status == 404


def test_former_employees_are_asked_for() -> None:
    lead = caller(lucca_vendor(1, Hand()), "Lea Hoffmann")
    names = [each["name"] for each in lead.read("users").items]
    assert "Otto Brandt" not in names
    assert [e["name"] for e in lead.read("users", formerEmployees="true").items] == [*names, "Otto Brandt"]
    (former,) = lead.read("users", dtContractEnd="notequal,null", fields="name,dtContractEnd").items
    assert former == {"name": "Otto Brandt", "dtContractEnd": "2025-12-14T00:00:00"}


def test_axes_from_parent_to_child(ann: Caller) -> None:
    fields = "id,name,level,parentAxisId,isNNRelation,childrenAxes[name],parentAxis[name]"
    client, project, task = ann.read("axes", fields=fields, orderBy="level,asc").items
    assert (client["name"], client["parentAxis"], client["childrenAxes"]) == (
        "Client",
        None,
        [{"name": "Project"}],
    )
    assert (project["parentAxisId"], task["parentAxisId"]) == (client["id"], project["id"])
    assert (client["level"], task["level"], task["isNNRelation"]) == (0, 2, True)


def test_sections_active_ones_unless_others_are_asked_for(vendor: Vendor, ann: Caller) -> None:
    portal = section(vendor, "Portal")

    def names(**query: Any) -> list[str]:
        answer = ann("GET", "/api/v3/axisSections", fields="name", orderBy="name,asc", **query)
        return [each["name"] for each in answer.items]

    below = {"parentAxisSections.id": portal}
    assert names(**below) == ["Development", "Support"]
    assert names(active="false") == ["Fax"]
    assert names(active="true,false", **below) == ["Development", "Fax", "Support"]
    (fax,) = ann.read("axissections", active="false", fields="code,parentAxisSections[id],startOn").items
    assert (fax["parentAxisSections"], fax["startOn"]) == ([{"id": portal}], None)


def test_departments_know_who_is_inside(ann: Caller) -> None:
    (department,) = ann.read("departments", headId=ann.id, fields="name,users[id],currentUsersCount").items
    assert department["currentUsersCount"] == 3
    assert [each["id"] for each in department["users"]] == [101, 102, 103]


def test_user_dates_planned_and_done(vendor: Vendor, ann: Caller, hand: Hand) -> None:
    made(ann, vendor, at="09T09:00", duration="05:30:00")
    vendor.state.absences[ann.id, berlin("09 09:00").date()] = 1
    fields = {"fields": "date,dtt,drt,draj,drj", "ownerId": ann.id}
    monday, saturday = (
        ann.read("userdates", date=day, **fields).items[0] for day in ("2026-03-09", "2026-03-14")
    )
    assert monday == {
        "date": "2026-03-09T00:00:00", "dtt": "08:00:00", "drt": "05:30:00", "draj": "04:00:00",
        "drj": "09:30:00",
    }  # fmt: skip
    assert saturday["dtt"] == "00:00:00"
    week = ann.read("userdates", date="between,2026-03-09,2026-03-15", **fields).items
    assert (len(week), week[0]) == (7, monday)
    for wrong in ({}, {"date": "since,2026-03-09"}, {"date": "between,2020-01-01,2026-01-01"}):
        assert ann.read("userdates", **wrong).status == 400


def test_whom_a_key_does_not_reach_is_not_told(vendor: Vendor, ann: Caller, three: list[int]) -> None:
    ben = caller(vendor, "Ben")
    assert ids(ben.read("timeentries", **ACTUAL)) == [three[2]]
    assert ben.read(f"timeentries/{three[0]}").status == 404
    assert ids(ben.read("timmitimesheets/remindable", ownerIds=ann.id)) == []
    assert {each["ownerId"] for each in _dates(ben)} == {ben.id}
    assert len(ids(ben.read("users"))) == 3


def _dates(ben: Caller) -> list[dict[str, Any]]:
    return ben.read("userdates", date="2026-03-09", fields="ownerId").items


def test_entries_of_one_day_are_found_by_what_was_sent(vendor: Vendor, ann: Caller) -> None:
    sent = entry(vendor)
    assert ann("POST", "/api/v3/timeentries", sent).status == 200
    query = {"ownerId": ann.id, "startsAt": f"between,{sent['startsAt']},{sent['startsAt']}", **ACTUAL}
    (found,) = ann.read("timeentries", fields="duration,axisSections[id]", **query).items
    assert found == {"duration": sent["duration"], "axisSections": sent["axisSections"]}

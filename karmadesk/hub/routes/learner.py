"""The learner's own: profile and plan, and the time of day (contract, sections 1.3, 1.4 and 2.1)."""

from __future__ import annotations

import re

from fastapi import APIRouter, Request, Response
from sqlalchemy import Connection, RowMapping

from karmadesk.hub import certificates, enrolments, moments, people, plans
from karmadesk.hub.carry import PATH, keys
from karmadesk.hub.envelope import Json, RefusalError, answer, as_json
from karmadesk.hub.house import Caller, House, HouseOf
from karmadesk.hub.place import CHANNEL
from karmadesk.hub.routes import changes, records

router = APIRouter()


_NONCE = re.compile(r"[A-Za-z0-9._~-]{1,64}")


@router.get("/apis/public/v8/systemDate")
def system_date(house: HouseOf, nonce: str = "") -> Response:
    """The hub's clock, for anybody, and what this server offers besides the contract. A plain nonce comes back."""
    said: Json = {"systemDate": moments.now_ms()}
    if _NONCE.fullmatch(nonce):
        said["nonce"] = nonce
    offered = {
        "changes": changes.PATH,
        "records": records.PATH,
        "window_s": house.terms.reconnect_window_s,
        "carry": PATH,
        "carry_key": keys.current(house.place.carry_keys_file).id,
    }
    return as_json({**said, "karmadesk": offered}, headers={"Cache-Control": "no-store"})


@router.get("/api/user/v5/read/{user_id}")
def read_profile(request: Request, house: HouseOf, caller: Caller, user_id: str) -> Response:
    """The caller's profile; nobody else's."""
    if user_id != caller:
        raise RefusalError("UNAUTHORIZED_USER", "You are not authorized.", status=401)
    with house.database.read() as db:
        person = people.by_id(db, caller)
        if person is None:
            raise RefusalError("USER_NOT_FOUND", "User not found.", status=404)
        learnt = enrolments.of_person(db, house.shelf.current(db), caller)
        supervisor = people.by_name(db, person["supervisor"])
        given = len(certificates.of_person(db, caller))
    done = sum(one.standing.status == 2 for one in learnt)
    return answer(request, {"response": _profile(person, supervisor, done, given)}, tagged=True)


@router.get("/api/user/v1/cbplan")
def read_plan(request: Request, house: HouseOf, caller: Caller) -> Response:
    """What the caller is assigned, the latest due first; a course in several plans stands in the first."""
    org = request.headers.get("x-authenticated-user-orgid")
    if not org:
        message = "Required request header 'x-authenticated-user-orgid' is not present"
        raise RefusalError("", message, spring=True)
    with house.database.read() as db:
        person = people.by_id(db, caller)
        if person is None:
            raise RefusalError("", "User details not found", status=500, spring=True)
        result = plan_of(db, house, person) if org == person["org_id"] else {"count": 0, "content": []}
    return answer(request, result, tagged=True)


def plan_of(db: Connection, house: House, person: RowMapping) -> Json:
    """Somebody's plan as it is answered."""
    catalogue = house.shelf.current(db)
    content = [plans.document(catalogue, row, courses) for row, courses in plans.of_person(db, person)]
    return {"count": len(content), "content": content}


def _profile(person: RowMapping, supervisor: RowMapping | None, done: int, given: int) -> Json:
    return {
        "id": person["id"],
        "userId": person["id"],
        "identifier": person["id"],
        "userName": person["username"],
        "firstName": person["first_name"],
        "lastName": person["last_name"],
        "rootOrgId": person["org_id"],
        "channel": CHANNEL,
        "rootOrg": {"id": person["org_id"], "orgName": person["organisation"]},
        "organisations": [{"organisationId": person["org_id"], "roles": ["PUBLIC"]}],
        "roles": [{"role": "PUBLIC", "scope": []}],
        "status": 1,
        "profileDetails": {
            "personalDetails": {
                "firstname": person["first_name"],
                "surname": person["last_name"],
                "primaryEmail": person["email"],
                "domicileMedium": person["language"],
            },
            "professionalDetails": [
                {
                    "designation": person["designation"],
                    "group": person["grade"],
                    "organisationType": "Government",
                    "name": person["organisation"],
                }
            ],
            "employmentDetails": {"departmentName": person["organisation"]},
            "profileStatus": "VERIFIED",
            "profileDesignationStatus": "VERIFIED",
            "profileGroupStatus": "VERIFIED",
            "cadreDetails": {},
            "additionalProperties": {
                "tag": [],
                "externalSystemId": "",
                **({} if supervisor is None else {"reportingTo": supervisor["id"]}),
            },
            "competencies": [],
            "desiredCompetencies": [],
            "desiredTopics": [],
            "profileImageUrl": "",
        },
        "profileCompletionPercentage": 100,
        "karmaPoints": 0,
        "certificateCount": given,
        "completedCourseCount": done,
    }

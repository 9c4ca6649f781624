"""Certificates: given once when a course is complete, seen some time later, never taken back (contract, section 7)."""

from __future__ import annotations

import secrets
import uuid
from typing import Any

from sqlalchemy import Connection, RowMapping, insert, select

from karmadesk.hub import marks, moments
from karmadesk.hub.archive import Json
from karmadesk.hub.tables import certificates, contents, enrolments, people

# Without signs that look like another on paper.
_SIGNS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
_CODE_LENGTH = 6


def give(db: Connection, person: str, course: str, batch: str, *, completed_at: int, delay_s: int) -> bool:
    """Whether a certificate was due: the first completion of a batch gets one, seen after the delay."""
    if not _give(db, person, course, batch, completed_at, moments.now_ms() + delay_s * 1000):
        return False
    marks.mark(db, person, [marks.CERTIFICATES, marks.ENROLMENTS])
    return True


def give_for_the_past(db: Connection) -> None:
    """Give everybody the certificates of what they had completed before there were any, dated by that day."""
    done = select(enrolments).where(enrolments.c.completed_at.is_not(None))
    for row in db.execute(done).mappings().all():
        _give(db, row["person"], row["course"], row["batch"], row["completed_at"], row["completed_at"])
    marks.mark(db, marks.EVERYONE, [marks.CERTIFICATES, marks.ENROLMENTS])


def of_person(db: Connection, person: str) -> dict[tuple[str, str], RowMapping]:
    """A person's certificates that are to be seen, by course and batch."""
    mine = select(certificates).where(certificates.c.person == person, certificates.c.issued_at <= moments.now_ms())
    return {(row["course"], row["batch"]): row for row in db.execute(mine).mappings()}


def by_id(db: Connection, identifier: str) -> RowMapping | None:
    """The certificate of this identifier, once it is to be seen."""
    one = select(certificates).where(certificates.c.id == identifier, certificates.c.issued_at <= moments.now_ms())
    return db.execute(one).mappings().first()


def document(row: RowMapping) -> Json:
    """A certificate as an enrolment lists it."""
    return {
        "identifier": row["id"],
        "name": row["course_name"],
        "token": row["access_code"],
        "lastIssuedOn": _instant(row["issued_at"]),
    }


def assertion(row: RowMapping, hub: str, address: str) -> Json:
    """A certificate as an Open Badges assertion that its issuer hosts."""
    return {
        "id": f"{address}/{row['id']}",
        "type": ["Assertion", "Extension"],
        "recipient": {"identity": row["person"], "type": ["id"], "name": row["recipient"], "hashed": False},
        "badge": {"name": row["course_name"], "issuer": {"name": hub, "publicKey": []}},
        "issuedOn": moments.to_instant(row["issued_at"]),
        "verification": {"type": ["hosted"]},
    }


def _give(db: Connection, person: str, course: str, batch: str, completed_at: int, issued_at: int) -> bool:
    key = {"person": person, "course": course, "batch": batch}
    known = select(certificates.c.id).where(*(certificates.c[name] == value for name, value in key.items()))
    if db.execute(known).first() is not None:
        return False
    values: dict[str, Any] = {
        "id": str(uuid.uuid4()),
        "access_code": "".join(secrets.choice(_SIGNS) for _ in range(_CODE_LENGTH)),
        "recipient": _recipient(db, person),
        "course_name": _course_name(db, course),
        "completed_at": completed_at,
        "issued_at": issued_at,
    }
    db.execute(insert(certificates).values(**key, **values))
    return True


def _recipient(db: Connection, person: str) -> str:
    names = db.execute(select(people.c.first_name, people.c.last_name).where(people.c.id == person)).first()
    return "" if names is None else " ".join(filter(None, names))


def _course_name(db: Connection, course: str) -> str:
    found = db.execute(select(contents.c.document).where(contents.c.id == course)).scalar()
    return str((found or {}).get("name") or course)


def _instant(at: int) -> str:
    return str(moments.to_instant(at)).removesuffix("Z") + "+00:00"

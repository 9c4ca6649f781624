"""Certificates in one person's store: added as the server lists them, never taken away, each with its drawing once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from karmadesk.model import Certificate, CertificateState
from karmadesk.store.tables.learner import certificates

_FACTS = [column for column in certificates.c if column is not certificates.c.drawing]


def put(connection: Connection, listed: Iterable[Certificate]) -> None:
    """Adds what is new. One that was issued anew is fetched again, and its old drawing stays until then."""
    for said in listed:
        one = certificates.c.id == said.id
        held = connection.execute(select(*_FACTS).where(one)).one_or_none()
        facts = {
            "course_id": said.course_id,
            "name": said.name,
            "issued_at": said.issued_at,
            "access_code": said.access_code,
            "template_url": said.template_url,
        }
        anew = {"state": CertificateState.LISTED.value, "attempts": 0, "next_at": None}
        if held is None:
            connection.execute(insert(certificates).values(id=said.id, drawing="", **facts, **anew))
        elif any(getattr(held, name) != value for name, value in facts.items()):
            is_anew = (held.issued_at, held.access_code) != (said.issued_at, said.access_code)
            connection.execute(update(certificates).where(one).values(**facts, **(anew if is_anew else {})))


def put_drawing(connection: Connection, certificate_id: str, drawing: str) -> None:
    """An unusable drawing leaves an older one where it is."""
    state = CertificateState.HERE if drawing else CertificateState.UNUSABLE
    values = {"state": state.value, "next_at": None} | ({"drawing": drawing} if drawing else {})
    connection.execute(update(certificates).where(certificates.c.id == certificate_id).values(**values))


def tried(connection: Connection, certificate_id: str, next_at: datetime) -> None:
    connection.execute(
        update(certificates)
        .where(certificates.c.id == certificate_id)
        .values(attempts=certificates.c.attempts + 1, next_at=next_at)
    )


def of(connection: Connection, course_id: str) -> tuple[Certificate, ...]:
    """The newest first; one without a date last."""
    query = select(*_FACTS).order_by(certificates.c.issued_at.desc().nulls_last(), certificates.c.id)
    if course_id:
        query = query.where(certificates.c.course_id == course_id)
    return tuple(_certificate(row) for row in connection.execute(query))


def drawing(connection: Connection, certificate_id: str) -> str:
    query = select(certificates.c.drawing).where(certificates.c.id == certificate_id)
    return connection.execute(query).scalar_one_or_none() or ""


def _certificate(row: Row[Any]) -> Certificate:
    return Certificate(
        id=row.id,
        course_id=row.course_id,
        name=row.name,
        issued_at=row.issued_at,
        access_code=row.access_code,
        template_url=row.template_url,
        state=CertificateState(row.state),
        attempts=row.attempts,
        next_at=row.next_at,
    )

"""What is one person's: statements that are only ever appended, their deliveries, and what the server said."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Column, Connection, ForeignKey, Index, MetaData, Named, Table, Text, TypedColumns, event

from karmadesk.store.columns import Document, Moment
from karmadesk.store.kinds import NAMES, Kind

metadata = MetaData(naming_convention=NAMES)


class StatementColumns(TypedColumns):
    id: Named[str] = Column(Text, primary_key=True)
    kind: Named[str] = Column(Text)
    verb: Named[str] = Column(Text)
    course_id: Named[str] = Column(Text)
    batch_id: Named[str] = Column(Text)
    resource_id: Named[str] = Column(Text)
    body: Named[Any] = Column(Document, nullable=False)
    version: Named[int]
    device: Named[str] = Column(Text)
    sequence: Named[int]
    clock: Named[str] = Column(Text)
    at_raw: Named[datetime] = Column(Moment)
    at: Named[datetime] = Column(Moment)
    boot: Named[str] = Column(Text)


class UnsureColumns(TypedColumns):
    """An act whose true time was not known when it was done: the seconds from the start of its boot."""

    statement_id: Named[str] = Column(ForeignKey("statements.id", ondelete="CASCADE"), type_=Text, primary_key=True)
    boot: Named[str] = Column(Text)
    boot_s: Named[float]


class BootColumns(TypedColumns):
    """When a boot began, learnt after acts were done in it."""

    boot: Named[str] = Column(Text, primary_key=True)
    began: Named[datetime] = Column(Moment)


class MessageColumns(TypedColumns):
    """One frozen request; its answer settles all its deliveries, so attempts and receipt are kept here."""

    id: Named[str] = Column(Text, primary_key=True)
    sink: Named[str] = Column(Text)
    course_id: Named[str] = Column(Text)
    batch_id: Named[str] = Column(Text)
    content_id: Named[str] = Column(Text)
    kind: Named[str] = Column(Text)
    body: Named[Any] = Column(Document, nullable=False)
    frozen_at: Named[datetime] = Column(Moment)
    state: Named[str] = Column(Text)
    attempts: Named[int]
    next_at: Named[datetime | None] = Column(Moment)
    error_key: Named[str] = Column(Text)
    receipt_at: Named[datetime | None] = Column(Moment)
    receipt_reason: Named[str] = Column(Text)
    receipt_server_id: Named[str] = Column(Text)
    receipt_arguments: Named[Any] = Column(Document, nullable=False)


class DeliveryColumns(TypedColumns):
    """A statement's way to one sink. Its place is where it is delivered to: the batch may be learnt after the act."""

    statement_id: Named[str] = Column(ForeignKey("statements.id"), type_=Text, primary_key=True)
    sink: Named[str] = Column(Text, primary_key=True)
    course_id: Named[str] = Column(Text)
    batch_id: Named[str] = Column(Text)
    content_id: Named[str] = Column(Text)
    state: Named[str] = Column(Text)
    message_id: Named[str | None] = Column(ForeignKey("messages.id"), type_=Text)
    """None while it gathers."""
    refused_id: Named[str | None] = Column(ForeignKey("messages.id"), type_=Text)
    """The message in which it was refused, when it waits again."""


class WatchedColumns(TypedColumns):
    resource_id: Named[str] = Column(Text, primary_key=True)
    version: Named[float]
    duration_ms: Named[int]
    intervals: Named[Any] = Column(Document, nullable=False)
    furthest_ms: Named[int]
    position_ms: Named[int]
    position_clock: Named[str] = Column(Text)
    completed_at: Named[datetime | None] = Column(Moment)
    spent: Named[Any] = Column(Document, nullable=False, server_default="{}")


class StateColumns(TypedColumns):
    course_id: Named[str] = Column(Text, primary_key=True)
    batch_id: Named[str] = Column(Text, primary_key=True)
    resource_id: Named[str] = Column(Text, primary_key=True)
    status: Named[int]
    percentage: Named[float]
    details: Named[Any] = Column(Document, nullable=False)
    last_access_at: Named[datetime | None] = Column(Moment)
    completed_at: Named[datetime | None] = Column(Moment)


class AssignmentColumns(TypedColumns):
    position: Named[int] = Column(primary_key=True)
    course_id: Named[str] = Column(Text)
    due_at: Named[datetime | None] = Column(Moment)
    is_apar: Named[bool]
    plan_id: Named[str] = Column(Text)
    plan_year: Named[int]


class EnrolmentColumns(TypedColumns):
    course_id: Named[str] = Column(Text, primary_key=True)
    batch_id: Named[str] = Column(Text)
    batch_course_id: Named[str] = Column(Text)
    batch_name: Named[str] = Column(Text)
    batch_starts_at: Named[datetime | None] = Column(Moment)
    batch_ends_at: Named[datetime | None] = Column(Moment)
    batch_status: Named[int]
    enrolled_at: Named[datetime | None] = Column(Moment)
    completed_at: Named[datetime | None] = Column(Moment)
    resources_done: Named[int]
    resource_count: Named[int]
    last_resource_id: Named[str] = Column(Text)
    is_active: Named[bool]


class CertificateColumns(TypedColumns):
    """One that the server issued. `drawing` is its SVG, checked; "" while it is not here."""

    id: Named[str] = Column(Text, primary_key=True)
    course_id: Named[str] = Column(Text)
    name: Named[str] = Column(Text)
    issued_at: Named[datetime | None] = Column(Moment)
    access_code: Named[str] = Column(Text)
    template_url: Named[str] = Column(Text)
    state: Named[str] = Column(Text)
    attempts: Named[int]
    next_at: Named[datetime | None] = Column(Moment)
    drawing: Named[str] = Column(Text)


class BatchColumns(TypedColumns):
    course_id: Named[str] = Column(Text, primary_key=True)
    position: Named[int] = Column(primary_key=True)
    id: Named[str] = Column(Text)
    batch_course_id: Named[str] = Column(Text)
    name: Named[str] = Column(Text)
    starts_at: Named[datetime | None] = Column(Moment)
    ends_at: Named[datetime | None] = Column(Moment)
    status: Named[int]


class OpenedColumns(TypedColumns):
    one: Named[int] = Column(primary_key=True)
    course_id: Named[str] = Column(Text)
    batch_id: Named[str] = Column(Text)
    resource_id: Named[str] = Column(Text)
    at: Named[datetime] = Column(Moment)


class DeviceColumns(TypedColumns):
    """This laptop's counter and hybrid clock, moved in the same transaction as the statements that they number."""

    device: Named[str] = Column(Text, primary_key=True)
    sequence: Named[int]
    clock: Named[str] = Column(Text)


class CheckpointColumns(TypedColumns):
    name: Named[str] = Column(Text, primary_key=True)
    mark: Named[str] = Column(Text)


class GlimpseColumns(TypedColumns):
    """A screen as it was last shown, for the next start's first moment; of no other use."""

    name: Named[str] = Column(Text, primary_key=True)
    body: Named[Any] = Column(Document, nullable=False)


class TokenColumns(TypedColumns):
    one: Named[int] = Column(primary_key=True)
    access: Named[str] = Column(Text)
    refresh: Named[str] = Column(Text)
    access_expires_at: Named[datetime] = Column(Moment)
    refresh_expires_at: Named[datetime | None] = Column(Moment)


class ProfileColumns(TypedColumns):
    one: Named[int] = Column(primary_key=True)
    user_id: Named[str] = Column(Text)
    first_name: Named[str] = Column(Text)
    last_name: Named[str] = Column(Text)
    org_id: Named[str] = Column(Text)
    designation: Named[str] = Column(Text)
    organisation: Named[str] = Column(Text)


statements = Table("statements", metadata, StatementColumns)
unsure = Table("unsure", metadata, UnsureColumns)
boots = Table("boots", metadata, BootColumns)
messages = Table("messages", metadata, MessageColumns)
deliveries = Table("deliveries", metadata, DeliveryColumns)
watched = Table("watched", metadata, WatchedColumns)
states = Table("states", metadata, StateColumns)
plan = Table("plan", metadata, AssignmentColumns)
enrolments = Table("enrolments", metadata, EnrolmentColumns)
batches = Table("batches", metadata, BatchColumns)
certificates = Table("certificates", metadata, CertificateColumns)
opened = Table("opened", metadata, OpenedColumns)
devices = Table("devices", metadata, DeviceColumns)
checkpoints = Table("checkpoints", metadata, CheckpointColumns)
glimpses = Table("glimpses", metadata, GlimpseColumns)
tokens = Table("tokens", metadata, TokenColumns)
profile = Table("profile", metadata, ProfileColumns)

Index(None, statements.c.device, statements.c.sequence, unique=True)
Index("ix_statements_answered", statements.c.resource_id, sqlite_where=statements.c.verb == "answered")
Index(None, unsure.c.boot)
Index(None, deliveries.c.message_id, sqlite_where=deliveries.c.message_id.is_not(None))
Index(None, deliveries.c.refused_id, sqlite_where=deliveries.c.refused_id.is_not(None))
Index(
    "ix_deliveries_pending", deliveries.c.state, deliveries.c.course_id, sqlite_where=deliveries.c.state != "accepted"
)
Index(
    "ix_deliveries_gathering",
    deliveries.c.content_id,
    deliveries.c.course_id,
    sqlite_where=deliveries.c.message_id.is_(None),
)
Index(None, messages.c.state)
Index(None, certificates.c.course_id)

APPEND_ONLY = (
    (
        "CREATE TRIGGER statements_stay BEFORE UPDATE ON statements "
        "BEGIN SELECT RAISE(ABORT, 'statements are append-only'); END"
    ),
    (
        "CREATE TRIGGER statements_last BEFORE DELETE ON statements WHEN "
        "EXISTS (SELECT 1 FROM deliveries WHERE statement_id = OLD.id AND state <> 'accepted') OR "
        "(OLD.verb <> 'progressed' AND OLD.kind <> 'usage' AND NOT EXISTS "
        "(SELECT 1 FROM deliveries WHERE statement_id = OLD.id)) "
        "BEGIN SELECT RAISE(ABORT, 'statements are append-only'); END"
    ),
    (
        "CREATE TRIGGER deliveries_last BEFORE DELETE ON deliveries WHEN OLD.sink <> 'telemetry' AND "
        "EXISTS (SELECT 1 FROM statements WHERE id = OLD.statement_id AND "
        "(verb <> 'progressed' OR OLD.message_id IS NOT NULL OR OLD.refused_id IS NOT NULL)) "
        "BEGIN SELECT RAISE(ABORT, 'a delivery goes with its statement'); END"
    ),
    (
        "CREATE TRIGGER messages_last BEFORE DELETE ON messages WHEN "
        "EXISTS (SELECT 1 FROM deliveries WHERE message_id = OLD.id OR refused_id = OLD.id) "
        "BEGIN SELECT RAISE(ABORT, 'a message stays for as long as it is needed'); END"
    ),
)
"""The database itself holds us to it: nothing is changed; only what every sink has accepted may go, the statement first
and then its deliveries, and `progressed` may be replaced while it gathers. How lessons are used may be taken back."""


def _create_triggers(_target: Table[Any], connection: Connection, **_: Any) -> None:
    for trigger in APPEND_ONLY:
        connection.exec_driver_sql(trigger)


# The last of the tables that the triggers speak of: foreign keys order it after the others.
event.listen(deliveries, "after_create", _create_triggers)

KIND = Kind("learner", metadata, ("0001", "0002", "0003", "0004", "0005", "0006", "0007"))

"""The hub's own tables; times are milliseconds since 1970, UTC."""

from __future__ import annotations

from sqlalchemy import JSON, BigInteger, Boolean, Column, Float, Index, Integer, MetaData, String, Table, Text, text

SCHEMA_VERSION = 3

metadata = MetaData()
_Json = JSON(none_as_null=True)

facts = Table(
    "facts",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("value", Text, nullable=False),
)

people = Table(
    "people",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("username", String(200), nullable=False, unique=True),
    Column("password", Text, nullable=False),
    Column("first_name", Text, nullable=False),
    Column("last_name", Text, nullable=False),
    Column("email", Text, nullable=False),
    Column("designation", Text, nullable=False),
    Column("grade", Text, nullable=False),
    Column("organisation", Text, nullable=False),
    Column("supervisor", String(200), nullable=False),
    Column("language", String(40), nullable=False),
    Column("org_id", String(64), nullable=False),
)

sessions = Table(
    "sessions",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("person", String(36), nullable=False),
    Column("started_at", BigInteger, nullable=False),
    Column("used_at", BigInteger, nullable=False),
    Column("ended_at", BigInteger),
)

codes = Table(
    "codes",
    metadata,
    Column("code", String(64), primary_key=True),
    Column("session", String(36), nullable=False),
    Column("client", String(64), nullable=False),
    Column("redirect", Text, nullable=False),
    Column("challenge", Text),
    Column("scope", Text, nullable=False),
    Column("nonce", Text),
    Column("made_at", BigInteger, nullable=False),
    Column("used_at", BigInteger),
    Column("grant_id", String(36)),
)

# A grant is what one authorization code became: a client's own session, offline or not, that refresh tokens prolong.
grants = Table(
    "grants",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("session", String(36), nullable=False),
    Column("person", String(36), nullable=False),
    Column("client", String(64), nullable=False),
    Column("scope", Text, nullable=False),
    Column("nonce", Text),
    Column("offline", Boolean, nullable=False),
    Column("started_at", BigInteger, nullable=False),
    Column("used_at", BigInteger, nullable=False),
    Column("ended_at", BigInteger),
)

refresh_tokens = Table(
    "refresh_tokens",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("grant_id", String(36), nullable=False),
    Column("made_at", BigInteger, nullable=False),
    Column("spent_at", BigInteger),
)

contents = Table(
    "contents",
    metadata,
    Column("id", String(80), primary_key=True),
    Column("category", String(80), nullable=False),
    Column("mime_type", String(120), nullable=False),
    Column("visibility", String(20), nullable=False),
    Column("status", String(20), nullable=False),
    Column("version", Float, nullable=False),
    Column("document", _Json, nullable=False),
    Column("hierarchy", _Json),
    Column("questions", _Json),
    Column("changed_at", BigInteger, nullable=False),
)

media = Table(
    "media",
    metadata,
    Column("path", String(500), primary_key=True),
    Column("sha256", String(64), nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("mtime_ns", BigInteger, nullable=False),
)

batches = Table(
    "batches",
    metadata,
    Column("id", String(80), primary_key=True),
    Column("course", String(80), nullable=False, index=True),
    Column("name", Text, nullable=False),
    Column("starts_at", BigInteger, nullable=False),
    Column("ends_at", BigInteger),
    Column("enrolment_ends_at", BigInteger),
    Column("kind", String(20), nullable=False),
    Column("closed", Boolean, nullable=False),
    Column("made_at", BigInteger, nullable=False),
)

plans = Table(
    "plans",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("name", Text, nullable=False),
    Column("org_id", String(64), nullable=False),
    Column("kind", String(20), nullable=False),
    Column("due_at", BigInteger, nullable=False),
    Column("apar", Boolean, nullable=False),
    Column("made_at", BigInteger, nullable=False),
)

plan_targets = Table(
    "plan_targets",
    metadata,
    Column("plan", String(36), primary_key=True),
    Column("target", String(200), primary_key=True),
)

plan_courses = Table(
    "plan_courses",
    metadata,
    Column("plan", String(36), primary_key=True),
    Column("course", String(80), primary_key=True),
    Column("place", Integer, nullable=False),
)

enrolments = Table(
    "enrolments",
    metadata,
    Column("person", String(36), primary_key=True),
    Column("course", String(80), primary_key=True),
    Column("batch", String(80), primary_key=True),
    Column("active", Boolean, nullable=False),
    Column("enrolled_at", BigInteger, nullable=False),
    Column("completed_at", BigInteger),
    Column("opened_at", BigInteger),
    Column("last_content", String(80)),
    Column("last_status", Integer),
    Column("last_details", _Json),
    Column("language", String(40)),
)

states = Table(
    "states",
    metadata,
    Column("person", String(36), primary_key=True),
    Column("course", String(80), primary_key=True),
    Column("batch", String(80), primary_key=True),
    Column("content", String(80), primary_key=True),
    Column("status", Integer, nullable=False),
    Column("progress", Integer, nullable=False),
    Column("accessed_at", BigInteger),
    Column("completed_at", BigInteger),
    Column("views", Integer, nullable=False),
    Column("completions", Integer, nullable=False),
    Column("last_write", _Json, nullable=False),
)

personal_states = Table(
    "personal_states",
    metadata,
    Column("person", String(36), primary_key=True),
    Column("content", String(80), primary_key=True),
    Column("status", Integer, nullable=False),
    Column("progress", Integer, nullable=False),
    Column("accessed_at", BigInteger),
    Column("completed_at", BigInteger),
    Column("views", Integer, nullable=False),
    Column("completions", Integer, nullable=False),
    Column("last_write", _Json, nullable=False),
)

attempts = Table(
    "attempts",
    metadata,
    Column("id", String(80), primary_key=True),
    Column("person", String(36), nullable=False),
    Column("content", String(80), nullable=False),
    Column("course", String(80), nullable=False),
    Column("batch", String(80), nullable=False),
    Column("started_at", BigInteger, nullable=False),
    Column("ends_at", BigInteger),
    Column("submitted_at", BigInteger),
    Column("score", Float),
    Column("max_score", Float),
    Column("detail", _Json),
)

telemetry = Table(
    "telemetry",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=True),
    Column("at", BigInteger, nullable=False),
    Column("msgid", Text),
    Column("device", Text),
    Column("events", Integer, nullable=False),
    Column("body", _Json, nullable=False),
    Column("doubled_events", Integer, nullable=False, default=0, server_default=text("0")),
    Column("is_double", Boolean, nullable=False, default=False, server_default=text("false")),
)

# The events of the last hour, by which a double is known (contract, section 5).
telemetry_seen = Table(
    "telemetry_seen",
    metadata,
    Column("mid", String(200), primary_key=True),
    Column("at", BigInteger, nullable=False),
)

# What changed last for whom: one row a person (nobody's name means everyone) and topic, its number the newest.
changes = Table(
    "changes",
    metadata,
    Column("person", String(36), primary_key=True),
    Column("topic", String(120), primary_key=True),
    Column("seq", BigInteger, nullable=False),
)

certificates = Table(
    "certificates",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("person", String(36), nullable=False),
    Column("course", String(80), nullable=False),
    Column("batch", String(80), nullable=False),
    Column("access_code", String(12), nullable=False),
    Column("recipient", Text, nullable=False),
    Column("course_name", Text, nullable=False),
    Column("completed_at", BigInteger, nullable=False),
    Column("issued_at", BigInteger, nullable=False),
)

record_keys = Table(
    "record_keys",
    metadata,
    Column("name", String(80), primary_key=True),
    Column("digest", String(64), nullable=False),
    Column("made_at", BigInteger, nullable=False),
)

statements = Table(
    "statements",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=True),
    Column("id", String(36), nullable=False, unique=True),
    Column("sender", String(90), nullable=False),
    Column("stored_at", BigInteger, nullable=False),
    Column("digest", String(64), nullable=False),
    Column("authority", Text, nullable=False),
    Column("version", String(12), nullable=False),
    Column("voids", String(36), index=True),
    Column("body", Text, nullable=False),
    sqlite_autoincrement=True,
)

accepted_writes = Table(
    "accepted_writes",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=True),
    Column("at", BigInteger, nullable=False),
    Column("route", String(200), nullable=False),
    Column("person", String(36), nullable=False),
    Column("course", String(80)),
    Column("batch", String(80)),
    Column("content", String(80)),
    Column("status", Integer),
    Column("percentage", Float),
    Column("details", _Json),
    Column("request_id", Text),
    sqlite_autoincrement=True,
)

# Who may send by carried files: one row a person and laptop, told by somebody who was signed in.
carriers = Table(
    "carriers",
    metadata,
    Column("id", String(16), primary_key=True),
    Column("person", String(36), nullable=False, index=True),
    Column("sign", String(64), nullable=False),
    Column("seal", String(64), nullable=False),
    Column("made_at", BigInteger, nullable=False),
)

# What came in carried files, by the item's own id, and what was said of it.
carried = Table(
    "carried",
    metadata,
    Column("person", String(36), primary_key=True),
    Column("item", String(80), primary_key=True),
    Column("receipt", _Json, nullable=False),
)

Index("enrolments_of_course", enrolments.c.course)
Index("attempts_of_person", attempts.c.person, attempts.c.content)
Index("refresh_tokens_of_grant", refresh_tokens.c.grant_id)
Index("telemetry_of_message", telemetry.c.msgid)
Index("telemetry_seen_at", telemetry_seen.c.at)
Index("changes_in_order", changes.c.seq)
Index("certificates_of_enrolment", certificates.c.person, certificates.c.course, certificates.c.batch, unique=True)

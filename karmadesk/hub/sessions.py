"""Sessions, codes, grants and refresh tokens: what the hub remembers of a sign-in. Secrets are kept as digests only."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
import uuid
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, RowMapping, insert, select, update

from karmadesk.hub import moments
from karmadesk.hub.place import Terms
from karmadesk.hub.tables import codes, grants, refresh_tokens, sessions

SSO_IDLE_S = 1800
SSO_MAX_S = 21_600
CODE_S = 60


class InvalidGrantError(Exception):
    """A code or refresh token that is not, or no longer, good."""


@dataclass(frozen=True)
class Ask:
    """What a client asked for at the authorization endpoint."""

    client: str
    redirect: str
    scope: str
    challenge: str | None
    nonce: str | None


def start_session(db: Connection, person: str) -> str:
    """The id of a new browser session."""
    session, now = str(uuid.uuid4()), moments.now_ms()
    db.execute(insert(sessions).values(id=session, person=person, started_at=now, used_at=now))
    return session


def living_session(db: Connection, session: str) -> RowMapping | None:
    """A browser session that is neither ended nor idle too long nor too old."""
    row = db.execute(select(sessions).where(sessions.c.id == session)).mappings().first()
    now = moments.now_ms()
    if row is None or row["ended_at"] is not None:
        return None
    if now - row["used_at"] > SSO_IDLE_S * 1000 or now - row["started_at"] > SSO_MAX_S * 1000:
        return None
    return row


def end_session(db: Connection, session: str) -> None:
    """End a browser session and every grant that came of it."""
    now = moments.now_ms()
    db.execute(update(sessions).where(sessions.c.id == session, sessions.c.ended_at.is_(None)).values(ended_at=now))
    db.execute(update(grants).where(grants.c.session == session, grants.c.ended_at.is_(None)).values(ended_at=now))


def end_grant(db: Connection, refresh_token: str) -> None:
    """End the grant of a refresh token and its browser session; an unknown token ends nothing."""
    found = select(refresh_tokens.c.grant_id).where(refresh_tokens.c.digest == _digest(refresh_token))
    session = db.execute(select(grants.c.session).where(grants.c.id.in_(found))).scalar()
    if session is not None:
        end_session(db, session)


def issue_code(db: Connection, session: str, ask: Ask) -> str:
    """A code, good once and for a minute, for what was asked in a living session."""
    code, now = secrets.token_urlsafe(32), moments.now_ms()
    db.execute(update(sessions).where(sessions.c.id == session).values(used_at=now))
    values: dict[str, Any] = {
        "code": _digest(code),
        "session": session,
        "client": ask.client,
        "redirect": ask.redirect,
        "challenge": ask.challenge,
        "scope": ask.scope,
        "nonce": ask.nonce,
        "made_at": now,
    }
    db.execute(insert(codes).values(**values))
    return code


def redeem_code(db: Connection, code: str, client: str, redirect: str, verifier: str | None) -> tuple[RowMapping, str]:
    """The grant, and its refresh token, that a code becomes. A code that comes twice is good for nobody."""
    row = db.execute(select(codes).where(codes.c.code == _digest(code))).mappings().first()
    if row is None or row["client"] != client:
        raise InvalidGrantError("Code not valid")
    now = moments.now_ms()
    if row["used_at"] is not None:
        # Somebody else may hold the first answer: what it gave ends too.
        db.execute(update(grants).where(grants.c.id == row["grant_id"]).values(ended_at=now))
        raise InvalidGrantError("Code not valid")
    if now - row["made_at"] > CODE_S * 1000:
        raise InvalidGrantError("Code is expired")
    grant = str(uuid.uuid4())
    db.execute(update(codes).where(codes.c.code == row["code"]).values(used_at=now, grant_id=grant))
    if row["redirect"] != redirect:
        raise InvalidGrantError("Incorrect redirect_uri")
    _verify(row["challenge"], verifier)
    session = living_session(db, row["session"])
    if session is None:
        raise InvalidGrantError("Session not active")
    values: dict[str, Any] = {
        "id": grant,
        "session": row["session"],
        "person": session["person"],
        "client": client,
        "scope": row["scope"],
        "nonce": row["nonce"],
        "offline": "offline_access" in row["scope"].split(),
        "started_at": session["started_at"],
        "used_at": now,
    }
    db.execute(insert(grants).values(**values))
    return _grant(db, grant), _new_refresh_token(db, grant)


def redeem_refresh(db: Connection, token: str, client: str | None, terms: Terms) -> tuple[RowMapping, str]:
    """The grant that a refresh token belongs to, prolonged, and the token to use next: the same, unless they rotate."""
    row = db.execute(select(refresh_tokens).where(refresh_tokens.c.digest == _digest(token))).mappings().first()
    if row is None:
        raise InvalidGrantError("Invalid refresh token")
    grant, now = _grant(db, row["grant_id"]), moments.now_ms()
    if client is not None and grant["client"] != client:
        raise InvalidGrantError("Invalid refresh token. Token client and authorized client don't match")
    if grant["ended_at"] is not None or now - grant["used_at"] > idle_s(grant, terms) * 1000:
        raise InvalidGrantError("Offline session not active" if grant["offline"] else "Session not active")
    if row["spent_at"] is not None:
        # With rotation a spent token that comes back was copied by somebody: nobody keeps the session.
        db.execute(update(grants).where(grants.c.id == grant["id"]).values(ended_at=now))
        raise InvalidGrantError("Maximum allowed refresh token reuse exceeded")
    db.execute(update(grants).where(grants.c.id == grant["id"]).values(used_at=now))
    if not terms.rotate_refresh:
        return grant, token
    spent = update(refresh_tokens).where(refresh_tokens.c.digest == row["digest"]).values(spent_at=now)
    db.execute(spent)
    return grant, _new_refresh_token(db, grant["id"])


def idle_s(grant: RowMapping, terms: Terms) -> int:
    """How long a grant may lie unused."""
    return terms.offline_idle_s if grant["offline"] else SSO_IDLE_S


def _verify(challenge: str | None, verifier: str | None) -> None:
    if challenge is None:
        return
    if not verifier:
        raise InvalidGrantError("PKCE code verifier not specified")
    digest = hashlib.sha256(verifier.encode("ascii", "replace")).digest()
    if not hmac.compare_digest(base64.urlsafe_b64encode(digest).rstrip(b"="), challenge.encode()):
        raise InvalidGrantError("PKCE verification failed")


def _grant(db: Connection, grant: str) -> RowMapping:
    return db.execute(select(grants).where(grants.c.id == grant)).mappings().one()


def _new_refresh_token(db: Connection, grant: str) -> str:
    token = secrets.token_urlsafe(48)
    values = {"digest": _digest(token), "grant_id": grant, "made_at": moments.now_ms()}
    db.execute(insert(refresh_tokens).values(**values))
    return token


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()

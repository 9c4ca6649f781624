"""The program's half of OpenID Connect: tokens for codes and refresh tokens (contract, section 1.1)."""

from __future__ import annotations

import time

from fastapi import APIRouter, Request, Response
from sqlalchemy import Connection, RowMapping

from karmadesk.hub import clients, pages, people, sessions
from karmadesk.hub.envelope import Json, RefusalError, answer, as_json
from karmadesk.hub.house import House, HouseOf, here
from karmadesk.hub.routes.signin import CONNECT, REALM, Form
from karmadesk.hub.sessions import InvalidGrantError
from karmadesk.hub.tokens import subject

router = APIRouter()


@router.get(f"{REALM}/.well-known/openid-configuration")
def configuration(request: Request) -> Response:
    """Where everything is."""
    connect = here(request) + CONNECT
    return as_json(
        {
            "issuer": here(request) + REALM,
            "authorization_endpoint": f"{connect}/auth",
            "token_endpoint": f"{connect}/token",
            "end_session_endpoint": f"{connect}/logout",
            "jwks_uri": f"{connect}/certs",
            "response_types_supported": ["code"],
            "response_modes_supported": ["query"],
            "grant_types_supported": ["authorization_code", "refresh_token"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "token_endpoint_auth_methods_supported": ["none"],
            "scopes_supported": ["openid", "profile", "email", "offline_access"],
            "code_challenge_methods_supported": ["S256"],
            "ui_locales_supported": list(pages.LANGUAGES),
            "claims_supported": ["sub", "name", "preferred_username", "given_name", "family_name", "email"],
        }
    )


@router.get(f"{CONNECT}/certs")
def certificates(house: HouseOf) -> Response:
    """The key that tokens are checked by."""
    return as_json(house.signer.certificates())


@router.post(f"{CONNECT}/token")
def token(request: Request, house: HouseOf, form: Form) -> Response:
    """Tokens for a code or a refresh token; errors in Keycloak's shape."""
    client = form.get("client_id", "")
    if client not in clients.CLIENTS:
        return _error("invalid_client", "Invalid client or Invalid client credentials", 401)
    kind = form.get("grant_type")
    if kind not in ("authorization_code", "refresh_token"):
        if not kind:
            return _error("invalid_request", "Missing form parameter: grant_type")
        return _error("unsupported_grant_type", "Unsupported grant_type")
    needed = "code" if kind == "authorization_code" else "refresh_token"
    if not form.get(needed):
        return _error("invalid_request", f"Missing parameter: {needed}")
    try:
        grant, refresh = _redeemed(house, form, client)
    except InvalidGrantError as problem:
        return _error("invalid_grant", str(problem))
    return as_json(_tokens(request, house, grant, refresh), headers={"Cache-Control": "no-store"})


@router.post("/api/auth/v1/refresh/token")
def refresh_through_gateway(request: Request, house: HouseOf, form: Form) -> Response:
    """Sunbird's own way to refresh: the application key at the gateway, the refresh token in the form."""
    if not form.get("refresh_token"):
        raise RefusalError("INVALID_REQUEST", "refresh_token is missing")
    try:
        grant, refresh = _redeemed(house, {**form, "grant_type": "refresh_token"}, None)
    except InvalidGrantError as problem:
        raise RefusalError("INVALID_GRANT", str(problem)) from problem
    made = _tokens(request, house, grant, refresh)
    return answer(request, {name: made[name] for name in ("access_token", "refresh_token", "expires_in")})


@router.post(f"{CONNECT}/logout")
def leave_by_token(house: HouseOf, form: Form) -> Response:
    """End the session of a refresh token; nothing to say, also for one that had ended."""
    if form.get("client_id") not in clients.CLIENTS:
        return _error("invalid_client", "Invalid client or Invalid client credentials", 401)
    with house.database.write() as db:
        sessions.end_grant(db, form.get("refresh_token", ""))
    return Response(status_code=204)


def _redeemed(house: House, form: dict[str, str], client: str | None) -> tuple[RowMapping, str]:
    with house.database.write() as db:
        try:
            return _redeem(db, house, form, client)
        except InvalidGrantError as problem:
            refusal = problem  # raised outside: what it changed, a code spent or a grant ended, is to stay changed
    raise refusal


def _redeem(db: Connection, house: House, form: dict[str, str], client: str | None) -> tuple[RowMapping, str]:
    if form["grant_type"] == "refresh_token":
        return sessions.redeem_refresh(db, form["refresh_token"], client, house.terms)
    return sessions.redeem_code(db, form["code"], client or "", form.get("redirect_uri", ""), form.get("code_verifier"))


def _tokens(request: Request, house: House, grant: RowMapping, refresh_token: str) -> Json:
    with house.database.read() as db:
        person = people.by_id(db, grant["person"])
    if person is None:
        raise RefusalError("USER_NOT_FOUND", "The user is no longer known.", status=401)
    now, scope = int(time.time()), grant["scope"].split()
    claims: Json = {
        "iss": here(request) + REALM,
        "sub": subject(person["id"]),
        "iat": now,
        "exp": now + house.terms.access_ttl_s,
        "auth_time": grant["started_at"] // 1000,
        "azp": grant["client"],
        "sid": grant["session"],
        "session_state": grant["session"],
        "name": f"{person['first_name']} {person['last_name']}".strip(),
        "preferred_username": person["username"],
        "given_name": person["first_name"],
        "family_name": person["last_name"],
        "email": person["email"],
    }
    made: Json = {
        "access_token": house.signer.sign({**claims, "aud": "account", "typ": "Bearer", "scope": grant["scope"]}),
        "expires_in": house.terms.access_ttl_s,
        "refresh_expires_in": sessions.idle_s(grant, house.terms),
        "refresh_token": refresh_token,
        "token_type": "Bearer",
        "not-before-policy": 0,
        "session_state": grant["session"],
        "scope": grant["scope"],
    }
    if "openid" in scope:
        nonce = {"nonce": grant["nonce"]} if grant["nonce"] else {}
        made["id_token"] = house.signer.sign({**claims, **nonce, "aud": grant["client"], "typ": "ID"})
    return made


def _error(error: str, description: str, status: int = 400) -> Response:
    return as_json({"error": error, "error_description": description}, status, {"Cache-Control": "no-store"})

"""The browser's half of OpenID Connect, shaped like Keycloak's realm `sunbird` (contract, section 1.1)."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import time
from typing import Annotated
from urllib.parse import parse_qsl

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from sqlalchemy import RowMapping

from karmadesk.hub import clients, pages, people, sessions
from karmadesk.hub.clients import BadAskError, UnknownPartyError
from karmadesk.hub.house import House, HouseOf, here
from karmadesk.hub.sessions import Ask
from karmadesk.hub.tokens import BadTokenError

router = APIRouter()

REALM = "/auth/realms/sunbird"
CONNECT = f"{REALM}/protocol/openid-connect"
_IDENTITY = "KEYCLOAK_IDENTITY"
_BROWSER = "AUTH_SESSION_ID"
_PAGE_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


async def _form(request: Request) -> dict[str, str]:
    body = await request.body()
    return dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))


Form = Annotated[dict[str, str], Depends(_form)]


@router.get(f"{CONNECT}/auth")
def authorize(request: Request, house: HouseOf) -> Response:
    """The sign-in form, or the client's answer at once when this browser is signed in and nobody asks for more."""
    query = dict(request.query_params)
    try:
        client, redirect = clients.party(query, here(request))
    except UnknownPartyError as problem:
        return _page(pages.stranger(str(problem), _language(request)), 400)
    try:
        ask = clients.ask(query, client, redirect)
    except BadAskError as problem:
        return _sent_back(redirect, query, {"error": problem.error, "error_description": problem.description})
    prompt = query.get("prompt", "").split()
    session = None if "login" in prompt else _session(request, house)
    if session is not None:
        with house.database.write() as db:
            row = sessions.living_session(db, session)
            if row is not None and _is_fresh(row, query.get("max_age")):
                return _with_code(request, ask, query, session, sessions.issue_code(db, session, ask))
    if "none" in prompt:
        return _sent_back(redirect, query, {"error": "login_required"})
    return _sign_in_page(request, house)


@router.post(f"{REALM}/login-actions/authenticate")
def authenticate(request: Request, house: HouseOf, form: Form) -> Response:
    """The client's answer if name and password are right, else the form again."""
    query = dict(request.query_params)
    try:
        ask = clients.ask(query, *clients.party(query, here(request)))
    except (UnknownPartyError, BadAskError):
        return _page(pages.stranger("client", _language(request)), 400)
    browser = request.cookies.get(_BROWSER, "")
    if not browser or not hmac.compare_digest(query.get("session_code", ""), _session_code(house, browser)):
        return _sign_in_page(request, house, problem="stale", status=400)
    username = form.get("username", "").replace("\0", "").strip()
    with house.database.read() as db:
        person = people.by_name(db, username)
    if not people.is_password(person, form.get("password", "")) or person is None:
        return _sign_in_page(request, house, problem="wrong", username=username)
    with house.database.write() as db:
        session = sessions.start_session(db, person["id"])
        code = sessions.issue_code(db, session, ask)
    reply = _with_code(request, ask, query, session, code)
    token = house.signer.sign({"sub": session, "typ": "Identity", "exp": int(time.time()) + sessions.SSO_MAX_S})
    _set_cookie(request, reply, _IDENTITY, token)
    return reply


@router.get("/oauth2callback")
def copy_address(request: Request) -> Response:
    """The page where a sign-in ends whose program cannot listen itself."""
    is_code = "code" in request.query_params
    return _page(pages.copy_address(str(request.url), _language(request), is_code=is_code))


@router.get(f"{CONNECT}/logout")
def leave(request: Request, house: HouseOf) -> Response:
    """End this browser's session, and go on to the client's address if it is its own."""
    query = dict(request.query_params)
    session = _session(request, house) or _hinted(house, query.get("id_token_hint", ""))
    if session is not None:
        with house.database.write() as db:
            sessions.end_session(db, session)
    reply = _after_leaving(request, query)
    reply.delete_cookie(_IDENTITY, path=f"{REALM}/")
    return reply


def _after_leaving(request: Request, query: dict[str, str]) -> Response:
    onward = {**query, "redirect_uri": query.get("post_logout_redirect_uri", "")}
    try:
        _, address = clients.party(onward, here(request))
    except UnknownPartyError:
        return _page(pages.signed_out(_language(request)))
    return _sent_back(address, query, {})


def _session(request: Request, house: House) -> str | None:
    """The session that this browser's cookie names; whether it still lives is for the database to say."""
    return _checked(house, request.cookies.get(_IDENTITY, ""), "Identity", "sub")


def _hinted(house: House, id_token: str) -> str | None:
    return _checked(house, id_token, "ID", "sid")


def _checked(house: House, token: str, kind: str, claim: str) -> str | None:
    try:
        return str(house.signer.check(token, kind)[claim]) if token else None
    except BadTokenError:
        return None


def _is_fresh(session: RowMapping, max_age: str | None) -> bool:
    if max_age is None or not max_age.isdigit():
        return True
    return bool(time.time() - session["started_at"] / 1000 < int(max_age))


def _with_code(request: Request, ask: Ask, query: dict[str, str], session: str, code: str) -> Response:
    return _sent_back(ask.redirect, query, {"session_state": session, "iss": here(request) + REALM, "code": code})


def _sent_back(address: str, query: dict[str, str], said: dict[str, str]) -> Response:
    onward = pages.with_query(address, {"state": query.get("state"), **said})
    return RedirectResponse(onward, 302, _PAGE_HEADERS)


def _sign_in_page(
    request: Request, house: House, *, problem: str | None = None, username: str = "", status: int = 200
) -> Response:
    browser = request.cookies.get(_BROWSER) or secrets.token_urlsafe(24)
    query = {name: value for name, value in request.query_params.items() if name != "session_code"}
    language = _language(request)
    other = next(code for code in pages.LANGUAGES if code != language)
    base = here(request)
    action = pages.with_query(
        f"{base}{REALM}/login-actions/authenticate",
        {**query, "kc_locale": language, "session_code": _session_code(house, browser)},
    )
    switch = pages.with_query(f"{base}{CONNECT}/auth", {**query, "kc_locale": other})
    reply = _page(pages.sign_in(action, language, switch, problem=problem, username=username), status)
    _set_cookie(request, reply, _BROWSER, browser)
    return reply


def _session_code(house: House, browser: str) -> str:
    """What ties a form to the browser that asked for it, so that no other page can post it."""
    return hmac.new(house.owner_key.encode(), browser.encode(), hashlib.sha256).hexdigest()


def _set_cookie(request: Request, reply: Response, name: str, value: str) -> None:
    secure = request.url.scheme == "https"
    reply.set_cookie(name, value, path=f"{REALM}/", httponly=True, samesite="lax", secure=secure)


def _language(request: Request) -> str:
    return pages.language_of(request.query_params, request.headers.get("accept-language", ""))


def _page(html: str, status: int = 200) -> Response:
    return HTMLResponse(html, status, {**_PAGE_HEADERS, "Vary": "Accept-Language"})

"""Signing in at the hub as at Keycloak: form, code, PKCE, tokens, and every way in which it must not work."""

from __future__ import annotations

import base64
import html
import json
import re
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from joserfc import jwt
from joserfc.jwk import KeySet

from karmadesk.hub import moments, sessions
from karmadesk.hub.database import Database
from karmadesk.hub.place import Place, Terms
from tests.hub.login import CONNECT, LOOPBACK, Answer, Browser, auth_address, pkce, sign_in
from tests.hub.samples import ASHA, RAVI
from tests.hub.server import Hub, running_hub
from tests.hub.wire import API_KEY, call


def _begin(hub: Hub, browser: Browser, **more: str) -> tuple[Answer, str]:
    verifier, challenge = pkce()
    proof = {"code_challenge": challenge, "code_challenge_method": "S256", "state": "kept"}
    return browser.get(auth_address(hub.url, **{**proof, **more})), verifier


def _code(hub: Hub, **more: str) -> tuple[str, str]:
    browser = Browser()
    page, verifier = _begin(hub, browser, **more)
    return browser.fill_in(page, *ASHA).location["code"], verifier


def _redeem(hub: Hub, code: str, verifier: str | None, **more: str) -> Answer:
    form = {"grant_type": "authorization_code", "client_id": "karmadesk", "redirect_uri": LOOPBACK, "code": code}
    if verifier is not None:
        form["code_verifier"] = verifier
    return Browser().post(f"{hub.url}{CONNECT}/token", {**form, **more})


def _refresh(hub: Hub, token: str, client: str = "karmadesk") -> Answer:
    form = {"grant_type": "refresh_token", "client_id": client, "refresh_token": token}
    return Browser().post(f"{hub.url}{CONNECT}/token", form)


def _claims(token: str) -> dict[str, Any]:
    middle = token.split(".")[1]
    found: dict[str, Any] = json.loads(base64.urlsafe_b64decode(middle + "=" * (-len(middle) % 4)))
    return found


def _refused(answer: Answer, description: str) -> None:
    assert answer.status == 400
    said = json.loads(answer.text)
    assert (said["error"], said["error_description"]) == ("invalid_grant", description)


def test_a_learner_signs_in_and_the_answer_goes_to_the_program_that_asked(hub: Hub) -> None:
    browser = Browser()
    page, verifier = _begin(hub, browser)

    answer = browser.fill_in(page, *ASHA)

    assert answer.status == 302
    assert answer.headers["Location"].startswith(LOOPBACK + "?")
    assert answer.location["state"] == "kept"
    tokens = json.loads(_redeem(hub, answer.location["code"], verifier).text)
    assert tokens["token_type"] == "Bearer"
    assert tokens["expires_in"] == 21600
    assert tokens["scope"] == "openid offline_access"


def test_tokens_are_signed_with_the_published_key(hub: Hub) -> None:
    tokens = sign_in(hub.url, *ASHA)
    keys = KeySet.import_key_set(call("GET", f"{hub.url}{CONNECT}/certs").json)

    claims = jwt.decode(tokens["access_token"], keys, algorithms=["RS256"]).claims

    assert re.fullmatch(r"f:[0-9a-f-]{36}:[0-9a-f-]{36}", claims["sub"])
    assert claims["exp"] - claims["iat"] == 21600
    assert claims["iss"] == f"{hub.url}/auth/realms/sunbird"
    assert (claims["azp"], claims["preferred_username"]) == ("karmadesk", "asha")


def test_the_published_key_keeps_its_private_half(hub: Hub) -> None:
    (key,) = call("GET", f"{hub.url}{CONNECT}/certs").json["keys"]

    assert set(key) == {"kty", "kid", "use", "alg", "n", "e"}


def test_the_configuration_names_what_is_there(hub: Hub) -> None:
    found = call("GET", f"{hub.url}/auth/realms/sunbird/.well-known/openid-configuration").json

    assert found["issuer"] == f"{hub.url}/auth/realms/sunbird"
    assert found["token_endpoint"] == f"{hub.url}{CONNECT}/token"
    assert found["code_challenge_methods_supported"] == ["S256"]


def test_the_android_client_ends_on_a_page_with_the_address_to_copy(hub: Hub) -> None:
    browser = Browser()
    answer = browser.fill_in(browser.get(auth_address(hub.url, "android")), *ASHA)

    page = browser.get(answer.headers["Location"])

    assert page.status == 200
    assert html.escape(answer.headers["Location"]) in page.text
    assert "Copy this address into KarmaDesk" in page.text
    code = answer.location["code"]
    reply = _redeem(hub, code, None, client_id="android", redirect_uri=f"{hub.url}/oauth2callback")
    assert reply.status == 200


def test_the_nonce_comes_back_in_the_id_token(hub: Hub) -> None:
    code, verifier = _code(hub, nonce="once")

    id_token = json.loads(_redeem(hub, code, verifier).text)["id_token"]

    assert _claims(id_token)["nonce"] == "once"
    assert _claims(id_token)["aud"] == "karmadesk"


def test_a_wrong_password_shows_the_form_again_and_says_so(hub: Hub) -> None:
    browser = Browser()
    page, _ = _begin(hub, browser)

    again = browser.fill_in(page, "asha", "wrong")

    assert again.status == 200
    assert 'role="alert"' in again.text
    assert 'value="asha"' in again.text
    assert "wrong" not in again.text
    assert browser.fill_in(again, *ASHA).status == 302


@pytest.mark.parametrize("username", ["nobody", "", "' OR 1=1 --", "<script>"])
def test_a_stranger_is_told_the_same_as_somebody_with_a_wrong_password(hub: Hub, username: str) -> None:
    browser = Browser()
    again = browser.fill_in(_begin(hub, browser)[0], username, "x")

    assert "The user name or the password is not right" in again.text
    assert "<script>" not in again.text


def test_a_form_from_elsewhere_is_not_taken(hub: Hub) -> None:
    page, _ = _begin(hub, Browser())

    answer = Browser().fill_in(page, *ASHA)

    assert answer.status == 400
    assert "Please sign in again" in answer.text


def test_a_browser_that_is_signed_in_need_not_sign_in_again(hub: Hub) -> None:
    browser = Browser()
    browser.fill_in(_begin(hub, browser)[0], *ASHA)

    answer, verifier = _begin(hub, browser)

    assert answer.status == 302
    assert _redeem(hub, answer.location["code"], verifier).status == 200


@pytest.mark.parametrize("asked", [{"prompt": "login"}, {"max_age": "0"}])
def test_a_second_person_is_asked_who_they_are(hub: Hub, asked: Mapping[str, str]) -> None:
    browser = Browser()
    browser.fill_in(_begin(hub, browser)[0], *ASHA)

    page, verifier = _begin(hub, browser, **asked)
    answer = browser.fill_in(page, *RAVI)

    tokens = json.loads(_redeem(hub, answer.location["code"], verifier).text)
    assert _claims(tokens["access_token"])["preferred_username"] == "ravi"


def test_nobody_is_asked_when_the_program_forbids_it(hub: Hub) -> None:
    answer, _ = _begin(hub, Browser(), prompt="none")

    assert answer.location["error"] == "login_required"
    assert answer.location["state"] == "kept"


@pytest.mark.parametrize(
    "redirect",
    [
        "https://evil.example/callback",
        "http://127.0.0.1.evil.example/",
        "http://localhost:5000/callback",
        "http://user@127.0.0.1/",
        "http://127.0.0.1:99999/",
        "https://127.0.0.1/callback",
        "http://127.0.0.1/callback#fragment",
        "",
    ],
)
def test_no_answer_goes_to_an_address_that_is_not_the_programs_own(hub: Hub, redirect: str) -> None:
    answer, _ = _begin(hub, Browser(), redirect_uri=redirect)

    assert answer.status == 400
    assert answer.headers["Location"] is None


@pytest.mark.parametrize("redirect", ["http://127.0.0.1:1/x", "http://127.0.0.1/y", "http://[::1]:8080/z"])
def test_a_loopback_address_may_have_any_port(hub: Hub, redirect: str) -> None:
    browser = Browser()
    page, _ = _begin(hub, browser, redirect_uri=redirect)

    assert browser.fill_in(page, *ASHA).headers["Location"].startswith(redirect + "?")


def test_the_android_client_has_no_loopback_address(hub: Hub) -> None:
    assert Browser().get(auth_address(hub.url, "android", redirect_uri=LOOPBACK)).status == 400


def test_an_unknown_program_is_not_answered(hub: Hub) -> None:
    assert Browser().get(auth_address(hub.url, "stranger")).status == 400


@pytest.mark.parametrize(
    "change, error",
    [
        ({"response_type": "token"}, "unsupported_response_type"),
        ({"code_challenge_method": "plain"}, "invalid_request"),
        ({"code_challenge": "short"}, "invalid_request"),
    ],
)
def test_a_program_that_asks_wrongly_is_told(hub: Hub, change: Mapping[str, str], error: str) -> None:
    answer, _ = _begin(hub, Browser(), **change)

    assert (answer.status, answer.location["error"]) == (302, error)


def test_our_own_program_must_bring_a_challenge(hub: Hub) -> None:
    answer = Browser().get(auth_address(hub.url))

    assert answer.location["error"] == "invalid_request"


def test_a_code_with_the_wrong_verifier_is_worth_nothing_and_then_spent(hub: Hub) -> None:
    code, verifier = _code(hub)

    _refused(_redeem(hub, code, pkce()[0]), "PKCE verification failed")
    _refused(_redeem(hub, code, verifier), "Code not valid")


def test_a_code_without_its_verifier_is_worth_nothing(hub: Hub) -> None:
    _refused(_redeem(hub, _code(hub)[0], None), "PKCE code verifier not specified")


def test_a_challenge_that_the_android_client_sent_is_checked(hub: Hub) -> None:
    browser = Browser()
    _, challenge = pkce()
    page = browser.get(auth_address(hub.url, "android", code_challenge=challenge, code_challenge_method="S256"))
    code = browser.fill_in(page, *ASHA).location["code"]

    reply = _redeem(hub, code, pkce()[0], client_id="android", redirect_uri=f"{hub.url}/oauth2callback")

    _refused(reply, "PKCE verification failed")


def test_a_code_used_twice_ends_what_it_gave(hub: Hub) -> None:
    code, verifier = _code(hub)
    tokens = json.loads(_redeem(hub, code, verifier).text)

    _refused(_redeem(hub, code, verifier), "Code not valid")

    _refused(_refresh(hub, tokens["refresh_token"]), "Offline session not active")


def test_a_code_is_for_one_program_and_one_address(hub: Hub) -> None:
    code, verifier = _code(hub)
    _refused(_redeem(hub, code, verifier, client_id="android"), "Code not valid")
    _refused(_redeem(hub, code, verifier, redirect_uri="http://127.0.0.1:1/other"), "Incorrect redirect_uri")


def test_a_code_is_good_for_a_minute(hub: Hub, seeded: tuple[Place, Database], monkeypatch: pytest.MonkeyPatch) -> None:
    code, verifier = _code(hub)
    late = moments.now_ms() + sessions.CODE_S * 1000 + 5_000
    monkeypatch.setattr(moments, "now_ms", lambda: late)

    with seeded[1].write() as db, pytest.raises(sessions.InvalidGrantError, match="expired"):
        sessions.redeem_code(db, code, "karmadesk", LOOPBACK, verifier)


@pytest.mark.parametrize(
    "form, status, error",
    [
        ({"client_id": "stranger", "grant_type": "refresh_token"}, 401, "invalid_client"),
        ({"client_id": "karmadesk"}, 400, "invalid_request"),
        ({"client_id": "karmadesk", "grant_type": "authorization_code"}, 400, "invalid_request"),
        ({"client_id": "karmadesk", "grant_type": "password"}, 400, "unsupported_grant_type"),
        ({"client_id": "karmadesk", "grant_type": "refresh_token", "refresh_token": "x"}, 400, "invalid_grant"),
    ],
)
def test_bad_token_requests_are_refused_in_keycloaks_shape(
    hub: Hub, form: Mapping[str, str], status: int, error: str
) -> None:
    answer = Browser().post(f"{hub.url}{CONNECT}/token", form)

    assert (answer.status, json.loads(answer.text)["error"]) == (status, error)


def test_a_refresh_token_can_be_used_again_and_again(hub: Hub) -> None:
    token = sign_in(hub.url, *ASHA)["refresh_token"]

    first, second = (json.loads(_refresh(hub, token).text) for _ in range(2))

    assert first["refresh_token"] == second["refresh_token"] == token
    assert first["access_token"] != second["access_token"]


def test_a_refresh_token_is_for_its_own_program(hub: Hub) -> None:
    token = sign_in(hub.url, *ASHA)["refresh_token"]

    assert _refresh(hub, token, "android").status == 400


def test_the_gateway_refreshes_too(hub: Hub) -> None:
    token = sign_in(hub.url, *ASHA)["refresh_token"]
    address, kind = f"{hub.url}/api/auth/v1/refresh/token", "application/x-www-form-urlencoded"
    headers = {"Authorization": f"Bearer {API_KEY}", "Content-Type": kind}

    good = call("POST", address, f"refresh_token={token}".encode(), headers)
    bad = call("POST", address, b"refresh_token=x", headers)
    keyless = call("POST", address, f"refresh_token={token}".encode(), {"Content-Type": kind})

    assert good.result["refresh_token"] == token
    assert _claims(good.result["access_token"])["preferred_username"] == "asha"
    assert (bad.status, bad.err) == (400, "INVALID_GRANT")
    assert keyless.status == 401


def test_an_offline_session_dies_of_lying_unused(
    hub: Hub, seeded: tuple[Place, Database], monkeypatch: pytest.MonkeyPatch
) -> None:
    token = sign_in(hub.url, *ASHA)["refresh_token"]
    now = moments.now_ms()

    monkeypatch.setattr(moments, "now_ms", lambda: now + 43_100 * 1000)
    with seeded[1].write() as db:
        sessions.redeem_refresh(db, token, "karmadesk", Terms())
    monkeypatch.setattr(moments, "now_ms", lambda: now + 86_400 * 1000)
    with seeded[1].write() as db, pytest.raises(sessions.InvalidGrantError, match="Offline session not active"):
        sessions.redeem_refresh(db, token, "karmadesk", Terms())


def test_signing_out_by_token_ends_the_session(hub: Hub) -> None:
    token = sign_in(hub.url, *ASHA)["refresh_token"]

    answer = Browser().post(f"{hub.url}{CONNECT}/logout", {"client_id": "karmadesk", "refresh_token": token})

    assert answer.status == 204
    _refused(_refresh(hub, token), "Offline session not active")


def test_signing_out_in_the_browser_ends_the_session_and_goes_back(hub: Hub) -> None:
    browser = Browser()
    browser.fill_in(_begin(hub, browser)[0], *ASHA)

    leave = f"{hub.url}{CONNECT}/logout?client_id=karmadesk&post_logout_redirect_uri={LOOPBACK}&state=s"
    answer = browser.get(leave)

    assert answer.headers["Location"] == f"{LOOPBACK}?state=s"
    assert _begin(hub, browser)[0].status == 200
    assert "signed out" in browser.get(f"{hub.url}{CONNECT}/logout?post_logout_redirect_uri=https://evil.example").text


def test_an_access_token_of_another_hub_is_not_taken(hub: Hub, newcomer: Callable[[], Any]) -> None:
    from joserfc.jwk import RSAKey

    claims = {**_claims(newcomer().token), "exp": int(time.time()) + 1000}
    forged = jwt.encode({"alg": "RS256"}, claims, RSAKey.generate_key(2048), algorithms=["RS256"])
    headers = {"Authorization": f"bearer {API_KEY}", "x-authenticated-user-token": forged}

    reply = call("GET", f"{hub.url}/api/user/v1/cbplan", headers=headers)

    assert (reply.status, reply.err) == (401, "UNAUTHORIZED_USER")


def test_with_other_terms_tokens_are_short_and_rotate(tmp_path: Path, seeded: tuple[Place, Database]) -> None:
    people = tmp_path / "people.csv"
    people.write_text("username,password,first_name\nasha,Asha-pass-1,Asha\n", encoding="utf-8")
    from karmadesk.hub.__main__ import main

    assert main(["people", "import", str(people), "--data", str(tmp_path / "hub")]) == 0
    with running_hub(tmp_path / "hub", "--rotate-refresh", "--access-ttl", "1", "--offline-idle", "50") as other:
        tokens = sign_in(other.url, *ASHA)
        assert (tokens["expires_in"], tokens["refresh_expires_in"]) == (1, 50)
        renewed = json.loads(_refresh(other, tokens["refresh_token"]).text)
        assert renewed["refresh_token"] != tokens["refresh_token"]
        _refused(_refresh(other, tokens["refresh_token"]), "Maximum allowed refresh token reuse exceeded")
        _refused(_refresh(other, renewed["refresh_token"]), "Offline session not active")

"""Does the server have it, once? A separate process that asks the server itself. urllib alone, nothing of ours.

Reads one JSON object on standard input: host, api_key, client_id, username, password, owner_key_file and acts
[{course, content, status, percentage}]; prints one: server_agrees, duplicates, missing.
"""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import sys
import urllib.parse
import urllib.request
from collections import Counter
from pathlib import Path
from typing import Any

from karmadesk.app.journey_browser import sign_in

Json = Any
REALM = "/auth/realms/sunbird/protocol/openid-connect"
REDIRECT = "http://127.0.0.1:9/callback"
_OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def main() -> int:
    """Prints the verdict; exit 0 when the server agrees and has nothing twice."""
    verdict = check(json.load(sys.stdin))
    sys.stdout.write(json.dumps(verdict) + "\n")
    return 0 if verdict["server_agrees"] and not verdict["duplicates"] else 1


def check(task: dict[str, Json]) -> dict[str, Json]:
    """Compares what was done with what the contract's own calls and the owner's log of accepted writes say."""
    host = str(task["host"])
    token = _token(task)
    user = _user(token)
    headers = {
        "Authorization": f"bearer {task['api_key']}",
        "x-authenticated-user-token": token,
        "Content-Type": "application/json",
    }
    enrolled = _ask(f"{host}/api/course/v4/user/enrollment/list/{user}", headers, {"request": {"status": "All"}})
    batches = {row["courseId"]: row["batchId"] for row in enrolled["result"]["courses"]}
    owner = {"X-Owner-Key": Path(task["owner_key_file"]).read_text("ascii").strip()}
    writes = _ask(f"{host}/owner/v1/accepted-writes?since=0", owner, None)["writes"]
    mine = [w for w in writes if w.get("user", w.get("user_id")) == user]
    missing = [act for act in task["acts"] if not _is_there(host, headers, user, batches, mine, act)]
    return {
        "server_agrees": bool(task["acts"]) and not missing,
        "duplicates": duplicates(mine),
        "missing": missing,
    }


def _is_there(
    host: str, headers: dict[str, str], user: str, batches: dict[str, str], writes: list[Json], act: dict[str, Json]
) -> bool:
    """Whether both the learner's row and the log of accepted writes hold this act."""
    batch = batches.get(act["course"])
    if batch is None:
        return False
    body = {"request": {"userId": user, "courseId": act["course"], "batchId": batch, "contentIds": [act["content"]]}}
    rows = _ask(f"{host}/api/course/v1/content/state/read", headers, body)["result"]["contentList"]
    reached = any(
        row["contentId"] == act["content"]
        and row.get("status", 0) >= act["status"]
        and (row.get("completionPercentage") or 0) >= act["percentage"] - 0.5
        for row in rows
    )
    logged = any(
        w["content"] == act["content"] and w["course"] == act["course"] and (w.get("status") or 0) >= act["status"]
        for w in writes
    )
    return reached and logged


def duplicates(writes: list[Json]) -> int:
    """How many writes were applied again for the same act: the same body, or the same request, more than once."""
    bodies = Counter(
        json.dumps([w.get(k) for k in ("route", "course", "batch", "content", "status", "percentage", "details")])
        for w in writes
    )
    requests = Counter(w["request_id"] for w in writes if w.get("request_id"))
    return max(sum(n - 1 for n in bodies.values()), sum(n - 1 for n in requests.values()))


def _token(task: dict[str, Json]) -> str:
    """An access token, by the same form and code exchange as any client's."""
    verifier = secrets.token_urlsafe(48)
    challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
    asked = {
        "client_id": task["client_id"],
        "redirect_uri": REDIRECT,
        "response_type": "code",
        "scope": "openid",
        "state": "check",
        "code_challenge": challenge,
        "code_challenge_method": "S256",
    }
    address = f"{task['host']}{REALM}/auth?{urllib.parse.urlencode(asked)}"
    landed = sign_in(address, task["username"], task["password"], follow=False)
    code = urllib.parse.parse_qs(urllib.parse.urlsplit(landed).query)["code"][0]
    form = {
        "grant_type": "authorization_code",
        "client_id": task["client_id"],
        "redirect_uri": REDIRECT,
        "code": code,
        "code_verifier": verifier,
    }
    request = urllib.request.Request(f"{task['host']}{REALM}/token", urllib.parse.urlencode(form).encode())  # noqa: S310 - http(s) only
    with _OPENER.open(request, timeout=30) as answer:
        return str(json.load(answer)["access_token"])


def _user(token: str) -> str:
    payload = token.split(".")[1]
    claims = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    return str(claims["sub"]).rsplit(":", 1)[-1]


def _ask(url: str, headers: dict[str, str], body: Json) -> Json:
    data = None if body is None else json.dumps(body).encode()
    with _OPENER.open(urllib.request.Request(url, data, headers), timeout=30) as answer:  # noqa: S310 - http(s) only
        return json.load(answer)

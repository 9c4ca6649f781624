"""The clients that may ask the hub to sign somebody in, and the addresses that each may be answered at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from karmadesk.hub.sessions import Ask


@dataclass(frozen=True)
class Client:
    """A public client: it has no secret, so its addresses and PKCE are what protect it."""

    name: str
    has_loopback: bool
    needs_pkce: bool


CLIENTS = {
    client.name: client
    for client in (
        Client("karmadesk", has_loopback=True, needs_pkce=True),
        Client("android", has_loopback=False, needs_pkce=False),
    )
}


class UnknownPartyError(Exception):
    """No such client, or an address that is not its own: nothing may be sent there."""


class BadAskError(Exception):
    """A known client asked wrongly; it is told at its own address."""

    def __init__(self, error: str, description: str) -> None:
        super().__init__(description)
        self.error = error
        self.description = description


def party(query: Mapping[str, str], base: str) -> tuple[Client, str]:
    """The client and the address that a request names, if they belong together."""
    client = CLIENTS.get(query.get("client_id", ""))
    if client is None:
        raise UnknownPartyError("client")
    redirect = query.get("redirect_uri", "")
    if redirect != f"{base}/oauth2callback" and not (client.has_loopback and _is_loopback(redirect)):
        raise UnknownPartyError("redirect")
    return client, redirect


def ask(query: Mapping[str, str], client: Client, redirect: str) -> Ask:
    """What the client asks for; BadAskError if the contract has no such request."""
    if query.get("response_type") != "code":
        raise BadAskError("unsupported_response_type", "Only response_type=code is offered")
    challenge = query.get("code_challenge")
    if challenge is None and client.needs_pkce:
        raise BadAskError("invalid_request", "Missing parameter: code_challenge")
    if challenge is not None and query.get("code_challenge_method") != "S256":
        raise BadAskError("invalid_request", "Invalid parameter: code_challenge_method must be S256")
    if challenge is not None and not 43 <= len(challenge) <= 128:
        raise BadAskError("invalid_request", "Invalid parameter: code_challenge")
    return Ask(client.name, redirect, query.get("scope", ""), challenge, query.get("nonce"))


def _is_loopback(address: str) -> bool:
    """RFC 8252, 7.3: the loopback address as a number, on whatever port the client was given."""
    try:
        parts = urlsplit(address)
        parts.port  # noqa: B018 - reading it is how urlsplit checks it
    except ValueError:
        return False
    return (
        parts.scheme == "http"
        and parts.hostname in ("127.0.0.1", "::1")
        and not parts.fragment
        and "@" not in parts.netloc
    )

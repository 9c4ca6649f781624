"""From what somebody types to the address of a server."""

from __future__ import annotations

import ipaddress
import unicodedata
from urllib.parse import urlsplit

SCHEMES = ("https", "http")


def hosts(typed: str) -> tuple[str, ...]:
    """The addresses that it may mean, the safest first; () when it is no address.

    Without a scheme it is https; a machine of the office's own network may answer without encryption too.
    """
    text = typed.strip()
    if not text or any(letter.isspace() for letter in text):
        return ()
    if "://" in text:
        parts = urlsplit(text)
        named = _named(text)
        return (f"{parts.scheme.lower()}://{named}",) if parts.scheme.lower() in SCHEMES and named else ()
    named = _named(f"https://{text}")
    if not named:
        return ()
    return (f"https://{named}", f"http://{named}") if _is_near(f"https://{named}") else (f"https://{named}",)


def _named(address: str) -> str:
    """The host with its port and path, without anything that signs in or asks; "" when there is none."""
    try:
        parts = urlsplit(address)
        host, port = parts.hostname, parts.port
    except ValueError:
        return ""
    if not host or not (_is_number(host) if ":" in host else all(map(_is_label, host.split(".")))):
        return ""
    shown = f"[{host}]" if ":" in host else host
    return f"{shown}{f':{port}' if port else ''}{parts.path.rstrip('/')}"


def _is_label(part: str) -> bool:
    """Letters, digits and marks of any script: domains are written in Indian scripts too."""
    return bool(part) and all(unicodedata.category(letter)[0] in "LNM" or letter in "-_" for letter in part)


def _is_number(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def _is_near(address: str) -> bool:
    """Whether it is a machine of this network: a private address, or a name that no domain has."""
    host = urlsplit(address).hostname or ""
    try:
        return ipaddress.ip_address(host).is_private
    except ValueError:
        return "." not in host or host.endswith((".local", ".lan"))

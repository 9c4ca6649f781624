"""What stands on a person's card and beside it, and the names under which the vault keeps their key."""

from __future__ import annotations

import hashlib
import logging
from pathlib import Path

from karmadesk.model import ItemState, Json, Person
from karmadesk.ports import Learner, Waiting
from karmadesk.services.ledger import NEEDS_SIGN_IN
from karmadesk.store.documents import load

log = logging.getLogger(__name__)

PERSON = "person.json"


def learner_key(person_id: str) -> str:
    """What the vault calls the key to somebody's store."""
    return f"learner-{person_id}"


def dispatch_name(person_id: str) -> str:
    """The same key under another name, which only a round of sync for somebody who is locked asks for (ADR 16)."""
    return f"dispatch-{person_id}"


def counted(learner: Learner) -> Waiting:
    with learner.read() as db:
        counts = db.item_counts()
        needs_sign_in = bool(db.checkpoint(NEEDS_SIGN_IN))
    waiting = counts.get(ItemState.WAITING.value, 0) + counts.get(ItemState.SENDING.value, 0)
    return Waiting(waiting, needs_sign_in)


def fingerprint(key: bytes) -> str:
    """Tells a wrong key from a damaged file; a random key of 256 bits gives nothing away by it."""
    return hashlib.sha256(b"karmadesk key fingerprint\0" + key).hexdigest()[:16]


def card_document(person: Person, added_at: str, fingerprint: str) -> dict[str, Json]:
    return {
        "label": person.label,
        "server": person.server_id,
        "language": person.language,
        "added_at": added_at,
        "key": fingerprint,
    }


def card_in(folder: Path) -> tuple[str, Person] | None:
    """When somebody was added and who it is; None where the folder is nobody's."""
    if folder.name.startswith(".") or not folder.is_dir():
        return None
    document = load(folder / PERSON)
    label, server_id = document.get("label"), document.get("server")
    if not isinstance(label, str) or not isinstance(server_id, str):
        log.warning("%s is not a person's folder, or both copies of its card are damaged", folder.name)
        return None
    language, added_at = str(document.get("language", "")), str(document.get("added_at", ""))
    return added_at, Person(folder.name, label, server_id, language)

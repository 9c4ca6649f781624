"""File names that every system can hold, made from names that somebody else chose."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from pathlib import PurePosixPath

LONGEST_NAME_BYTES = 120
_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]')
_RESERVED = re.compile(r"(?i)^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\.|$)")
_DIGEST = re.compile(r"[0-9a-f]{64}")
_PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,99}")


def safe_name(name: str) -> str:
    """A name of one file, at most 120 bytes, with the ending of the one given; never empty."""
    last = PurePosixPath(name.replace("\\", "/")).name
    readable = "".join(
        c for c in unicodedata.normalize("NFC", last) if unicodedata.category(c) not in {"Cc", "Cs", "Cf"}
    )
    cleaned = _FORBIDDEN.sub("_", readable).strip(" .") or "file"
    if _RESERVED.match(cleaned):
        cleaned = f"_{cleaned}"
    stem, dot, suffix = cleaned.rpartition(".")
    if not dot or len(suffix.encode()) > 16:
        stem, suffix = cleaned, ""
    ending = f".{suffix}" if suffix else ""
    return _cut(stem, LONGEST_NAME_BYTES - len(ending.encode())).rstrip(" .") + ending


def id_name(identifier: str) -> str:
    """A file name for an id of ours: the id itself where it is plain, else its digest."""
    if _PLAIN.fullmatch(identifier) and not _RESERVED.match(identifier):
        return identifier
    return hashlib.sha256(identifier.encode("utf-8", "replace")).hexdigest()


def is_digest(name: str) -> bool:
    """Whether this is how a sha256 is written."""
    return _DIGEST.fullmatch(name) is not None


def _cut(text: str, size: int) -> str:
    return text.encode()[:size].decode(errors="ignore")

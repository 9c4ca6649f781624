"""The versions of what is no Python package, each asked of the thing itself."""

from __future__ import annotations

import platform
import re
import sqlite3
import ssl
from collections.abc import Callable
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def version_of(name: str) -> str:
    """The version of a component that `components.toml` names; "" where the thing does not tell."""
    ask = _ASK.get(name)
    return ask() if ask else ""


def ours() -> str:
    """KarmaDesk's own."""
    found = re.search(r'__version__ = "([^"]+)"', (ROOT / "karmadesk" / "__init__.py").read_text("utf-8"))
    assert found
    return found[1]


def ffmpeg_file() -> Path | None:
    """FFmpeg's codec library in the installed PySide6."""
    spec = find_spec("PySide6")
    assert spec is not None
    assert spec.origin is not None
    place = Path(spec.origin).parent
    return next((p for p in sorted(place.rglob("*avcodec*")) if p.suffix != ".py" and p.is_file()), None)


def _ffmpeg() -> str:
    path = ffmpeg_file()
    told = re.search(rb"FFmpeg version n?(\d[\w.]*)", path.read_bytes()) if path else None
    return told[1].decode() if told else ""


def _sqlcipher() -> tuple[str, str]:
    import sqlcipher3

    connection = sqlcipher3.connect(":memory:")
    try:
        connection.execute("PRAGMA key = 'any: without one it does not tell'")
        asked = ("PRAGMA cipher_version", "PRAGMA cipher_provider_version")
        cipher, provider = (str(connection.execute(one).fetchone()[0]) for one in asked)
    finally:
        connection.close()
    return cipher.split()[0], _number(provider)


def _number(text: str) -> str:
    found = re.search(r"\d+\.\d+[\w.]*", text)
    return found[0] if found else ""


def _cryptography() -> str:
    from cryptography.hazmat.backends.openssl.backend import backend

    return _number(backend.openssl_version_text())


def _qt() -> str:
    from PySide6.QtCore import qVersion

    return qVersion()


def _read_me(folder: str, pattern: str) -> str:
    found = re.search(pattern, (ROOT / "resources" / folder / "README.md").read_text("utf-8"))
    assert found, f"resources/{folder}/README.md no longer tells the version"
    return found[1]


_ASK: dict[str, Callable[[], str]] = {
    "KarmaDesk": ours,
    "PyInstaller bootloader": lambda: version("pyinstaller"),
    "CPython": platform.python_version,
    "OpenSSL": lambda: _number(ssl.OPENSSL_VERSION),
    "SQLite": lambda: sqlite3.sqlite_version,
    "Noto fonts": lambda: _read_me("fonts", r"\| (\d\.\d+) \|"),
    "Lucide icons": lambda: _read_me("icons", r"`lucide-static` (\d[\d.]*\d)"),
    "Qt": _qt,
    "FFmpeg": _ffmpeg,
    "SQLCipher": lambda: _sqlcipher()[0],
    "OpenSSL in sqlcipher3": lambda: _sqlcipher()[1],
    "OpenSSL in cryptography": _cryptography,
}

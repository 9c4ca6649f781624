"""Proves that the frozen program speaks TLS: to a server whose certificate it may trust, and not to a stranger."""

from __future__ import annotations

import ipaddress
import ssl
import subprocess
import tempfile
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

# Inside a Debian of its own, which nobody else is in.
HOME, KNOWN = "/tmp/tls", "/tmp/known.pem"  # noqa: S108


class Listener(HTTPServer):
    """Takes a refused handshake for what it is: that is half of what is proved."""

    def handle_error(self, request: object, client_address: object) -> None:
        """Says nothing; the requests that came through are counted."""


class Unproved(Exception):  # noqa: N818 - what did not hold
    """The program trusted a stranger, or could not speak to a friend."""


def prove(karmadesk: Callable[..., subprocess.CompletedProcess[str]], root: Path) -> dict[str, str]:
    """What the program said when it knew the certificate, and when it did not. `karmadesk` runs it below `root`."""
    asked: list[str] = []

    class Server(BaseHTTPRequestHandler):
        """Answers whoever got through the handshake, and knows nothing."""

        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

        def log_message(self, *_: object) -> None:
            """Says nothing."""

    with tempfile.TemporaryDirectory() as place:
        certificate = _certificate(Path(place))
        (root / KNOWN.lstrip("/")).write_bytes(certificate.read_bytes())
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        server = Listener(("127.0.0.1", 0), Server)
        server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
        serving = threading.Thread(target=server.serve_forever)
        serving.start()
        try:
            address = f"https://127.0.0.1:{server.server_port}"
            words = ("login", "--no-browser", "--server", address, "--home", HOME)
            stranger = karmadesk({}, *words)
            reached_by_stranger = len(asked)
            friend = karmadesk({"SSL_CERT_FILE": KNOWN}, *words)
        finally:
            server.shutdown()
            serving.join()
            server.server_close()
    told = {"unknown certificate": _last(stranger), "known certificate": _last(friend), "requests": str(len(asked))}
    if reached_by_stranger or not asked or "[tls]" not in told["unknown certificate"]:
        raise Unproved(str(told))
    return told


def _last(done: subprocess.CompletedProcess[str]) -> str:
    return (done.stderr.strip().splitlines() or [""])[-1]


def _certificate(place: Path) -> Path:
    """A file with a new key and a certificate of its own for this machine."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = place / "both.pem"
    form = serialization.Encoding.PEM
    secret = key.private_bytes(form, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    path.write_bytes(secret + certificate.public_bytes(form))
    return path

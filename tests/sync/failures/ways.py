"""The ways to the town's servers that the failure table names, each with real sockets, proxies and certificates."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from karmadesk.sync.ways import PLAIN, Way
from tests.sync.certificate import own_certificate
from tests.sync.failures.authority import Authority
from tests.sync.failures.proxy import Proxy, Rules, proxy
from tests.sync.failures.town import Town
from tests.sync.wire import Said, Wire, wire

HOST = "hub.example.test"
LOGIN = "clerk:s3cret-of-the-proxy"
SYSTEM_CA = "SSL_CERT_FILE"
"""Where OpenSSL looks for what the system trusts, on Linux."""


@dataclass
class Trip:
    """How the servers are asked: address, way, and what the environment says."""

    url: str
    way: Way = PLAIN
    environment: dict[str, str] = field(default_factory=dict)
    proxies: tuple[Proxy, ...] = ()


@dataclass
class Makes:
    """What a way is made of: the town, a folder, and a stack that ends what was started."""

    town: Town
    folder: Path
    stack: ExitStack

    def plain(self) -> Wire:
        return self.stack.enter_context(wire(self.town))

    def secure(self, authority: Authority, host: str = HOST, days: int = 2) -> Wire:
        return self.stack.enter_context(wire(self.town, authority.speaks_for(host, days=days)))

    def authority(self, called: str = "office") -> Authority:
        return Authority(self.folder / called, called)

    def proxy(self, leads_to: Wire | None, **rules: object) -> Proxy:
        names = {HOST: ("127.0.0.1", leads_to.server_port if leads_to else free_port())}
        return self.stack.enter_context(proxy(Rules(names, **rules)))  # type: ignore[arg-type]  # the rules' own fields

    def pac(self, says: str) -> str:
        """The address of a PAC file that gives this answer for the servers, and no way at all for anything else."""
        words = (
            "function FindProxyForURL(url, host) {\n"
            f'  if (dnsDomainIs(host, ".example.test") && url.substring(0, 6) == "https:" && shExpMatch(url, "*/")) '
            f'return "{says}";\n  return "PROXY 127.0.0.1:9";\n}}\n'
        )
        office = wire(lambda _: Said(words.encode(), kind="application/x-ns-proxy-autoconfig"))
        return f"{self.stack.enter_context(office).url}/proxy.pac"


def free_port() -> int:
    """A port of this machine at which nobody listens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def _no_name(_: Makes) -> Trip:
    return Trip("http://karmadesk.invalid")


def _refused(_: Makes) -> Trip:
    return Trip(f"http://127.0.0.1:{free_port()}")


def _deaf(makes: Makes) -> Trip:
    """A listener whose queue is full: the next connection is never taken."""
    deaf = makes.stack.enter_context(socket.create_server(("127.0.0.1", 0), backlog=0))
    for _ in range(2):
        waiting = makes.stack.enter_context(socket.socket())
        waiting.setblocking(False)
        waiting.connect_ex(deaf.getsockname())
    return Trip(f"http://127.0.0.1:{deaf.getsockname()[1]}")


def _self_signed(makes: Makes) -> Trip:
    return Trip(makes.stack.enter_context(wire(makes.town, own_certificate(makes.folder))).url)


def _expired(makes: Makes) -> Trip:
    office = makes.authority()
    secure = makes.secure(office, "localhost", days=-1)
    return Trip(f"https://localhost:{secure.server_port}", Way(ca_file=office.file))


def _anothers(makes: Makes) -> Trip:
    office = makes.authority()
    secure = makes.secure(office, "other.example.test")
    return Trip(f"https://localhost:{secure.server_port}", Way(ca_file=office.file))


def _tunnelled(makes: Makes, office: Authority, **rules: object) -> tuple[Proxy, str, Path]:
    """A proxy that leads to the town's servers behind TLS."""
    return makes.proxy(makes.secure(office), **rules), f"https://{HOST}", office.file


def _environment(makes: Makes) -> Trip:
    through, url, ca = _tunnelled(makes, makes.authority())
    return Trip(url, Way(ca_file=ca), {"https_proxy": through.url, "no_proxy": ""}, (through,))


def _with_login(makes: Makes) -> Trip:
    through, url, ca = _tunnelled(makes, makes.authority(), login=LOGIN)
    return Trip(url, Way(through.url_with_login, ca), proxies=(through,))


def _pac(makes: Makes) -> Trip:
    through, url, ca = _tunnelled(makes, makes.authority())
    return Trip(url, Way(None, ca, makes.pac(f"PROXY 127.0.0.1:{through.server_port}; DIRECT")), proxies=(through,))


def _pac_second(makes: Makes) -> Trip:
    through, url, ca = _tunnelled(makes, makes.authority())
    says = f"PROXY 127.0.0.1:{free_port()}; SOCKS 127.0.0.1:1; PROXY 127.0.0.1:{through.server_port}"
    return Trip(url, Way(None, ca, makes.pac(says)), proxies=(through,))


def _pac_away(makes: Makes) -> Trip:
    office = makes.authority()
    secure = makes.secure(office, "localhost")
    way = Way(None, office.file, f"http://127.0.0.1:{free_port()}/proxy.pac")
    return Trip(f"https://localhost:{secure.server_port}", way)


def _gone(makes: Makes) -> Trip:
    return Trip(f"https://{HOST}", Way(f"http://127.0.0.1:{free_port()}"))


def _leads_nowhere(makes: Makes) -> Trip:
    through = makes.proxy(None)
    return Trip(f"https://{HOST}", Way(through.url), proxies=(through,))


def _refuses(makes: Makes) -> Trip:
    through, url, ca = _tunnelled(makes, makes.authority(), refuses=frozenset({HOST}))
    return Trip(url, Way(through.url, ca), proxies=(through,))


def _wants_login(makes: Makes) -> Trip:
    through, url, ca = _tunnelled(makes, makes.authority(), login=LOGIN)
    return Trip(url, Way(through.url, ca), proxies=(through,))


def _wants_login_plain(makes: Makes) -> Trip:
    through = makes.proxy(makes.plain(), login=LOGIN)
    return Trip(f"http://{HOST}", Way(through.url), proxies=(through,))


def _opened(makes: Makes) -> tuple[Proxy, str, Path]:
    """A proxy that opens TLS: it shows certificates of its own authority, whatever the server's is."""
    inspector = makes.authority("inspector")
    through = makes.proxy(makes.secure(makes.authority("far")), opens=inspector.speaks_for)
    return through, f"https://{HOST}", inspector.file


def _opened_unknown(makes: Makes) -> Trip:
    through, url, _ = _opened(makes)
    return Trip(url, Way(through.url), proxies=(through,))


def _opened_system(makes: Makes) -> Trip:
    through, url, inspector = _opened(makes)
    return Trip(url, Way(through.url), {SYSTEM_CA: str(inspector)}, (through,))


def _opened_office(makes: Makes) -> Trip:
    through, url, inspector = _opened(makes)
    return Trip(url, Way(through.url, inspector), proxies=(through,))


MADE: Mapping[str, Callable[[Makes], Trip]] = {
    "DNS fails": _no_name,
    "connection refused": _refused,
    "connect timeout": _deaf,
    "TLS, self-signed": _self_signed,
    "TLS, expired": _expired,
    "TLS, another host's": _anothers,
    "the environment's proxy": _environment,
    "the office's proxy, with its login": _with_login,
    "the proxy of a PAC file": _pac,
    "a PAC file whose first proxy is away": _pac_second,
    "a PAC file that can't be fetched, direct way": _pac_away,
    "a proxy that is away": _gone,
    "a proxy that can't reach the server": _leads_nowhere,
    "a proxy that refuses": _refuses,
    "proxy login (407), through a tunnel": _wants_login,
    "proxy login (407), without TLS": _wants_login_plain,
    "a proxy that opens TLS, unknown here": _opened_unknown,
    "a proxy that opens TLS, known to the system": _opened_system,
    "a proxy that opens TLS, named by the office": _opened_office,
}


@contextmanager
def way_of(name: str, town: Town, folder: Path) -> Iterator[Trip]:
    """The way of that row, with everything on it running."""
    with ExitStack() as stack:
        folder.mkdir(exist_ok=True)
        yield MADE[name](Makes(town, folder, stack))

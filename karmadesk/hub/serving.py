"""The hub as a process: its port, its one line when ready, its end."""

from __future__ import annotations

import json
import logging
import logging.handlers
import os
import signal
import socket
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path

import uvicorn
from starlette.types import ASGIApp

from karmadesk.hub import marks
from karmadesk.hub.building import application
from karmadesk.hub.faults import Faults
from karmadesk.hub.faults_rules import Plan
from karmadesk.hub.house import House
from karmadesk.hub.place import Place, TroubleError

_BUSY_WAIT_S = 5.0
_LAST_BREATH_S = 0.8


@dataclass(frozen=True)
class Address:
    """Where to listen; port None or 0 is the port of last time, else a free one."""

    host: str
    port: int | None


def serve(house: House, address: Address, *, until_stdin_closes: bool, faults: Plan | None = None) -> None:
    """Serve until a signal, or with `until_stdin_closes` until standard input ends. Says when ready on standard out.

    With `faults` answers are broken on purpose.
    """
    listening = listener(house.place, address)
    app: ASGIApp = application(house)
    if faults is not None:
        app = Faults(app, faults, house.owner_key, house.place.faults_file)
    with house.database.write() as db:
        # The database may have been put back by hand since this hub last ran, and nothing else would tell.
        marks.begin_epoch(db)
    config = uvicorn.Config(
        app,
        date_header=faults is None,
        log_config=None,
        access_log=False,
        lifespan="off",
        http="h11",
        loop="asyncio",
        ws="none",
        timeout_keep_alive=65,
        timeout_graceful_shutdown=1,
        server_header=False,
    )
    for number in (signal.SIGTERM, signal.SIGINT):
        # The server repeats a signal to itself when it has shut down; to end was all that was asked.
        signal.signal(number, lambda *_: None)
    server = _Server(config, _ready_line(house.place, address.host, listening))
    if until_stdin_closes:
        threading.Thread(target=_end_with_stdin, args=(server,), daemon=True).start()
    server.run(sockets=[listening])
    house.database.close()


def log_to(file: Path) -> None:
    """Send the hub's words to its file, and the libraries' warnings with them."""
    handler = logging.handlers.RotatingFileHandler(file, maxBytes=2_000_000, backupCount=2, encoding="utf-8")
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    logging.getLogger("karmadesk.hub").setLevel(logging.INFO)


class _Server(uvicorn.Server):
    def __init__(self, config: uvicorn.Config, ready_line: str) -> None:
        super().__init__(config)
        self._ready_line = ready_line

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        sys.stdout.write(self._ready_line)
        sys.stdout.flush()


def _ready_line(place: Place, host: str, listening: socket.socket) -> str:
    port = listening.getsockname()[1]
    named = "127.0.0.1" if host in ("0.0.0.0", "::", "") else host  # noqa: S104 - compared, not bound
    bracketed = f"[{named}]" if ":" in named else named
    said = {
        "hub": f"http://{bracketed}:{port}",
        "port": port,
        "pid": os.getpid(),
        "owner_key_file": str(place.owner_key_file),
    }
    return json.dumps(said) + "\n"


def _end_with_stdin(server: uvicorn.Server) -> None:
    while os.read(0, 4096):
        continue
    server.should_exit = True
    time.sleep(_LAST_BREATH_S)
    # Somebody is still downloading. Nothing is lost: what was accepted is in the database.
    os._exit(0)


def listener(place: Place, address: Address) -> socket.socket:
    """A listening socket, its port written down for next time; one that an ending hub still holds is waited for."""
    kept = _kept_port(place)
    port = address.port or kept or 0
    bound = _bound(address.host, port)
    chosen: int = bound.getsockname()[1]
    if chosen != kept:
        unfinished = place.port_file.with_suffix(".part")
        unfinished.write_text(f"{chosen}\n", encoding="ascii")
        unfinished.replace(place.port_file)
    return bound


def _kept_port(place: Place) -> int | None:
    try:
        found = int(place.port_file.read_text(encoding="ascii"))
    except (OSError, ValueError):
        return None
    return found if 0 < found < 65_536 else None


def _bound(host: str, port: int) -> socket.socket:
    deadline = time.monotonic() + _BUSY_WAIT_S
    while True:
        bound = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
        if os.name == "posix":
            bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            bound.bind((host, port))
            bound.listen(128)
        except OSError as problem:
            bound.close()
            if time.monotonic() > deadline or port == 0:
                raise TroubleError(f"cannot listen on {host} port {port}: {problem.strerror}") from problem
            time.sleep(0.1)
        else:
            return bound

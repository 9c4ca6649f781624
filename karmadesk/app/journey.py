"""The main job with nobody at the keyboard: it goes on in the phase in which it was ended, however it was ended."""

from __future__ import annotations

import json
import logging
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Protocol

from karmadesk.app.offline_guard import OfflineGuard
from karmadesk.app.servers import demo_row
from karmadesk.demo import DemoHub, program, without_console
from karmadesk.errors import Offline, ServerFault
from karmadesk.model import ServerRow

log = logging.getLogger(__name__)

USERNAME = "sunita"
PASSWORD = "demo-sunita"  # noqa: S105 - the sample person's, printed in the README
PLAYED_S = 30.0
"""How much content must have been watched offline."""


@dataclass(frozen=True)
class Act:
    """What the face did, by its own account: the check asks the server for it."""

    course: str
    content: str
    status: int
    percentage: float


@dataclass
class Log:
    """Where the journey is and what it has come to; a file in the home, replaced whole."""

    phase: int = 0
    assigned: int = 0
    downloaded: int = 0
    bytes_downloaded: int = 0
    engine: str = ""
    secrets: str = ""
    outbox_waiting: int = 0
    outbox_left: int = -1
    played_offline_s: float = 0.0
    stray_connections: int = 0
    seconds: float = 0.0
    acts: list[dict[str, Any]] = field(default_factory=list)


class Face(Protocol):
    """Who learns: the services called one by one, or the real window clicked."""

    def use(self, row: ServerRow) -> None:
        """Gets to know the demo's server."""

    def sign_in(self, username: str, password: str) -> None: ...
    def pull(self) -> int:
        """Syncs until the plan is here; how many courses are assigned."""

    def download(self) -> tuple[int, int]:
        """Fetches every assigned course; how many are wholly here, and how many bytes that took."""

    def learn(self, done: Callable[[Act], None]) -> str:
        """Plays, reads and answers; tells each act once it is recorded; the engine's name."""

    def played_s(self) -> float:
        """Seconds of content in the union of all that was watched."""

    def outbox(self) -> int:
        """Items waiting or being sent."""

    def sync(self) -> None: ...
    def secrets(self) -> str: ...


PHASES = ("hub", "sign-in", "plan", "download", "stop-hub", "learn", "start-hub", "sync", "check")
WITHOUT_HUB = {"hub", "learn", "start-hub"}
"""Phases that begin with the hub stopped."""


class Journey:
    """Runs the phases. Each may be ended at any moment and begun again."""

    def __init__(self, home: Path, hub: DemoHub, say: Callable[[str], None]) -> None:
        self._file = home / "journey.json"
        self._hub = hub
        self._say = say
        self.log = self._load()
        self._began = time.monotonic()
        self._steps: Mapping[str, Callable[[Face], None]] = {
            "hub": self._start_hub,
            "sign-in": self._sign_in,
            "plan": self._plan,
            "download": self._download,
            "stop-hub": self._stop_hub,
            "learn": self._learn,
            "start-hub": self._start_hub,
            "sync": self._sync,
        }

    def run(self, face: Face) -> dict[str, Any]:
        """The JSON of the whole journey; see `holds` for what it must hold."""
        verdict: Mapping[str, Any] = {}
        if PHASES[self.log.phase] not in WITHOUT_HUB:
            self._start_hub(face)
        while True:
            phase = PHASES[self.log.phase]
            self._say(f"phase: {phase}")
            if phase == "check":
                verdict = self._check()
                break
            self._steps[phase](face)
            self._next()
        self._keep()
        return self._result(verdict)

    def _next(self) -> None:
        self.log.phase += 1
        self._keep()

    def _load(self) -> Log:
        try:
            return Log(**json.loads(self._file.read_text("utf-8")))
        except (OSError, ValueError, TypeError):
            return Log()

    def _keep(self) -> None:
        now = time.monotonic()
        self.log.seconds += now - self._began
        self._began = now
        beside = self._file.with_suffix(".tmp")
        beside.write_text(json.dumps(asdict(self.log)), "utf-8")
        beside.replace(self._file)

    # The phases

    def _start_hub(self, face: Face) -> None:
        face.use(demo_row(self._hub.start()))

    def _sign_in(self, face: Face) -> None:
        face.sign_in(USERNAME, PASSWORD)
        self.log.secrets = face.secrets()

    def _plan(self, face: Face) -> None:
        self.log.assigned = face.pull()

    def _download(self, face: Face) -> None:
        self.log.downloaded, self.log.bytes_downloaded = face.download()

    def _stop_hub(self, face: Face) -> None:
        """Pulls the network: the only server there is goes away."""
        del face
        self._hub.stop()

    def _learn(self, face: Face) -> None:
        with OfflineGuard(self._hub.port_kept()) as guard:
            self.log.engine = face.learn(self._did)
            self.log.outbox_waiting = face.outbox()
            self.log.played_offline_s = round(face.played_s(), 3)
        self.log.stray_connections += guard.strays

    def _did(self, act: Act) -> None:
        known = [a for a in self.log.acts if (a["course"], a["content"]) != (act.course, act.content)]
        self.log.acts = [*known, asdict(act)]
        self._keep()

    def _sync(self, face: Face) -> None:
        face.sync()
        self.log.outbox_left = face.outbox()

    def _check(self) -> Mapping[str, Any]:
        """Asks the server in a process of its own, which knows nothing of ours but what was done."""
        row = demo_row(self._hub.host)
        task = {
            "host": row.host,
            "api_key": row.api_key,
            "client_id": row.client_id,
            "username": USERNAME,
            "password": PASSWORD,
            "owner_key_file": str(self._hub.data / "owner.key"),
            "acts": self.log.acts,
        }
        asked = subprocess.run(
            [*program(), "demo-check"],
            input=json.dumps(task),
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
            creationflags=without_console(),
        )
        try:
            return dict(json.loads(asked.stdout))
        except ValueError as error:
            raise ServerFault(asked.stderr[-500:]) from error

    def _result(self, verdict: Mapping[str, Any]) -> dict[str, Any]:
        kept = self.log
        return {
            "assigned": kept.assigned,
            "downloaded": kept.downloaded,
            "bytes_downloaded": kept.bytes_downloaded,
            "engine": kept.engine,
            "secrets": kept.secrets,
            "played_offline_s": kept.played_offline_s,
            "outbox_waiting": kept.outbox_waiting,
            "outbox_left": kept.outbox_left,
            "server_agrees": bool(verdict["server_agrees"]),
            "duplicates": int(verdict["duplicates"]),
            "missing": list(verdict["missing"]),
            "stray_connections": kept.stray_connections,
            "seconds": round(kept.seconds, 2),
        }


def holds(result: Mapping[str, Any]) -> bool:
    """Whether the journey came to what it must: everything fetched, learnt offline, sent, and there once."""
    return bool(
        result["assigned"] > 0
        and result["downloaded"] == result["assigned"]
        and result["bytes_downloaded"] > 0
        and result["played_offline_s"] >= PLAYED_S
        and result["outbox_waiting"] > 0
        and result["outbox_left"] == 0
        and result["server_agrees"]
        and result["duplicates"] == 0
        and result["stray_connections"] == 0
    )


def run(home: Path, face: Callable[[Path], Face], *, as_json: bool) -> int:
    """The whole journey in this home; prints its result; 0 only when it holds."""
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    hub = DemoHub(home / "demo-hub")
    try:
        result = Journey(home, hub, _announce).run(face(home))
    except Offline as error:
        log.exception("the demo's own hub could not be reached")
        sys.stderr.write(f"karmadesk: {error.key}\n")
        return 1
    finally:
        hub.stop()
    sys.stdout.write((json.dumps(result) if as_json else _told(result)) + "\n")
    sys.stdout.flush()
    return 0 if holds(result) else 1


def _announce(line: str) -> None:
    sys.stderr.write(line + "\n")
    sys.stderr.flush()


def _told(result: Mapping[str, Any]) -> str:
    lines = (f"  {name:18} {value}" for name, value in result.items())
    verdict = "The whole journey holds." if holds(result) else "The journey does NOT hold."
    return "\n".join((*lines, verdict))

"""Real kills: laptops and a hub as processes, ended by SIGKILL at random moments, and judged when all has come to rest.

A *story* is one learner with two laptops. It ends with the faults switched off, a few rounds of each laptop, and the
oracle; then comes the next learner.
"""

from __future__ import annotations

import contextlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any

from tests.soak import acts, hubs
from tests.soak.disk import SmallDisk
from tests.soak.oracle import Verdict, held_by, judge

PASSES = 10
"""Rounds of each laptop with a good link, after which nothing may wait."""
KILLS_A_STORY = 14
HUNG_S = 90.0
SETTLE_S = 9.0
"""What a story's end takes, about; no story begins with less left."""
DISK_BYTES = 16_000_000


@dataclass
class Tally:
    """What the stories came to."""

    kills: int = 0
    hub_kills: int = 0
    suspends: int = 0
    full_disks: int = 0
    faketime_lives: int = 0
    faults: int = 0
    acts: int = 0
    stories: int = 0
    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    stuck: list[str] = field(default_factory=list)
    skipped: dict[str, str] = field(default_factory=dict)


class Laptop:
    """The starter of one laptop's lives, and the life that is under way."""

    def __init__(self, name: str, home: Path, folder: Path, wrapper: list[str]) -> None:
        self.name = name
        self.home = home
        self.log = folder / f"{name}.acts.jsonl"
        self.keys = folder / f"{name}.keys.json"
        self.result = folder / f"{name}.result.json"
        self.pid = 0
        self.until = 0.0
        self.is_wrapped = bool(wrapper)
        self.lives = 0
        self.trouble = folder / f"{name}.stderr"
        # A faked wall clock must leave the counter alone: the true time is told from it.
        counting = {"FAKETIME_DONT_FAKE_MONOTONIC": "1", "DONT_FAKE_MONOTONIC": "1"}
        # What a machine knows of itself outside any home: each laptop is a machine of its own.
        environment = {**os.environ, **counting, "XDG_STATE_HOME": str(folder / f"{name}.state")}
        command = [*wrapper, sys.executable, "-m", "tests.soak.worker"]
        with self.trouble.open("ab") as trouble:
            self._starter = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=trouble, text=True, env=environment
            )
        self._said: SimpleQueue[dict[str, int]] = SimpleQueue()
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        assert self._starter.stdout is not None
        for line in self._starter.stdout:
            self._said.put(json.loads(line))

    def begin(self, order: dict[str, Any]) -> None:
        """One life; its number keeps the acts of all lives apart."""
        assert self._starter.stdin is not None
        self.lives += 1
        mine = {"home": str(self.home), "log": str(self.log), "keys": str(self.keys), "result": str(self.result)}
        self._starter.stdin.write(json.dumps({**order, **mine, "device": self.name, "number": self.lives * 500}) + "\n")
        self._starter.stdin.flush()
        self.pid = self._said.get(timeout=HUNG_S)["pid"]

    def ended(self, wait_s: float = 0.0) -> int | None:
        """How the life ended; None while it goes on."""
        try:
            code = self._said.get(timeout=wait_s) if wait_s else self._said.get_nowait()
        except Empty:
            return None
        self.pid = 0
        return code["ended"]

    def send(self, number: signal.Signals) -> None:
        """A signal to the life, if it lives."""
        if self.pid:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, number)

    def close(self) -> None:
        if self.pid:
            self.send(signal.SIGKILL)
            self.ended(HUNG_S)
        assert self._starter.stdin is not None
        assert self._starter.stdout is not None
        self._starter.stdin.close()
        self._starter.wait(20)
        self._starter.stdout.close()


class Stories:
    """Stories one after the other until the time is up."""

    def __init__(self, seed: int, sabotage: str, say: Callable[[str], None]) -> None:
        self._seed = seed
        self._dice = random.Random(f"{seed} kills")
        self._sabotage = sabotage
        self._say = say
        self._folder = Path(tempfile.mkdtemp(prefix="karmadesk-soak-kills-"))
        self._hub = hubs.FaultyHub(self._folder / "hub")
        self._hub_lives = 0
        self._people = hubs.PEOPLE
        self.tally = Tally()

    def run(self, until: float, kills: int = 0) -> Tally:
        """Every story that fits, at least one, and on until there were so many kills."""
        try:
            hubs.fill(self._folder)
            while self._goes_on(until, kills):
                # Whoever counts kills has the time for whole stories.
                self._story(max(until, time.monotonic() + HUNG_S) if self.tally.kills < kills else until)
        finally:
            self._hub.stop()
            shutil.rmtree(self._folder, ignore_errors=True)
        return self.tally

    def _goes_on(self, until: float, kills: int) -> bool:
        has_time = until - time.monotonic() > SETTLE_S + 4
        return not self.tally.stories or has_time or self.tally.kills < kills

    def _start_hub(self) -> None:
        self._hub_lives += 1
        self._hub.arguments = ("--faults", str(self._seed * 1000 + self._hub_lives))
        self._hub.start()

    def _story(self, until: float) -> None:
        number, stuck = self.tally.stories, len(self.tally.stuck)
        who = f"learner{number}"
        self._admit(number)
        folder = self._folder / f"story{number}"
        folder.mkdir()
        disk = self._small_disk(number, folder)
        laptops = [Laptop("a", folder / "a", folder, [])]
        try:
            home = folder / "b" if disk is None else disk.path / "b"
            laptops.append(Laptop("b", home, folder, self._wrapper(number)))
            self._hub.faults(on=False)
            for laptop in laptops:
                self._calm(laptop, who, folder)
            self._hub.faults(on=True)
            self._chaos(laptops, disk, folder, who, until - SETTLE_S)
            self._settle(laptops, who, folder)
        finally:
            for laptop in laptops:
                laptop.close()
            if disk is not None:
                disk.close()
        self.tally.faketime_lives += sum(laptop.lives for laptop in laptops if laptop.is_wrapped)
        self._judge(laptops, who)
        for line in self.tally.stuck[stuck:]:
            self._say(line)
        self.tally.stories += 1
        shutil.rmtree(folder, ignore_errors=True)

    def _admit(self, number: int) -> None:
        """A hub that serves, with a learner of this number."""
        if number >= self._people:
            hubs.owner(self._folder, "people", "import", str(hubs.people_file(self._folder, number, hubs.PEOPLE)))
            hubs.owner(self._folder, *hubs.ASSIGN)
            self._people += hubs.PEOPLE
        if self._hub.process is None:
            self._start_hub()

    def _small_disk(self, number: int, folder: Path) -> SmallDisk | None:
        """Every fourth story has a laptop with a small disk."""
        if number % 4:
            return None
        disk = SmallDisk(folder / "small", DISK_BYTES)
        if disk.is_mounted:
            return disk
        self.tally.skipped["full_disk"] = disk.why
        return None

    def _wrapper(self, number: int) -> list[str]:
        """The second story's second laptop lives in 1970, by libfaketime."""
        if number != 1:
            return []
        found = shutil.which("faketime")
        if found is None:
            self.tally.skipped["faketime"] = "libfaketime is not installed (apt-get install faketime)"
            return []
        return [found, "-f", "@1970-01-02 03:04:05"]

    # The middle

    def _order(self, what: str, who: str, folder: Path, **more: Any) -> dict[str, Any]:
        return {
            "do": what,
            "who": who,
            "url": self._hub.url,
            "owner_key": self._hub.owner_key,
            "turn": str(folder / "turn"),
            "seed": self._dice.randrange(2**32),
            "epoch": time.time(),
            "counter": time.monotonic(),
            "sabotage": self._sabotage,
            "jumps": True,
            "acts": 400,
            **more,
        }

    def _chaos(self, laptops: list[Laptop], disk: SmallDisk | None, folder: Path, who: str, until: float) -> None:
        """Kills, suspends, a full disk, a hub that is killed, until it is enough."""
        wanted = self.tally.kills + KILLS_A_STORY
        while self.tally.kills < wanted and (time.monotonic() < until or self.tally.kills < 5):
            for laptop in laptops:
                self._tend(laptop, folder, who)
            if disk is not None:
                self._spoil(disk)
            if self._dice.random() < 0.004:
                self._kill_hub()
            time.sleep(0.02)
        for laptop in laptops:
            if laptop.pid:
                laptop.send(signal.SIGKILL)
                laptop.ended(HUNG_S)
                self.tally.kills += 1
        if disk is not None:
            disk.empty()

    def _tend(self, laptop: Laptop, folder: Path, who: str) -> None:
        if not laptop.pid:
            laptop.until = time.monotonic() + self._dice.uniform(0.05, 3.0)
            laptop.begin(self._order("live", who, folder, jumps=laptop.name == "b"))
        elif time.monotonic() >= laptop.until:
            laptop.send(signal.SIGKILL)
            laptop.ended(HUNG_S)
            self.tally.kills += 1
        elif self._dice.random() < 0.01:
            self.tally.suspends += 1
            laptop.send(signal.SIGSTOP)
            time.sleep(self._dice.uniform(0.05, 0.4))
            laptop.send(signal.SIGCONT)
        code = laptop.ended() if laptop.pid else None
        if code not in (None, 0, 3):
            self.tally.stuck.append(f"{who}/{laptop.name}: ended by itself with {code}: {_last_words(laptop)}")

    def _spoil(self, disk: SmallDisk) -> None:
        if self._dice.random() < 0.03:
            if disk.is_full:
                disk.empty()
            else:
                disk.fill(leave=self._dice.choice([0, 0, 4096, 100_000]))
                self.tally.full_disks += 1

    def _kill_hub(self) -> None:
        self._hub.kill()
        self.tally.hub_kills += 1
        self._start_hub()

    # The end

    def _calm(self, laptop: Laptop, who: str, folder: Path) -> dict[str, Any]:
        laptop.result.unlink(missing_ok=True)
        laptop.begin(self._order("calm", who, folder))
        code = laptop.ended(HUNG_S)
        if code is None:
            laptop.send(signal.SIGKILL)
            laptop.ended(HUNG_S)
        if code != 0:
            return {"sent": 0, "stopped_by": "", "rows": [], "waits": [f"it ended with {code}: {_last_words(laptop)}"]}
        found: dict[str, Any] = json.loads(laptop.result.read_text("utf-8"))
        return found

    def _settle(self, laptops: list[Laptop], who: str, folder: Path) -> None:
        self._hub.faults(on=False)
        told: list[dict[str, Any]] = []
        for _ in range(PASSES):
            told = [self._calm(laptop, who, folder) for laptop in laptops]
            if not any(one["sent"] or one["waits"] or one["stopped_by"] for one in told):
                break
        held = held_by(self._hub.database, self._hub.person(who))
        for laptop, one in zip(laptops, told, strict=True):
            self.tally.stuck += [f"{who}/{laptop.name}: {waits} {one['stopped_by']}" for waits in one["waits"]]
            known = {(course, resource): (status, percentage) for course, resource, status, percentage in one["rows"]}
            for place, row in held.rows.items():
                status, percentage = known.get(place, (-1, -1.0))
                if status != row.status or percentage < row.percentage:
                    self.tally.stuck.append(f"{who}/{laptop.name}: {place} never came here")

    def _judge(self, laptops: list[Laptop], who: str) -> None:
        done = acts.read_files(laptop.log for laptop in laptops)
        verdict: Verdict = judge(done, held_by(self._hub.database, self._hub.person(who)))
        self.tally.acts += len(done)
        self.tally.lost += [f"{who}: {one}" for one in verdict.lost]
        self.tally.doubled += [f"{who}: {one}" for one in verdict.doubled]
        self.tally.faults = self._hub.faults_written()
        for line in (*verdict.lost, *verdict.doubled):
            self._say(f"{who}: {line}")


def _last_words(laptop: Laptop) -> str:
    said = laptop.trouble.read_text("utf-8", errors="replace").strip().splitlines()
    return said[-1] if said else ""

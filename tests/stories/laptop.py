"""A laptop's home under both faces: what the command line says, and what the window shows."""

from __future__ import annotations

import contextlib
import io
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from karmadesk.app import servers
from karmadesk.app.core import Core
from karmadesk.app.secrets import Secrets
from karmadesk.argon import Cost
from karmadesk.cli import main
from karmadesk.jobs import Context
from karmadesk.model import ItemState, Place, ServerRow, SignInWay
from karmadesk.services import learning
from karmadesk.vault.sealed import SealedFile
from tests.hub.login import Browser
from tests.hub.wire import API_KEY
from tests.stories import school
from tests.stories.window import Window

PASSPHRASE = "a passphrase for the stories"
SERVER = "hub"


@dataclass(frozen=True)
class Told:
    """What a command ended with and wrote."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[str]:
        """Everything that stood on the terminal."""
        return [line for line in f"{self.out}\n{self.err}".splitlines() if line.strip()]

    def names(self, key: str) -> str:
        """The one line with this code, where the command ended with 1 and nothing looks like a bug."""
        assert self.code == 1, self
        assert "Traceback" not in self.out + self.err
        found = self.with_code(key)
        assert len(found) == 1, self
        return found[0]

    def with_code(self, key: str) -> list[str]:
        """The lines with this code."""
        return [line for line in self.lines if line.endswith(f"[{key}]")]


class Laptop:
    """One home. Its keys lie in a sealed file whose passphrase stands in a file beside the home."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self._passphrase = home.with_name(f"{home.name}.passphrase")

    @property
    def secrets(self) -> Secrets:
        return Secrets("sealed-file", self._passphrase)

    @property
    def options(self) -> list[str]:
        """What stands behind every verb."""
        return ["--home", str(self.home), "--secrets", "sealed-file", "--passphrase-file", str(self._passphrase)]

    def prepare(self) -> None:
        """An empty home. Its sealed file is one that opens quickly."""
        self.home.mkdir(mode=0o700, parents=True)
        self._passphrase.write_text(PASSPHRASE, "utf-8")
        SealedFile(self.home / "sealed.bin", lambda: PASSPHRASE, Cost(8 * 4, 1, 4)).put("of-nobody", b"x")

    def copy(self, home: Path) -> Laptop:
        """The same laptop again, as it is now."""
        shutil.copytree(self.home, home)
        other = Laptop(home)
        shutil.copyfile(self._passphrase, other._passphrase)
        return other

    def use(self, url: str) -> None:
        """Makes this address the one of the home's only learning server."""
        row = ServerRow(SERVER, "Karmayogi", "igot", url, API_KEY, SignInWay.LOOPBACK, "karmadesk")
        servers.add(self.home / "servers.json", row)
        self.set(server=SERVER)

    def set(self, **settings: object) -> None:
        """Changes what stands in the settings' file."""
        file = self.home / "settings.json"
        held = json.loads(file.read_text("utf-8")) if file.exists() else {}
        file.write_text(json.dumps({**held, **settings}), "utf-8")

    def says(self, *words: str) -> Told:
        """What the command line answers."""
        out, err = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            code = main([*words, *self.options])
        return Told(code, out.getvalue(), err.getvalue())

    @contextlib.contextmanager
    def starts(self, *words: str) -> Iterator[subprocess.Popen[str]]:
        """A command that goes on by itself, in a process of its own; stopped at the latest when the story ends."""
        with (
            subprocess.Popen(
                [sys.executable, "-m", "karmadesk", *words, *self.options],
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
                encoding="utf-8",
                env={**os.environ, "BROWSER": "true"},
            ) as process,
            contextlib.ExitStack() as whatever_happens,
        ):
            whatever_happens.callback(process.kill)
            yield process

    @contextlib.contextmanager
    def core(self) -> Iterator[Core]:
        """Everything behind the faces, to look at it or to do something with it."""
        opened = Core(self.home, post=_at_once, unexpected=_raise, secrets=self.secrets)
        try:
            yield opened
        finally:
            opened.close()

    @contextlib.contextmanager
    def window(self, language: str) -> Iterator[Window]:
        """The window in this language, shown."""
        self.set(language=language, theme="light")
        opened = Window(self.home, self.secrets)
        try:
            yield opened
        except BaseException:
            opened.close()
            raise
        assert opened.close(), "a lane went on working"
        opened.hands.check()

    def add(self, username: str, password: str) -> str:
        """Signs somebody in by the hub's form and pulls what is theirs; their id here."""
        with self.core() as core:
            attempt = core.begin_sign_in(SERVER, fresh=True, language="en")
            try:
                browser = Browser()
                answer = browser.fill_in(browser.get(attempt.address), username, password)
                browser.get(str(answer.headers["Location"]))
                tokens = attempt.wait(Context(), 10.0)
            finally:
                attempt.close()
            person = core.complete_sign_in(tokens, SERVER, None, "")
            report = core.sync.run(person.id, Context(), interactive=True)
            assert not report.stopped_by, report
            return person.id

    def learns(self, person_id: str) -> None:
        """Reads the page about snakes to its end, without a link."""
        with self.core() as core:
            desk = core.desk(person_id)
            place = Place(school.SNAKES, "", school.SNAKE_PAGE)
            learning.opened(desk, place)
            lesson = next(r for r in learning.tree_with(desk, place).resources() if r.id == place.resource_id)
            learning.record_read(desk, place, lesson, 1.0)

    def holds(self, content_ids: Sequence[str]) -> bool:
        """Whether all of these can be opened without a link."""
        with self.core() as core, core.shelf.read() as shelf:
            return set(shelf.placed(SERVER, content_ids)) == set(content_ids)

    def outbox(self, person_id: str) -> int:
        """How many items of somebody are not accepted yet."""
        with self.core() as core, core.people.open(person_id).read() as learner:
            counts = learner.item_counts()
        return sum(counts.get(state.value, 0) for state in (ItemState.WAITING, ItemState.SENDING))


def _at_once(work: object) -> None:
    assert callable(work)
    work()


def _raise(error: BaseException) -> None:
    raise error

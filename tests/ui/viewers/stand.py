"""A desk with real databases and a program with a real engine, for viewers to stand on; sample courses opened."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from karmadesk.app.clock import SystemClock
from karmadesk.files import ContentStore
from karmadesk.jobs import Context, Post
from karmadesk.model import Caption, Intervals, Person, Place, Progress, Resource, ServerRow, Watched
from karmadesk.packages import EcarPackages
from karmadesk.paths import Paths
from karmadesk.ports import Clock, Player
from karmadesk.services.desk import Desk
from karmadesk.services.views import CaptionTrack, OpenResource
from karmadesk.settings import Settings
from karmadesk.store import open_catalogue, open_people, open_shelf
from karmadesk.vault.memory import MemoryVault
from karmadesk.vault.wrapped import SecretWrapping
from tests.ui.doubles import ROOT, ProgramDouble

PACKAGES = ROOT / "resources" / "demo" / "packages"
MEDIA = ROOT / "tests" / "data" / "media"
ARTICLE, VIDEO, CHECKLIST, PRACTICE = (f"do_1140000000000{number}" for number in ("111", "121", "122", "131"))
PLACE = Place("do_heat", "", "do_thing")
SERVER = ServerRow("demo", "KarmaDesk demo", "igot", "http://127.0.0.1:1", "")
NAMES = {"hi": "हिन्दी", "en": "English"}


class Stand(ProgramDouble):
    """A program whose player is real."""

    def __init__(self, post: Post, translations: Path, make_player: Callable[[], Player], settings: Settings) -> None:
        super().__init__(post, translations, settings)
        self.clock: Clock = SystemClock()
        self._make_player = make_player

    def new_player(self) -> Player:
        return self._make_player()


def make_desk(home: Path, clock: Clock | None = None) -> tuple[Desk, Callable[[], None]]:
    """A desk of somebody who is nowhere enrolled, and how to close it."""
    paths = Paths(home)
    paths.make()
    clock = clock or SystemClock()
    people = open_people(paths, MemoryVault(), clock, "laptop", SecretWrapping())
    person: Person = people.add("demo", "Sunita", "hi")
    catalogue, shelf = open_catalogue(home / "catalogue.db"), open_shelf(home / "shelf.db")
    desk = Desk(
        person, SERVER, catalogue, shelf, people.open(person.id), ContentStore(paths.objects), EcarPackages(), clock
    )

    def close() -> None:
        people.close_all()
        catalogue.close()
        shelf.close()

    return desk, close


def unpacked(content_id: str, into: Path, resource: Resource, **more: object) -> OpenResource:
    """A resource of the sample courses, opened; `more` replaces fields."""
    into.mkdir(parents=True, exist_ok=True)
    parts = {
        part.role: part
        for part in EcarPackages().unpack(PACKAGES / f"{content_id}.ecar", into, Context())
        if part.content_id == content_id
    }
    main = parts.get("artifact") or parts["questions"]
    captions = tuple(
        CaptionTrack(Caption(code, NAMES[code], ""), parts[f"caption:{code}"].path)
        for code in ("hi", "en")
        if f"caption:{code}" in parts
    )
    made = plain_resource(main.path, resource)
    made = replace(
        made,
        captions=captions,
        assets={role.removeprefix("asset:"): part.path for role, part in parts.items() if role.startswith("asset:")},
        questions=EcarPackages().questions(main.path) if "questions" in parts else None,
    )
    return replace(made, **more)  # type: ignore[arg-type]  # a test names real fields


def plain_resource(path: Path, resource: Resource) -> OpenResource:
    """Any file, opened."""
    return OpenResource(
        place=PLACE,
        course_name="Heat-wave first response",
        resource=resource,
        path=path,
        captions=(),
        assets={},
        questions=None,
        progress=Progress(resource.id),
        watched_fraction=0.0,
        previous=None,
        next=Place("do_heat", "", "do_next"),
        is_batch_ended=False,
    )


def video(path: Path = MEDIA / "marked.mp4", *, position_ms: int = 0, watched: Intervals = ()) -> OpenResource:
    """The little film with time marks, stopped at a moment."""
    resource = Resource("do_thing", "Cooling a person safely", "video", "video/mp4", duration_s=24.0)
    opened = plain_resource(path, resource)
    return replace(opened, progress=Progress("do_thing", position_ms=position_ms), watched=watched)


def watched_of(desk: Desk, resource_id: str = "do_thing") -> Watched | None:
    """What the learner's own database says."""
    with desk.learner.read() as learner:
        return learner.watched([resource_id]).get(resource_id)

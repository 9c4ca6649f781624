"""One seeded hub for a module's tests, and people of a test's own on it."""

from __future__ import annotations

import itertools
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from karmadesk.hub import people, seeding
from karmadesk.hub.database import Database, database_in
from karmadesk.hub.place import Place
from karmadesk.hub.tokens import Signer, subject
from tests.hub import samples
from tests.hub.server import Hub, running_hub
from tests.hub.wire import Learner, bearer, learner

_numbers = itertools.count(1)


@pytest.fixture(scope="session")
def seed_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A seed folder of small samples."""
    return samples.write_samples(tmp_path_factory.mktemp("samples"))


@pytest.fixture(scope="module")
def seeded(tmp_path_factory: pytest.TempPathFactory, seed_folder: Path) -> Iterator[tuple[Place, Database]]:
    """A hub's folder with the samples in it, and its database as the owner's commands open it."""
    place = Place(tmp_path_factory.mktemp("hub"))
    place.prepare()
    database = database_in(place, None)
    seeding.seed(database, place, seed_folder)
    yield place, database
    database.close()


@pytest.fixture(scope="module")
def hub(seeded: tuple[Place, Database]) -> Iterator[Hub]:
    """A running hub with the samples in it."""
    with running_hub(seeded[0].root) as running:
        yield running


@pytest.fixture
def newcomer(hub: Hub, seeded: tuple[Place, Database], tmp_path: Path) -> Callable[[], Learner]:
    """Brings a nurse whom nobody has met before, with a token signed like any other but no form filled in."""
    signer = Signer(seeded[0].signing_key_file)

    def arrive() -> Learner:
        name = f"nurse{next(_numbers)}"
        row = f"{name},secret-{name},New,Nurse,{name}@example.in,Auxiliary Nurse,Group C,Health,meena,english"
        file = tmp_path / f"{name}.csv"
        file.write_text(f"{samples.PEOPLE_HEADER}\n{row}\n", encoding="utf-8")
        people.import_file(seeded[1], file)
        with seeded[1].read() as db:
            person = people.by_name(db, name)
        assert person is not None
        claims = {"sub": subject(person["id"]), "typ": "Bearer", "exp": int(time.time()) + 600}
        return bearer(hub.url, signer.sign(claims))

    return arrive


@pytest.fixture
def nurse(newcomer: Callable[[], Learner]) -> Learner:
    """Somebody new, signed in."""
    return newcomer()


@pytest.fixture(scope="module")
def ravi(hub: Hub) -> Learner:
    """The sample person with a past."""
    return learner(hub.url, *samples.RAVI)


def _postgres() -> Path | None:
    """Where PostgreSQL's programs lie, also where no PATH leads, as on Debian."""
    on_path = shutil.which("initdb")
    folders = [Path(on_path).parent] if on_path else sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    return next((folder for folder in folders if (folder / "initdb").exists()), None)


@pytest.fixture
def cluster() -> Iterator[str]:
    """The address of a PostgreSQL of the test's own."""
    programs = _postgres()
    if programs is None:
        pytest.skip("PostgreSQL is not installed")
    # A short name where its own user may go: a socket's path must be short, and PostgreSQL refuses to run as root.
    place = Path(tempfile.mkdtemp(prefix="kd-pg-"))
    as_user = ["runuser", "-u", "postgres", "--"] if os.name == "posix" and os.geteuid() == 0 else []
    if as_user:
        shutil.chown(place, "postgres")

    def do(*command: str) -> None:
        subprocess.run([*as_user, *command], check=True, capture_output=True, cwd=place, timeout=60)

    data = str(place / "data")
    try:
        do(str(programs / "initdb"), "-D", data, "-U", "postgres", "-A", "trust", "--no-sync", "-E", "UTF8")
        settings = f"-c listen_addresses='' -c unix_socket_directories={place} -c fsync=off"
        do(str(programs / "pg_ctl"), "-D", data, "-o", settings, "-l", f"{place}/log", "-w", "start")
        try:
            yield f"postgresql:///postgres?host={place}&user=postgres"
        finally:
            do(str(programs / "pg_ctl"), "-D", data, "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(place, ignore_errors=True)

"""What a round brings home: other devices' work, courses that grew, languages, the catalogue."""

from __future__ import annotations

from karmadesk.model import ServerState
from tests.sync.clock import START, StillClock
from tests.sync.desk import Laptop
from tests.sync.model_server import ModelServer, course


def test_what_another_device_finished_arrives(asha: Laptop, server: ModelServer) -> None:
    asha.join("c")
    asha.sync()
    place = asha.place("c", "other")
    server.rows[place] = ServerState("c", "b-c", "other", 2, 100.0, last_access_at=START)
    asha.sync()
    with asha.learner.read() as db:
        assert db.states("c")["c", "other"].status == 2


def test_a_course_that_grew_is_fetched_again(asha: Laptop, server: ModelServer) -> None:
    asha.sync()
    server.courses["c"] = course("c", "film", "other", "quiz", "new", version=2.0)
    server.calls.clear()
    asha.sync()
    assert server.calls.count("course") == 1
    with asha.catalogue.read() as catalogue:
        tree = catalogue.course("c")
    assert tree is not None
    assert len(tree.resources()) == 4


def test_the_other_language_s_tree_comes_along(asha: Laptop, server: ModelServer) -> None:
    server.courses["c"] = course("c", "film", languages={"english": "c", "hindi": "c-hi"})
    server.courses["c-hi"] = course("c-hi", "film-hi", languages={"english": "c", "hindi": "c-hi"})
    asha.sync()
    with asha.catalogue.read() as catalogue:
        assert catalogue.course("c-hi") is not None


def test_a_course_that_is_gone_shuts_no_other_door(asha: Laptop, server: ModelServer) -> None:
    asha.join("extra")
    asha.sync()
    with asha.catalogue.write() as catalogue:
        catalogue.set_checkpoint("tree:extra", "")
    del server.courses["extra"]
    server.courses["c"] = course("c", "film", "new", version=2.0)
    assert asha.sync().stopped_by == "refused"
    with asha.catalogue.read() as known:
        tree = known.course("c")
    assert tree is not None
    assert len(tree.resources()) == 2


def test_the_catalogue_comes_page_by_page_from_its_checkpoint(
    asha: Laptop, server: ModelServer, clock: StillClock
) -> None:
    server.courses |= {f"x{n}": course(f"x{n}", "r") for n in range(748)}
    asha.sync()
    assert _known(asha) == 500
    asha.sync()
    assert _known(asha) == 750
    server.calls.clear()
    asha.sync()
    assert "page" not in server.calls
    clock.pass_(days=1, minutes=1)
    asha.sync()
    assert "page" in server.calls


def _known(desk: Laptop) -> int:
    with desk.catalogue.read() as catalogue:
        return catalogue.count()

"""The hub as a process: its line, its port, its end, and what it keeps through all of them."""

from __future__ import annotations

import json
import os
import signal
import socket
import stat
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from karmadesk.hub import seeding, serving
from karmadesk.hub.__main__ import main
from karmadesk.hub.database import database_in
from karmadesk.hub.place import Place, TroubleError
from tests.hub.login import CONNECT, Browser, sign_in
from tests.hub.samples import ASHA, BATCH, COURSE, VIDEO
from tests.hub.server import Hub, running_hub
from tests.hub.wire import Json, call, learner


@pytest.fixture
def folder(tmp_path: Path, seed_folder: Path) -> Path:
    """A hub's folder with the samples in it."""
    place = Place(tmp_path / "hub")
    place.prepare()
    database = database_in(place, None)
    seeding.seed(database, place, seed_folder)
    database.close()
    return place.root


def _watched() -> Json:
    return {"contentId": VIDEO, "courseId": COURSE, "batchId": BATCH, "status": 2, "completionPercentage": 100}


def _log(hub: Hub) -> Json:
    found: Json = call("GET", f"{hub.url}/owner/v1/accepted-writes", headers={"X-Owner-Key": hub.owner_key}).json
    return found


def test_nothing_is_lost_when_the_hub_is_killed(folder: Path) -> None:
    with running_hub(folder) as hub:
        tokens = sign_in(hub.url, *ASHA)
        asha = learner(hub.url, *ASHA)
        asha.ask("/api/course/v1/enrol", courseId=COURSE, batchId=BATCH, userId=asha.id)
        asha.update(_watched())
        keys, address, log = call("GET", f"{hub.url}{CONNECT}/certs").json, hub.url, _log(hub)

        hub.kill()
        hub.start()

        assert hub.url == address
        assert call("GET", f"{hub.url}{CONNECT}/certs").json == keys
        assert asha.enrolments()[COURSE]["progress"] == 1
        assert _log(hub) == log
        assert [write["content"] for write in log["writes"]] == [None, VIDEO]
        form = {
            "grant_type": "refresh_token",
            "client_id": "karmadesk",
            "refresh_token": tokens["refresh_token"],
        }
        assert Browser().post(f"{hub.url}{CONNECT}/token", form).status == 200


def test_the_hub_ends_when_its_input_does(folder: Path) -> None:
    with running_hub(folder) as hub:
        began = time.monotonic()
        hub.stop()
        assert time.monotonic() - began < 1.5
        with pytest.raises(OSError, match="refused"):
            socket.create_connection(("127.0.0.1", hub.port), 1).close()


def test_the_hub_ends_with_its_input_even_while_somebody_is_downloading(folder: Path) -> None:
    with running_hub(folder) as hub:
        (folder / "content-store" / "big.bin").write_bytes(bytes(30_000_000))
        place = Place(folder)
        database = database_in(place, None)
        from karmadesk.hub.database import put
        from karmadesk.hub.tables import media

        with database.write() as db:
            put(db, media, {"path": "big.bin"}, {"sha256": "0", "size": 0, "mtime_ns": 0})
        database.close()
        with socket.create_connection(("127.0.0.1", hub.port), 5) as slow:
            slow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            slow.sendall(b"GET /content-store/big.bin HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
            assert slow.recv(100).startswith(b"HTTP/1.1 200")
            began = time.monotonic()
            hub.stop()
            assert time.monotonic() - began < 2


@pytest.mark.skipif(os.name != "posix", reason="signals")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_the_hub_quietly(folder: Path, number: signal.Signals) -> None:
    command = [sys.executable, "-m", "karmadesk.hub", "--data", str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert json.loads(process.stdout.readline())["pid"] == process.pid
        process.send_signal(number)
        _, said = process.communicate(timeout=10)
    assert (process.returncode, said) == (0, "")


def test_a_busy_port_is_told_in_one_line(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serving, "_BUSY_WAIT_S", 0.1)
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]

        with pytest.raises(TroubleError, match=f"cannot listen on 127.0.0.1 port {port}: Address already in use"):
            serving.listener(Place(folder), serving.Address("127.0.0.1", port))


def test_a_port_that_an_ending_hub_still_holds_is_waited_for(folder: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        late = threading.Timer(0.3, other.close)
        late.start()
        with serving.listener(Place(folder), serving.Address("127.0.0.1", port)) as found:
            assert found.getsockname()[1] == port
        late.join()


def test_a_port_that_was_asked_for_is_kept(folder: Path) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with running_hub(folder, "--port", str(port)) as hub:
        assert hub.port == port
        hub.stop()
        hub.arguments = ()
        hub.start()
        assert hub.port == port


@pytest.mark.skipif(os.name != "posix", reason="file modes")
def test_what_is_secret_is_readable_by_the_owner_alone(folder: Path) -> None:
    with running_hub(folder) as hub:
        sign_in(hub.url, *ASHA)
        for name in ("owner.key", "api.key", "signing-key.pem", "hub.db"):
            assert stat.S_IMODE((folder / name).stat().st_mode) == 0o600, name
    assert (folder / "api.key").read_text(encoding="utf-8") == "karmadesk-demo-key"


def test_the_log_names_no_token_password_or_code(folder: Path) -> None:
    with running_hub(folder) as hub:
        tokens = sign_in(hub.url, *ASHA)
        asha = learner(hub.url, *ASHA)
        asha.update(_watched())
        browser = Browser()
        browser.get(f"{hub.url}/oauth2callback?code=a-code-in-the-address")
    said = (folder / "hub.log").read_text(encoding="utf-8")

    assert "PATCH /api/course/v1/content/state/update 200" in said
    for secret in (ASHA[1], tokens["access_token"], tokens["refresh_token"], asha.token, "a-code-in-the-address"):
        assert secret not in said


def test_a_folder_that_cannot_be_used_is_told_in_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")

    assert main(["--data", str(tmp_path / "file")]) == 1

    assert capsys.readouterr().err.count("\n") == 1


def test_a_database_of_a_newer_hub_is_refused(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    database = database_in(Place(folder), None)
    from karmadesk.hub.database import put
    from karmadesk.hub.tables import facts

    with database.write() as db:
        put(db, facts, {"name": "schema"}, {"value": "99"})
    database.close()

    assert main(["report", "--csv", "--data", str(folder)]) == 1
    assert "newer hub" in capsys.readouterr().err


def test_a_damaged_database_is_told_in_one_line(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "hub.db").write_bytes(b"not a database" * 1000)

    assert main(["report", "--csv", "--data", str(folder)]) == 1
    assert capsys.readouterr().err.count("\n") == 1


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["--data"],
        ["serve", "--data", "x", "--port", "70000"],
        ["serve", "--data", "x", "--flavour", "moodle"],
        ["serve", "--data", "x", "--offline-idle", "0"],
        ["assign", "do_1", "--to", "Nurse", "--due", "soon", "--data", "x"],
        ["courses", "add", "--data", "x"],
        ["people", "--data", "x"],
        ["dance"],
    ],
)
def test_wrong_usage_is_two(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments) == 2
    assert "usage" in capsys.readouterr().err


def test_help_is_no_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help"]) == 0
    assert "people" in capsys.readouterr().out


@pytest.mark.parametrize("address", ["nonsense", "oracle://x", "postgresql://127.0.0.1:1/none?connect_timeout=1"])
def test_a_database_that_cannot_be_reached_is_told_in_one_line(
    tmp_path: Path, address: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["report", "--csv", "--data", str(tmp_path), "--database", address]) == 1
    assert capsys.readouterr().err.count("\n") == 1

"""The fixture that watches every test: what one leaves behind is named."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.checks.tree import ROOT

LEAVERS = """
import socket, sqlite3, subprocess, threading, time
import tests.leaks

tests.leaks.GRACE_S = 0.2
kept = []

def test_thread():
    threading.Thread(target=time.sleep, args=(3,), name="dozer", daemon=True).start()

def test_socket():
    kept.append(socket.create_server(("127.0.0.1", 0)))

def test_database(tmp_path):
    kept.append(sqlite3.connect(tmp_path / "left.db"))
    kept[-1].execute("CREATE TABLE one (two)")

def test_timer(qapp):
    from PySide6.QtCore import QTimer
    kept.append(QTimer(objectName="ticker"))
    kept[-1].start(60_000)

def test_qthread(qapp):
    from PySide6.QtCore import QThread
    kept.append(QThread(objectName="spinner"))
    kept[-1].start()

def test_process():
    kept.append(subprocess.Popen(["sleep", "3"]))

def test_outside():
    try:
        socket.create_connection(("192.0.2.1", 80), timeout=1)
    except Exception:
        pass

def test_tidy(qapp):
    from PySide6.QtCore import QTimer
    QTimer(qapp).deleteLater()
    thread = threading.Thread(target=time.sleep, args=(0.05,))
    thread.start()
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()):
        pass

def test_end():
    kept[-2].quit(); kept[-2].wait(); kept[-1].kill(); kept[-1].wait()
"""
NAMED = {
    "test_thread": "thread: dozer",
    "test_socket": "socket: LISTEN 127.0.0.1:",
    "test_database": "left.db",
    "test_timer": "QTimer 'ticker'",
    "test_qthread": "QThread 'spinner'",
    "test_process": "sleep 3",
    "test_outside": "socket.connect 192.0.2.1:80",
}


def test_whatever_a_test_leaves_behind_fails_it_by_name(tmp_path: Path) -> None:
    source = tmp_path / "test_leavers.py"
    source.write_text(LEAVERS, "utf-8")
    options = (
        "-p",
        "tests.conftest",
        "-p",
        "no:randomly",
        "-p",
        "no:cacheprovider",
        "-c",
        str(ROOT / "pyproject.toml"),
    )
    command = [sys.executable, "-m", "pytest", *options, f"--rootdir={tmp_path}", str(source)]
    done = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True, timeout=100)
    pieces = done.stdout.split("ERROR at teardown of ")[1:]
    told = {piece.split(None, 1)[0]: piece for piece in pieces}
    assert told.keys() == NAMED.keys(), done.stdout
    assert [name for name, words in NAMED.items() if words not in told[name]] == []

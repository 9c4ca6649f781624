"""A learner who sees nothing: drives the running program by the names and roles of the AT-SPI tree alone.

Runs under the system's own Python, which has pyatspi, inside a D-Bus session of its own:
`dbus-run-session -- /usr/bin/python3 -m tests.access.reader PYTHON HOME`. Prints one JSON line with what it heard.
"""

from __future__ import annotations

import importlib
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

BUS_LAUNCHERS = ("/usr/libexec/at-spi-bus-launcher", "/usr/lib/at-spi2-core/at-spi-bus-launcher")
PATIENCE_S = 30.0
GLANCE_S = 0.1


class Deaf(Exception):  # noqa: N818 - says what was not heard
    """What was waited for was not in the tree."""


class Reader:
    """Asks the tree, presses what has a name, and waits."""

    def __init__(self, atspi: Any) -> None:
        self._atspi = atspi
        self.heard: list[str] = []

    def program(self) -> Any:
        desktop = self._atspi.Registry.getDesktop(0)
        return next((found for found in desktop if found is not None and found.name == "KarmaDesk"), None)

    def everything(self) -> Iterator[tuple[Any, str, str]]:
        """What is showing: the thing, its role and its name."""
        program = self.program()
        waiting = [program] if program is not None else []
        while waiting:
            thing = waiting.pop(0)
            try:
                # What was told once is remembered otherwise, until an event comes that nobody waits for here.
                thing.clearCache()
                role, name = thing.getRoleName(), thing.name or ""
                states = thing.getState()
                if role != "application" and not states.contains(self._atspi.STATE_SHOWING):
                    continue
                yield thing, role, name
                waiting.extend(child for child in thing if child is not None)
            except Exception:  # noqa: BLE001 - a thing may go away while it is asked
                continue

    def find(self, role: str, words: str, patience_s: float = PATIENCE_S) -> Any:
        """The first thing of this role whose name begins so, once there is one."""
        found: list[Any] = []

        def is_there() -> bool:
            found[:] = [thing for thing, its, name in self.everything() if its == role and name.startswith(words)]
            return bool(found)

        self.until(f"{role} “{words}”", is_there, patience_s)
        line = f"{role}: {found[0].name}"
        if line not in self.heard[-1:]:
            self.heard.append(line)
        return found[0]

    def until(self, what: str, condition: Callable[[], bool], patience_s: float = PATIENCE_S) -> None:
        deadline = time.monotonic() + patience_s
        while not condition():
            if time.monotonic() > deadline:
                raise Deaf(f"waited {patience_s:g} s for {what}; there is:\n{self.told()}")
            time.sleep(GLANCE_S)

    def told(self) -> str:
        return "\n".join(f"  {role}: {name[:100]}" for _, role, name in self.everything() if name)

    def press(self, role: str, words: str) -> None:
        """Does the first action that a thing offers."""
        act(self.find(role, words))

    def press_if_there(self, role: str, words: str) -> None:
        thing = next((thing for thing, its, name in self.everything() if its == role and name.startswith(words)), None)
        if thing is not None:
            act(thing)

    def words(self) -> list[str]:
        """Every name that is showing."""
        return [name for _, _, name in self.everything() if name]

    def rows(self, words: str) -> list[str]:
        """The rows of the list of this name."""
        return [row.name for row in self.find("list", words) if row is not None]

    def choose(self, words: str, row: str) -> None:
        """Puts the keyboard on a list, goes down to a row, and presses Enter, as with any screen reader."""
        names: list[str] = []

        def is_there() -> bool:
            names[:] = self.rows(words)
            return any(row in name for name in names)

        self.until(f"the row “{row}”", is_there)
        things = self.find("list", words)
        things.queryComponent().grabFocus()
        for _ in range(len(names) + 1):
            self.until("a row to have the keyboard", lambda: bool(self._focused(things)), 5)
            if row in self._focused(things):
                self.heard.append(f"row: {self._focused(things)}")
                self._key("Return")
                return
            before = self._focused(things)
            self._key("Down")
            self.until("the next row", lambda: self._focused(things) != before, 5)  # noqa: B023 - used at once
        raise Deaf(f"no row “{row}” came by")

    def _focused(self, things: Any) -> str:
        for row in things:
            row.clearCache()
            if row.getState().contains(self._atspi.STATE_FOCUSED):
                return str(row.name)
        return ""

    def _key(self, name: str) -> None:
        """A key of the keyboard, by its name."""
        keysym = {"Return": 0xFF0D, "Down": 0xFF54}[name]
        self._atspi.Registry.generateKeyboardEvent(keysym, None, self._atspi.KEY_SYM)


def act(thing: Any) -> None:
    actions = thing.queryAction()
    names = [actions.getName(number) for number in range(actions.nActions)]
    actions.doAction(names.index("Press") if "Press" in names else 0)


def journey(reader: Reader) -> dict[str, object]:
    """Sign in, fetch, play, send: what was heard on the way."""
    from karmadesk.app.journey_browser import sign_in

    reader.until("the program", lambda: reader.program() is not None)
    reader.press("push button", "Continue")
    field = reader.find("text", "Address to sign in at")
    reader.until("the address", lambda: field.queryText().getText(0, -1).startswith("http"))
    sign_in(field.queryText().getText(0, -1), "sunita", "demo-sunita", follow=True)
    reader.press("push button", "Later")
    reader.find("push button", "Fetch what I need")
    reader.until("every course to be here", lambda: is_all_here(reader), 60)
    reader.choose("Assigned courses", "Heat-wave first response")
    reader.choose("Units and lessons", "Cooling a person")
    reader.until("the film to play", lambda: any(is_under_way(words) for words in reader.words()))
    reader.press("push button", "Pause")
    reader.press("push button", "Play")
    reader.until("some of it to be watched", lambda: any(is_watched(words) for words in reader.words()))
    reader.press("push button", "Back to the course")
    reader.press("check box", "Sent")
    reader.press("push button", "Send now")
    reader.until("all to be sent", lambda: "All sent" in reader.words())
    return {"heard": reader.heard, "rows": reader.rows("Items and what became of them")}


def is_all_here(reader: Reader) -> bool:
    rows = reader.rows("Assigned courses")
    if not any("being fetched" in name for name in rows):
        # The plan may still have grown when it was pressed first.
        reader.press_if_there("push button", "Fetch what I need")
    return len(rows) > 1 and all("on this laptop" in name for name in rows[1:])


def is_under_way(words: str) -> bool:
    """“00:03 / 02:03”, but not at 00:00."""
    now, _, whole = words.partition(" / ")
    return ":" in now and ":" in whole and now != "00:00"


def is_watched(words: str) -> bool:
    """“4 % watched”, but not 0."""
    share, _, rest = words.partition(" %")
    return rest.strip() == "watched" and share.isdigit() and int(share) > 0


def tell(found: dict[str, object]) -> None:
    sys.stdout.write(json.dumps(found) + "\n")


def main(words: list[str]) -> int:
    python, home = words
    children: list[subprocess.Popen[Any]] = []
    try:
        reading, writing = os.pipe()
        screen = ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1366x768x24", "-nolisten", "tcp"]
        children.append(subprocess.Popen(screen, pass_fds=[writing], stderr=subprocess.DEVNULL))
        os.close(writing)
        with os.fdopen(reading, encoding="ascii") as told:
            os.environ["DISPLAY"] = f":{told.readline().strip()}"
        launcher = next(path for path in BUS_LAUNCHERS if os.path.exists(path))  # noqa: PTH110 - stdlib of any age
        children.append(subprocess.Popen([launcher, "--launch-immediately"], stderr=subprocess.DEVNULL))
        time.sleep(0.3)
        environment = {
            **os.environ,
            "QT_QPA_PLATFORM": "xcb",
            "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
            "BROWSER": "true",
        }
        program = [python, "-m", "karmadesk", "demo", "--home", home, "--secrets", "memory"]
        children.append(subprocess.Popen(program, env=environment))
        pyatspi = importlib.import_module("pyatspi")

        reader = Reader(pyatspi)
        try:
            tell(journey(reader))
        except Deaf as error:
            tell({"deaf": str(error), "heard": reader.heard})
            return 1
        return 0
    finally:
        for child in reversed(children):
            child.terminate()
            try:
                child.wait(10)
            except subprocess.TimeoutExpired:
                child.kill()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""The demonstration's link: stands between the program and the hub, and can be cut, slowed or made to drop.

Everything on it is real: the client's own connections, its own requests. Only what carries them is worse than loopback.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import random
import threading
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from pathlib import Path
from typing import Any

log = logging.getLogger(__name__)

CHUNK = 2048
START_S = 5.0
IDLE_S = 0.5
"""A line that carried nothing for so long makes the next bytes wait for their way there."""


@dataclass(frozen=True)
class Quality:
    """`bytes_per_s` for everybody together (0: as fast as it goes), `delay_s` each way, `lives` bytes until a break."""

    bytes_per_s: int = 0
    delay_s: float = 0.0
    lives: tuple[int, int] | None = None


class Life:
    """How many bytes a connection has left; None: as many as it likes."""

    def __init__(self, left: int | None) -> None:
        self._left = left

    def spend(self, length: int) -> None:
        """Raises ConnectionAbortedError when they are used up."""
        if self._left is not None:
            self._left -= length
            if self._left <= 0:
                raise ConnectionAbortedError("the demonstration's line broke")


QUALITIES: dict[str, Quality] = {
    "on": Quality(),
    # EDGE as it is at the edge of a village: standards say up to 200 kbit/s, people get about half.
    "slow": Quality(bytes_per_s=12_000, delay_s=0.3),
    "dropping": Quality(bytes_per_s=120_000, delay_s=0.1, lives=(20_000, 400_000)),
}


class DemoLink:
    """A relay on loopback that keeps its port in `folder`, so that the server's address stays the same."""

    def __init__(self, folder: Path, hub_port: Callable[[], int], chance: random.Random | None = None) -> None:
        self._port_file = folder / "link-port"
        self._hub_port = hub_port
        self._chance = chance or random.Random()  # noqa: S311 - when a demonstration's line breaks is no secret
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._turn, name="demo-link", daemon=True)
        self._server: asyncio.Server | None = None
        self._ways: set[asyncio.Task[None]] = set()
        self._transports: set[asyncio.WriteTransport] = set()
        self._turns = asyncio.Lock()
        self._free_at = 0.0
        self._port = 0
        self._mode = "off"

    @property
    def mode(self) -> str:
        """on, slow, dropping or off."""
        return self._mode

    @property
    def host(self) -> str:
        return f"http://127.0.0.1:{self._port}"

    def start(self) -> str:
        """The address at which the hub is reached through this link, which is on now."""
        self._thread.start()
        self._do(self._listen())
        self._mode = "on"
        return self.host

    def set(self, mode: str) -> None:
        """Changes the link; connections that are open when it is cut break, as in life. Blocking, for milliseconds."""
        if mode == self._mode:
            return
        self._mode = mode
        self._do(self._cut() if mode == "off" else self._listen())

    def stop(self) -> None:
        """Cuts it for good."""
        if not self._thread.is_alive():
            return
        self._do(self._end())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(START_S)
        self._loop.close()

    def _turn(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_forever()

    def _do(self, work: Coroutine[Any, Any, None]) -> None:
        asyncio.run_coroutine_threadsafe(work, self._loop).result(START_S)

    async def _listen(self) -> None:
        async with self._turns:
            await self._open()

    async def _open(self) -> None:
        if self._server is not None:
            return
        wanted = self._port or _kept(self._port_file)
        try:
            self._server = await asyncio.start_server(self._carry, "127.0.0.1", wanted)
        except OSError:
            # Somebody else took the port since last time.
            self._server = await asyncio.start_server(self._carry, "127.0.0.1", 0)
        self._port = int(self._server.sockets[0].getsockname()[1])
        self._port_file.write_text(str(self._port), "ascii")

    async def _cut(self) -> None:
        async with self._turns:
            if self._server is not None:
                self._server.close()
                self._server = None
            for way in tuple(self._ways):
                way.cancel()
            await asyncio.gather(*self._ways, return_exceptions=True)

    async def _end(self) -> None:
        """Cuts it, and waits until every connection is gone: a loop that is closed before leaves them open."""
        await self._cut()
        for transport in tuple(self._transports):
            transport.abort()
        await asyncio.gather(*asyncio.all_tasks() - {asyncio.current_task()}, return_exceptions=True)

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            there_reader, there_writer = await asyncio.open_connection("127.0.0.1", self._hub_port())
        except OSError:
            writer.transport.abort()
            return
        if self._server is None:
            writer.transport.abort()
            there_writer.transport.abort()
            return
        self._transports |= {writer.transport, there_writer.transport}
        lives = QUALITIES.get(self._mode, QUALITIES["on"]).lives
        life = Life(self._chance.randint(*lives) if lives else None)
        ways = [
            asyncio.ensure_future(self._pass(reader, there_writer, life)),
            asyncio.ensure_future(self._pass(there_reader, writer, life)),
        ]
        self._ways.update(ways)
        _, unfinished = await asyncio.wait(ways, return_when=asyncio.FIRST_EXCEPTION)
        for way in unfinished:
            way.cancel()
        ended = await asyncio.gather(*ways, return_exceptions=True)
        self._ways.difference_update(ways)
        is_broken = any(isinstance(how, BaseException) for how in ended)
        for end in (writer, there_writer):
            if is_broken:
                end.transport.abort()
            else:
                end.close()
        for end in (writer, there_writer):
            with contextlib.suppress(OSError):
                await end.wait_closed()
            self._transports.discard(end.transport)

    async def _pass(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, life: Life) -> None:
        """Carries bytes one way until that end closes. Raises when the line breaks."""
        while chunk := await reader.read(CHUNK):
            await self._wait_for_room(len(chunk))
            writer.write(chunk)
            await writer.drain()
            life.spend(len(chunk))
        writer.write_eof()

    async def _wait_for_room(self, length: int) -> None:
        """The line is one for everybody: each chunk takes its turn on it."""
        quality = QUALITIES.get(self._mode, QUALITIES["on"])
        if not quality.bytes_per_s:
            return
        now = self._loop.time()
        was_idle = now - self._free_at > IDLE_S
        self._free_at = max(now, self._free_at) + length / quality.bytes_per_s
        await asyncio.sleep(self._free_at - now + (quality.delay_s if was_idle else 0.0))


def _kept(path: Path) -> int:
    try:
        return int(path.read_text("ascii"))
    except (OSError, ValueError):
        return 0

#!/usr/bin/env python3
"""A bad link between two network namespaces on one machine (Linux, root), for tests and benchmarks.

    slowlink.py NAME [--rate BIT/S] [--delay S] [--loss P] [--loss-up P] [--queue PACKETS] [--control bbr|reno]

Makes the namespaces NAMEc (10.99.0.1, the client's) and NAMEs (10.99.0.2, the server's), joined by a link with that
rate each way, one-way delay, loss and queue; prints `ready` and runs until it is ended, then removes both. Run the
server with `ip netns exec NAMEs ...`, the client with `ip netns exec NAMEc ...`. `tc netem` is not needed (some kernels
lack it).
The sender's congestion control decides much of what loss costs, so it is set explicitly in the server's namespace.
"""

import argparse
import asyncio
import contextlib
import fcntl
import os
import random
import signal
import struct
import subprocess

TUNSETIFF, IFF_TUN, IFF_NO_PI = 0x400454CA, 0x0001, 0x1000


def run(*words: str) -> None:
    subprocess.run(words, check=True)


def tun(device: str, namespace: str, address: str, peer: str) -> int:
    fd = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
    fcntl.ioctl(fd, TUNSETIFF, struct.pack("16sH", device.encode(), IFF_TUN | IFF_NO_PI))
    run("ip", "netns", "add", namespace)
    run("ip", "link", "set", device, "netns", namespace)
    run("ip", "-n", namespace, "addr", "add", address, "peer", peer, "dev", device)
    run("ip", "-n", namespace, "link", "set", device, "up")
    run("ip", "-n", namespace, "link", "set", "lo", "up")
    return fd


class Direction:
    def __init__(
        self,
        loop: asyncio.AbstractEventLoop,
        source: int,
        sink: int,
        loss: float,
        options: argparse.Namespace,
        seed: str,
    ) -> None:
        self.loop, self.source, self.sink, self.loss, self.options = loop, source, sink, loss, options
        self.random, self.free_at = random.Random(seed), 0.0
        loop.add_reader(source, self.read)

    def read(self) -> None:
        for _ in range(64):
            try:
                packet = os.read(self.source, 65536)
            except BlockingIOError:
                return
            now = self.loop.time()
            if max(0.0, self.free_at - now) * self.options.rate / 8 / 1500 > self.options.queue:
                continue  # the queue is full: tail drop
            self.free_at = max(now, self.free_at) + len(packet) * 8 / self.options.rate
            if self.random.random() >= self.loss:
                self.loop.call_at(self.free_at + self.options.delay, self.write, packet)

    def write(self, packet: bytes) -> None:
        # A packet that the other end cannot take is a lost packet.
        with contextlib.suppress(OSError):
            os.write(self.sink, packet)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("name")
    parser.add_argument("--rate", type=float, default=512_000)
    parser.add_argument("--delay", type=float, default=0.15)
    parser.add_argument("--loss", type=float, default=0.0)
    parser.add_argument("--loss-up", type=float, default=0.0)
    parser.add_argument("--queue", type=int, default=64)
    parser.add_argument("--control", default=None)
    options = parser.parse_args()
    client, server = options.name + "c", options.name + "s"
    loop = asyncio.new_event_loop()
    try:
        c = tun(client, client, "10.99.0.1", "10.99.0.2")
        s = tun(server, server, "10.99.0.2", "10.99.0.1")
        if options.control:
            run(
                "ip",
                "netns",
                "exec",
                server,
                "sysctl",
                "-q",
                "-w",
                f"net.ipv4.tcp_congestion_control={options.control}",
            )
        Direction(loop, s, c, options.loss, options, options.name + "down")
        Direction(loop, c, s, options.loss_up, options, options.name + "up")
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, loop.stop)
        print("ready", flush=True)
        loop.run_forever()
    finally:
        for namespace in (client, server):
            subprocess.run(["ip", "netns", "del", namespace], check=False, stderr=subprocess.DEVNULL)


if __name__ == "__main__":
    main()

"""A process that downloads until it is done or killed: `python -m tests.sync.download_child HOME URL PACKAGE_URL`."""

from __future__ import annotations

import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from karmadesk.sync.download_fetch import ResolvedSource
from tests.sync.download_world import world

FILM, PACKAGE = "film", "do_article"


def sources(film_url: str, package_url: str) -> dict[str, tuple[ResolvedSource, str]]:
    """What is wanted: a bare film and a package, with their roles."""
    return {
        FILM: (ResolvedSource(film_url, mime_type="video/mp4"), "artifact"),
        PACKAGE: (ResolvedSource(package_url, is_package=True), "package"),
    }


def main(home: str, host: str, film_url: str, package_url: str) -> None:
    server: Any = SimpleNamespace(url=host)
    with world(Path(home), server) as desk:
        for content_id, (source, role) in sources(film_url, package_url).items():
            desk.queue(content_id, source, role)
        sys.stdout.write("begun\n")
        sys.stdout.flush()
        desk.run()
        desk.later()


if __name__ == "__main__":
    main(*sys.argv[1:])

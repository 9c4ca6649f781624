"""Rebuild the sample courses: `python resources/demo/make [--keep-media] [COURSE...]` (docs/courses.md)."""

from __future__ import annotations

import argparse
import importlib
import json
import os
import re
import shutil
import sys
import tempfile
import zipfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
# Qt orders the resources of a PDF by hash: one seed, one order.
os.environ["QT_HASH_SEED"] = "0"

from PySide6.QtGui import QGuiApplication  # noqa: E402 - the lines above make these imports possible

from karmadesk.hub.packing import pack  # noqa: E402
from resources.demo.make import film, handouts, lesson, palette, pictures, posters  # noqa: E402

DEMO = ROOT / "resources" / "demo"
FILMS = {
    ("heat", "cooling-safely.mp4"): ("scenes_heat", "en"),
    ("heat-hi", "surakshit-thanda.mp4"): ("scenes_heat", "hi"),
    ("gram-sabha-minutes", "writing-minutes.mp4"): ("scenes_minutes", "en"),
    ("forest-fire", "first-ten-minutes.mp4"): ("scenes_fire", "en"),
}
MADE_SLOWLY = {".mp4", ".mp3"}


def main() -> None:
    """Build every course, or those named, into resources/demo/packages."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--keep-media", action="store_true", help="take films and sound from the packages built before")
    parser.add_argument("course", nargs="*", help="folder names in resources/demo/courses; all if none")
    asked = parser.parse_args()
    application = QGuiApplication([])
    palette.load_fonts()
    with tempfile.TemporaryDirectory() as scratch:
        work = Path(scratch)
        shutil.copytree(DEMO / "courses", work / "courses")
        wanted = asked.course or sorted(path.parent.name for path in (work / "courses").glob("*/course.json"))
        for name in sorted({*wanted, *_named_by(work / "courses", wanted)}):
            produce(work / "courses" / name, work / "scratch", keep=asked.keep_media)
        for name in wanted:
            for written in pack(work / "courses" / name, DEMO / "packages"):
                sys.stdout.write(f"{written.relative_to(ROOT)} {written.stat().st_size}\n")
    application.quit()
    _drop_orphans()


def _named_by(courses: Path, programs: list[str]) -> list[str]:
    """The folder names of the courses that programs consist of."""
    described = [json.loads((courses / name / "course.json").read_text(encoding="utf-8")) for name in programs]
    return [Path(sibling).name for course in described for sibling in course.get("courses", [])]


def produce(folder: Path, scratch: Path, *, keep: bool) -> None:
    """Draw, print, film and record whatever a course's folder names but does not hold."""
    described = folder / "course.json"
    course: dict[str, Any] = json.loads(described.read_text(encoding="utf-8"))
    posters.paint_poster(folder.name, folder / course["poster"])
    for unit in course.get("units", []):
        for resource in unit["resources"]:
            _produce_resource(folder, course, resource, scratch, keep=keep)
    described.write_text(json.dumps(course, ensure_ascii=False), encoding="utf-8")


def _produce_resource(
    folder: Path, course: dict[str, Any], resource: dict[str, Any], scratch: Path, *, keep: bool
) -> None:
    path = folder / resource["file"]
    language = "hi" if course["language"] == "Hindi" else "en"
    if path.suffix == ".html":
        for name in re.findall(r'<img[^>]*\bsrc="([^"]+)"', path.read_text(encoding="utf-8")):
            pictures.draw_picture(Path(name).stem, language, path.parent / name)
    elif path.suffix == ".pdf":
        handouts.print_handout(path.with_suffix(".handout.html"), resource["name"], course["provider"], language, path)
    elif path.suffix in MADE_SLOWLY and not (keep and _kept(resource, path)):
        _record(folder.name, resource, path, scratch / folder.name)


def _record(slug: str, resource: dict[str, Any], path: Path, scratch: Path) -> None:
    if path.suffix == ".mp4":
        script, language = FILMS[slug, path.name]
        scenes = importlib.import_module(f"resources.demo.make.{script}").SCENES
        reel = film.shoot(scenes, language, path, scratch)
    else:
        reel = lesson.read_aloud(path.with_suffix(".script.txt"), path, scratch)
    resource["seconds"] = reel.seconds
    for code, name in resource.get("captions", {}).items():
        (path.parent / name).write_text(reel.captions(code), encoding="utf-8")


def _kept(resource: dict[str, Any], path: Path) -> bool:
    """Whether the film or sound, its captions and its length could be taken from the package built before."""
    package = DEMO / "packages" / f"{resource['identifier']}.ecar"
    if not package.exists():
        return False
    with zipfile.ZipFile(package) as archive:
        for name in [path.name, *resource.get("captions", {}).values()]:
            (path.parent / name).write_bytes(archive.read(f"{resource['identifier']}/{name}"))
        resource["seconds"] = int(json.loads(archive.read("manifest.json"))["archive"]["items"][0]["duration"])
    return True


def _drop_orphans() -> None:
    """Remove packages that no course names any more."""
    named: set[str] = set()
    for described in (DEMO / "courses").glob("*/course.json"):
        course = json.loads(described.read_text(encoding="utf-8"))
        named.add(f"{course['identifier']}_SPINE")
        named |= {resource["identifier"] for unit in course.get("units", []) for resource in unit["resources"]}
    for package in (DEMO / "packages").glob("*.ecar"):
        if package.stem not in named:
            package.unlink()


if __name__ == "__main__":
    main()

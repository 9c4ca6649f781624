"""Packages and their files, by range and with strong tags."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import FileResponse
from sqlalchemy import select, update

from karmadesk.hub import archive
from karmadesk.hub.envelope import is_known
from karmadesk.hub.house import House, HouseOf
from karmadesk.hub.tables import media

router = APIRouter()

_KINDS = {
    ".ecar": "application/zip",
    ".mp4": "video/mp4",
    ".mp3": "audio/mpeg",
    ".pdf": "application/pdf",
    ".vtt": "text/vtt",
    ".html": "text/html",
    ".json": "application/json",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".zip": "application/zip",
}


@router.api_route("/content-store/{name:path}", methods=["GET", "HEAD"])
def serve(request: Request, house: HouseOf, name: str) -> Response:
    """A file that was published here. Only such names are known, so none can lead elsewhere."""
    tag = _tag(house, name)
    if tag is None:
        return Response("The specified resource does not exist.\n", 404, media_type="text/plain")
    headers = {"ETag": tag, "Cache-Control": "no-cache", "X-Content-Type-Options": "nosniff"}
    if is_known(request, tag):
        return Response(status_code=304, headers=headers)
    path = house.place.media / name
    kind = _KINDS.get(path.suffix.lower(), "application/octet-stream")
    return FileResponse(path, headers=headers, media_type=kind, stat_result=path.stat())


def _tag(house: House, name: str) -> str | None:
    """A strong tag that changes exactly when the bytes do; None if there is no such file."""
    with house.database.read() as db:
        row = db.execute(select(media).where(media.c.path == name)).mappings().first()
    path = house.place.media / name
    if row is None or not path.is_file():
        return None
    found = path.stat()
    if (found.st_size, found.st_mtime_ns) == (row["size"], row["mtime_ns"]):
        return f'"{row["sha256"]}"'
    values: dict[str, Any] = {"sha256": archive.digest(path), "size": found.st_size, "mtime_ns": found.st_mtime_ns}
    with house.database.write() as db:
        db.execute(update(media).where(media.c.path == name).values(**values))
    return f'"{values["sha256"]}"'

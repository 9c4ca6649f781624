"""Fetches one file by ranges: resumes what is surely the same file, starts over what changed, trusts no portal."""

from __future__ import annotations

import contextlib
import re
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit

import requests
import urllib3

from karmadesk.errors import LinkError, MissingOnServer, NotAServer, Offline, ServerBusy, ServerFault, WrongLength
from karmadesk.sync.blame import translated
from karmadesk.sync.download_part import Part
from karmadesk.sync.http import Http

CHUNK_BYTES = 64 * 1024
EARLY_ENDS = 3
"""So many ends at the very same byte are a lie about the length, not a bad link."""
_TRIES = 3
_GONE = {404, 410}
_LATER = {408, 425, 429, 503}
_RANGE = re.compile(r"bytes (\d+)-(\d+)/(\d+|\*)")
_PAST_END = re.compile(r"bytes \*/(\d+)")
_PAGE = re.compile(rb"\s*(<!doctype html|<html)", re.IGNORECASE)
_SETTLED = timedelta(seconds=60)
"""A Last-Modified this much older than the answer identifies the file's bytes (RFC 9110, 8.8.2.2)."""


@dataclass(frozen=True)
class Companion:
    """A small file that belongs to a bare artifact, say its captions."""

    role: str
    url: str
    name: str
    mime_type: str = ""


@dataclass(frozen=True)
class ResolvedSource:
    """Where a download's bytes are today. `size_bytes` 0 while unknown."""

    url: str
    size_bytes: int = 0
    is_package: bool = False
    mime_type: str = ""
    name: str = ""
    companions: tuple[Companion, ...] = ()


class Stopped(Exception):  # noqa: N818 - not an error: the learner paused or removed the download
    """The download is not wanted any more, or not now."""


class Transfer:
    """One file on its way, watched by another thread, which may stop it even while it waits for the network."""

    def __init__(self, done: int = 0, total: int = 0) -> None:
        self.figures = (done, total)
        self.validator = ""
        self.moved_bytes = 0
        self._stopped = threading.Event()
        self._response: requests.Response | None = None

    def stop(self) -> None:
        self._stopped.set()
        response = self._response
        if response is not None:
            # Already answered, closed, or about to be: then there is nothing to wake up.
            with contextlib.suppress(ValueError, RuntimeError, OSError, AttributeError):
                response.raw.shutdown()

    def check(self) -> None:
        """Raises Stopped when the transfer is not wanted any more."""
        if self._stopped.is_set():
            raise Stopped

    def attach(self, response: requests.Response | None) -> None:
        self._response = response
        if response is not None:
            self.check()

    def moved(self, done: int, total: int, count: int) -> None:
        self.figures = (done, max(done, total))
        self.moved_bytes += count


class Beside(Transfer):
    """A small transfer beside another's: stopped with it, not shown."""

    def __init__(self, main: Transfer) -> None:
        super().__init__()
        self._main = main

    def check(self) -> None:
        self._main.check()

    def attach(self, response: requests.Response | None) -> None:
        self._main.attach(response)


def fetch(http: Http, source: ResolvedSource, part: Part, transfer: Transfer, room: Callable[[int], None]) -> None:
    """Brings the part to its whole length. `room(bytes)` raises DiskFull when so many more don't fit.

    Raises LinkError (the part stays), MissingOnServer, WrongLength, DiskFull, Stopped.
    """
    for _ in range(_TRIES):
        if part.is_whole:
            return
        try:
            if _once(http, source, part, transfer, room):
                break
        except Offline as problem:
            transfer.check()
            if _ended_early(problem) and part.length and part.broke_off() >= EARLY_ENDS:
                part.forgive()
                raise WrongLength("the server ends the file early", expected_bytes=part.note.total) from problem
            raise
        except LinkError:
            transfer.check()
            raise
    else:
        raise WrongLength("the server's answers contradict each other", expected_bytes=part.note.total)
    if not part.length:
        raise WrongLength("an empty file", expected_bytes=source.size_bytes)


def _once(http: Http, source: ResolvedSource, part: Part, transfer: Transfer, room: Callable[[int], None]) -> bool:
    """One request; False when it showed that the part must start over."""
    begun = part.length if part.note.validator else 0
    headers = {"Accept-Encoding": "identity"}
    if begun:
        headers |= {"Range": f"bytes={begun}-", "If-Range": part.note.validator}
    with contextlib.closing(http.stream(source.url, headers)) as response:
        transfer.attach(response)
        try:
            return _receive(response, source, part, transfer, room)
        finally:
            transfer.attach(None)


def _receive(
    response: requests.Response, source: ResolvedSource, part: Part, transfer: Transfer, room: Callable[[int], None]
) -> bool:
    status = response.status_code
    if status == requests.codes.requested_range_not_satisfiable:
        return _past_end(response, part)
    _blame(response, source)
    if status == requests.codes.partial_content:
        if not _continues(response, part):
            part.drop()
            return False
        total, begun = _range_total(response) or part.note.total, part.length
    else:
        total, begun = _length(response), 0
    with translated():
        first = _read(response)
    if begun == 0 and _PAGE.match(first) and not _may_be_page(source):
        raise NotAServer("a page instead of the file")
    room(max(total, source.size_bytes) - begun)
    if begun == 0:
        part.begin(source.url, _validator(response), total, _mime_type(response))
    _grow(response, part, transfer, first)
    if total == 0:
        _end_without_length(part, source)
    return True


def _grow(response: requests.Response, part: Part, transfer: Transfer, chunk: bytes) -> None:
    transfer.validator = part.note.validator
    done, total = part.length, part.note.total
    with part.growing() as write:
        while chunk:
            write(chunk)
            done += len(chunk)
            transfer.moved(done, total, len(chunk))
            transfer.check()
            with translated():
                chunk = _read(response)
    if total and done < total:
        raise Offline("the connection ended early") from urllib3.exceptions.IncompleteRead(done, total - done)


def _end_without_length(part: Part, source: ResolvedSource) -> None:
    """Where the end of the connection is the only end, the catalogue's size tells a file from a broken line."""
    if part.length < source.size_bytes:
        missing = source.size_bytes - part.length
        raise Offline("ended before its size") from urllib3.exceptions.IncompleteRead(part.length, missing)
    part.remember(total=part.length)


def _read(response: requests.Response) -> bytes:
    """What has arrived, at most a chunk; b"" at the end. Not a whole chunk: what is here is written before a kill."""
    raw: Any = response.raw
    return raw.read1(CHUNK_BYTES, decode_content=_is_encoded(response)) or b""


def _past_end(response: requests.Response, part: Part) -> bool:
    """The server has nothing after our bytes: they are all of it, or its length was a lie, or the file changed."""
    found = _PAST_END.fullmatch(response.headers.get("Content-Range", ""))
    length = int(found[1]) if found else -1
    if length == part.length and part.note.total in {0, length}:
        part.remember(total=length)
        return True
    said = part.note.total
    is_lie = length >= 0 and said and length != said and part.length <= length
    # Whatever the length is, the note's is wrong: kept, it would end every later try here too.
    part.drop()
    if is_lie:
        raise WrongLength("the file is shorter than was said", expected_bytes=said, found_bytes=length)
    return False


def _continues(response: requests.Response, part: Part) -> bool:
    """Whether this range is the rest of the very file that the part began."""
    found = _RANGE.fullmatch(response.headers.get("Content-Range", ""))
    if found is None or int(found[1]) != part.length or _is_encoded(response):
        return False
    same_length = found[3] == "*" or part.note.total in {0, int(found[3])}
    named = part.note.validator in {response.headers.get("ETag"), response.headers.get("Last-Modified")}
    return same_length and named


def _range_total(response: requests.Response) -> int:
    found = _RANGE.fullmatch(response.headers.get("Content-Range", ""))
    return int(found[3]) if found and found[3] != "*" else 0


def _blame(response: requests.Response, source: ResolvedSource) -> None:
    """Raises for every answer that is not the file."""
    status = response.status_code
    if status in _GONE:
        raise MissingOnServer(f"status {status}")
    if status in _LATER:
        raise ServerBusy(f"status {status}", retry_after_s=_retry_after_s(response))
    if status not in {requests.codes.ok, requests.codes.partial_content}:
        raise NotAServer(f"status {status}") if status < 400 or status == 511 else ServerFault(f"status {status}")
    is_page = _mime_type(response) in {"text/html", "application/xhtml+xml"}
    if is_page and (not _may_be_page(source) or _was_led_away(response, source)):
        raise NotAServer("a page instead of the file")


def _may_be_page(source: ResolvedSource) -> bool:
    return not source.is_package and source.mime_type.split(";")[0].strip().lower() in {
        "text/html",
        "application/xhtml+xml",
    }


def _was_led_away(response: requests.Response, source: ResolvedSource) -> bool:
    asked = urlsplit(source.url).hostname
    return bool(response.history) and asked is not None and urlsplit(response.url).hostname != asked


def _validator(response: requests.Response) -> str:
    """What identifies these very bytes in an If-Range; "" when nothing does, so that nothing is ever spliced."""
    if _is_encoded(response) or "none" in response.headers.get("Accept-Ranges", "").lower():
        return ""
    etag = response.headers.get("ETag", "")
    if etag.startswith('"'):
        return etag
    modified = response.headers.get("Last-Modified", "")
    try:
        is_settled = (
            parsedate_to_datetime(response.headers.get("Date", "")) - parsedate_to_datetime(modified) >= _SETTLED
        )
    except (ValueError, TypeError):
        return ""
    return modified if is_settled and not etag else ""


def _length(response: requests.Response) -> int:
    """The promised length of a whole file, 0 when none was promised."""
    said = response.headers.get("Content-Length", "")
    return int(said) if said.isdecimal() and not _is_encoded(response) else 0


def _is_encoded(response: requests.Response) -> bool:
    return response.headers.get("Content-Encoding", "identity").strip().lower() not in {"", "identity"}


def _mime_type(response: requests.Response) -> str:
    return response.headers.get("Content-Type", "").split(";")[0].strip().lower()


def _retry_after_s(response: requests.Response) -> float | None:
    said = response.headers.get("Retry-After", "").strip()
    return float(said) if said.isdecimal() else None


def _ended_early(problem: Offline) -> bool:
    """Whether the peer closed in good order before the promised end, as opposed to a broken line."""
    cause: BaseException | None = problem
    while cause is not None:
        found = [cause, *(argument for argument in cause.args if isinstance(argument, BaseException))]
        if any(isinstance(each, urllib3.exceptions.IncompleteRead) for each in found):
            return True
        cause = cause.__cause__
    return False

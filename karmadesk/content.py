"""Which kinds of content there are: one row each, from mime type to viewer and completion law."""

from __future__ import annotations

import enum
from dataclasses import dataclass


class Completion(enum.Enum):
    """What makes a resource of a kind complete."""

    WATCHED = "watched"
    """The union of watched intervals reaches the threshold."""
    PAGES = "pages"
    """Every page was shown."""
    READ = "read"
    """The end was reached."""
    ANSWERED = "answered"
    """Every question was answered once."""
    NEVER = "never"
    """This program can't show it."""


@dataclass(frozen=True)
class ContentKind:
    """`viewer` names a module in `ui.viewers`, `icon` a file in resources/icons."""

    id: str
    mime_types: tuple[str, ...]
    completion: Completion
    viewer: str
    icon: str


KINDS: tuple[ContentKind, ...] = (
    ContentKind("video", ("video/mp4", "video/webm"), Completion.WATCHED, "video", "play"),
    ContentKind("audio", ("audio/mpeg", "audio/mp3", "audio/mp4", "audio/ogg"), Completion.WATCHED, "video", "audio"),
    ContentKind("document", ("application/pdf",), Completion.PAGES, "document", "document"),
    ContentKind("article", ("text/html", "text/markdown", "text/plain"), Completion.READ, "article", "article"),
    ContentKind("practice", ("application/vnd.sunbird.questionset",), Completion.ANSWERED, "practice", "quiz"),
    ContentKind("unsupported", (), Completion.NEVER, "unsupported", "unsupported"),
)

UNSUPPORTED = KINDS[-1]
_BY_MIME = {mime: kind for kind in KINDS for mime in kind.mime_types}
_BY_ID = {kind.id: kind for kind in KINDS}

COLLECTION = "application/vnd.ekstep.content-collection"
DEFAULT_THRESHOLD = 0.95
"""Share of a video that must be watched when the content names none; iGOT's portal and Open edX use 95 %."""


def kind_of(mime_type: str) -> ContentKind:
    """The kind that shows this mime type; `unsupported` when none does."""
    return _BY_MIME.get(mime_type.split(";", maxsplit=1)[0].strip().lower(), UNSUPPORTED)


def kind(kind_id: str) -> ContentKind:
    """The kind with this id; `unsupported` for one that a newer version wrote."""
    return _BY_ID.get(kind_id, UNSUPPORTED)

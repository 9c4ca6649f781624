"""One viewer for each kind of content; which one, `content.KINDS` says."""

from __future__ import annotations

import importlib

from karmadesk.content import ContentKind
from karmadesk.ui.viewers.viewer import Viewer


def viewer_for(kind: ContentKind) -> type[Viewer]:
    """The class that shows this kind: the one that its module in this folder names `VIEWER`."""
    found: type[Viewer] = importlib.import_module(f"{__name__}.{kind.viewer}").VIEWER
    return found


__all__ = ["Viewer", "viewer_for"]

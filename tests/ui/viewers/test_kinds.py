"""Every kind of content has a viewer that can be shown, left and told in both languages."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot

from karmadesk.content import KINDS, ContentKind
from karmadesk.ui.i18n import Languages
from karmadesk.ui.viewers import Viewer, viewer_for
from tests.ui.doubles import ROOT, settle
from tests.ui.viewers.stand import MEDIA, plain_resource


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.id)
def test_each_kind_has_its_viewer_and_icon(kind: ContentKind) -> None:
    assert issubclass(viewer_for(kind), Viewer)
    assert (ROOT / "resources" / "icons" / f"{kind.icon}.svg").is_file()


def test_what_cannot_be_shown_says_so_and_offers_the_next(
    make_viewer: Callable[[str], Viewer], languages: Languages, qtbot: QtBot
) -> None:
    from karmadesk.model import Resource
    from karmadesk.ui.viewers.unsupported import UnsupportedViewer

    viewer = make_viewer("unsupported")
    assert isinstance(viewer, UnsupportedViewer)
    viewer.show_resource(plain_resource(MEDIA / "make.py", Resource("do_thing", "Game", "unsupported", "x/y")))
    english = viewer.empty._title.text()
    languages.show("hi")
    settle()
    assert english
    assert viewer.empty._title.text() not in ("", english)
    with qtbot.waitSignal(viewer.next_wanted, timeout=1000):
        viewer.empty.pressed.emit()

"""What goes into the frozen program and what stays out; `build.spec` asks here, the gate checks what came of it."""

from __future__ import annotations

import re
import sys

# Modules that are GPL only, that nothing here draws with, or that come along with a library's optional half. Naming
# them keeps a stray import from shipping them.
LEFT_OUT = [
    *("PySide6.QtCharts", "PySide6.QtGraphs", "PySide6.QtGraphsWidgets", "PySide6.QtDataVisualization"),
    *("PySide6.QtHttpServer", "PySide6.QtNetworkAuth", "PySide6.QtVirtualKeyboard"),
    *("PySide6.QtWebEngineCore", "PySide6.QtWebEngineWidgets", "PySide6.QtWebEngineQuick"),
    *("PySide6.QtQml", "PySide6.QtQuick", "PySide6.QtQuickWidgets", "PySide6.QtQuick3D", "PySide6.QtQuickControls2"),
    *(
        "tkinter",
        "pytest",
        "hypothesis",
        "mypy",
        "IPython",
        "setuptools",
        "pip",
        "PIL",
        "psutil",
        "httpx",
        "PyInstaller",
    ),
    # click's and fastapi's colours, and what they pull in; a hub on PostgreSQL runs from a checkout with its extra.
    *("rich", "pygments", "markdown_it", "mdurl", "yaml", "attr", "attrs", "psycopg", "psycopg_binary", "psycopg2"),
    # Python's modules on GPL libraries (GNU Readline, GDBM), and one whose library not every system has.
    *("readline", "_gdbm", "_dbm", "_curses", "_curses_panel", "_uuid"),
    *("sqlalchemy.testing", "keyring.testing", "anyio.pytest_plugin", "_pytest", "pydantic.mypy"),
]

# Linux only: libraries of the build machine that go along, since not every desktop has them. Everything else that Qt
# links to is the system's own (`deb.py` depends on it): a copy older than the graphics drivers or GTK parts that the
# system loads into us would break them, and would miss the system's security updates.
TAKEN_ALONG = re.compile(
    r"libpython3|lib(ssl|crypto)\.so|libsqlite3\.so|libffi\.so|libbz2\.so"
    r"|libxcb-(cursor|icccm|image|keysyms|render-util|util)\.so"
)
FOUND_ON_SYSTEM = re.compile(r"^(/usr)?/lib|^/lib64|^/usr/local/lib")

# Plugins of Qt that nothing here uses: screens without a desktop, phones' sensors, a second file dialog through GTK
# (9 MB of GTK), pictures that no course holds. Qt's own translations hold no Hindi; ours hold every word shown.
UNUSED = re.compile(
    r"platformthemes/(lib)?qgtk3|PySide6/(Qt/)?(qml|translations)/|egldeviceintegrations/|libQt6EglF|plugins/generic/"
    r"|platforms/(lib)?q(eglfs|linuxfb|minimal|minimalegl|vkkhrdisplay|vnc|direct2d)"
    r"|plugins/(tls/|networkinformation/(lib)?q(glib|connman))|imageformats/(lib)?q(icns|pdf|tga|tiff|wbmp|macheif)"
    r"|libvlc(core)?\.(so|dll|dylib)|opengl32sw\.dll"
    r"|\.dist-info/(RECORD|INSTALLER|REQUESTED|WHEEL|direct_url|sboms|licenses|entry_points)",
    re.IGNORECASE,
)


def belongs(name: str, source: str) -> bool:
    """Whether a file that the packager found for the program goes into it."""
    if name.endswith("entry_points.txt") and name.startswith("keyring"):
        return True  # keyring finds its backends by them
    plain = name.replace("\\", "/")
    if UNUSED.search(plain) or is_gpl_only(plain):
        return False
    if (module := qt_module(plain)) and module not in ALLOWED_QT:
        return False
    is_systems = sys.platform.startswith("linux") and "/" not in plain and bool(FOUND_ON_SYSTEM.match(source))
    return not is_systems or bool(TAKEN_ALONG.match(plain))


# By the Qt Project's own list of modules that are "GPLv3 or commercial"; the wheels' metadata says the same
# LGPL-or-GPL for all of them, so it has to be known by name.
GPL_ONLY = (
    *("Charts", "DataVisualization", "Graphs", "HttpServer", "VirtualKeyboard", "NetworkAuth", "Lottie", "Bodymovin"),
    *("Quick3D", "QuickTimeline", "ShaderTools", "WaylandCompositor", "Protobuf", "Grpc", "Mqtt", "Coap", "OpcUa"),
    *("CanvasPainter", "QuickEffects", "LanguageServer", "Designer"),
)
_GPL_ONLY = re.compile(
    rf"(^|/)(lib)?Qt6?({'|'.join(GPL_ONLY)})\w*\.|qtvirtualkeyboard|assetimporters/|sceneparsers/", re.IGNORECASE
)
ALLOWED_QT = frozenset(
    {
        *("Concurrent", "Core", "DBus", "Gui", "Multimedia", "MultimediaWidgets", "Network", "OpenGL", "Pdf"),
        *("PdfWidgets", "Svg", "Test", "WaylandClient", "Widgets", "WlShellIntegration", "XcbQpa"),
        # Nothing here is written in QML; FFmpeg's plugin links to these, and without them no video plays.
        *("Qml", "QmlMeta", "QmlModels", "QmlWorkerScript", "Quick"),
        *("FFmpegStub-crypto", "FFmpegStub-ssl", "FFmpegStub-va", "FFmpegStub-va-drm", "FFmpegStub-va-x11"),
    }
)
"""Every module of Qt in the program, each LGPL; a new one is looked up before it is added here."""
_QT = re.compile(
    r"(?:^|/)(?:lib)?Qt6?([A-Za-z0-9][\w-]*?)(?:\.framework/.*|\.abi3\.so|\.so[\d.]*|\.pyd|\.dll|\.dylib)$"
)


def is_gpl_only(name: str) -> bool:
    """Whether a file is, by its name, a part of Qt that may not be in the program."""
    return bool(_GPL_ONLY.search(name))


def qt_module(name: str) -> str:
    """The module of Qt that a library or binding is, "" for any other file."""
    found = _QT.search(name)
    return found[1] if found else ""

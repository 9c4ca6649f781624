"""The window: Qt Widgets that draw what the services decided and hand back what the learner did."""

from karmadesk.ui.immortals import keep_immortals

# Before any room of the window calls Qt.
keep_immortals()

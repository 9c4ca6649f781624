"""Qt's own words (dialog buttons, the menu of a text field), since Qt has none in the languages of India."""

from __future__ import annotations

from karmadesk.ui.i18n import translate


def qt_words() -> tuple[str, ...]:
    """As Qt itself will ask for them: the same context, the same spelling with its mnemonic."""
    return (
        translate("QPlatformTheme", "OK"),
        translate("QPlatformTheme", "Cancel"),
        translate("QPlatformTheme", "&Yes"),
        translate("QPlatformTheme", "&No"),
        translate("QPlatformTheme", "Close"),
        translate("QPlatformTheme", "Save"),
        translate("QPlatformTheme", "Open"),
        translate("QPlatformTheme", "Retry"),
        translate("QPlatformTheme", "Reset"),
        translate("QPlatformTheme", "Help"),
        translate("QPlatformTheme", "Apply"),
        translate("QPlatformTheme", "Discard"),
        translate("QLineEdit", "&Undo"),
        translate("QLineEdit", "&Redo"),
        translate("QLineEdit", "Cu&t"),
        translate("QLineEdit", "&Copy"),
        translate("QLineEdit", "&Paste"),
        translate("QLineEdit", "Delete"),
        translate("QLineEdit", "Select All"),
        translate("QWidgetTextControl", "&Copy"),
        translate("QWidgetTextControl", "Copy &Link Location"),
        translate("QWidgetTextControl", "Select All"),
        translate("QAbstractSpinBox", "&Select All"),
        translate("QAbstractSpinBox", "&Step up"),
        translate("QAbstractSpinBox", "Step &down"),
    )

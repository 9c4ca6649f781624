"""The style sheet, made from the tokens: panels, buttons, fields and text by role."""

from __future__ import annotations

from collections.abc import Callable
from string import Template

from karmadesk.ui.theme.measures import CHIP, CONTROL, RADIUS_CARD, RADIUS_CONTROL, STYLES, TARGET
from karmadesk.ui.theme.tokens import Tokens

SHEET = Template("""
QWidget { color: $ink; }
QMainWindow, QDialog, QWidget#page, QWidget#shell { background: $bg; }
QScrollArea, QScrollArea > QWidget > QWidget#page, QStackedWidget { background: $bg; border: none; }
#key-sheet #page, #key-sheet-page, #import-report #page, #import-report-page { background: $surface; border: none; }
QFrame#rail { background: $surface; border: none; }
QFrame[card="true"] { background: $surface; border: 1px solid $line; border-radius: ${radius_card}px; }
QFrame[card="dashed"] { background: transparent; border: 1px dashed $edge; border-radius: ${radius_card}px; }
QFrame#demo-bar { background: $accent_soft; border: none; border-top: 1px solid $line; }
QFrame[foot="true"] { background: $surface; border: none; border-top: 1px solid $line; }
QFrame#drop-hint { background: $brand_soft; border: 2px dashed $brand; border-radius: ${radius_card}px; }
QFrame#hairline { background: $line; border: none; }
QLabel { background: transparent; }
$styles
QLabel[key="true"] { background: $sunken; border: 1px solid $line; border-radius: 6px; padding: 1px 8px; }
QLabel[tone="second"] { color: $ink2; }
QLabel[tone="third"] { color: $ink3; }
QLabel[tone="brand"] { color: $brand; }
QLabel[tone="alert"] { color: $alert; }

QPushButton { background: transparent; color: $brand; border: 1px solid $edge; border-radius: ${radius}px;
  min-height: ${control}px; padding: 0 ${pad}px; font-weight: 600; }
QPushButton:hover { background: $brand_soft; }
QPushButton:pressed { background: $sunken; }
QPushButton:focus { border: 2px solid $brand; padding: 0 ${pad_focus}px; min-height: ${control_focus}px; }
QPushButton:disabled { color: $ink3; border-color: $line; background: transparent; }
QPushButton[look="primary"] { background: $brand; color: $on_brand; border: 1px solid $brand; }
QPushButton[look="primary"]:hover { background: $brand_hover; border-color: $brand_hover; }
QPushButton[look="primary"]:focus { border: 1px solid $brand; padding: 0 ${pad}px; min-height: ${control}px; }
QPushButton[look="primary"]:disabled { background: $sunken; color: $ink3; border-color: $sunken; }
QPushButton[look="link"] { border: 1px solid transparent; padding: 0 ${step}px; text-align: left; }
QPushButton[look="link"]:focus { border: 2px solid $brand; padding: 0 ${step_focus}px; }
QPushButton[look="danger"] { color: $alert; }
QToolButton { background: transparent; border: 2px solid transparent; border-radius: ${radius}px; padding: ${gap}px; }
QToolButton:hover { background: $sunken; }
QToolButton:focus { border-color: $brand; }
QPushButton[look="chip"] { min-height: ${chip}px; border-radius: ${chip_radius}px; padding: 0 ${chip_pad}px;
  font-size: ${small}px; font-weight: 400; border: 1px solid transparent; background: $sunken; color: $ink2; }
QPushButton[look="chip"][tone="brand"], QPushButton[look="chip"]:checked { background: $brand_soft; color: $brand; }
QPushButton[look="chip"]:checked { font-weight: 600; border-color: $brand; }
QPushButton[look="chip"][tone="accent"] { background: $accent_soft; color: $accent; }
QPushButton[look="chip"][tone="done"] { background: $done_soft; color: $done; }
QPushButton[look="chip"][tone="alert"] { background: $alert_soft; color: $alert; }
QPushButton::menu-indicator { image: none; width: 0; }
QPushButton[look="chip"]:disabled { background: transparent; color: $ink3; border-color: $line; }
QPushButton[look="chip"]:checked:disabled { background: $sunken; color: $ink2; border-color: $edge; }
QPushButton[look="chip"]:hover { border-color: $edge; }
QPushButton[look="chip"]:focus { border: 2px solid $brand; padding: 0 ${chip_pad_focus}px;
  min-height: ${chip_focus}px; }
QToolButton[look="rail"] { border-radius: 12px; padding: ${step}px 0 ${gap}px 0; color: $ink2; font-size: ${label}px; }
QToolButton[look="rail"]:checked { background: $brand_soft; color: $brand; font-weight: 600; }
QToolButton[look="rail"]:hover:!checked { background: $sunken; }

QLineEdit, QComboBox, QSpinBox { background: $surface; border: 1px solid $edge; border-radius: ${radius}px;
  min-height: ${control}px; padding: 0 12px;
  placeholder-text-color: $ink3; selection-background-color: $brand; selection-color: $on_brand; }
QLineEdit:focus, QComboBox:focus, QSpinBox:focus { border: 2px solid $brand; padding: 0 11px;
  min-height: ${control_focus}px; }
QLineEdit#search:focus { border: 2px solid $brand; }
QLineEdit[trouble="true"], QLineEdit[trouble="true"]:focus { border-color: $alert; }
QLineEdit:read-only { background: $sunken; color: $ink2; }
QComboBox::drop-down { border: none; width: ${control}px; }
QComboBox::down-arrow { image: none; }
QComboBox QAbstractItemView { background: $surface; border: 1px solid $edge; border-radius: 4px; padding: 4px;
  selection-background-color: $brand_soft; selection-color: $brand; outline: none; }
QMenu { background: $surface; border: 1px solid $line; border-radius: ${radius}px; padding: ${gap}px; }
QMenu::item { padding: ${step}px ${pad}px; border-radius: 6px; }
QMenu::indicator { width: 0; }
QMenu { menu-scrollable: 1; }
QMenu::item:selected { background: $brand_soft; color: $brand; }
QMenu::separator { height: 1px; background: $line; margin: ${gap}px ${step}px; }
QToolTip { background: $surface; color: $ink; border: 1px solid $edge; padding: ${gap}px ${step}px; }
QFrame#bubble { background: $surface; border: 1px solid $edge; border-radius: ${radius_card}px; }
QListView { background: transparent; border: none; outline: none; }
QAbstractScrollArea#pdf, QTextBrowser#article { border: 2px solid transparent; border-radius: ${radius}px; }
QAbstractScrollArea#pdf:focus, QTextBrowser#article:focus { border-color: $brand; }
QScrollBar:vertical { background: transparent; width: 10px; margin: 2px; }
QScrollBar::handle:vertical { background: $edge; border-radius: 3px; min-height: 40px; }
QScrollBar:horizontal { background: transparent; height: 10px; margin: 2px; }
QScrollBar::handle:horizontal { background: $edge; border-radius: 3px; min-width: 40px; }
QScrollBar::handle:hover { background: $ink3; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QSlider { min-height: ${target}px; border: 2px solid transparent; border-radius: 8px; }
QSlider:focus { border-color: $brand; }
QSlider::groove:horizontal { height: 6px; background: $sunken; border-radius: 3px; }
QSlider::sub-page:horizontal { background: $brand; border-radius: 3px; }
QSlider::handle:horizontal { background: $brand; width: 16px; margin: -5px 0; border-radius: 8px; }
QFrame[notice="plain"] { background: $sunken; border: 1px solid $line; border-radius: ${radius}px; }
QFrame[notice="brand"] { background: $brand_soft; border: 1px solid $brand; border-radius: ${radius}px; }
QFrame[notice="accent"] { background: $accent_soft; border: 1px solid $accent; border-radius: ${radius}px; }
QFrame[notice="alert"] { background: $alert_soft; border: 1px solid $alert; border-radius: ${radius}px; }
QFrame[notice="done"] { background: $done_soft; border: 1px solid $done; border-radius: ${radius}px; }
""")
STYLE = Template('QLabel[type="$name"] { font-size: ${size}px; font-weight: $weight; }\n')


def style_sheet(tokens: Tokens, px: Callable[[float], int]) -> str:
    """The whole sheet for one set of tokens at one text size."""
    styles = "".join(
        STYLE.substitute(name=name, size=px(style.size), weight=style.weight) for name, style in STYLES.items()
    )
    control = px(CONTROL)
    chip = px(CHIP)
    colours = {role: value for role, value in vars(tokens).items() if isinstance(value, str)}
    return SHEET.substitute(
        colours,
        styles=styles,
        radius=RADIUS_CONTROL,
        radius_card=RADIUS_CARD,
        control=control - 2,
        control_focus=control - 4,
        pad=px(18),
        pad_focus=px(18) - 1,
        step=px(8),
        step_focus=px(8) - 1,
        gap=px(4),
        target=TARGET,
        chip=chip - 2,
        chip_focus=chip - 4,
        chip_radius=chip // 2,
        chip_pad=px(10),
        chip_pad_focus=px(10) - 1,
        small=px(STYLES["small"].size),
        label=px(STYLES["label"].size),
    )

"""The colours, by what they are for: a set for light, one for dark, one for high contrast."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Role = Literal[
    "bg",
    "surface",
    "sunken",
    "line",
    "edge",
    "ink",
    "ink2",
    "ink3",
    "brand",
    "brand_soft",
    "brand_hover",
    "on_brand",
    "accent",
    "accent_soft",
    "done",
    "done_soft",
    "alert",
    "alert_soft",
    "on_poster",
    "picture",
]
Tone = Literal["plain", "brand", "accent", "done", "alert"]
"""What a chip or a notice says by its colour; words always say it too."""

PAPER = "#FFFFFF"
"""What something printed is printed on, in every theme."""


@dataclass(frozen=True)
class Tokens:
    """One set. `edge` outlines fields (3:1 against what surrounds them); `posters` are pairs for a drawn poster."""

    name: str
    is_dark: bool
    bg: str
    surface: str
    sunken: str
    line: str
    edge: str
    ink: str
    ink2: str
    ink3: str
    brand: str
    brand_soft: str
    brand_hover: str
    on_brand: str
    accent: str
    accent_soft: str
    done: str
    done_soft: str
    alert: str
    alert_soft: str
    shadow_alpha: int
    on_poster: str = "#FFFFFF"
    picture: str = "#000000"
    scrim_alpha: int = 96
    """How dark what lies under a panel becomes, of 255."""
    posters: tuple[tuple[str, str], ...] = field(
        default=(
            ("#27457D", "#4A70B5"),
            ("#8F420B", "#B06A2C"),
            ("#1B623D", "#3B8560"),
            ("#54367A", "#7F5DAB"),
            ("#1D5F6B", "#3A818E"),
            ("#7A2E46", "#A4546D"),
        )
    )

    def of(self, role: Role) -> str:
        """The colour for this use, as #RRGGBB."""
        value: str = getattr(self, role)
        return value

    def tone(self, tone: Tone) -> tuple[str, str]:
        """Text and ground of a chip or a notice."""
        if tone == "plain":
            return self.ink2, self.sunken
        return getattr(self, tone), getattr(self, f"{tone}_soft")


LIGHT = Tokens(
    name="light",
    is_dark=False,
    bg="#F7F5F1",
    surface="#FFFFFF",
    sunken="#EFECE6",
    line="#E0DBD2",
    edge="#8B8577",
    ink="#1D2129",
    ink2="#555B6A",
    ink3="#646A77",
    brand="#27457D",
    brand_soft="#E6ECF7",
    brand_hover="#1D3665",
    on_brand="#FFFFFF",
    accent="#9C480A",
    accent_soft="#FBEBDD",
    done="#1F6F45",
    done_soft="#E1F2E8",
    alert="#A32A2A",
    alert_soft="#F9E4E2",
    shadow_alpha=12,
)
DARK = Tokens(
    name="dark",
    is_dark=True,
    bg="#121419",
    surface="#1B1E25",
    sunken="#262A33",
    line="#2C313B",
    edge="#757D8C",
    ink="#ECEEF2",
    ink2="#B2B8C4",
    ink3="#9BA2AF",
    brand="#9DB7F0",
    brand_soft="#232E48",
    brand_hover="#B6C9F5",
    on_brand="#0F1828",
    accent="#F2A867",
    accent_soft="#3A2A1B",
    done="#7FD0A3",
    done_soft="#173325",
    alert="#F2A19A",
    alert_soft="#40211F",
    shadow_alpha=0,
    scrim_alpha=150,
)
CONTRAST = Tokens(
    name="contrast",
    is_dark=True,
    bg="#000000",
    surface="#000000",
    sunken="#1C1C1C",
    line="#FFFFFF",
    edge="#FFFFFF",
    ink="#FFFFFF",
    ink2="#F2F2F2",
    ink3="#E0E0E0",
    brand="#9CC2FF",
    brand_soft="#0A1F45",
    brand_hover="#C4DAFF",
    on_brand="#000000",
    accent="#FFC27A",
    accent_soft="#301C05",
    done="#86F0B4",
    done_soft="#06281A",
    alert="#FFAFA8",
    alert_soft="#3A0B09",
    shadow_alpha=0,
    posters=(
        ("#0B1F47", "#16356E"),
        ("#3F1D03", "#5B2F0C"),
        ("#072B19", "#11452A"),
        ("#24123A", "#3A2258"),
        ("#08272D", "#123F47"),
        ("#350F1C", "#54202F"),
    ),
)
SETS = {tokens.name: tokens for tokens in (LIGHT, DARK, CONTRAST)}


def luminance(colour: str) -> float:
    """Relative luminance of #RRGGBB, as WCAG 2 defines it."""
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """How far two colours stand apart: 1 (the same) to 21 (black on white)."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)

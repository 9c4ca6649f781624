"""How an article looks: the theme's type and colours as the style sheet that Qt's rich text understands."""

from __future__ import annotations

from string import Template

from karmadesk.ui.theme.look import Theme
from karmadesk.ui.theme.measures import STYLES

SHEET = Template("""
body, p, li, td, th, dt, dd { color: $ink; font-size: ${body}px; }
p { margin-top: 0; margin-bottom: ${step}px; }
li { margin-bottom: 6px; }
ul, ol { margin-top: 0; margin-bottom: ${step}px; }
h1 { color: $ink; font-size: ${title}px; font-weight: 600; margin-top: 0; margin-bottom: ${step}px; }
h2 { color: $ink; font-size: ${lead}px; font-weight: 600; margin-top: ${room}px; margin-bottom: 8px; }
h3, h4, h5, h6 { color: $ink; font-size: ${section}px; font-weight: 600; margin-top: ${room}px; margin-bottom: 6px; }
a { color: $brand; }
blockquote { background-color: $brand_soft; margin-left: 0; margin-right: 0; }
code, pre { background-color: $sunken; }
table { border-collapse: collapse; border-color: $line; margin-bottom: ${step}px; }
th, td { padding: 8px; border: 1px solid $line; }
th { background-color: $sunken; font-weight: 600; text-align: left; }
small { color: $ink2; }
""")


def style_of(theme: Theme) -> str:
    """For the theme as it is now."""
    px = theme.px
    return SHEET.substitute(
        {role: value for role, value in vars(theme.tokens).items() if isinstance(value, str)},
        body=px(STYLES["section"].size),
        section=px(STYLES["section"].size + 1),
        lead=px(STYLES["lead"].size),
        title=px(STYLES["title"].size + 2),
        step=px(12),
        room=px(20),
    )

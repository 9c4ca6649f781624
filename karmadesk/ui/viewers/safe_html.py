"""Untrusted HTML made harmless: only known tags and attributes pass; looks come from the theme, never from the page."""

from __future__ import annotations

from html import escape
from html.parser import HTMLParser

_KEPT = frozenset(
    [
        "p",
        "br",
        "hr",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "b",
        "strong",
        "i",
        "em",
        "u",
        "s",
        "sub",
        "sup",
        "small",
        "code",
        "pre",
        "blockquote",
        "ul",
        "ol",
        "li",
        "dl",
        "dt",
        "dd",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "caption",
        "a",
        "img",
        "div",
        "span",
    ]
)
_EMPTY = frozenset({"br", "hr", "img"})
_DROPPED_WHOLE = frozenset(
    {"script", "style", "head", "iframe", "object", "embed", "svg", "math", "template", "form", "noscript", "title"}
)
_NEVER_CLOSED = frozenset({"embed"})
_ATTRIBUTES = {
    "a": frozenset({"href", "name"}),
    "img": frozenset({"src", "alt"}),
    "ol": frozenset({"start", "type"}),
    "td": frozenset({"colspan", "rowspan"}),
    "th": frozenset({"colspan", "rowspan"}),
}
_LINKS = ("http://", "https://", "mailto:", "tel:", "#")


class _Cleaner(HTMLParser):
    def __init__(self, *, with_images: bool) -> None:
        super().__init__(convert_charrefs=True)
        self._with_images = with_images
        self._hidden: list[str] = []
        self.out: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _DROPPED_WHOLE:
            if tag not in _NEVER_CLOSED:
                self._hidden.append(tag)
            return
        if self._hidden or tag not in _KEPT:
            return
        if tag == "img" and not self._with_images:
            self.out.append(escape(dict(attrs).get("alt") or ""))
            return
        self.out.append(f"<{tag}{self._attributes(tag, attrs)}>")

    def _attributes(self, tag: str, attrs: list[tuple[str, str | None]]) -> str:
        kept = []
        for name, value in attrs:
            is_name = name == "id"
            if not value or not (is_name or name in _ATTRIBUTES.get(tag, ())):
                continue
            if name == "href" and not value.strip().lower().startswith(_LINKS):
                continue
            kept.append(f' {name}="{escape(value, quote=True)}"')
        return "".join(kept)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _DROPPED_WHOLE:
            self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if tag in _DROPPED_WHOLE:
            if tag in self._hidden:
                del self._hidden[self._hidden.index(tag) :]
        elif not self._hidden and tag in _KEPT and tag not in _EMPTY:
            self.out.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.out.append(escape(data, quote=False))


def cleaned(page: str, *, with_images: bool = False) -> str:
    """The page's own words and structure. Without `with_images` a picture leaves its description behind."""
    cleaner = _Cleaner(with_images=with_images)
    cleaner.feed(page)
    cleaner.close()
    return "".join(cleaner.out)


def plain(page: str) -> str:
    """The words alone, in one line, to be read out."""
    cleaner = _Cleaner(with_images=False)
    cleaner.feed(page)
    cleaner.close()
    words: list[str] = []
    collector = _Words(words)
    collector.feed("".join(cleaner.out))
    collector.close()
    return " ".join("".join(words).split())


class _Words(HTMLParser):
    def __init__(self, words: list[str]) -> None:
        super().__init__(convert_charrefs=True)
        self._words = words

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        if tag in {"p", "br", "div", "li", "tr", "td", "th"}:
            self._words.append(" ")

    def handle_data(self, data: str) -> None:
        self._words.append(data)

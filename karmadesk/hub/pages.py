"""The hub's few pages for people: sign in, copy this address, something is wrong. Plain HTML, English and Hindi."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from urllib.parse import urlencode

LANGUAGES = {"en": "English", "hi": "हिन्दी"}

_WORDS: dict[str, dict[str, str]] = {
    "en": {
        "title": "Sign in to Karmayogi",
        "username": "User name",
        "password": "Password",
        "submit": "Sign in",
        "wrong": "The user name or the password is not right. Please try again.",
        "stale": "This page had been open too long. Please sign in again.",
        "switch": "हिन्दी में देखें",
        "unknown-client": "This program is not registered here, so it cannot be signed in to.",
        "unknown-redirect": "This program asked to be answered at an address that is not its own. Nothing was sent.",
        "error-title": "This cannot go on",
        "copy-title": "You are signed in",
        "copy": "Copy this address into KarmaDesk:",
        "copy-how": "Click into the field, press Ctrl+A, then Ctrl+C.",
        "refused-title": "You are not signed in",
        "refused": "The sign-in was not completed. Go back to KarmaDesk and try again.",
        "out-title": "You are signed out",
        "out": "You can close this page.",
    },
    "hi": {
        "title": "कर्मयोगी में साइन इन करें",
        "username": "उपयोगकर्ता नाम",
        "password": "पासवर्ड",
        "submit": "साइन इन करें",
        "wrong": "उपयोगकर्ता नाम या पासवर्ड सही नहीं है। कृपया फिर से प्रयास करें।",
        "stale": "यह पृष्ठ बहुत देर से खुला था। कृपया फिर से साइन इन करें।",
        "switch": "View in English",
        "unknown-client": "यह प्रोग्राम यहाँ पंजीकृत नहीं है, इसलिए इसमें साइन इन नहीं किया जा सकता।",
        "unknown-redirect": "इस प्रोग्राम ने ऐसे पते पर उत्तर माँगा जो उसका अपना नहीं है। कुछ भी नहीं भेजा गया।",
        "error-title": "आगे नहीं बढ़ा जा सकता",
        "copy-title": "आप साइन इन हो गए हैं",
        "copy": "यह पता कॉपी करके KarmaDesk में चिपकाएँ:",
        "copy-how": "खाने में क्लिक करें, Ctrl+A दबाएँ, फिर Ctrl+C।",
        "refused-title": "आप साइन इन नहीं हुए हैं",
        "refused": "साइन इन पूरा नहीं हुआ। KarmaDesk पर लौटें और फिर से प्रयास करें।",
        "out-title": "आप साइन आउट हो गए हैं",
        "out": "अब आप यह पृष्ठ बंद कर सकते हैं।",
    },
}

_STYLE = """
:root{color-scheme:light dark}
body{font:1.125rem/1.5 "Noto Sans","Noto Sans Devanagari",sans-serif;max-width:26rem;margin:8vh auto;padding:0 1rem}
label{display:block;margin:1rem 0 .25rem}
input{font:inherit;width:100%;box-sizing:border-box;padding:.5rem;border:1px solid GrayText;border-radius:.25rem}
button{font:inherit;margin-top:1.5rem;padding:.5rem 1.5rem}
[role=alert]{border-left:.25rem solid #b3261e;padding:.25rem .75rem}
"""


def language_of(query: Mapping[str, str], accept: str) -> str:
    """The language to speak: the one asked for in the address, else the first of the browser's that is known here."""
    asked = query.get("kc_locale") or query.get("ui_locales") or ""
    wanted = asked.split() or [part.partition(";")[0].strip() for part in accept.split(",")]
    for tag in wanted:
        if tag.lower().partition("-")[0] in LANGUAGES:
            return tag.lower().partition("-")[0]
    return "en"


def sign_in(action: str, language: str, switch: str, *, problem: str | None = None, username: str = "") -> str:
    """The sign-in form. It posts `username` and `password` to `action`; it needs no script."""
    words = _WORDS[language]
    other = next(code for code in LANGUAGES if code != language)
    alert = f'<p role="alert" id="problem">{words[problem]}</p>' if problem else ""
    described = ' aria-describedby="problem" aria-invalid="true"' if problem else ""
    body = f"""<h1>{words["title"]}</h1>{alert}
<form id="kc-form-login" method="post" action="{escape(action)}">
<label for="username">{words["username"]}</label>
<input id="username" name="username" autocomplete="username" autocapitalize="none" spellcheck="false" required
 value="{escape(username)}"{described}{"" if username else " autofocus"}>
<label for="password">{words["password"]}</label>
<input id="password" name="password" type="password" autocomplete="current-password" required{described}\
{" autofocus" if username else ""}>
<button type="submit" id="kc-login">{words["submit"]}</button>
</form>
<p><a href="{escape(switch)}" lang="{other}" hreflang="{other}">{words["switch"]}</a></p>"""
    return _page(language, words["title"], body)


def copy_address(address: str, language: str, *, is_code: bool) -> str:
    """The page at the end of a sign-in whose program cannot listen: the address to carry over by hand."""
    words = _WORDS[language]
    if not is_code:
        return _message(language, "refused-title", "refused")
    body = f"""<h1>{words["copy-title"]}</h1>
<label for="address">{words["copy"]}</label>
<input id="address" readonly autofocus value="{escape(address)}" aria-describedby="how">
<p id="how">{words["copy-how"]}</p>"""
    return _page(language, words["copy-title"], body)


def stranger(party: str, language: str) -> str:
    """Why a sign-in cannot begin: the `client` or its `redirect` is not known."""
    return _message(language, "error-title", f"unknown-{party}")


def signed_out(language: str) -> str:
    """The last page."""
    return _message(language, "out-title", "out")


def with_query(address: str, query: Mapping[str, str | None]) -> str:
    """The address with these parameters added."""
    given = {name: value for name, value in query.items() if value is not None}
    return f"{address}{'&' if '?' in address else '?'}{urlencode(given)}"


def _message(language: str, title: str, text: str) -> str:
    words = _WORDS[language]
    return _page(language, words[title], f'<h1>{words[title]}</h1><p role="alert">{words[text]}</p>')


def _page(language: str, title: str, body: str) -> str:
    return f"""<!DOCTYPE html>
<html lang="{language}"><head><meta charset="utf-8"><title>{title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>{_STYLE}</style></head>
<body><main>{body}</main></body></html>
"""

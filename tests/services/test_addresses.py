from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from karmadesk.services.addresses import hosts


@pytest.mark.parametrize(
    "typed, meant",
    [
        ("hub.district.gov.in", ("https://hub.district.gov.in",)),
        ("  HTTPS://Hub.District.gov.in/ ", ("https://hub.district.gov.in",)),
        ("http://hub.district.gov.in", ("http://hub.district.gov.in",)),
        ("192.168.1.20:8000", ("https://192.168.1.20:8000", "http://192.168.1.20:8000")),
        ("hub-pc", ("https://hub-pc", "http://hub-pc")),
        ("office.local", ("https://office.local", "http://office.local")),
        ("8.8.8.8", ("https://8.8.8.8",)),
        ("https://portal.example.org/learn/", ("https://portal.example.org/learn",)),
        ("https://somebody:secret@portal.example.org/?next=x#y", ("https://portal.example.org",)),
        ("http://[::1]:8000", ("http://[::1]:8000",)),
        ("सीखो.भारत", ("https://सीखो.भारत",)),
        ("", ()),
        ("two words", ()),
        ("ftp://hub.example.org", ()),
        ("https://", ()),
        ("hub..example", ()),
        ("http://host:port", ()),
        ("a<b>", ()),
    ],
)
def test_what_is_typed_becomes_the_addresses_it_may_mean(typed: str, meant: tuple[str, ...]) -> None:
    assert hosts(typed) == meant


@given(st.text(max_size=60) | st.text("htps:/.[]@%?#-_0129ab\u0000 ", max_size=40))
def test_no_text_breaks_it_and_no_address_signs_in(typed: str) -> None:
    for host in hosts(typed):
        assert host.startswith(("https://", "http://"))
        parts = urlsplit(host)
        assert (parts.username, parts.password, parts.query, parts.fragment) == (None, None, "", "")
        assert " " not in host
        assert hosts(host) == (host,)

"""Everything that an office may decide: one typed value, and one table that says what each of its parts may be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from karmadesk.policy import checks
from karmadesk.policy.checks import Check

if TYPE_CHECKING:
    from karmadesk.model import ServerRow
    from karmadesk.settings import Settings

ADAPTERS = ("igot", "sunbird")
"""The contracts that a server may speak: the rows of `app.adapters.ADAPTERS`."""

RECORDS = checks.address("https", "http", may_lead_on=True)

DIRECT = "direct"
"""A proxy called so is none, whatever the environment says."""


@dataclass(frozen=True)
class Policy:
    """What was decided; None or empty where the office left it to people. `source` is the file, None without one."""

    source: Path | None = None
    server_id: str = ""
    server_name: str = ""
    server_adapter: str = "igot"
    server_host: str = ""
    server_api_key: str = ""
    server_sign_in: str = "paste"
    server_client_id: str = "android"
    server_channel: str = "igot"
    server_records: str = ""
    server_records_key: str = ""
    ca_file: Path | None = None
    proxy: str = ""
    proxy_pac: str = ""
    sync_minutes: int | None = None
    downloads_on_metered: bool | None = None
    languages: tuple[str, ...] = ()
    default_language: str = ""
    media_folder: Path | None = None
    are_names_hidden: bool = False
    is_pin_required: bool = False
    may_hold_dispatch_key: bool = True
    tells_usage: bool | None = None

    @property
    def server(self) -> ServerRow | None:
        """The office's server; None where it named none."""
        if not self.server_id:
            return None
        from karmadesk.model import ServerRow, SignInWay

        return ServerRow(
            id=self.server_id,
            name=self.server_name or self.server_host,
            adapter=self.server_adapter,
            host=self.server_host,
            api_key=self.server_api_key,
            sign_in=SignInWay(self.server_sign_in),
            client_id=self.server_client_id,
            channel=self.server_channel,
            records=self.server_records,
            records_key=self.server_records_key,
        )

    @property
    def settings(self) -> Mapping[str, Any]:
        """The fields of `Settings` that are no longer a person's to choose, with what the office chose."""
        found: dict[str, Any] = {}
        for term in TERMS:
            value = getattr(self, term.field)
            if term.setting and value != getattr(NO_POLICY, term.field):
                found[term.setting] = value
        if len(self.languages) == 1:
            found["language"] = self.languages[0]
        return found

    def over(self, chosen: Settings) -> Settings:
        """A person's settings as they count here: the office's word first, theirs for the rest."""
        if self == NO_POLICY:
            return chosen
        language = chosen.language or self.default_language
        if self.languages and language not in self.languages:
            # "" still asks on the first screen, among those that are offered.
            language = self.default_language
        return chosen.with_(**{"language": language, **self.settings})

    def for_demo(self) -> Policy:
        """The same without a server and without a folder: a demonstration has its own."""
        return replace(self, server_id="", server_host="", media_folder=None)


@dataclass(frozen=True)
class Term:
    """One key of the file, the field of `Policy` that it fills, what it may be, and what it does, in words.

    `setting` is the field of `Settings` that it takes out of people's hands.
    """

    key: str
    field: str
    check: Check
    words: str
    setting: str = ""


TERMS = (
    Term("server.id", "server_id", checks.name(), "short name of your server on disk; keep it for good", "server"),
    Term("server.name", "server_name", checks.words(), "what people read"),
    Term("server.adapter", "server_adapter", checks.one_of(*ADAPTERS), "which contract it speaks"),
    Term("server.host", "server_host", checks.address("https", "http"), "its address, without a path"),
    Term("server.api_key", "server_api_key", checks.words(4000), "the key its owner gave you"),
    Term("server.sign_in", "server_sign_in", checks.one_of("loopback", "paste"), "how the browser comes back"),
    Term("server.client_id", "server_client_id", checks.words(), "the client's name in the server's realm"),
    Term("server.channel", "server_channel", checks.words(), "the root organisation"),
    Term("server.records", "server_records", RECORDS, "an xAPI record store that statements go to besides"),
    Term("server.records_key", "server_records_key", checks.words(4000), "name:secret of that store"),
    Term("network.ca_file", "ca_file", checks.place(), "authorities (PEM) trusted beside the system's"),
    Term(
        "network.proxy",
        "proxy",
        checks.address("http", "https", may_be=(DIRECT,), may_log_in=True),
        "the proxy, whatever the system says",
    ),
    Term(
        "network.proxy_pac",
        "proxy_pac",
        checks.page("https", "http"),
        "where the file is that says which proxy to ask for which address (PAC)",
    ),
    Term("network.sync_minutes", "sync_minutes", checks.whole(1, 1440), "minutes between rounds", "sync_minutes"),
    Term(
        "network.downloads_on_metered",
        "downloads_on_metered",
        checks.yes_or_no(),
        "whether courses are fetched by a link that costs by the byte; progress always goes",
        "downloads_on_metered",
    ),
    Term("languages.offered", "languages", checks.languages(), "the languages of the window that may be chosen"),
    Term("languages.default", "default_language", checks.language(), "the one until somebody chooses"),
    Term("storage.media_folder", "media_folder", checks.place(), "where courses' files lie, out of people's homes"),
    Term("people.hide_names", "are_names_hidden", checks.yes_or_no(), "the first screen shows initials alone"),
    Term("people.require_pin", "is_pin_required", checks.yes_or_no(), "everybody has a PIN", "require_secret"),
    Term(
        "people.dispatch_key",
        "may_hold_dispatch_key",
        checks.yes_or_no(),
        "whether the key store may keep a key by which sync sends for people who are locked",
        "send_locked",
    ),
    Term(
        "privacy.tell_usage",
        "tells_usage",
        checks.yes_or_no(),
        "whether the platform is told how lessons are used, under the user id that it gave",
        "tells_usage",
    ),
)

NO_POLICY = Policy()


@dataclass(frozen=True)
class Tie:
    """Two keys that only make sense together: one needs the other, or (`is_among`) must be one of its values."""

    key: str
    other: str
    is_among: bool = False

    def is_broken(self, given: Mapping[str, Any]) -> bool:
        """Whether the values that were given, by key, go against it."""
        if self.key not in given:
            return False
        if self.is_among:
            return self.other in given and given[self.key] not in given[self.other]
        return self.other not in given

    @property
    def wanted(self) -> str:
        return f"∈ {self.other}" if self.is_among else f"+ {self.other}"


TIES = (
    Tie("server.id", "server.host"),
    *(Tie(term.key, "server.id") for term in TERMS if term.key.startswith("server.") and term.key != "server.id"),
    Tie("languages.default", "languages.offered", is_among=True),
)

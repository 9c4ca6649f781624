"""One English line for each error key: what happened, what is safe, what to do."""

from __future__ import annotations

from karmadesk.errors import KarmaDeskError, Refused

SENTENCES = {
    "offline": "The server can't be reached. Nothing is lost; try again when there is a link.",
    "tls": "The server's certificate is not trusted by this system. Nothing was sent; tell your IT officer.",
    "not_a_server": "What answered is not a KarmaDesk or iGOT server. Check the address, or sign in to the network.",
    "server_busy": "The server is busy. Nothing is lost; try again later.",
    "server_fault": "The server had a fault of its own. Nothing is lost; try again later.",
    "signed_out": "The session has ended. What was learnt is safe; run: karmadesk login",
    "sign_in_failed": "The sign-in was not finished. Nothing changed; try again.",
    "sign_in_timed_out": "Nobody finished signing in. Nothing changed; try again.",
    "already_here": "This person is on this laptop already. Nothing changed.",
    "wrong_person": "Somebody else signed in than was expected. Nothing changed.",
    "refused": "The server refused this for good. It is kept, with the reason: karmadesk status",
    "newer_database": "A newer KarmaDesk wrote this home. Nothing was changed; install the newer version.",
    "wrong_key": "The key does not open this person's data. Nothing was changed.",
    "damaged_database": "A database in this home is damaged. It was left as it is.",
    "disk_full": "The disk is full. Nothing is lost; free some space and try again.",
    "unsent": "{name} has something here that was not sent. Nothing was removed.",
    "no_keyring": "This system has no keyring. Use --secrets sealed-file with a passphrase (--passphrase-file FILE).",
    "no_passphrase": "No passphrase was given for a new sealed file: --passphrase-file FILE or KARMADESK_PASSPHRASE.",
    "keys_locked": "The keys here are sealed by a passphrase. Give it: --passphrase-file FILE or KARMADESK_PASSPHRASE.",
    "wrong_passphrase": "The passphrase does not open the sealed file. Nothing was changed.",
    "person_locked": "{name} has a PIN or password. Open KarmaDesk's window and unlock it there.",
    "wrong_secret": "This is not the PIN or password. Nothing was changed.",
    "too_soon": "After wrong tries the next one has to wait {wait_s} seconds.",
    "missing_on_server": "The file is not on the server. The rest goes on.",
    "wrong_length": "The file is not as long as the server promised. It will be fetched again.",
    "not_a_package": "The file is not a course package. Nothing was changed.",
    "damaged_package": "The course package is damaged. It will be fetched again.",
    "hostile_package": "The course package tried to write outside its folder. It was refused.",
    "not_downloaded": "This is not on the laptop. Fetch it while there is a link: karmadesk download",
    "no_engine": "Neither VLC nor Qt Multimedia can play here.",
    "unplayable": "This file can't be played.",
    "home_busy": "Another KarmaDesk (process {pid}) works in this home. Close it first.",
    "bad_request": "There is no {what}.",
}


def sentence(error: KarmaDeskError) -> str:
    """The line for an error, with its arguments filled in and its stable code."""
    text = SENTENCES.get(error.key, error.key)
    reason = f" ({error.reason})" if isinstance(error, Refused) else ""
    return f"{text.format_map(_Named(error.arguments))}{reason} [{error.key}]"


class _Named(dict[str, object]):
    """Leaves a field that an error doesn't fill as a dash."""

    def __missing__(self, key: str) -> str:
        return "-"

"""One English line for each error key: what happened, what is safe, what to do."""

from __future__ import annotations

from collections.abc import Mapping

from karmadesk.errors import KarmaDeskError, Refused

SENTENCES = {
    "error": "Something in the world outside got in the way. Nothing is lost; try again.",
    "link": "The server can't be reached well. Nothing is lost; try again later.",
    "offline": "The server can't be reached. Nothing is lost; try again when there is a link.",
    "proxy": "The network's proxy does not let KarmaDesk through. Nothing is lost; tell your IT officer.",
    "proxy_login": "The network's proxy wants a name and a password. Nothing is lost; tell your IT officer.",
    "tls": "The server's certificate is not trusted by this system. Nothing was sent; tell your IT officer.",
    "not_a_server": "What answered is not a KarmaDesk or iGOT server. Check the address, or sign in to the network.",
    "server_busy": "The server is busy. Nothing is lost; try again later.",
    "server_fault": "The server had a fault of its own. Nothing is lost; try again later.",
    "sign_in": "Signing in did not work. Nothing changed; try again.",
    "signed_out": "The session has ended. What was learnt is safe; run: karmadesk login",
    "sign_in_failed": "The sign-in was not finished. Nothing changed; try again.",
    "sign_in_timed_out": "Nobody finished signing in. Nothing changed; try again.",
    "already_here": "This person is on this laptop already. Nothing changed.",
    "wrong_person": "Somebody else signed in than was expected. Nothing changed.",
    "refused": "The server refused this for good. It is kept, with the reason: karmadesk status",
    "store": "The disk can't be read or written well. Nothing was changed; look at the disk.",
    "newer_database": "A newer KarmaDesk wrote these records. Nothing was changed; install the newer version.",
    "wrong_key": "The key in this home does not open these records. Nothing was changed; bring back the right keys.",
    "damaged_database": "The file with these records is damaged. It is mended when it is next opened; try again.",
    "mended": "These records were damaged and are whole again. Nothing is missing.",
    "partly_mended": "These records were damaged and are mended from a copy. The rest comes back with: karmadesk sync",
    "begun_anew": "These records could not be read and were begun anew. What was sent comes back with: karmadesk sync",
    "set_aside": "A list was damaged and set aside. What was learnt is safe; the list comes back with: karmadesk sync",
    "disk_full": "The disk is full. Nothing is lost; free some space and try again.",
    "unsent": "{name} has something here that was not sent. Nothing was removed.",
    "vault": "The keys in this home can't be read. Nothing was changed; bring back the file or key store.",
    "no_keyring": "This system has no keyring. Use --secrets sealed-file with a passphrase (--passphrase-file FILE).",
    "no_passphrase": "No passphrase was given for a new sealed file: --passphrase-file FILE or KARMADESK_PASSPHRASE.",
    "keys_locked": "The keys here are sealed by a passphrase. Give it: --passphrase-file FILE or KARMADESK_PASSPHRASE.",
    "wrong_passphrase": "The passphrase does not open the sealed file. Nothing was changed.",
    "person_locked": "{name} has a PIN or password. Open KarmaDesk's window and unlock it there.",
    "wrong_secret": "This is not the PIN or password. Nothing was changed.",
    "too_soon": "After wrong tries the next one has to wait {wait_s} seconds.",
    "content": "This lesson can't be used. The rest goes on; fetch it again.",
    "missing_on_server": "The file is not on the server. The rest goes on; tell the course's provider.",
    "wrong_length": "The file is not as long as the server promised. It will be fetched again.",
    "not_a_package": "The file is not a course package. Nothing was changed.",
    "newer_package": "The course package was made for a newer KarmaDesk. Nothing was changed; install that one.",
    "damaged_package": "The course package is damaged. Nothing was changed; fetch or copy it again.",
    "hostile_package": "The course package tried to write outside its folder. It was refused.",
    "unreadable_file": "The file can't be read. Nothing was changed; check the drive and the permissions.",
    "unwritable_file": "The file can't be written. Nothing was changed; check the drive and the permissions.",
    "not_a_person": "This is no file in which somebody was taken along, or it is damaged. Nothing was changed.",
    "unsafe_drawing": "The certificate's drawing can't be shown safely here. It is at the server.",
    "holds_somebody": "Somebody else is in this file already. Nothing was changed; choose another name for the file.",
    "not_carried": "This is no file of carried progress, or it is damaged. Nothing was taken in; write it again.",
    "not_carried_here": "This file opens for nobody here. Nothing was taken in; take it to where it was written for.",
    "not_met": "{name}'s server has not told yet how to seal a file for it. Sync once while there is a link.",
    "sign_in_wanted": "This file was sealed by words; its learner must sign in here: karmadesk carry stand-in FOLDER",
    "not_introduced": "The server does not know the laptop that wrote this file. Nothing is lost; sync that one once.",
    "no_course_for_it": "No course that is known here has this lesson. Import the course's own file (SPINE) too.",
    "not_shown_here": "Lessons of this kind can't be shown here. Nothing was changed.",
    "not_downloaded": "This is not on the laptop. Fetch it while there is a link: karmadesk download",
    "playback": "This can't be played. Everything else still opens.",
    "no_engine": "Neither VLC nor Qt Multimedia can play here.",
    "unplayable": "This file can't be played.",
    "policy": "The policy file {file} can't be followed. Nothing was changed; ask who wrote it.",
    "policy_unreadable": "The policy file {file} can't be read at line {line}: {why}. Nothing was changed.",
    "policy_unknown": "The policy file {file} has an unknown key in line {line}: {name}. Nothing was changed.",
    "policy_refused": "The policy file {file} has a bad value in line {line}: {name} must be {wanted}.",
    "mistyped_code": "No KarmaDesk has shown this code: a character is mistyped or missing. Ask for it again.",
    "unknown_server": "The server {name} is not known here. Nothing was changed; ask your IT officer.",
    "home_busy": "Another KarmaDesk (process {pid}) works in this home. Close it first.",
    "bad_request": "There is no {what}.",
}


def sentence(error: KarmaDeskError) -> str:
    """The line for an error, with its arguments filled in and its stable code."""
    return line(error.key, error.arguments, error.reason if isinstance(error, Refused) else "")


def line(key: str, arguments: Mapping[str, object] | None = None, reason: str = "") -> str:
    """The same for an error that was kept as its key and arguments; an unknown one is told in general."""
    text = SENTENCES.get(key, SENTENCES["error"]).format_map(_Named(arguments or {}))
    return f"{text}{f' ({reason})' if reason else ''} [{key}]"


class _Named(dict[str, object]):
    """Leaves a field that an error doesn't fill as a dash."""

    def __missing__(self, key: str) -> str:
        return "-"

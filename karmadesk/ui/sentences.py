"""Errors and refusals in the learner's words: what happened, what is safe, what to do next."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from karmadesk.errors import KarmaDeskError
from karmadesk.model import Json, RefusalReason
from karmadesk.ui.i18n import translate
from karmadesk.ui.phrases import (
    ask_office,
    courses_still_open,
    fetch_again,
    fetch_or_copy_again,
    fetched_is_kept,
    it_tries_again,
    learning_is_safe,
    nothing_changed,
    see_ledger,
    try_again,
    try_sign_in_again,
)


@dataclass(frozen=True)
class Trouble:
    """One problem, a sentence each."""

    what: str
    safe: str
    step: str

    def __str__(self) -> str:
        return " ".join(part for part in (self.what, self.safe, self.step) if part)


Words = Callable[[], tuple[str, str, str]]

LINK: dict[str, Words] = {
    "link": lambda: (translate("Errors", "The server can't be reached well."), learning_is_safe(), it_tries_again()),
    "offline": lambda: (
        translate("Errors", "There is no link to the server now."),
        learning_is_safe(),
        it_tries_again(),
    ),
    "proxy": lambda: (
        translate("Errors", "This network's proxy does not let KarmaDesk through to the server."),
        learning_is_safe(),
        translate("Errors", "Ask your office's IT officer to allow the server's address, or use another network."),
    ),
    "proxy_login": lambda: (
        translate("Errors", "This network's proxy wants a name and a password."),
        learning_is_safe(),
        translate("Errors", "Ask your office's IT officer to set the proxy's login, or use another network."),
    ),
    "tls": lambda: (
        translate("Errors", "The server's certificate is not trusted by this laptop."),
        translate("Errors", "Nothing was sent."),
        translate("Errors", "Check the laptop's date and time; if they are right, ask your office's IT officer."),
    ),
    "not_a_server": lambda: (
        translate("Errors", "Something answered at this address, but it is not the learning server."),
        translate("Errors", "Nothing was sent."),
        translate(
            "Errors", "If this network has a sign-in page, sign in there first; else check the server's address."
        ),
    ),
    "server_busy": lambda: (translate("Errors", "The server is busy."), learning_is_safe(), it_tries_again()),
    "server_fault": lambda: (
        translate("Errors", "The server reports a fault of its own."),
        learning_is_safe(),
        it_tries_again(),
    ),
}
SIGN_IN: dict[str, Words] = {
    "sign_in": lambda: (translate("Errors", "Signing in did not work."), learning_is_safe(), try_sign_in_again()),
    "signed_out": lambda: (
        translate("Errors", "Your session with the server has ended."),
        translate("Errors", "You can go on learning; everything is kept."),
        translate("Errors", "Sign in once when there is a link, so that it can be sent."),
    ),
    "sign_in_failed": lambda: (
        translate("Errors", "The browser's answer can't be used: it was cancelled, or it is too old."),
        nothing_changed(),
        try_sign_in_again(),
    ),
    "sign_in_timed_out": lambda: (
        translate("Errors", "Nobody finished signing in within five minutes."),
        nothing_changed(),
        try_sign_in_again(),
    ),
    "already_here": lambda: (
        translate("Errors", "This person is already on this laptop."),
        nothing_changed(),
        translate("Errors", "Choose the person's card, or sign in as somebody else."),
    ),
    "wrong_person": lambda: (
        translate("Errors", "Somebody else signed in than was expected."),
        nothing_changed(),
        translate("Errors", "Sign in again as the person whose card you chose."),
    ),
}
STORE: dict[str, Words] = {
    "store": lambda: (translate("Errors", "The laptop's storage can't be used."), nothing_changed(), ask_office()),
    "newer_database": lambda: (
        translate("Errors", "These records were written by a newer KarmaDesk."),
        translate("Errors", "They are whole and were not changed."),
        translate("Errors", "Install the newest KarmaDesk on this laptop to open them."),
    ),
    "wrong_key": lambda: (
        translate("Errors", "This person's records can't be unlocked with the key on this laptop."),
        translate("Errors", "They are whole and were not changed."),
        ask_office(),
    ),
    "damaged_database": lambda: (
        translate("Errors", "The file with these records is damaged."),
        translate("Errors", "Nothing was deleted."),
        translate("Errors", "Close KarmaDesk and open it again: it mends the file by itself."),
    ),
    "mended": lambda: (
        translate("Errors", "The file with your records was damaged and is whole again."),
        translate("Errors", "Nothing is missing."),
        translate("Errors", "If this happens again, have the disk looked at."),
    ),
    "partly_mended": lambda: (
        translate("Errors", "The file with your records was damaged and is mended from a copy and what was left."),
        translate("Errors", "What the server has comes back with the next link."),
        translate("Errors", "If this happens again, have the disk looked at."),
    ),
    "begun_anew": lambda: (
        translate("Errors", "The file with your records could not be read any more and was begun anew."),
        translate("Errors", "What the server has comes back with the next link; the damaged file is kept."),
        ask_office(),
    ),
    "set_aside": lambda: (
        translate("Errors", "A list of courses or files on this laptop was damaged and is made anew."),
        learning_is_safe(),
        translate("Errors", "What is missing comes back by itself with the next link to the server."),
    ),
    "disk_full": lambda: (
        translate("Errors", "The disk is full."),
        fetched_is_kept(),
        translate("Errors", "Remove a course that you no longer need, or free some space; then it goes on."),
    ),
    "unsent": lambda: (
        translate("Errors", "Something of this person was not sent yet."),
        translate("Errors", "Nothing was removed."),
        translate("Errors", "Send it first, take it along in a file, or type the name to destroy it."),
    ),
    "vault": lambda: (translate("Errors", "The keys on this laptop can't be read."), nothing_changed(), ask_office()),
    "no_keyring": lambda: (
        translate("Errors", "This laptop has no usable key store."),
        nothing_changed(),
        translate("Errors", "Start KarmaDesk with a sealed file for the keys, or ask your office's IT officer."),
    ),
    "no_passphrase": lambda: (
        translate("Errors", "No passphrase has been chosen for this laptop's keys yet."),
        nothing_changed(),
        try_again(),
    ),
    "keys_locked": lambda: (
        translate("Errors", "This laptop's keys are locked."),
        learning_is_safe(),
        translate("Errors", "Choose who is learning; the passphrase is asked for then."),
    ),
    "wrong_passphrase": lambda: (
        translate("Errors", "The passphrase does not open the keys."),
        nothing_changed(),
        translate("Errors", "Try the passphrase again."),
    ),
    "person_locked": lambda: (
        translate("Errors", "This person's records are locked with their own PIN or password."),
        nothing_changed(),
        translate("Errors", "They unlock them on the first screen."),
    ),
    "wrong_secret": lambda: (
        translate("Errors", "This is not the PIN or password."),
        nothing_changed(),
        try_again(),
    ),
    "too_soon": lambda: (
        translate("Errors", "After several wrong tries the next one has to wait."),
        nothing_changed(),
        try_again(),
    ),
}
CONTENT: dict[str, Words] = {
    "content": lambda: (translate("Errors", "This lesson can't be used."), courses_still_open(), fetch_again()),
    "missing_on_server": lambda: (
        translate("Errors", "The server no longer has this file."),
        courses_still_open(),
        translate("Errors", "Tell the course's provider; the other lessons go on."),
    ),
    "wrong_length": lambda: (
        translate("Errors", "The file is not as long as the server promised."),
        courses_still_open(),
        fetch_again(),
    ),
    "not_a_package": lambda: (
        translate("Errors", "This is not a course file."),
        courses_still_open(),
        fetch_or_copy_again(),
    ),
    "newer_package": lambda: (
        translate("Errors", "The course file was made for a newer KarmaDesk."),
        courses_still_open(),
        translate("Errors", "Install the newest KarmaDesk on this laptop, then bring the file again."),
    ),
    "damaged_package": lambda: (
        translate("Errors", "The course file is damaged."),
        courses_still_open(),
        fetch_or_copy_again(),
    ),
    "unreadable_file": lambda: (
        translate("Errors", "The file “{name}” can't be read."),
        nothing_changed(),
        translate("Errors", "Check that the drive is still in, and that you may open the file; then try again."),
    ),
    "unwritable_file": lambda: (
        translate("Errors", "The file “{name}” can't be written."),
        nothing_changed(),
        translate("Errors", "Check that the drive is still in, or choose another place where you may write."),
    ),
    "not_a_person": lambda: (
        translate("Errors", "This is not a file in which somebody was taken along, or it is damaged."),
        nothing_changed(),
        translate("Errors", "Copy it again from where it came, or choose another file."),
    ),
    "unsafe_drawing": lambda: (
        translate("Errors", "The drawing of this certificate can't be shown safely."),
        nothing_changed(),
        translate("Errors", "The certificate is yours all the same: get it from the platform in a browser."),
    ),
    "holds_somebody": lambda: (
        translate("Errors", "Somebody else is in the file “{name}” already."),
        nothing_changed(),
        translate("Errors", "Choose another name for the file."),
    ),
    "no_course_for_it": lambda: (
        translate("Errors", "No course that is known here has this lesson."),
        nothing_changed(),
        translate("Errors", "Bring the course's own file too; it is usually in the same folder."),
    ),
    "not_shown_here": lambda: (
        translate("Errors", "Lessons of this kind can't be shown here yet."),
        nothing_changed(),
        translate("Errors", "Use the course's other lessons, or the portal when there is a link."),
    ),
    "hostile_package": lambda: (
        translate("Errors", "The course file tries to do harm and was not opened."),
        translate("Errors", "Nothing of it was kept."),
        translate("Errors", "Please tell the course's provider."),
    ),
    "not_downloaded": lambda: (
        translate("Errors", "This is not on this laptop yet."),
        courses_still_open(),
        translate("Errors", "Fetch it when there is a link."),
    ),
    "playback": lambda: (translate("Errors", "This can't be played."), courses_still_open(), fetch_again()),
    "no_engine": lambda: (
        translate("Errors", "Nothing on this laptop can play video or sound."),
        translate("Errors", "Documents, articles and practice still open."),
        translate("Errors", "Ask your office's IT officer to install VLC."),
    ),
    "unplayable": lambda: (translate("Errors", "This file can't be played."), courses_still_open(), fetch_again()),
}
OTHER: dict[str, Words] = {
    "error": lambda: (
        translate("Errors", "Something in the world outside got in the way."),
        learning_is_safe(),
        try_again(),
    ),
    "refused": lambda: (translate("Errors", "The server refused this."), learning_is_safe(), see_ledger()),
    "not_carried": lambda: (
        translate("Errors", "This is no file of carried progress, or it was damaged on the way."),
        learning_is_safe(),
        translate("Errors", "Write it to the drive once more."),
    ),
    "not_carried_here": lambda: (
        translate("Errors", "A file on the drive opens for nobody here."),
        nothing_changed(),
        translate("Errors", "Take the drive to where it was written for."),
    ),
    "not_met": lambda: (
        translate("Errors", "{name}'s server has not told this laptop yet how to seal a file for it."),
        learning_is_safe(),
        translate("Errors", "Send once by a link; from then on a drive can carry it."),
    ),
    "not_introduced": lambda: (
        translate("Errors", "The server does not know the laptop that wrote this file."),
        nothing_changed(),
        translate("Errors", "Let that laptop send once by a link, then write it again."),
    ),
    "sign_in_wanted": lambda: (
        translate("Errors", "This file can only be sent by its learner, signed in."),
        nothing_changed(),
        translate("Errors", "Ask your office's IT officer to send it with: karmadesk carry stand-in."),
    ),
    "unknown_server": lambda: (
        translate("Errors", "This person learns from {name}, which this laptop does not know."),
        nothing_changed(),
        translate("Errors", "Ask your office's IT officer whether that server may be used here."),
    ),
    "home_busy": lambda: (
        translate("Errors", "KarmaDesk is already open on this laptop."),
        nothing_changed(),
        translate("Errors", "Use the window that is open, or close it first."),
    ),
    "bad_request": lambda: (translate("Errors", "What was asked for does not exist."), nothing_changed(), try_again()),
}
POLICY: dict[str, Words] = {
    "policy": lambda: (
        translate("Errors", "What your office decided for this laptop can't be followed."),
        nothing_changed(),
        ask_office(),
    ),
    "policy_unreadable": lambda: (
        translate("Errors", "The office's policy file {file} can't be read at line {line} ({why})."),
        nothing_changed(),
        ask_office(),
    ),
    "policy_unknown": lambda: (
        translate("Errors", "The office's policy file {file} has an unknown key in line {line}: {name}."),
        nothing_changed(),
        ask_office(),
    ),
    "policy_refused": lambda: (
        translate("Errors", "The office's policy file {file} has a bad value in line {line}: {name} must be {wanted}."),
        nothing_changed(),
        ask_office(),
    ),
    "mistyped_code": lambda: (
        translate("Errors", "No KarmaDesk has shown this code."),
        nothing_changed(),
        translate("Errors", "Ask for the code again, letter by letter."),
    ),
}
TROUBLES: dict[str, Words] = {**LINK, **SIGN_IN, **STORE, **CONTENT, **OTHER, **POLICY}


def trouble(key: str, arguments: Mapping[str, Json] | None = None) -> Trouble:
    """The words for an error's key; an unknown key (of a newer version) is told in general."""
    what, safe, step = TROUBLES.get(key, OTHER["error"])()
    fields = {name: str(value) for name, value in (arguments or {}).items()}
    return Trouble(*(part.format_map(_Fields(fields)) for part in (what, safe, step)))


def trouble_of(error: KarmaDeskError) -> Trouble:
    """The words for an error as it was raised."""
    return trouble(error.key, error.arguments)


class _Fields(dict[str, str]):
    """Fields of a sentence; one that is missing is left out."""

    def __missing__(self, key: str) -> str:
        return ""


REASONS: dict[str, Callable[[], tuple[str, str]]] = {
    RefusalReason.BATCH_ENDED: lambda: (
        translate("Refusals", "the course's batch has ended"),
        translate(
            "Refusals",
            "Your work is kept here. Ask your coordinator for a new batch; once you are in it, it can be sent again.",
        ),
    ),
    RefusalReason.NOT_ENROLLED: lambda: (
        translate("Refusals", "you are not enrolled in this course"),
        translate("Refusals", "Your work is kept here. Ask your coordinator to enrol you, then send it again."),
    ),
    RefusalReason.NO_BATCH: lambda: (
        translate("Refusals", "the course has no open batch"),
        translate("Refusals", "Your work is kept here. Ask your coordinator for a batch, then send it again."),
    ),
    RefusalReason.NOT_ALLOWED: lambda: (
        translate("Refusals", "your account may not do this"),
        translate("Refusals", "Your work is kept here. Ask your coordinator whether the course is meant for you."),
    ),
    RefusalReason.BAD_CONTENT: lambda: (
        translate("Refusals", "the server does not know this lesson"),
        translate("Refusals", "Your work is kept here. The lesson may have been replaced: fetch the course again."),
    ),
    RefusalReason.TOO_LARGE: lambda: (
        translate("Refusals", "this is more than the server takes at once"),
        translate("Refusals", "Your work is kept here. Tell your coordinator: the server's limit can be raised."),
    ),
    RefusalReason.UNKNOWN: lambda: (
        translate("Refusals", "the server gave no reason"),
        translate("Refusals", "Your work is kept here. Send it again; if it is refused again, ask your coordinator."),
    ),
}


def refusal(reason: str) -> tuple[str, str]:
    """Why the server refused (a clause) and what the learner can do (sentences)."""
    return REASONS.get(reason, REASONS[RefusalReason.UNKNOWN])()

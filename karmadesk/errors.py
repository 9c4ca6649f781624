"""Everything that the world, not a bug, can do to us; `ui` turns each key into one sentence and a next step.

KarmaDeskError
├─ LinkError            nothing is lost, try again later
│  ├─ Offline           no route, name, connection or answer in time
│  │  └─ ProxyFault     the network's proxy does not let us through
│  │     └─ ProxyWantsLogin  it wants a name and a password first (407)
│  ├─ TlsFailed         the server's certificate is not trusted by this system
│  ├─ NotAServer        something answered, but not the server that was asked for (HTML page, wrong body)
│  ├─ ServerBusy        429 or 503; `retry_after_s` when the server said
│  └─ ServerFault       500 and other answers that blame the server
├─ SignInError
│  ├─ SignedOut         the session has ended: learning goes on, sending waits for a sign-in
│  ├─ SignInFailed      the browser's answer can't be used (cancelled, wrong address, code too old)
│  ├─ SignInTimedOut    nobody finished signing in
│  ├─ AlreadyHere       this person is on the laptop already
│  └─ WrongPerson       somebody else signed in than was expected
├─ Refused              the server refused one act for good; `reason` is its key
├─ StoreError
│  ├─ NewerDatabase     written by a newer KarmaDesk; nothing was changed
│  ├─ WrongKey          the key does not open this database
│  ├─ DamagedDatabase   the file is not a sound database
│  │  └─ SetAside       it can be fetched again, and was begun anew
│  ├─ Mended            somebody's records were damaged and are whole again: told, never raised
│  │  ├─ PartlyMended   they are again as far as they could be read, or were in a copy
│  │  └─ BegunAnew      nothing of them could be read, and there was no copy
│  ├─ DiskFull          no room left on the disk
│  └─ Unsent            taking this person off the laptop would lose what was not sent
├─ VaultError
│  ├─ NoKeyring         the system has no usable key store
│  ├─ NoPassphrase      keys go into a sealed file, and nobody has chosen its passphrase yet
│  ├─ KeysLocked        the sealed file waits for its passphrase
│  ├─ WrongPassphrase   the sealed file does not open
│  ├─ PersonLocked      this person's store opens by what only they know
│  ├─ WrongSecret       what was typed is not this person's PIN or password
│  └─ TooSoon           after wrong tries, the next one has to wait
├─ ContentError
│  ├─ MissingOnServer   the file is not on the server (404)
│  ├─ WrongLength       the file is not as long as the server promised
│  ├─ NotAPackage       not an archive, or no manifest inside
│  │  └─ NewerPackage   made for a newer reader than this one
│  ├─ DamagedPackage    an archive that is broken
│  ├─ HostilePackage    an archive that tries to write outside its folder, or to fill the disk
│  ├─ UnreadableFile    the system does not let us read a file (gone, forbidden, drive pulled out)
│  ├─ UnwritableFile    the system does not let us write a file (forbidden, write-protected, drive pulled out)
│  ├─ NotAPerson        not a file in which somebody was taken along, or one that is damaged
│  ├─ HoldsSomebody     a file in which somebody else was taken along: it may be all there is of them
│  ├─ NotCarried        not a file of carried progress, or one that is damaged
│  ├─ NotCarriedHere    a file of carried progress that opens for nobody here
│  ├─ UnsafeDrawing     a certificate's drawing that would do more than draw, or is none
│  ├─ NoCourseForIt     a lesson whose course is not known here
│  ├─ NotShownHere      a lesson of a kind that this program can't show
│  └─ NotDownloaded     the content is not on this laptop
├─ PlaybackError
│  ├─ NoEngine          neither VLC nor Qt Multimedia can be used
│  └─ Unplayable        this file can't be decoded
├─ PolicyError           the office's policy file can't be followed as it is; `line` is 0 where none can be named
│  ├─ PolicyUnreadable   it can't be read, or it is no TOML
│  ├─ PolicyUnknown      it has a key that this version doesn't know
│  └─ PolicyRefused      a value that can't be meant; `wanted` is its form in signs, not words
├─ MistypedCode         a support code that no KarmaDesk has shown
├─ NotMet               the server takes no carried files, or was never asked how to seal one
├─ SignInWanted         a carried file that its learner has to send, signed in: it was sealed by words
├─ NotIntroduced        the server does not know the laptop that wrote a carried file
├─ UnknownServer        somebody learns from a server that is not known here
├─ HomeBusy             another KarmaDesk works in this home
└─ BadRequest           what was asked for does not exist (command line)
"""

from __future__ import annotations

from typing import ClassVar


class KarmaDeskError(Exception):
    """The world's fault. `key` names the sentence, `arguments` fill its fields; no text for people lives here."""

    key: ClassVar[str] = "error"

    def __init__(self, detail: str = "", **arguments: str | int | float) -> None:
        """`detail` is for the log only (never a token or an answer)."""
        super().__init__(detail or self.key)
        self.detail = detail
        self.arguments = arguments


class LinkError(KarmaDeskError):
    key = "link"


class Offline(LinkError):
    key = "offline"


class ProxyFault(Offline):
    key = "proxy"


class ProxyWantsLogin(ProxyFault):
    key = "proxy_login"


class TlsFailed(LinkError):
    key = "tls"


class NotAServer(LinkError):
    key = "not_a_server"


class ServerBusy(LinkError):
    key = "server_busy"

    def __init__(self, detail: str = "", *, retry_after_s: float | None = None, **arguments: str | int | float) -> None:
        super().__init__(detail, **arguments)
        self.retry_after_s = retry_after_s


class ServerFault(LinkError):
    key = "server_fault"


class SignInError(KarmaDeskError):
    key = "sign_in"


class SignedOut(SignInError):
    key = "signed_out"


class SignInFailed(SignInError):
    key = "sign_in_failed"


class SignInTimedOut(SignInError):
    key = "sign_in_timed_out"


class AlreadyHere(SignInError):
    key = "already_here"


class WrongPerson(SignInError):
    key = "wrong_person"


class Refused(KarmaDeskError):
    """The server will never accept this act as it is; `reason` is one of the keys in `model.RefusalReason`."""

    key = "refused"

    def __init__(self, reason: str, detail: str = "", **arguments: str | int | float) -> None:
        super().__init__(detail or reason, **arguments)
        self.reason = reason


class StoreError(KarmaDeskError):
    key = "store"


class NewerDatabase(StoreError):
    key = "newer_database"


class WrongKey(StoreError):
    key = "wrong_key"


class DamagedDatabase(StoreError):
    key = "damaged_database"


class SetAside(DamagedDatabase):
    key = "set_aside"


class Mended(StoreError):
    key = "mended"


class PartlyMended(Mended):
    key = "partly_mended"


class BegunAnew(Mended):
    key = "begun_anew"


class DiskFull(StoreError):
    key = "disk_full"


class Unsent(StoreError):
    key = "unsent"


class VaultError(KarmaDeskError):
    key = "vault"


class NoKeyring(VaultError):
    key = "no_keyring"


class NoPassphrase(VaultError):
    key = "no_passphrase"


class KeysLocked(VaultError):
    key = "keys_locked"


class WrongPassphrase(VaultError):
    key = "wrong_passphrase"


class PersonLocked(VaultError):
    """Arguments `person` (an id) and `name` (the label) say who is to be asked."""

    key = "person_locked"


class WrongSecret(VaultError):
    """Argument `wait_s`: how long the next try has to wait."""

    key = "wrong_secret"


class TooSoon(VaultError):
    """Argument `wait_s`: how long it is still."""

    key = "too_soon"


class ContentError(KarmaDeskError):
    key = "content"


class MissingOnServer(ContentError):
    key = "missing_on_server"


class WrongLength(ContentError):
    key = "wrong_length"


class NotAPackage(ContentError):
    key = "not_a_package"


class NewerPackage(NotAPackage):
    key = "newer_package"


class DamagedPackage(ContentError):
    key = "damaged_package"


class HostilePackage(ContentError):
    key = "hostile_package"


class UnreadableFile(ContentError):
    key = "unreadable_file"


class UnwritableFile(ContentError):
    key = "unwritable_file"


class NotAPerson(ContentError):
    key = "not_a_person"


class HoldsSomebody(ContentError):
    key = "holds_somebody"


class NotCarried(ContentError):
    key = "not_carried"


class NotCarriedHere(NotCarried):
    key = "not_carried_here"


class UnsafeDrawing(ContentError):
    key = "unsafe_drawing"


class NoCourseForIt(ContentError):
    key = "no_course_for_it"


class NotShownHere(ContentError):
    key = "not_shown_here"


class NotDownloaded(ContentError):
    key = "not_downloaded"


class PlaybackError(KarmaDeskError):
    key = "playback"


class NoEngine(PlaybackError):
    key = "no_engine"


class Unplayable(PlaybackError):
    key = "unplayable"


class PolicyError(KarmaDeskError):
    key = "policy"


class PolicyUnreadable(PolicyError):
    key = "policy_unreadable"


class PolicyUnknown(PolicyError):
    key = "policy_unknown"


class PolicyRefused(PolicyError):
    key = "policy_refused"


class MistypedCode(KarmaDeskError):
    key = "mistyped_code"


class NotMet(KarmaDeskError):
    """Argument `name`: whose progress can't be carried yet."""

    key = "not_met"


class SignInWanted(KarmaDeskError):
    key = "sign_in_wanted"


class NotIntroduced(KarmaDeskError):
    key = "not_introduced"


class UnknownServer(KarmaDeskError):
    """Argument `name`: the server's address, or its id where no address is known."""

    key = "unknown_server"


class HomeBusy(KarmaDeskError):
    key = "home_busy"


class BadRequest(KarmaDeskError):
    key = "bad_request"

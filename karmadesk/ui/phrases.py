"""What many problems have in common: what is safe, and what to do next."""

from __future__ import annotations

from karmadesk.ui.i18n import translate


def learning_is_safe() -> str:
    return translate("Errors", "Everything you have done is safe on this laptop.")


def courses_still_open() -> str:
    return translate("Errors", "The courses on this laptop still open.")


def fetched_is_kept() -> str:
    return translate("Errors", "What was fetched so far is kept.")


def nothing_changed() -> str:
    return translate("Errors", "Nothing was changed.")


def it_tries_again() -> str:
    return translate("Errors", "KarmaDesk tries again by itself when there is a link.")


def ask_office() -> str:
    return translate("Errors", "Please show this to your office's IT officer.")


def try_again() -> str:
    return translate("Errors", "Please try again.")


def try_sign_in_again() -> str:
    return translate("Errors", "Please try to sign in again.")


def fetch_again() -> str:
    return translate("Errors", "Fetch it again when there is a link.")


def fetch_or_copy_again() -> str:
    return translate("Errors", "Fetch it again when there is a link, or copy it again from where it came.")


def see_ledger() -> str:
    return translate("Errors", "See what to do under Sent.")

"""Unlocking this laptop's keys: one field, asked again as often as needed."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtWidgets import QWidget

from karmadesk.errors import KarmaDeskError, WrongPassphrase
from karmadesk.ui.i18n import translate
from karmadesk.ui.parts.labels import label
from karmadesk.ui.screens.passphrase import PassphraseScreen
from karmadesk.ui.stage import Stage


class UnlockScreen(PassphraseScreen):
    """For a sealed file that is there."""

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage, "unlock")
        self._forgotten = label("small", "third")
        self.form.addWidget(self.field)
        self._card.box.addSpacing(16)
        self._card.box.addWidget(self._forgotten)
        self.field.entered.connect(self.submit)
        self.field.edited.connect(self._edited)
        for before, after in pairwise((self.field.line, self.field.eye, self._use, self._cancel)):
            QWidget.setTabOrder(before, after)
        self.retranslate()

    def title(self) -> str:
        return translate("Keys", "Unlock this laptop's keys")

    def is_usable(self) -> bool:
        if not self.field.text.strip():
            self.complain(self.field, type_it)
            return False
        return True

    def show_refused(self, error: KarmaDeskError) -> None:
        if not isinstance(error, WrongPassphrase):
            super().show_refused(error)
            return
        self._set_busy(is_busy=False)
        self.complain(self.field, wrong)

    def retranslate(self) -> None:
        super().retranslate()
        self._heading.setText(self.title())
        self._text.setText(
            translate(
                "Keys",
                "What is learnt on this laptop is encrypted. Its passphrase opens it for everybody here, and is asked "
                "once each time KarmaDesk starts.",
            )
        )
        self.field.say(translate("Keys", "Passphrase of this laptop"))
        self._use.say(translate("Keys", "Unlocking…") if self._is_busy else translate("Keys", "Unlock"))
        self._forgotten.setText(
            translate(
                "Keys",
                "Forgotten? Ask whoever set up this laptop. Nobody can recover a lost passphrase; what the server has "
                "accepted is safe there.",
            )
        )


def type_it() -> str:
    return translate("Keys", "Type the passphrase of this laptop.")


def wrong() -> str:
    return translate("Keys", "This passphrase does not open the keys. Nothing was changed; please try again.")

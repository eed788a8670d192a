"""/undo: «Это не я» from a letter. Opening the link changes nothing; the button does."""

import reflex as rx

from lk_app import wiring
from lk_app.domain.one_time import LinkRefused
from lk_app.states.session import SessionState
from lk_app.usecases import undo
from lk_app.wording import refusal

TOGETHER = {
    "email": "вернём прежнюю почту",
    "phone": "вернём прежний телефон",
    "password_hash": "отменим новый пароль",
}


class UndoState(SessionState):
    """`step` is one of: "" (not known yet), ready, done, dead."""

    step: str = ""
    kind: str = ""  # of: changed, recovery, deletion
    what: str = ""  # «вернём прежнюю почту»
    reason: str = ""
    reset_href: str = ""
    _answered: str = ""  # the secret this page has answered already

    @rx.event
    async def open(self) -> None:
        """Whether the link works, and what it would take back."""
        if self.step == "done" and self._secret() == self._answered:
            return  # a reconnect repeats this; the answer stays
        try:
            what = await wiring.in_thread(
                undo.check_link,
                db=wiring.database(),
                secret=self._secret(),
                now=wiring.real_now(),
            )
            self.step, self.what, self.kind = "ready", _named(what), _kind(what)
        except LinkRefused as refused:
            self.step, self.reason = "dead", refusal(refused)

    @rx.event
    async def take_back(self) -> None:
        """Put back what was changed; every session ends."""
        try:
            undone = await wiring.in_thread(
                undo.take_back,
                db=wiring.database(),
                secret=self._secret(),
                now=wiring.real_now(),
            )
        except LinkRefused as refused:
            self.step, self.reason = "dead", refusal(refused)
            return
        self.step, self.what, self._answered = "done", _named(undone.what), self._secret()
        self.kind = _kind(undone.what)
        self.reset_href = f"/reset?token={undone.reset_secret}" if undone.reset_secret else ""

    def _secret(self) -> str:
        return self.router.url.query_parameters.get("token", "")


def _kind(what: frozenset[str]) -> str:
    return next(iter(what & {undo.RECOVERY, undo.DELETION}), "changed")


def _named(what: frozenset[str]) -> str:
    return " и ".join(words for column, words in TOGETHER.items() if column in what)

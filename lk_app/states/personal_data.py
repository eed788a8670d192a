"""/cabinet/profile: everything held on the person as a file, who looked, and the deletion."""

import dataclasses
from datetime import datetime

import reflex as rx

from lk_app import wiring
from lk_app.domain.personal_data import DataExport
from lk_app.domain.refusals import Refusal
from lk_app.states.profile import Section
from lk_app.states.session import SessionState
from lk_app.states.untrusted import text
from lk_app.usecases import account_views, data_exports, login_deletion
from lk_app.wording import account_number, moment, refusal, size


@dataclasses.dataclass(frozen=True)
class AccountLook:
    """One look, in finished words."""

    who: str
    what: str  # «№ 64101-001-01, 20 ноября 2026, 10:00»


class PersonalDataState(Section, SessionState):
    """`step` of the file is one of: "" (none asked for), making, ready, failed."""

    looks: list[AccountLook] = []  # noqa: RUF012  Reflex copies defaults per client
    step: str = ""
    file: str = ""  # «Собран 22 ноября 2026, 14:05, 1,2 МБ. Удалится …»
    href: str = ""  # for some minutes after the password

    @rx.event
    async def show(self):
        """Who looked, the newest first, and how the file stands."""
        me = await self._me()
        if me is None:
            return self._to_login()
        zone, groups = wiring.settings().zone, wiring.supplier().account_number_groups
        found = await wiring.in_thread(
            account_views.looks, db=wiring.database(), customer_id=me.id, tz=zone
        )
        self.looks = [
            AccountLook(
                who=one.name,
                what=f"№\u00a0{account_number(one.account_number, groups)}, {moment(one.at, zone)}"
                + (f". {one.why}" if one.why else ""),
            )
            for one in found
        ]
        await self._look(me.id)

    @rx.event
    async def ask(self):
        """«Собрать мои данные»."""
        me = await self._me()
        if me is None:
            return self._to_login()
        self._begin()
        try:
            await wiring.in_thread(
                data_exports.ask, db=wiring.database(), customer_id=me.id, now=wiring.real_now()
            )
            self._accept("")
        except Refusal as refused:
            self.done = refusal(refused)
        finally:
            self.busy = False
        await self._look(me.id)

    @rx.event
    async def unlock(self, form: dict):
        """The password, for the link to the file."""
        me = await self._visitor()
        if me is None:
            yield self._to_login()
            return
        self._begin()
        yield
        try:
            token = await wiring.in_thread(
                data_exports.unlock,
                db=wiring.database(),
                signer=wiring.signer(),
                me=me,
                password=text(form, "current_password"),
                now=wiring.real_now(),
            )
            self.href = f"/api/personal-data/{token}"
            self._accept("")
        except Refusal as refused:
            yield self._refuse(refused, "data")
        finally:
            self.busy = False

    async def _look(self, customer_id: int) -> None:
        found = await wiring.in_thread(
            data_exports.latest, db=wiring.database(), customer_id=customer_id
        )
        now = wiring.real_now()
        self.step, self.file, self.href = _step(found, now), _told(found), ""


class DeletionState(Section, SessionState):
    """«Удалить кабинет»."""

    due: str = ""  # when it comes; empty while nobody asked

    @rx.event
    async def show(self):
        """Whether somebody asked."""
        me = await self._me()
        if me is None:
            return self._to_login()
        await self._look(me.id)

    @rx.event
    async def ask(self, form: dict):
        """The password, and a week to think."""
        me = await self._visitor()
        if me is None:
            yield self._to_login()
            return
        self._begin()
        yield
        try:
            await wiring.in_thread(
                login_deletion.ask,
                db=wiring.database(),
                paper=wiring.stationery(),
                me=me,
                password=text(form, "current_password"),
                now=wiring.business_now(),
                real_now=wiring.real_now(),
            )
            await self._look(me.customer.id)
            self._accept("")
        except Refusal as refused:
            yield self._refuse(refused, "deletion")
        finally:
            self.busy = False

    @rx.event
    async def call_off(self):
        """«Оставить кабинет»."""
        me = await self._me()
        if me is None:
            return self._to_login()
        await wiring.in_thread(login_deletion.call_off, db=wiring.database(), customer_id=me.id)
        await self._look(me.id)
        self._accept("Кабинет остаётся. Автоплатежи включите снова сами.")

    async def _look(self, customer_id: int) -> None:
        due = await wiring.in_thread(
            login_deletion.due, db=wiring.database(), customer_id=customer_id
        )
        self.due = moment(due, wiring.settings().zone) if due else ""


def _step(found: DataExport | None, now: datetime) -> str:
    if found is None or (found.made_at and not found.is_ready(now)):
        return ""
    if found.made_at is None:
        return "failed" if found.is_given_up else "making"
    return "ready"


def _told(found: DataExport | None) -> str:
    if found is None or found.made_at is None or found.expires_at is None:
        return ""
    zone = wiring.settings().zone
    return (
        f"Собран {moment(found.made_at, zone)}, {size(found.size)}. "
        f"Удалится {moment(found.expires_at, zone)}."
    )

"""«Уведомления»: which kind goes where. The boxes of this device belong to assets/notices.js."""

import reflex as rx

from lk_app.components.cards import card, heading, notice, said
from lk_app.states.notices import NoticeLine
from lk_app.states.notices import NoticesState as State

COLUMNS = ("О чём", "Почта", "Это устройство")


def notices_card(mailbox: rx.Var[str]) -> rx.Component:
    """The table of kinds by mailbox and device, and what became of the last box."""
    return card(
        heading("Уведомления"),
        rx.el.p(
            "Приходят с 9 до 21 часа, об одном — один раз. Письма идут на ",
            rx.el.strong(mailbox, class_name="break-words"),
            ".",
            class_name="soft small",
        ),
        said(State.done, notice(State.done, tone="ok", live=True)),
        _table(),
        rx.el.p(role="status", class_name="hint empty:hidden", custom_attrs={"data-push-says": ""}),
        rx.el.script(src="/notices.js", type="module", custom_attrs={"async": True}),
    )


def _table() -> rx.Component:
    head = (
        rx.el.th(name, role="columnheader", scope="col", class_name="start") for name in COLUMNS
    )
    return rx.el.table(
        rx.el.caption("Что и куда присылать", class_name="seen-by-readers"),
        rx.el.thead(rx.el.tr(*head, role="row"), role="rowgroup"),
        rx.el.tbody(rx.foreach(State.lines, _line), role="rowgroup"),
        class_name="wishes",
        role="table",
    )


def _line(line: rx.Var[NoticeLine]) -> rx.Component:
    mail = rx.el.input(
        type="checkbox",
        aria_label=f"{line.name}: на почту",
        default_checked=line.by_mail,
        disabled=line.always,
        on_change=lambda wanted: State.choose(line.kind, wanted),
    )
    push = rx.el.input(
        type="checkbox",
        aria_label=f"{line.name}: на это устройство",
        disabled=True,  # until the script has asked this browser
        custom_attrs={"data-push": line.kind},
    )
    return rx.el.tr(
        rx.el.th(
            line.name,
            said(line.note, rx.el.span(line.note, class_name="soft small")),
            role="rowheader",
            scope="row",
        ),
        rx.el.td(rx.el.label(mail), role="cell"),
        rx.el.td(rx.el.label(push), role="cell"),
        key=f"{line.kind}{State.version}",
        role="row",
    )

"""Surfaces and what lies on them: cards, figures, rows, notices, badges, tables, disclosures."""

from collections.abc import Callable, Sequence
from typing import Literal

import reflex as rx

from lk_app.components.icons import icon

Text = str | rx.Var
Tone = Literal["info", "warn", "debt", "ok"]
TONE_ICONS: dict[str, str] = {"info": "info", "warn": "clock", "debt": "warning", "ok": "done"}


def card(*children: rx.Component, warn: bool = False, **props: object) -> rx.Component:
    """A white sheet with its own rhythm; `warn` is the amber one, only for time running out."""
    extra = props.pop("class_name", "")
    name = f"card {'card-warn' if warn else ''} {extra}".strip()
    return rx.el.section(*children, class_name=name, **props)


def heading(text: Text, *aside: rx.Component, **props: object) -> rx.Component:
    """A card's h2 with, at its right end, a badge or a small link."""
    return rx.el.div(rx.el.h2(text, **props), *aside, class_name="heading")


def figure(label: Text, amount: Text, note: Text = "", tone: Text = "") -> rx.Component:
    """The one number that matters, 44 px: what it is, the number, what it means."""
    return rx.el.div(
        rx.el.p(label, class_name="soft small"),
        rx.el.p(
            amount,
            class_name=rx.cond(tone, f"figure tone-{tone}", "figure")
            if isinstance(tone, rx.Var)
            else f"figure {_tone_class(tone)}".strip(),
        ),
        said(note, rx.el.p(note, class_name="soft small mt-1")),
    )


def rows(*children: rx.Component) -> rx.Component:
    """A column of `row`s (or an `rx.foreach` of them) parted by hairlines."""
    return rx.el.div(*children, class_name="rows")


def row(
    label: Text | rx.Component,
    value: Text | rx.Component,
    note: Text = "",
    *,
    total: bool = False,
    tone: Text = "",
) -> rx.Component:
    """What … how much, with a small second line; `total` is the bold one under a thick rule."""
    return rx.el.div(
        rx.el.div(label, said(note, rx.el.p(note, class_name="soft small"))),
        rx.el.div(value, class_name=_tone_class(tone)),
        class_name="row row-total" if total else "row",
    )


def door(mark: str, words: Text, href: Text, note: Text = "") -> rx.Component:
    """A full-width way to another screen, for use inside `rows`."""
    return rx.el.a(
        icon(mark, 24, "text-accent"),
        rx.el.span(
            rx.el.span(words, class_name="block font-medium"),
            said(note, rx.el.span(note, class_name="soft small block")),
            class_name="min-w-0 flex-1",
        ),
        icon("chevron", 18, "soft"),
        href=href,
        class_name="door",
    )


def notice(
    text: Text | rx.Component,
    *children: rx.Component,
    tone: Tone = "info",
    title: Text = "",
    live: bool = False,
) -> rx.Component:
    """A coloured surface with an icon and words. `live` has it read out when it appears."""
    return rx.el.div(
        icon(TONE_ICONS[tone], 24),
        rx.el.div(
            said(title, rx.el.p(title, class_name="font-semibold")),
            text if isinstance(text, rx.Component) else rx.el.p(text),
            *children,
            class_name="grid gap-2",
        ),
        class_name=f"notice notice-{tone}",
        **({"role": "alert" if tone == "debt" else "status"} if live else {}),
    )


def badge(text: Text, tone: Tone | Literal["plain"] = "plain") -> rx.Component:
    """The state of a thing in a word or two: «учтено», «не прошёл»."""
    mark = {"warn": "clock", "debt": "cross", "ok": "check"}.get(tone)
    return rx.el.span(*([icon(mark, 14)] if mark else []), text, class_name=f"badge badge-{tone}")


def badge_of(text: rx.Var[str], tone: rx.Var[str]) -> rx.Component:
    """A badge whose tone ("info", "warn", "debt", "ok", "plain") comes from the state."""
    tones = ("info", "warn", "debt", "ok")
    return rx.match(tone, *((name, badge(text, name)) for name in tones), badge(text))


def empty_state(
    title: Text, text: Text, *actions: rx.Component, picture: str = "info"
) -> rx.Component:
    """Nothing here yet: why, and what to do about it."""
    return card(
        icon(picture, 32),
        rx.el.h2(title),
        rx.el.p(text, class_name="soft"),
        *actions,
        class_name="empty",
    )


def skeleton(height: str) -> rx.Component:
    """A place held at its final height ("12rem") until the data comes, so nothing jumps."""
    return rx.el.div(
        rx.el.span("Загружаем…", class_name="seen-by-readers"),
        class_name="skeleton",
        style={"height": height},
        role="status",
        key="skeleton",  # goes when the data comes: turned into it, it would count as moved
    )


def details(title: Text, *children: rx.Component, is_open: bool | rx.Var = False) -> rx.Component:
    """The proof underneath, one tap away."""
    return rx.el.details(
        rx.el.summary(title, icon("down", 20, "turn")),
        rx.el.div(*children, class_name="grid gap-3"),
        class_name="more",
        open=is_open,
    )


def law(text: Text) -> rx.Component:
    """A paragraph of the law, quoted once, in small print."""
    return rx.el.p(text, class_name="law")


def table(
    caption: Text,
    columns: Sequence[tuple[str, Literal["start", "end"]]],
    items: rx.Var[list],
    cells: Callable[[rx.Var], Sequence[Text | rx.Component]],
) -> rx.Component:
    """A table that on a phone becomes a list of labelled pairs.

    `columns` are (heading, side); `cells` makes from one item as many cells as there are columns.
    The roles are spelt out because `display: block` would take them away from screen readers.
    """

    def line(item: rx.Var) -> rx.Component:
        pairs = zip(columns, cells(item), strict=True)
        return rx.el.tr(
            *(
                rx.el.td(content, role="cell", class_name=side, data_label=name)
                for (name, side), content in pairs
            ),
            role="row",
        )

    head = (
        rx.el.th(name, role="columnheader", scope="col", class_name=side) for name, side in columns
    )
    return rx.el.table(
        rx.el.caption(caption, class_name="seen-by-readers"),
        rx.el.thead(rx.el.tr(*head, role="row"), role="rowgroup"),
        rx.el.tbody(rx.foreach(items, line), role="rowgroup"),
        class_name="tbl",
        role="table",
    )


def window_bar(percent: rx.Var[int] | int, *, calm: bool = False) -> rx.Component:
    """How much of the submission window has passed; the words beside it say the same."""
    filled = rx.el.i(style={"width": f"{percent}%"})
    return rx.el.div(filled, class_name="bar bar-calm" if calm else "bar", aria_hidden="true")


def columns(*children: rx.Component, class_name: str = "") -> rx.Component:
    """Two columns on a desktop, one on a phone; each child is usually a `stack`."""
    return rx.el.div(*children, class_name=f"columns stack {class_name}".strip())


def stack(*children: rx.Component, **props: object) -> rx.Component:
    """Things under one another in the 16 px rhythm."""
    return rx.el.div(*children, class_name="stack", **props)


def said(text: Text, component: rx.Component) -> rx.Component:
    """The component, if there is anything to say: decided now for a word, later for a var."""
    if isinstance(text, rx.Var):
        return rx.cond(text, component, rx.fragment())
    return component if text else rx.fragment()


def _tone_class(tone: Text) -> Text:
    if isinstance(tone, rx.Var):
        return rx.cond(tone, f"tone-{tone}", "")
    return f"tone-{tone}" if tone else ""

"""/tariffs"""

import reflex as rx

from lk_app.components.cards import badge, card, empty_state, law, notice, said, skeleton, stack
from lk_app.components.forms import field, quiet_button
from lk_app.components.meter import zone_mark
from lk_app.components.shell import public_page
from lk_app.states.tariffs import CategoryCard, PriceGroup, PriceRow, TariffsState


@rx.page(
    "/tariffs",
    title="Тарифы на электроэнергию",
    description="Сколько стоит киловатт-час: по категориям, зонам суток и дням.",
    on_load=[TariffsState.greet, TariffsState.open],
)
def tariffs() -> rx.Component:
    return public_page(
        _on_which_day(),
        rx.cond(TariffsState.ready, _prices(), skeleton("130rem")),
        title="Тарифы",
        lead="Цена киловатт-часа для населения, НДС внутри.",
    )


def _on_which_day() -> rx.Component:
    return card(
        field(
            "На дату",
            "day",
            type="date",
            error=TariffsState.error,
            default_value=TariffsState.day,
            key=TariffsState.day,
            on_change=TariffsState.choose,
            min="2000-01-01",
            max="2099-12-31",
        ),
        said(
            TariffsState.next_text,
            notice(
                TariffsState.next_text,
                quiet_button(
                    "Показать их",
                    look="plain",
                    narrow=True,
                    on_click=TariffsState.choose(TariffsState.next_day),
                ),
            ),
        ),
        class_name="tariff-day",
    )


def _prices() -> rx.Component:
    return rx.cond(
        TariffsState.cards.length() > 0,
        stack(
            rx.foreach(TariffsState.cards, _category),
            rx.cond(
                TariffsState.demo,
                law("Демонстрационные цены придуманы для показа и нигде не действуют."),
                rx.fragment(),
            ),
            law(
                "Диапазоны считаются по расходу счёта за месяц: дороже только то, что выше предела."
            ),
        ),
        empty_state(
            "На эту дату цен нет",
            "Выберите другую: тарифы хранятся с 2019 года.",
            picture="tariffs",
        ),
    )


def _category(one: rx.Var[CategoryCard]) -> rx.Component:
    return card(
        rx.el.table(
            rx.el.caption(
                rx.el.h2(one.title),
                rx.el.span(_dated(one), class_name="flex flex-wrap items-center gap-x-3 gap-y-1"),
                class_name="pb-2 text-left",
            ),
            rx.cond(one.bands.length() > 0, rx.el.thead(_bands(one)), rx.fragment()),
            rx.foreach(one.groups, _group),
            class_name="prices",
        )
    )


def _group(one: rx.Var[PriceGroup]) -> rx.Component:
    return rx.el.tbody(
        rx.el.tr(
            rx.el.th(
                one.title, _dated(one), scope="rowgroup", col_span=one.width, class_name="prices-of"
            )
        ),
        rx.cond(one.bands.length() > 0, _bands(one), rx.fragment()),
        rx.foreach(one.rows, _row),
    )


def _dated(one: rx.Var) -> rx.Component:
    """Since when these prices hold, and whether they are made up."""
    return rx.fragment(
        said(one.since, rx.el.span(one.since, class_name="soft small font-normal")),
        rx.cond(one.demo, badge("демонстрационные цены"), rx.fragment()),
    )


def _bands(one: rx.Var) -> rx.Component:
    return rx.el.tr(
        rx.el.th("кВт·ч в\u00a0месяц", scope="col", class_name="prices-band !text-left"),
        rx.foreach(one.bands, lambda band: rx.el.th(band, scope="col", class_name="prices-band")),
    )


def _row(one: rx.Var[PriceRow]) -> rx.Component:
    return rx.el.tr(
        rx.el.th(
            rx.el.span(
                zone_mark(one.zone), one.register, class_name="flex items-center gap-2 font-medium"
            ),
            rx.el.span(
                rx.foreach(one.hours, lambda hours: rx.el.span(hours, class_name="num")),
                class_name="soft small flex flex-wrap gap-x-1 font-normal",
            ),
            scope="row",
            class_name="text-left",
        ),
        rx.foreach(one.prices, lambda price: rx.el.td(price, class_name="num")),
    )

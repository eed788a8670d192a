"""The reading drum: looks like the meter, is one ordinary number field."""

import reflex as rx

from lk_app.components.cards import Text, said
from lk_app.components.forms import _described, _error

ZONES = {"day": "День", "night": "Ночь", "peak": "Пик", "half": "Полупик"}
MOST_DIGITS = 9


def drum(
    label: Text,
    name: Text,
    *,
    digits: int | rx.Var,
    last: Text = "",
    last_note: Text = "",
    zone: Text = "",
    ratio: int | rx.Var = 1,
    error: Text = "",
    **props: object,
) -> rx.Component:
    """One register's field: zone mark, as many windows as digits, last value and difference.

    `last` is the last counted value as bare digits ("14581"); `last_note` what is said about it
    («Было 24 октября — 14 581»); the difference in kWh follows the typing without a roundtrip.
    `zone` is day, night, peak, half or "". Other props go to the input (`default_value`,
    `on_change` with a debounce, `on_blur`); the name of the register names the input, too.
    """
    props = _described(name, error, last_note, props)
    ident = props["id"]
    return rx.el.div(
        rx.el.label(zone_mark(zone), label, html_for=ident, class_name="drum-zone"),
        rx.el.div(
            rx.el.div(_cells(digits), class_name="drum-cells", aria_hidden="true"),
            rx.el.input(
                name=name,
                type="text",
                input_mode="numeric",
                pattern="[0-9]*",
                auto_complete="off",
                enter_key_hint="done",
                class_name="drum-input",
                **props,
            ),
            class_name="drum-face",
        ),
        rx.el.div(
            said(last_note, rx.el.span(last_note, id=f"{ident}-hint", class_name="soft small")),
            _difference(ident),
            class_name="flex flex-wrap items-baseline justify-between gap-x-4",
        ),
        _error(ident, error),
        class_name=rx.cond(error, "drum drum-bad", "drum") if isinstance(error, rx.Var) else "drum",
        data_last=last,
        data_ratio=ratio,
        style={"--n": digits},
    )


def attempt() -> rx.Component:
    """In a form of readings: device.js numbers each submit here, to repeat one nobody answered."""
    return rx.el.input(type="hidden", name="attempt", default_value="")


def zone_mark(zone: Text) -> rx.Component:
    """Ochre for the day and the peak, hatched indigo for the night, dotted teal for half-peak."""
    if isinstance(zone, rx.Var):
        return rx.cond(
            zone, rx.el.span(class_name=f"zone zone-{zone}", aria_hidden="true"), rx.fragment()
        )
    return rx.el.span(class_name=f"zone zone-{zone}", aria_hidden="true") if zone else rx.fragment()


def _difference(ident: object) -> rx.Component:
    """Filled by lk.js; React is told that what stands inside is not its own."""
    return rx.el.output(
        html_for=ident,
        data_drum_diff="",
        class_name="drum-diff num",
        custom_attrs={
            "dangerouslySetInnerHTML": {"__html": ""},
            "suppressHydrationWarning": True,
        },
    )


def _cells(digits: int | rx.Var) -> rx.Component:
    if isinstance(digits, int):
        return rx.fragment(*(rx.el.i("0") for _ in range(digits)))
    windows = (rx.cond(digits > place, rx.el.i("0"), rx.fragment()) for place in range(MOST_DIGITS))
    return rx.fragment(*windows)

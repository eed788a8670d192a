"""What only paper shows."""

import reflex as rx

from lk_app.components.cards import row


def paper_head(supplier: rx.Var[list[str]], facts: rx.Var[list[tuple[str, str]]]) -> rx.Component:
    """Whose document it is and what it says about whom."""
    return rx.el.div(
        rx.foreach(supplier, rx.el.p),
        rx.foreach(facts, lambda fact: row(fact[0], fact[1])),
        class_name="print-only",
    )

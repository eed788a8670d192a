"""Bars of the browser's own boxes: each is pointed at, tabbed to and read out as one thing."""

import reflex as rx

from lk_app.components.cards import said
from lk_app.components.meter import zone_mark
from lk_app.states.consumption_chart import Column, Line, Segment


def bars(chart: rx.Var, label: str | rx.Var) -> rx.Component:
    """A `Chart` of the state. What a bar says stands above the bars while it is pointed at."""
    return rx.el.div(
        rx.el.p(
            "Наведите на столбец или коснитесь его: здесь будут его значения.",
            class_name="chart-hint no-print",
            aria_hidden="true",
        ),
        rx.el.div(rx.foreach(chart.lines, _line), class_name="chart-scale", aria_hidden="true"),
        rx.el.ol(rx.foreach(chart.columns, _column), class_name="chart-columns", aria_label=label),
        class_name="chart",
        style={"--zero": chart.zero},
    )


def legend(chart: rx.Var) -> rx.Component:
    """The looks that are in the chart, in words; hidden while a single one is."""
    return rx.cond(
        chart.legend.length() > 0,
        rx.el.ul(
            rx.foreach(
                chart.legend,
                lambda one: rx.el.li(
                    zone_mark(one[0]), one[1], class_name="inline-flex items-center gap-2"
                ),
            ),
            class_name="soft small flex flex-wrap gap-x-5 gap-y-1",
        ),
        rx.fragment(),
    )


def _line(line: rx.Var[Line]) -> rx.Component:
    return rx.el.div(rx.el.span(line.label), style={"--at": line.height})


def _column(column: rx.Var[Column]) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            rx.el.div(
                said(
                    column.before, rx.el.i(class_name="chart-before", style=_length(column.before))
                ),
                rx.el.div(
                    rx.foreach(column.segments, _segment),
                    class_name=rx.cond(column.estimated, "chart-bar chart-estimated", "chart-bar"),
                ),
                class_name="chart-up",
            ),
            rx.el.div(
                said(column.below, rx.el.i(class_name="zone-more", style=_length(column.below))),
                class_name="chart-down",
            ),
            class_name="chart-month",
            role="img",
            tab_index=0,
            aria_label=column.name,
        ),
        _tip(column),
        rx.el.span(
            column.initial,
            rx.el.span(column.rest, class_name="chart-rest"),
            said(column.year, rx.el.b(column.year)),
            class_name="chart-label",
            aria_hidden="true",
        ),
        key=column.key,
    )


def _segment(segment: rx.Var[Segment]) -> rx.Component:
    return rx.el.i(class_name=f"zone-{segment.zone}", style=_length(segment.size))


def _tip(column: rx.Var[Column]) -> rx.Component:
    return rx.el.div(
        rx.el.p(column.title, rx.el.strong(column.value, class_name="num")),
        rx.foreach(column.notes, rx.el.p),
        class_name="chart-tip",
        aria_hidden="true",
    )


def _length(length: rx.Var[str]) -> dict[str, rx.Var[str]]:
    return {"--length": length}

"""Bills in finished words, as their screen shows them."""

import dataclasses
from collections.abc import Sequence
from datetime import date

from lk_app.domain.bills import Bill
from lk_app.usecases.bills import BillsScreen, ShownBill
from lk_app.wording import bills as words
from lk_app.wording import day, roubles, signed
from lk_app.wording.explanations import Reason


@dataclasses.dataclass(frozen=True)
class SumRow:
    """What … how much, with a small second line; `zone` is a register's mark."""

    label: str
    value: str
    note: str = ""
    zone: str = ""
    tone: str = ""


@dataclasses.dataclass(frozen=True)
class ReasonRow:
    """One figure of a bill explained: the figure, how it came about, by which paragraph."""

    title: str
    lines: list[str]
    law: str


@dataclasses.dataclass(frozen=True)
class BillCard:
    """One bill: closed it shows the first line, opened everything it was made of."""

    key: str
    title: str
    state: str
    tone: str
    asked: str  # what it asks for, all in
    summary: str
    lines: list[SumRow]
    sums: list[SumRow]
    total: SumRow
    why: str
    demo: bool
    is_open: bool
    reasons: list[ReasonRow]  # fetched when somebody asks


MARKS = {"day": "day", "night": "night", "peak": "peak", "half-peak": "half"}


def cards(screen: BillsScreen, *, today: date, asked: str) -> list[BillCard]:
    """The newest first; the asked period is open, or the newest when none was asked for."""
    known = {str(shown.bill.period) for shown in screen.bills}
    newest = str(screen.bills[0].bill.period) if screen.bills else ""
    opened = asked if asked in known else newest
    return [_card(shown, screen, today, opened) for shown in screen.bills]


def explained(cards: list[BillCard], key: str, reasons: Sequence[Reason]) -> list[BillCard]:
    """The cards again, one of them with the reasons of its sum."""
    rows = [ReasonRow(one.title, list(one.lines), one.law) for one in reasons]
    return [dataclasses.replace(card, reasons=rows) if card.key == key else card for card in cards]


def _card(shown: ShownBill, screen: BillsScreen, today: date, opened: str) -> BillCard:
    bill = shown.bill
    state, tone = _state(shown, today)
    return BillCard(
        key=str(bill.period),
        title=words.heading(bill.period),
        state=state,
        tone=tone,
        asked=roubles(bill.closing_balance),
        summary=_summary(bill),
        lines=_lines(bill),
        sums=_sums(shown),
        total=_total(bill, day(bill.due_date)),
        why=words.why(bill),
        demo=any(line.tariff_row_id in screen.demo_rows for line in bill.lines),
        is_open=str(bill.period) == opened,
        reasons=[],
    )


def _state(shown: ShownBill, today: date) -> tuple[str, str]:
    if not shown.unpaid:
        return "оплачена", "ok"
    due = day(shown.bill.due_date, year=today.year)
    if shown.bill.due_date < today:
        return f"срок прошёл {due}", "debt"
    return f"оплатить до\u00a0{due}", "info"


def _summary(bill: Bill) -> str:
    charged = f"Начислено {roubles(bill.charges)}"
    return f"{charged}, оплачено\u00a0{roubles(bill.payments)}" if bill.payments else charged


def _lines(bill: Bill) -> list[SumRow]:
    bands = len({line.band for line in bill.lines})
    return [
        SumRow(
            words.bill_line(line),
            roubles(line.amount),
            words.line_sum(line, bands=bands),
            MARKS.get(line.register, ""),
        )
        for line in bill.lines
    ]


def _sums(shown: ShownBill) -> list[SumRow]:
    bill = shown.bill
    before = "Переплата на начало месяца" if bill.opening_balance < 0 else "Долг на начало месяца"
    found = [SumRow(before, roubles(abs(bill.opening_balance)))] if bill.opening_balance else []
    found.append(SumRow("Начислено за месяц", roubles(bill.charges)))
    found += [SumRow(words.adjustment(one), signed(one.amount)) for one in bill.adjustments]
    if bill.late_fee:
        found.append(SumRow("Пени", signed(bill.late_fee)))
    found += [
        SumRow(
            f"Платёж {day(one.day)}" if one.amount > 0 else f"Возврат {day(one.day)}",
            roubles(-one.amount) if one.amount > 0 else signed(-one.amount),
            tone="ok" if one.amount > 0 else "",
        )
        for one in shown.money
    ]
    return found


def _total(bill: Bill, due: str) -> SumRow:
    if bill.closing_balance < 0:
        return SumRow("Переплата на конец месяца", roubles(-bill.closing_balance))
    note = f"до\u00a0{due}" if bill.closing_balance else ""
    return SumRow("К оплате", roubles(bill.closing_balance), note)

"""/staff/figures: how it goes, in figures, charts and files."""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from starlette.requests import Request
from starlette.responses import Response

from lk_app import wiring, wording
from lk_app.api.documents import file_answer
from lk_app.api.staff.guard import answer, get, missing
from lk_app.documents.spreadsheets import table
from lk_app.domain.money import Kopecks, plain
from lk_app.domain.staff import Permission
from lk_app.domain.staff_figures import Channel, Delivered, Figures
from lk_app.usecases import staff_figures
from lk_app.usecases.staff_sessions import OnDuty
from lk_app.wording.staff_figures import AGES, QUEUES, channel

PATH = "/staff/figures"
WIDTH, HEIGHT, TOP = 620, 160, 34  # of the plot of readings, in units of its own


Money = Callable[[Kopecks], str]


class Table(NamedTuple):
    """A figure as a table: what the page shows and its file holds. `shares` are hundredths of the
    largest, for bars; none where bars would say nothing."""

    title: str
    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    shares: Sequence[int] = ()


async def show(request: Request, me: OnDuty) -> Response:
    """The board."""
    seen = await _figures()
    this, last = seen.sent
    day = len(this.days)
    return answer(
        "figures",
        me=me,
        active="figures",
        at=wording.moment(seen.at, wiring.settings().zone),
        accounts=wording.number(seen.accounts),
        day=day,
        now=wording.number(this.by(day)),
        before=wording.number(last.by(day)),
        months=(wording.month_name(this.period), wording.month_name(last.period)),
        lines=_lines(seen),
        tables=_tables(seen, money=wording.roubles, roubles=""),
        queues=[
            {"words": QUEUES[name].words, "path": QUEUES[name].path, "count": wording.number(count)}
            for name, count in seen.queues.items()
        ],
    )


async def file(request: Request, me: OnDuty) -> Response:
    """One of the tables for a spreadsheet."""
    tables = _tables(await _figures(), money=_decimal, roubles=", ₽")
    name = request.path_params["name"]
    if name not in tables:
        return missing(me)
    found = tables[name]
    content = table(found.head, found.rows)
    return file_answer(content, name=f"{name}.csv", media_type="text/csv; charset=utf-8")


async def _figures() -> Figures:
    return await wiring.in_thread(
        staff_figures.board,
        db=wiring.database(),
        now=wiring.business_now(),
        real_now=wiring.real_now(),
        tz=wiring.settings().zone,
    )


def _lines(seen: Figures) -> Mapping[str, str]:
    """Both months as lines of a chart; the higher of them touches its top."""
    top = max(*seen.sent[0].days, *seen.sent[1].days, 1)

    def points(days: Sequence[int]) -> str:
        return " ".join(
            f"{10 + place * WIDTH // 30},{TOP + HEIGHT - count * HEIGHT // top}"
            for place, count in enumerate(days)
        )

    this, last = seen.sent
    return {"this": points(this.days), "last": points(last.days), "top": wording.number(top)}


def _decimal(amount: Kopecks) -> str:
    return plain(amount).replace(".", ",")


def _tables(seen: Figures, *, money: Money, roubles: str) -> dict[str, Table]:
    """All of them; `roubles` is what a column of bare sums has to say of its unit."""
    return {
        "readings": _readings(seen),
        "debts": Table(
            "Долги по срокам",
            ("Просрочено", "Счетов", f"Сумма{roubles}"),
            [
                (AGES[age], wording.number(one.accounts), money(one.amount))
                for age, one in seen.debts.items()
            ],
            _shares([one.amount for one in seen.debts.values()]),
        ),
        "payments": _channels(seen, money, roubles),
        "delivery": Table(
            "Письма и уведомления за 30 дней",
            ("Что", "Доставлено", "Ждут отправки", "Не доставлено"),
            [_delivered("Письма", seen.letters), _delivered("Уведомления", seen.pushes)],
        ),
        "queues": Table(
            "Очереди",
            ("Что ждёт", "Сколько"),
            [(QUEUES[name].words, wording.number(many)) for name, many in seen.queues.items()],
        ),
    }


def _readings(seen: Figures) -> Table:
    this, last = seen.sent
    names = (wording.period_name(this.period), wording.period_name(last.period))
    rows = [
        (str(day), wording.number(this.by(day)), wording.number(last.by(day)))
        for day in range(1, len(this.days) + 1)
    ]
    return Table("Счетов с показаниями по дням", ("По число", *names), rows)


def _channels(seen: Figures, money: Money, roubles: str) -> Table:
    this, last = ({(one.gateway, one.method): one for one in some} for some in seen.channels)
    keys = [*this, *(key for key in last if key not in this)]
    nothing = Channel("", "", 0, 0)
    rows, sums = [], []
    for key in keys:
        now, before = this.get(key, nothing), last.get(key, nothing)
        rows.append(
            (channel(*key), wording.number(now.count), money(now.amount), money(before.amount))
        )
        sums.append(now.amount)
    head = ("Откуда", "Платежей", f"Сумма{roubles}", f"За прошлый месяц{roubles}")
    return Table("Платежи этого месяца", head, rows, _shares(sums))


def _delivered(name: str, one: Delivered) -> tuple[str, ...]:
    return name, *(wording.number(many) for many in (one.sent, one.waiting, one.failed))


def _shares(sums: Sequence[Kopecks]) -> list[int]:
    largest = max([*sums, 1])
    return [max(0, one) * 100 // largest for one in sums]


routes = [
    get(PATH, Permission.FIGURES, show),
    get(f"{PATH}/{{name}}.csv", Permission.FIGURES, file),
]

"""Appeals as a table for the supplier's spreadsheet; a cell that was typed is never a formula."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, tzinfo

from lk_app import wording
from lk_app.documents.spreadsheets import table
from lk_app.domain.appeals import Message, MessageKind, Queued
from lk_app.wording.appeals import TOPICS, WORK_STATES, facts
from lk_app.wording.dates import short_date

HEAD = (
    "Номер", "Тема", "Состояние", "Отправлено", "Срок ответа", "Просрочено", "Отвечено", "Абонент",
    "Лицевой счёт", "В работе у", "Сведения", "Текст", "Последний ответ", "Оценка", "О чём оценка",
)  # fmt: skip


def appeals_csv(
    found: Iterable[tuple[Queued, Sequence[Message]]], zone: tzinfo, *, today: date
) -> bytes:
    """One line an appeal, by number."""
    return table(HEAD, _lines(found, zone, today))


def _lines(
    found: Iterable[tuple[Queued, Sequence[Message]]], zone: tzinfo, today: date
) -> Iterator[list[str]]:
    for one, thread in found:
        appeal = one.appeal
        answers = [said for said in thread if said.kind is MessageKind.ANSWER]
        last = answers[-1] if answers else None
        rated = next((said.rating for said in reversed(answers) if said.rating), None)
        yield [
            appeal.number,
            TOPICS[appeal.topic],
            WORK_STATES[appeal.state],
            wording.moment(appeal.created_at, zone),
            short_date(appeal.due_on),
            "да" if appeal.is_overdue(today) else "",
            wording.moment(last.at, zone) if last else "",
            str(one.person.name),
            one.account_number,
            one.staff_name,
            "; ".join(f"{name}: {value}" for name, value in facts(appeal)),
            thread[0].text,
            last.text if last else "",
            str(rated.stars) if rated else "",
            rated.words if rated else "",
        ]

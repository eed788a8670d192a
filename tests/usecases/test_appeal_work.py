"""The supplier's side of appeals: queue by term, one worker, letters, rights, the log."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import select

from lk_app.db.engine import Database
from lk_app.db.tables import NoticeRow
from lk_app.domain.appeals import AppealRefused, AppealState, MessageKind, Topic
from lk_app.domain.audit import Action
from lk_app.domain.notices import NoticeKind
from lk_app.domain.staff import Role
from lk_app.usecases import appeal_work, appeals
from lk_app.usecases.appeal_work import Desk, Words
from tests.push_service import Browser
from tests.usecases import appealing, people
from tests.usecases.appealing import desk, last_said, submit, write_on
from tests.usecases.colleagues import at_work, log
from tests.usecases.notified import ask_by_push
from tests.usecases.people import ANNA, NOW

PETR, BOSS = "petr@lk.example", "boss@lk.example"
DAY = timedelta(days=1)


def numbers(at: Desk, *, mine: bool = False) -> list[str]:
    return [one.appeal.number for one in appeal_work.queue(at, mine=mine, limit=9, offset=0)]


def answer(at: Desk, database: Database, customer_id: int, number: str, text: str = "Нашли."):
    seen = last_said(database, customer_id, number)
    return appeal_work.answer(at, number=number, words=Words(seen, text))


def test_an_answer_ends_the_wait_and_goes_by_letter_once(database: Database) -> None:
    anna = people.confirmed(database)
    sent = submit(database, anna.id)
    at = desk(database, at_work(database))
    seen = last_said(database, anna.id, sent.number)
    for _ in range(2):  # the form is sent twice
        done = appeal_work.answer(at, number=sent.number, words=Words(seen, "Нашли.\n\nЗачислим."))
        assert done.state is AppealState.ANSWERED
    letter, _ = people.letters_to(database, ANNA)
    assert letter.subject == f"Ответ на обращение № {sent.number}"
    assert "Нашли.\n\nЗачислим." in letter.text
    assert f"/cabinet/appeals/one?number={sent.number}" in letter.text
    assert numbers(at) == []
    assert appeal_work.lengths(at) == (0, 0)
    last = log(database)[-1]
    assert (last.deed.action, last.deed.subject) == (Action.APPEAL_ANSWERED, sent.number)
    assert (last.deed.before["state"], last.deed.after["state"]) == ("received", "answered")
    with pytest.raises(AppealRefused, match=r"appeal\.over"):
        answer(at, database, anna.id, sent.number, "Ещё раз")


def test_the_nearest_term_stands_first(database: Database) -> None:
    anna = people.confirmed(database)
    first = submit(database, anna.id, "Давно жду ответа", now=NOW - 3 * DAY)
    later = submit(
        database, anna.id, "Удалите мою почту", topic=Topic.PERSONAL_DATA,
        fields={"demand": "delete"}, now=NOW - DAY,
    )  # fmt: skip
    late = submit(database, anna.id, "Посчитайте заново", now=NOW)
    admin = desk(database, at_work(database, BOSS, Role.ADMIN), now=NOW + 5 * DAY)
    assert numbers(admin) == [first.number, late.number, later.number]
    assert appeal_work.lengths(admin) == (3, 1)
    appeal_work.take(admin, number=late.number)
    assert numbers(admin, mine=True) == [late.number]


def test_personal_data_are_for_who_may(database: Database) -> None:
    anna = people.confirmed(database)
    sent = submit(database, anna.id, "Что вы обо мне храните?", topic=Topic.PERSONAL_DATA,
                  fields={"demand": "tell"})  # fmt: skip
    operator, admin = (
        desk(database, at_work(database)),
        desk(database, at_work(database, BOSS, Role.ADMIN)),
    )
    assert numbers(operator) == []
    assert appeal_work.lengths(operator) == (0, 0)
    assert list(appeal_work.exported(operator)) == []
    for act in (appeal_work.view, appeal_work.take, appeal_work.close):
        with pytest.raises(AppealRefused, match=r"appeal\.unknown"):
            act(operator, number=sent.number)
    with pytest.raises(AppealRefused, match=r"appeal\.unknown"):
        answer(operator, database, anna.id, sent.number)
    with pytest.raises(AppealRefused, match=r"appeal\.colleague"):
        appeal_work.hand_on(
            admin, number=sent.number, to=operator.me.member.id, reason="Не успеваю"
        )
    seen = last_said(database, anna.id, sent.number)
    more = appeal_work.prolong(admin, number=sent.number, seen=seen, text="Собираем ответ.")
    assert more.due_on == sent.due_on + 7 * DAY
    answer(admin, database, anna.id, sent.number, "Почту и телефон.")
    letters = people.letters_to(database, ANNA)
    assert len(letters) == 3
    assert not any("Почту и телефон" in one.text for one in letters), "read behind the sign-in"


def test_words_that_came_meanwhile_are_read_first(database: Database) -> None:
    anna = people.confirmed(database)
    sent = submit(database, anna.id)
    at = desk(database, at_work(database))
    seen = last_said(database, anna.id, sent.number)
    write_on(database, anna.id, sent.number, "Уже пришло, спасибо.")
    with pytest.raises(AppealRefused, match=r"appeal\.moved_on"):
        appeal_work.answer(at, number=sent.number, words=Words(seen, "Ищем."))


def test_asked_answered_opened_again_and_rated(database: Database) -> None:
    anna = people.confirmed(database)
    sent = submit(database, anna.id)
    at = desk(database, at_work(database))
    seen = last_said(database, anna.id, sent.number)
    asked = appeal_work.ask(at, number=sent.number, words=Words(seen, "Какой банк?"))
    assert (asked.state, asked.due_on) == (AppealState.ASKED, sent.due_on)
    assert people.letters_to(database, ANNA)[0].subject.startswith("Вопрос по обращению")
    write_on(database, anna.id, sent.number, "Сбер.")
    answer(at, database, anna.id, sent.number)
    said = last_said(database, anna.id, sent.number)
    rate = {"db": database, "customer_id": anna.id, "number": sent.number}
    appeals.rate(**rate, message_id=said, stars=2, words="Долго")
    appeals.rate(**rate, message_id=said, stars=4, words="")
    for wrong, code in (((said, 6), "stars"), ((said - 1, 5), "unknown"), ((999, 5), "unknown")):
        with pytest.raises(AppealRefused, match=code):
            appeals.rate(**rate, message_id=wrong[0], stars=wrong[1], words="")
    ((_, messages),) = appeal_work.exported(at)
    assert [one.rating.stars for one in messages if one.rating] == [4]
    again = write_on(database, anna.id, sent.number, "Не помогло.", now=NOW + 4 * DAY)
    assert again.state is AppealState.IN_WORK
    assert again.due_on > sent.due_on
    assert numbers(at, mine=True) == [sent.number]
    answer(at, database, anna.id, sent.number, "Теперь точно.")
    closed = appeals.finish(db=database, customer_id=anna.id, number=sent.number, now=NOW)
    assert closed.state is AppealState.CLOSED
    assert appeal_work.close(at, number=sent.number).state is AppealState.CLOSED


def test_a_colleague_gets_it_with_a_note_that_its_person_never_sees(database: Database) -> None:
    anna = people.confirmed(database)
    sent = submit(database, anna.id)
    olga, petr = desk(database, at_work(database)), desk(database, at_work(database, PETR))
    appeal_work.take(olga, number=sent.number)
    with pytest.raises(AppealRefused, match=r"appeal\.reason"):
        appeal_work.hand_on(olga, number=sent.number, to=petr.me.member.id, reason=" ")
    appeal_work.hand_on(olga, number=sent.number, to=petr.me.member.id, reason="Это по сетям")
    with pytest.raises(AppealRefused, match=r"appeal\.others|appeal\.moved_on"):
        answer(olga, database, anna.id, sent.number)
    seen = appeal_work.view(petr, number=sent.number)
    assert seen.shown.staff_name == "Petr"
    assert seen.thread[-1][0].kind is MessageKind.NOTE
    hers = appeals.one(db=database, customer_id=anna.id, number=sent.number)
    assert [one.kind for one, _ in hers.thread] == [MessageKind.SENT]
    done = [one.deed.action for one in log(database)][-3:]
    assert done == [Action.APPEAL_TAKEN, Action.APPEAL_HANDED, Action.APPEAL_OPENED]
    handed = log(database)[-2].deed
    assert (handed.before["worker"], handed.after["worker"]) == ("Olga", "Petr")


def test_a_device_that_asked_for_it_is_told_without_what_was_written(database: Database) -> None:
    anna, phone = people.confirmed(database), Browser("http://127.0.0.1:9/phone")
    ask_by_push(database, phone, [NoticeKind.APPEAL])
    sent = submit(database, anna.id)
    answer(desk(database, at_work(database)), database, anna.id, sent.number, "Тайна.")
    with database.read() as session:
        (noted,) = session.exec(select(NoticeRow)).all()
    assert noted.title.startswith("Ответ на обращение")
    assert "Тайна" not in noted.text
    assert noted.path == f"/cabinet/appeals/one?number={sent.number}"


def test_a_file_is_shown_with_its_own_appeal_alone(database: Database, tmp_path: Path) -> None:
    anna, store = people.confirmed(database), appealing.folder(tmp_path)
    file = appealing.attach(database, store, anna.id)
    first, other = submit(database, anna.id), submit(database, anna.id, "Другое обращение")
    at = desk(database, at_work(database))
    assert appeal_work.file(at, store=store, number=first.number, file_id=file.id)
    assert appeal_work.file(at, store=store, number=other.number, file_id=file.id) is None

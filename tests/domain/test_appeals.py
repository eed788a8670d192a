"""Appeals: terms by topic, who may do what when, and what each form takes."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from lk_app.domain import appeals as rules
from lk_app.domain.appeal_files import FileKind, file_name, is_pdf
from lk_app.domain.appeal_forms import FORMS, checked
from lk_app.domain.appeals import Appeal, AppealRefused, AppealState, Topic
from lk_app.wording.appeals import CHOICES, FIELDS, TOPICS, value_words
from tests.usecases.people import NOW

FRIDAY = date(2026, 11, 20)
OLGA, PETR = 1, 2


def appeal(**changed: Any) -> Appeal:
    made = Appeal(
        1, "2026-000001", 7, None, Topic.OTHER, AppealState.RECEIVED, {}, NOW, NOW,
        rules.due_on(Topic.OTHER, FRIDAY),
    )  # fmt: skip
    return replace(made, **changed)


def test_terms_are_those_of_the_law() -> None:
    assert rules.due_on(Topic.PAYMENT, FRIDAY) == date(2026, 11, 25)
    assert rules.due_on(Topic.RECALCULATION, FRIDAY) == date(2026, 11, 27)
    assert rules.due_on(Topic.PERSONAL_DATA, FRIDAY) == date(2026, 12, 4)


def test_it_is_overdue_the_day_after_its_last_one() -> None:
    one = appeal()
    assert not one.is_overdue(date(2026, 11, 25))
    assert one.is_overdue(date(2026, 11, 26))
    answered = rules.answered(one, OLGA, at=NOW)
    assert not answered.is_overdue(date(2027, 1, 1))


def test_a_colleagues_appeal_is_taken_before_it_is_answered() -> None:
    hers = rules.taken(appeal(), OLGA, at=NOW)
    assert (hers.state, hers.staff_id) == (AppealState.IN_WORK, OLGA)
    for act in (rules.answered, rules.asked):
        with pytest.raises(AppealRefused, match=r"appeal\.others"):
            act(hers, PETR, at=NOW)
    assert rules.answered(rules.taken(hers, PETR, at=NOW), PETR, at=NOW).staff_id == PETR
    with pytest.raises(AppealRefused, match=r"appeal\.over"):
        rules.answered(rules.answered(hers, OLGA, at=NOW), OLGA, at=NOW)
    with pytest.raises(AppealRefused, match=r"appeal\.unanswered"):
        rules.closed(hers, at=NOW)


def test_words_of_the_person_answer_a_question_and_open_what_was_answered() -> None:
    asked = rules.asked(appeal(), OLGA, at=NOW)
    back = rules.followed_up(asked, today=FRIDAY, at=NOW)
    assert (back.state, back.due_on) == (AppealState.IN_WORK, asked.due_on), "the term runs on"
    answered = rules.answered(back, OLGA, at=NOW)
    again = rules.followed_up(answered, today=date(2026, 12, 1), at=NOW + timedelta(days=11))
    assert (again.state, again.due_on) == (AppealState.IN_WORK, date(2026, 12, 4))
    with pytest.raises(AppealRefused, match=r"appeal\.too_late"):
        rules.followed_up(answered, today=FRIDAY, at=NOW + timedelta(days=31))


def test_only_personal_data_get_five_days_more_and_once() -> None:
    one = appeal(topic=Topic.PERSONAL_DATA, due_on=date(2026, 12, 4))
    more = rules.prolonged(one, OLGA, at=NOW)
    assert more.due_on == date(2026, 12, 11)
    for other in (more, appeal()):
        with pytest.raises(AppealRefused, match=r"appeal\.not_prolonged"):
            rules.prolonged(other, OLGA, at=NOW)


def check(topic: Topic, **typed: str) -> tuple[dict[str, str | int], list[tuple[str, str]]]:
    facts, wrong = checked(topic, typed, today=FRIDAY, payments={"261120-1"})
    return facts, [(one.field, one.code) for one in wrong]


def test_what_a_form_keeps() -> None:
    facts, wrong = check(
        Topic.PAYMENT, payment="261120-1", paid_on="2026-11-19", amount="1 234,56", way="bank"
    )
    assert not wrong
    assert facts == {
        "payment": "261120-1", "paid_on": "2026-11-19", "amount": 123456, "way": "bank",
    }  # fmt: skip
    assert check(Topic.RECALCULATION, reason="other", period_from="2026-09")[1] == []
    assert check(Topic.MOVING, direction="in", moved_on="2027-01-10")[1] == []


@pytest.mark.parametrize(
    ("topic", "typed", "refused"),
    [
        (Topic.PAYMENT, {"amount": "сто"}, ("amount", "amount.malformed")),
        (Topic.PAYMENT, {"paid_on": "2026-11-21"}, ("paid_on", "appeal.day")),
        (Topic.PAYMENT, {"paid_on": "завтра"}, ("paid_on", "appeal.empty.date")),
        (Topic.PAYMENT, {"payment": "чужой"}, ("payment", "appeal.payment")),
        (Topic.PAYMENT, {"way": "='x'"}, ("way", "appeal.empty.choice")),
        (Topic.RECALCULATION, {"period_from": "2026-13"}, ("period_from", "appeal.empty.period")),
        (Topic.RECALCULATION, {"period_from": "2027-01"}, ("period_from", "appeal.period")),
        (
            Topic.RECALCULATION,
            {"period_from": "2026-09", "period_to": "2026-08"},
            ("period_to", "appeal.periods"),
        ),
        (Topic.MOVING, {"reading": "9" * 200}, ("reading", "appeal.line")),
    ],
)
def test_what_a_form_refuses(topic: Topic, typed: dict[str, str], refused: tuple[str, str]) -> None:
    assert refused in check(topic, **typed)[1]


def test_every_topic_and_field_has_its_words() -> None:
    assert set(TOPICS) == set(Topic) == set(FORMS)
    for fields in FORMS.values():
        for field in fields:
            assert FIELDS[field.name]
            if field.choices:
                assert set(field.choices) == set(CHOICES[field.name])
                assert all(value_words(field, choice) != choice for choice in field.choices)


def test_files_are_what_they_say() -> None:
    assert is_pdf(b"%PDF-1.7\n...\n%%EOF\n")
    assert not is_pdf(b"%PDF-1.7\nno end")
    assert not is_pdf(b"MZ" + b"\0" * 2000 + b"%PDF-1.7 %%EOF")
    assert file_name("C:\\fakepath\\чек.PDF.exe", FileKind.PDF) == "чек.PDF.pdf"
    assert file_name("../../etc/passwd", FileKind.PHOTO) == "passwd.jpg"
    assert file_name("\u202e\r\n", FileKind.PHOTO) == "файл.jpg"

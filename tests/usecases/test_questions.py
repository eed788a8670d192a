"""Questions under articles: asked once, unseen until answered, throttled, told by letter."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

import pytest

from lk_app.db.engine import Database
from lk_app.domain.questions import QuestionForm, QuestionRefused, QuestionState
from lk_app.domain.registration import FormRefused, reasons
from lk_app.gateways.ports import SolvedChallenge
from lk_app.usecases import articles, questions
from tests import hostile
from tests.usecases.mail import PAPER, outbox
from tests.usecases.test_articles import NOW as TODAY
from tests.usecases.test_articles import SARATOV, WORKS, publish, shown

NOW = datetime.now(UTC)
FORM = QuestionForm("Анна", "Anna@example.ru", "Когда включат свет на Плякина?", consent=True)
PATH = "/news/2026/11/raboty"


class Ticked:
    """The port's other side: whatever is sent was solved. Signing up tests the real one."""

    numbers = count()

    def challenge(self) -> dict[str, Any]:
        return {}

    def solved(self, payload: str) -> SolvedChallenge | None:
        return SolvedChallenge(payload, NOW + timedelta(hours=12)) if payload else None

    def missed(self, payload: str) -> None: ...


def solved() -> str:
    return f"challenge {next(Ticked.numbers)}"


def ask(
    db: Database,
    form: QuestionForm = FORM,
    *,
    payload: str | None = None,
    source: str = "192.0.2.1",
    now: datetime = NOW,
    path: str = PATH,
):
    return questions.ask(
        db=db, captcha=Ticked(), paper=PAPER, path=path, form=form, source=source, now=now,
        captcha_payload=solved() if payload is None else payload, business_now=TODAY,
    )  # fmt: skip


def answer(db: Database, number: int, text: str = "Сегодня\nвечером."):
    return questions.answer(db=db, paper=PAPER, question_id=number, text=text, now=NOW)


def refuse(db: Database, number: int):
    return questions.refuse(db=db, paper=PAPER, question_id=number, reason="Спам.", now=NOW)


def test_a_question_is_seen_with_its_answer_and_never_before(database: Database) -> None:
    publish(database)
    kept = ask(database)
    assert "Плякина" not in shown(database, PATH).html
    answer(database, kept.id)
    html = shown(database, PATH).html
    assert html.index("Когда включат свет") < html.index("Сегодня\nвечером.")
    assert "example.ru" not in html.split("<form")[0]
    refuse(database, kept.id)
    assert "Плякина" not in shown(database, PATH).html


def test_the_search_finds_a_question_by_its_words_and_its_answer_while_it_is_shown(
    database: Database,
) -> None:
    publish(database)
    kept = ask(database)
    assert found(database, "включат") == ""
    answer(database, kept.id)
    assert f'href="{PATH}#question-{kept.id}"' in found(database, "включим плякину вечер")
    assert f'id="question-{kept.id}"' in shown(database, PATH).html
    answer(database, kept.id, "Уже включили.")
    assert found(database, "вечером") == ""
    assert "Уже включили." in found(database, "включили")
    refuse(database, kept.id)
    assert found(database, "включат") == ""


def test_the_search_tells_nothing_of_who_asked(database: Database) -> None:
    publish(database)
    answer(database, ask(database).id)
    for words in ("анна", "anna", "anna@example.ru", "example"):
        assert found(database, words) == ""
    html = found(database, "включат")
    assert "Анна" not in html and "example.ru" not in html


def test_the_search_finds_no_question_under_what_is_not_shown(database: Database) -> None:
    standing = "title: Поверка\nslug: poverka\nsection: consumers\n"
    path = publish(database, f"{standing}published: 2026-11-01").path
    answer(database, ask(database, path=path).id)
    assert found(database, "включат")
    publish(database, standing)  # a draft again
    assert found(database, "включат") == ""
    articles.undo(db=database, path=path, now=TODAY, tz=SARATOV)
    assert f"{path}#question-" in found(database, "включат")
    moved = publish(database, f"{WORKS}\nwas: {path}").path
    assert f"{moved}#question-" in found(database, "включат")


def found(db: Database, words: str) -> str:
    """The questions among what a search for these words shows, as HTML."""
    items = shown(db, "/search", q=words).html.split("<li")
    return "".join(item for item in items if "Вопрос под статьёй" in item)


def test_its_author_is_told_by_letter_each_time(database: Database) -> None:
    publish(database)
    kept = ask(database)
    answer(database, kept.id)
    refuse(database, kept.id)
    kinds = [letter.kind for letter in outbox(database, to="anna@example.ru")]
    assert kinds == ["question_refused", "question_answered", "question_received"]
    received = outbox(database)[-1].text
    assert "Плякина" not in received  # the form is no relay
    assert "Сегодня вечером." in outbox(database)[1].text


def test_the_same_page_sent_again_asks_once(database: Database) -> None:
    publish(database)
    payload = solved()
    first = ask(database, payload=payload)
    assert ask(database, payload=payload).id == first.id
    assert len(outbox(database)) == 1


def test_every_wrong_field_is_named_at_once(database: Database) -> None:
    publish(database)
    with pytest.raises(FormRefused) as caught:
        ask(database, QuestionForm(" ", "anna@", "Коротко", consent=False), payload="")
    fields = {reason.field for reason in reasons(caught.value)}
    assert fields == {"name", "email", "text", "consent", "robot"}


def test_a_solved_captcha_asks_one_question(database: Database) -> None:
    publish(database)
    payload = solved()
    ask(database, payload=payload)
    with pytest.raises(QuestionRefused, match=r"captcha\.spent"):
        ask(database, replace(FORM, text="Ещё один вопрос вдогонку"), payload=payload)


def test_questions_are_counted_per_mailbox_and_per_source(database: Database) -> None:
    publish(database)
    for number in range(3):
        ask(database, replace(FORM, text=f"Вопрос номер {number}"), source=f"192.0.2.{number}")
    with pytest.raises(QuestionRefused, match=r"question\.paused"):
        ask(database, replace(FORM, text="Вопрос номер три"), source="192.0.2.9")
    for number in range(5):
        ask(database, replace(FORM, email=f"a{number}@example.ru"), source="198.51.100.1")
    with pytest.raises(QuestionRefused, match=r"question\.paused"):
        ask(database, replace(FORM, email="b@example.ru"), source="198.51.100.1")
    later = NOW + timedelta(hours=7)
    assert ask(database, replace(FORM, email="b@example.ru"), source="198.51.100.1", now=later)


def test_nothing_is_asked_where_no_article_stands(database: Database) -> None:
    with pytest.raises(QuestionRefused, match=r"question\.nowhere"):
        ask(database)


def test_a_refused_question_stays_refused(database: Database) -> None:
    publish(database)
    kept = ask(database)
    refuse(database, kept.id)
    with pytest.raises(QuestionRefused, match=r"question\.refused_already"):
        answer(database, kept.id)
    waiting = questions.of_state(db=database, state=QuestionState.WAITING)
    assert waiting == []
    with pytest.raises(QuestionRefused, match=r"question\.unknown"):
        answer(database, 404)


def test_questions_go_along_with_an_article_that_moved(database: Database) -> None:
    publish(database)
    answer(database, ask(database).id)
    moved = publish(database, WORKS.replace("raboty", "novoe") + f"\nwas: {PATH}")
    assert "Когда включат свет" in shown(database, moved.path).html


def test_hostile_names_questions_and_answers_stay_text(database: Database) -> None:
    publish(database)
    for number in range(0, len(hostile.MARKUP), 6):
        pieces = hostile.MARKUP[number : number + 6]
        form = QuestionForm(f"Анна {pieces[0]}"[:60], f"a{number}@example.ru", str(pieces), True)
        answer(database, ask(database, form, source=f"host{number}").id, "\n".join(pieces))
    assert hostile.problems(shown(database, PATH).html) == []

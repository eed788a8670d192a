"""Questions under articles: asked by anyone, shown once answered. `now` is real time for throttles
and letters, `business_now` tells what is visible."""

from datetime import datetime

from sqlmodel import Session

from lk_app.db import articles, audit, challenges, changes, questions, site_words, throttles
from lk_app.db.engine import Database
from lk_app.db.site_words import Index
from lk_app.documents.letters import LetterKind
from lk_app.domain import questions as rules
from lk_app.domain.audit import COMMAND_LINE, Action, Actor, Deed
from lk_app.domain.questions import (
    FoundQuestion,
    Question,
    QuestionForm,
    QuestionRefused,
    QuestionState,
)
from lk_app.domain.registration import CONSENT_VERSION
from lk_app.domain.search_words import asked as words_of
from lk_app.domain.search_words import stems
from lk_app.gateways.ports import Captcha, SolvedChallenge
from lk_app.usecases.changes import ARTICLES
from lk_app.usecases.letters import Stationery, post

NOTED = {
    QuestionState.ANSWERED: Action.QUESTION_ANSWERED,
    QuestionState.REFUSED: Action.QUESTION_REFUSED,
}
MOST_FOUND = 20


def ask(
    *,
    db: Database,
    captcha: Captcha,
    paper: Stationery,
    path: str,
    form: QuestionForm,
    captcha_payload: str,
    source: str,
    now: datetime,
    business_now: datetime,
) -> Question:
    """Keep a question for the supplier and write to its author; the same one again is the same.

    Raises FormRefused with a reason for every wrong field; QuestionRefused: question.paused
    (until=…) per e-mail and per network address, question.nowhere, captcha.spent for a challenge
    that was spent, be it by a wrong answer.
    """
    challenge = captcha.solved(captcha_payload)
    if challenge is None:
        _use_up(db, captcha.missed(captcha_payload), now)
    asked = rules.asked(form, captcha_solved=challenge is not None)
    assert challenge is not None
    with db.write() as session:
        if articles.at(session, path, now=business_now) is None:
            raise QuestionRefused("question.nowhere")
        if same := questions.same(session, path, asked):
            return same  # the page was sent once more
        _count(session, asked.email, source, now)
        if not challenges.spend(
            session, challenge.signature, expires_at=challenge.expires_at, now=now
        ):
            raise QuestionRefused("captcha.spent", field="robot")
        kept = questions.add(session, path, asked, consent=CONSENT_VERSION, source=source, now=now)
        letter = paper.letter(LetterKind.QUESTION_RECEIVED, link=paper.link(path))
        post(session, letter, to=asked.email, dedupe_key=f"question:{kept.id}", now=now)
        return kept


def _use_up(db: Database, missed: SolvedChallenge | None, now: datetime) -> None:
    """One answer to a sum: who may try them all needs no arithmetic."""
    if missed is None:
        return
    with db.write() as session:
        challenges.spend(session, missed.signature, expires_at=missed.expires_at, now=now)


def _count(session: Session, email: str, source: str, now: datetime) -> None:
    keys = {f"question:{email}": rules.BY_EMAIL, f"question:@{source}": rules.BY_SOURCE}
    for key in keys:
        throttles.hold(session, key, now=now)
    until = throttles.blocked_until(session, list(keys), now=now)
    if until is not None:
        raise QuestionRefused("question.paused", until=until)
    for key, throttle in keys.items():
        throttles.fail(session, key, throttle, now=now)


def of_state(
    *,
    db: Database,
    state: QuestionState,
    typed: str = "",
    limit: int | None = None,
    offset: int = 0,
) -> list[Question]:
    """Questions in this state, the oldest first; all of them unless a page or words are asked."""
    with db.read() as session:
        return questions.of_state(session, state, typed, limit=limit, offset=offset)


def search(*, db: Database, query: str, now: datetime) -> list[FoundQuestion]:
    """Answered questions under visible articles with every word asked for; the best first."""
    words = words_of(query)
    if not words:
        return []
    with db.read() as session:
        return questions.with_words(session, words, now=now, limit=MOST_FOUND)


def answer(
    *,
    db: Database,
    paper: Stationery,
    question_id: int,
    text: str,
    now: datetime,
    by: Actor = COMMAND_LINE,
) -> Question:
    """Publish a question with its answer and tell its author; an answer may be written anew.

    Raises QuestionRefused: question.unknown, question.refused_already, question.reply.
    """
    return _reply(db, paper, question_id, text, QuestionState.ANSWERED, now, by)


def refuse(
    *,
    db: Database,
    paper: Stationery,
    question_id: int,
    reason: str,
    now: datetime,
    by: Actor = COMMAND_LINE,
) -> Question:
    """Never publish a question, take an answered one off, and tell its author why.

    Raises QuestionRefused: question.unknown, question.refused_already, question.reply.
    """
    return _reply(db, paper, question_id, reason, QuestionState.REFUSED, now, by)


def _reply(
    db: Database,
    paper: Stationery,
    question_id: int,
    typed: str,
    state: QuestionState,
    now: datetime,
    by: Actor,
) -> Question:
    text = rules.reply_text(typed)
    with db.write() as session:
        found = questions.locked(session, question_id)
        if found is None:
            raise QuestionRefused("question.unknown", number=question_id)
        if (found.state, found.reply) == (state, text):
            return found
        if found.state is QuestionState.REFUSED:
            raise QuestionRefused("question.refused_already", number=question_id)
        questions.reply(session, question_id, state=state, text=text, now=now)
        _index(session, found, state, text)
        changes.announce(session, ARTICLES)
        before = {"note": found.reply} if found.reply else {}
        deed = Deed(NOTED[state], f"№ {found.id}, {found.path}", before, {"note": text})
        audit.note(session, by, deed, at=now)
        _tell(session, paper, found, state, text, now)
        changed = questions.locked(session, question_id)
        assert changed is not None
        return changed


def _index(session: Session, question: Question, state: QuestionState, reply: str) -> None:
    """Its words and the answer's are looked for, its author's name is not."""
    if state is QuestionState.ANSWERED:
        words = [*stems(question.text), *stems(reply)]
        site_words.put(session, Index.QUESTIONS, question.id, words)
    else:
        site_words.forget(session, Index.QUESTIONS, question.id)


def _tell(
    session: Session,
    paper: Stationery,
    found: Question,
    state: QuestionState,
    text: str,
    now: datetime,
) -> None:
    answered = state is QuestionState.ANSWERED
    kind = LetterKind.QUESTION_ANSWERED if answered else LetterKind.QUESTION_REFUSED
    letter = paper.letter(kind, link=paper.link(found.path), reply=text)
    key = f"question:{found.id}:{state}:{now.isoformat()}"
    post(session, letter, to=found.email, dedupe_key=key, now=now)

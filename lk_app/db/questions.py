"""Questions under articles, by the address they stand at."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session, col, select, update

from lk_app.db import site_words, typed
from lk_app.db.site_words import Index
from lk_app.db.tables import ArticleRow, QuestionRow
from lk_app.domain.questions import Asked, FoundQuestion, Question, QuestionState


def add(
    session: Session, path: str, asked: Asked, *, consent: str, source: str, now: datetime
) -> Question:
    """Keep a question that waits for its reply."""
    row = QuestionRow(
        path=path,
        name=asked.name,
        email=asked.email,
        text=asked.text,
        state=QuestionState.WAITING,
        asked_at=now,
        consent=consent,
        source=source,
    )
    session.add(row)
    session.flush()
    return _question(row)


def same(session: Session, path: str, asked: Asked) -> Question | None:
    """The same words of the same person there, if they wait already."""
    row = session.exec(
        select(QuestionRow).where(
            QuestionRow.path == path,
            QuestionRow.state == QuestionState.WAITING,
            QuestionRow.email == asked.email,
            QuestionRow.text == asked.text,
        )
    ).first()
    return _question(row) if row else None


def answered(session: Session, path: str) -> list[Question]:
    """What is shown under an article, the oldest first."""
    return _all(session, QuestionRow.path == path, QuestionRow.state == QuestionState.ANSWERED)


def with_words(
    session: Session, stems: Sequence[str], *, now: datetime, limit: int
) -> list[FoundQuestion]:
    """Answered ones under visible articles that have all of these words, the best first and then
    the newest."""
    found = site_words.having(session, Index.QUESTIONS, stems)
    rows = session.exec(
        select(QuestionRow, ArticleRow.title)
        .join(ArticleRow, col(ArticleRow.path) == QuestionRow.path)
        .join(found, found.c.id == QuestionRow.id)
        .where(QuestionRow.state == QuestionState.ANSWERED, col(ArticleRow.published_at) <= now)
        .order_by(found.c.place, col(QuestionRow.id).desc())
        .limit(limit)
    )
    return [FoundQuestion(row.id or 0, row.path, title, row.text, row.reply) for row, title in rows]


def of_state(
    session: Session,
    state: QuestionState,
    asked: str = "",
    *,
    limit: int | None = None,
    offset: int = 0,
) -> list[Question]:
    """Questions in this state, the oldest first; all of them unless a page is asked for, or words
    of the question, its author or the address."""
    columns = (QuestionRow.text, QuestionRow.name, QuestionRow.email, QuestionRow.path)
    named = typed.said(asked, *map(col, columns))
    query = (
        select(QuestionRow).where(QuestionRow.state == state, *named).order_by(col(QuestionRow.id))
    )
    return [_question(row) for row in session.exec(query.limit(limit).offset(offset))]


def locked(session: Session, question_id: int) -> Question | None:
    """A question, to be replied to by one person."""
    query = select(QuestionRow).where(QuestionRow.id == question_id).with_for_update()
    row = session.exec(query.execution_options(populate_existing=True)).first()
    return _question(row) if row else None


def reply(
    session: Session, question_id: int, *, state: QuestionState, text: str, now: datetime
) -> None:
    """Write the answer, or why there is none."""
    session.exec(
        update(QuestionRow)
        .where(col(QuestionRow.id) == question_id)
        .values(state=state, reply=text, replied_at=now)
    )


def move(session: Session, old: str, new: str) -> None:
    """Questions go along with an article that moved."""
    session.exec(update(QuestionRow).where(col(QuestionRow.path) == old).values(path=new))


def _all(session: Session, *conditions: object) -> list[Question]:
    rows = session.exec(
        select(QuestionRow).where(*conditions).order_by(col(QuestionRow.id))  # type: ignore[arg-type]
    )
    return [_question(row) for row in rows]


def _question(row: QuestionRow) -> Question:
    assert row.id is not None
    return Question(
        id=row.id,
        path=row.path,
        name=row.name,
        email=row.email,
        text=row.text,
        state=QuestionState(row.state),
        asked_at=row.asked_at,
        reply=row.reply,
        replied_at=row.replied_at,
    )

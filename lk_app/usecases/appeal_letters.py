"""What the person is told of an appeal: always by letter, as they wish on their devices."""

from datetime import datetime

from sqlmodel import Session

from lk_app.documents.letters import LetterKind
from lk_app.domain.appeals import Appeal, Message, MessageKind, Topic
from lk_app.domain.customers import Customer
from lk_app.domain.notices import Notice, NoticeKind
from lk_app.usecases.letters import Stationery, post
from lk_app.usecases.notices import tell
from lk_app.wording.appeals import TOPICS, told

KINDS = {
    MessageKind.ANSWER: LetterKind.APPEAL_ANSWERED,
    MessageKind.QUESTION: LetterKind.APPEAL_ASKED,
    MessageKind.PROLONGED: LetterKind.APPEAL_PROLONGED,
    MessageKind.DROPPED: LetterKind.APPEAL_DROPPED,
}


def path_of(appeal: Appeal) -> str:
    """The page that shows it to its person."""
    return f"/cabinet/appeals/one?number={appeal.number}"


def tell_received(
    session: Session, paper: Stationery, appeal: Appeal, reader: Customer, *, real_now: datetime
) -> None:
    """Its number, and until when it is answered."""
    letter = paper.letter(
        LetterKind.APPEAL_RECEIVED,
        number=appeal.number,
        topic=TOPICS[appeal.topic],
        due_on=appeal.due_on,
        link=paper.link(path_of(appeal)),
    )
    post(session, letter, to=reader.email, dedupe_key=f"appeal:{appeal.number}", now=real_now)


def tell_said(
    session: Session,
    paper: Stationery,
    appeal: Appeal,
    said: Message,
    reader: Customer,
    *,
    files: int,
    real_now: datetime,
) -> None:
    """What the supplier wrote, and how many files lie beside it. An answer is due to its person,
    so the letter asks for no wish.

    Of personal data nothing is written in a letter: they are behind the sign-in.
    """
    private = appeal.topic is Topic.PERSONAL_DATA
    letter = paper.letter(
        KINDS[said.kind],
        number=appeal.number,
        topic=TOPICS[appeal.topic],
        paragraphs=[] if private else [line for line in said.text.split("\n") if line.strip()],
        files=files,
        due_on=appeal.due_on,
        link=paper.link(path_of(appeal)),
    )
    post(session, letter, to=reader.email, dedupe_key=f"appeal-said:{said.id}", now=real_now)
    title, text = told(said.kind, appeal.number, appeal.topic)
    notice = Notice(NoticeKind.APPEAL, str(said.id), title, text, path_of(appeal))
    tell(session, reader.id, notice, real_now=real_now, by_mail=False)

"""What is kept for years is over one day, too (152-ФЗ ст. 5 ч. 7). `now` is real time."""

from dataclasses import dataclass
from datetime import datetime

from lk_app.db import retention
from lk_app.db.engine import Database
from lk_app.documents.letters import LetterKind
from lk_app.domain import housekeeping as rules
from lk_app.gateways.ports import FileStore

APPEALS_AT_ONCE = 500  # an hour: SQLite's one writer is wanted for readings, too


@dataclass(frozen=True, slots=True)
class Retired:
    """How many of each were forgotten."""

    appeals: int
    logins: int
    letters: int
    photos: int
    guest_readings: int
    contacts: int


def forget_old(*, db: Database, store: FileStore, now: datetime) -> Retired:
    """Forget appeals, what is left of deleted logins, letters, photos, guests' readings, contacts.

    Appeals go first: a deleted login stays as long as one of its own.
    """
    disputed = now - rules.DISPUTE_KEPT
    with db.write() as session:
        appeals, keys = retention.forget_appeals(session, before=disputed, limit=APPEALS_AT_ONCE)
        farewells = retention.forget_letters(
            session, before=now - rules.LETTERS_KEPT, kinds=(LetterKind.LOGIN_DELETED,)
        )
        retired = Retired(
            appeals=appeals,
            logins=retention.forget_erased(session, before=disputed),
            letters=farewells + retention.forget_letters(session, before=disputed),
            photos=retention.forget_photos(session, before=now - rules.READING_PHOTOS_KEPT),
            guest_readings=retention.forget_guest_readings(
                session, before=now - rules.GUEST_READINGS_KEPT
            ),
            contacts=retention.forget_contacts(session, before=disputed),
        )
    for key in keys:
        store.drop(key)
    return retired

"""How long what is over is kept: as long as its purpose needs (152-ФЗ ст. 5 ч. 7). Real time."""

from datetime import datetime, timedelta

from lk_app.domain.uploads import KEPT as UPLOADS_KEPT

# A link that was used or came too late still says so for a while, instead of «такой ссылки нет».
TOKENS_KEPT = timedelta(days=30)
# A person who asks who was signed in asks within a month; «Это не я» lives seven days.
SESSIONS_KEPT = timedelta(days=30)
# Long enough to answer «письмо не пришло»; that it was sent, to whom and when stays as the proof.
LETTERS_KEPT = timedelta(days=30)
# That a thing was told keeps it from being told again; nothing is news for longer than a year.
NOTICES_KEPT = timedelta(days=400)
# A photo that another took the place of, or that was written by a process which died before it
# said whose it is. Its row is written within seconds; a day leaves room for any clock.
PHOTOS_KEPT = timedelta(days=1)
# A registration nobody confirmed owns nothing; its letter lived a day and may be asked for again.
UNCONFIRMED_KEPT = timedelta(days=30)

# A claim may be brought for three years (ГК РФ ст. 196): so long an appeal and its answer, that a
# letter was sent and to whom, where a fiscal receipt went (54-ФЗ ст. 1.2), and that a consent was
# given and withdrawn (152-ФЗ ст. 9 ч. 3: it is the operator who has to prove it) are kept.
DISPUTE_KEPT = timedelta(days=3 * 366)
# The photo proves a reading for as long as a bill that counted it may be disputed.
READING_PHOTOS_KEPT = DISPUTE_KEPT
# A guest's reading was taken over into a reading or was refused; a year covers a yearly recount.
GUEST_READINGS_KEPT = timedelta(days=400)
# Not here, for it is no cabinet's to forget: bills, the ledger, payments and readings are primary
# accounting documents (402-ФЗ ст. 29, НК РФ ст. 23: five years after the year) and the record of
# a contract that goes on (ГК РФ ст. 540); the log of what the staff did is append-only.


def tokens_before(now: datetime) -> datetime:
    """Links that expired before this moment are forgotten."""
    return now - TOKENS_KEPT


def sessions_before(now: datetime) -> datetime:
    """Sessions that ended or expired before this moment are forgotten."""
    return now - SESSIONS_KEPT


def letters_before(now: datetime) -> datetime:
    """Letters written before this moment lose their bodies once they are sent or given up."""
    return now - LETTERS_KEPT


def notices_before(now: datetime) -> datetime:
    """Notices made before this moment are forgotten once they are over."""
    return now - NOTICES_KEPT


def uploads_before(now: datetime) -> datetime:
    """Files handed over before this moment and not brought in are forgotten."""
    return now - UPLOADS_KEPT


def photos_before(now: datetime) -> datetime:
    """Photos written before this moment that no reading names are deleted."""
    return now - PHOTOS_KEPT


def unconfirmed_before(now: datetime) -> datetime:
    """Registrations made before this moment and never confirmed are forgotten."""
    return now - UNCONFIRMED_KEPT


def throttles_before(now: datetime) -> datetime:
    """Counts of failures name themselves when they are to be forgotten."""
    return now

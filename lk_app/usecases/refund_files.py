"""refunds.csv by the console: looked through by one, accepted by another, brought in as by `lk`."""

from base64 import b64decode, b64encode
from datetime import datetime

from sqlmodel import Session

from lk_app.db import uploads
from lk_app.db.engine import Database
from lk_app.domain.imports import Imported
from lk_app.domain.proposals import Outcome, Proposal, ProposalKind, ProposalRefused
from lk_app.domain.uploads import Upload, UploadKind
from lk_app.usecases.imports.loading import Books
from lk_app.usecases.proposals import checked, decide, keep
from lk_app.usecases.staff_sessions import OnDuty
from lk_app.usecases.uploads import mine, on_disk, tried, use_case

KIND = ProposalKind.REFUND_FILE


def propose(*, db: Database, upload_id: int, books: Books, me: OnDuty, now: datetime) -> int:
    """Keep a file that was looked through until another person accepts it; the proposal's number.

    Raises UploadRefused("upload.gone"), ImportRefused, ProposalRefused: proposal.bad_rows,
    proposal.nothing.
    """
    one = mine(db, upload_id, me)
    done, bad = tried(db, one, books)
    if bad or one.kind is not UploadKind.REFUNDS:
        raise ProposalRefused("proposal.bad_rows")
    if not done.added:
        raise ProposalRefused("proposal.nothing")
    facts = {
        "name": one.name,
        "profile": one.profile,
        "content": b64encode(one.content).decode(),
        "rows": done.added,
    }
    with db.write() as session:
        uploads.remove(session, upload_id)
        return keep(session, KIND, one.name, facts, me=me, now=now, after={"rows": done.added})


def content_of(proposal: Proposal) -> str:
    """The file as it came, to be read before it is accepted."""
    return b64decode(str(proposal.facts["content"])).decode("utf-8", "replace")


def accept(*, db: Database, proposal_id: int, books: Books, me: OnDuty, now: datetime) -> Imported:
    """Bring the file in as its second person; everything or nothing of it.

    Raises ProposalRefused as `proposals.checked`, ImportRefused when it cannot come in any more.
    """
    with db.read() as session:
        found = checked(session, proposal_id, KIND, me.member)
    facts = found.facts
    content = b64decode(str(facts["content"]))
    name, profile = str(facts["name"]), str(facts["profile"])
    one = Upload(0, UploadKind.REFUNDS, profile, name, content, found.proposed_by_id, now)

    def seal(session: Session, done: Imported) -> None:
        again = checked(session, proposal_id, KIND, me.member)  # two may accept at once
        after = {"rows": done.rows, "added": done.added}
        decide(session, again, Outcome.ACCEPTED, me.actor, "", after, now)

    run, options = use_case(one, books)
    with on_disk(one) as path:
        return run(db=db, path=path, seal=seal, skip_bad=False, **options)

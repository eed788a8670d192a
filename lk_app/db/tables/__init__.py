"""The schema, a file a noun. Private to `db`: rows never leave it.

Money is integer kopecks, moments are UTC (`UtcDateTime`), periods are text "YYYY-MM". The ledger's
rows are transfers: one debit, one credit, one positive amount, so every entry sums to zero by its
very shape; triggers (migrations) forbid changing or deleting them on both engines.

Whoever imports one table gets them all: foreign keys name tables of other files.
"""

from lk_app.db.tables.accounts import (
    AccountLinkRow,
    AccountRow,
    HolderRow,
    HouseRow,
)
from lk_app.db.tables.appeals import AppealFileRow, AppealMessageRow, AppealRow
from lk_app.db.tables.articles import (
    ArticleHouseRow,
    ArticleRow,
    DisclosureRow,
    EditionRow,
    MovedAddressRow,
    SiteFileRow,
)
from lk_app.db.tables.autopays import AutopayChargeRow, AutopayRow, SavedMethodRow
from lk_app.db.tables.billing_orders import BillingOrderRow
from lk_app.db.tables.bills import (
    BillingChunkRow,
    BillingRunRow,
    BillingStopRow,
    BillRow,
    PositionResetRow,
    PositionRow,
)
from lk_app.db.tables.columns import UtcDateTime
from lk_app.db.tables.data_exports import DataExportRow
from lk_app.db.tables.figures import KeptFiguresRow
from lk_app.db.tables.guest_readings import GuestReadingRow
from lk_app.db.tables.imports import BankOperationRepeatRow, BankOperationRow, ImportRow
from lk_app.db.tables.ledger import IS_MONEY, LedgerEntryRow, RefundRow
from lk_app.db.tables.letters import EbillRow, LetterRow
from lk_app.db.tables.marks import MarkRow
from lk_app.db.tables.meters import (
    LateReadingRow,
    MeterChangeRow,
    MeterRow,
    ReadingCheckRow,
    ReadingPhotoRow,
    ReadingRow,
)
from lk_app.db.tables.notices import MailWishRow, NoticeRow, PushDeviceRow, PushWishRow
from lk_app.db.tables.old_customers import OldCustomerRow
from lk_app.db.tables.payments import (
    PaymentEventRow,
    PaymentPartRow,
    PaymentRefundPartRow,
    PaymentRefundRow,
    PaymentReviewRow,
    PaymentRow,
)
from lk_app.db.tables.people import (
    ConsentRow,
    CustomerRow,
    OneTimeTokenRow,
    SessionRow,
    ThrottleRow,
    UsedChallengeRow,
)
from lk_app.db.tables.proposals import ProposalRow
from lk_app.db.tables.published import (
    ChangeRow,
    NormRow,
    RateRow,
    TariffRow,
    WindowRow,
)
from lk_app.db.tables.questions import QuestionRow
from lk_app.db.tables.staff import (
    AuditRow,
    StaffRecoveryCodeRow,
    StaffRow,
    StaffSessionRow,
)
from lk_app.db.tables.uploads import UploadRow

__all__ = [
    "IS_MONEY",
    "AccountLinkRow",
    "AccountRow",
    "AppealFileRow",
    "AppealMessageRow",
    "AppealRow",
    "ArticleHouseRow",
    "ArticleRow",
    "AuditRow",
    "AutopayChargeRow",
    "AutopayRow",
    "BankOperationRepeatRow",
    "BankOperationRow",
    "BillRow",
    "BillingChunkRow",
    "BillingOrderRow",
    "BillingRunRow",
    "BillingStopRow",
    "ChangeRow",
    "ConsentRow",
    "CustomerRow",
    "DataExportRow",
    "DisclosureRow",
    "EbillRow",
    "EditionRow",
    "GuestReadingRow",
    "HolderRow",
    "HouseRow",
    "ImportRow",
    "KeptFiguresRow",
    "LateReadingRow",
    "LedgerEntryRow",
    "LetterRow",
    "MailWishRow",
    "MarkRow",
    "MeterChangeRow",
    "MeterRow",
    "MovedAddressRow",
    "NormRow",
    "NoticeRow",
    "OldCustomerRow",
    "OneTimeTokenRow",
    "PaymentEventRow",
    "PaymentPartRow",
    "PaymentRefundPartRow",
    "PaymentRefundRow",
    "PaymentReviewRow",
    "PaymentRow",
    "PositionResetRow",
    "PositionRow",
    "ProposalRow",
    "PushDeviceRow",
    "PushWishRow",
    "QuestionRow",
    "RateRow",
    "ReadingCheckRow",
    "ReadingPhotoRow",
    "ReadingRow",
    "RefundRow",
    "SavedMethodRow",
    "SessionRow",
    "SiteFileRow",
    "StaffRecoveryCodeRow",
    "StaffRow",
    "StaffSessionRow",
    "TariffRow",
    "ThrottleRow",
    "UploadRow",
    "UsedChallengeRow",
    "UtcDateTime",
    "WindowRow",
]

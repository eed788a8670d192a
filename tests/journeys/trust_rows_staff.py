"""The console's rows: whoever holds a subscriber's session or nothing is sent to sign in there."""

from tests.journeys.trust_calls import GONE, Request

STAFF_ROUTES: dict[str, Request] = {
    "/staff": Request("GET", "/staff", (303,)),
    "/staff/login": Request("POST", "/staff/login", (422,), {"email": "a@b.example"}),
    "/staff/enrol": Request("GET", "/staff/enrol?token=guess", GONE),
    "/staff/logout": Request("POST", "/staff/logout", (401,)),
    "/staff/people": Request("POST", "/staff/people", (401,)),
    "/staff/audit": Request("GET", "/staff/audit", (303,)),
    "/staff/find": Request("GET", "/staff/find?q={account_number}", (303,)),
    "/staff/houses/{house_id:int}": Request("GET", "/staff/houses/1", (303,)),
    "/staff/accounts/{account_number}": Request("GET", "/staff/accounts/{account_number}", (303,)),
    "/staff/accounts/{account_number}/acts": Request(
        "GET", "/staff/accounts/{account_number}/acts", (303,)
    ),
    **{
        f"/staff/accounts/{{account_number}}/acts/{act}": Request(
            "POST", f"/staff/accounts/{{account_number}}/acts/{act}", (401,)
        )
        for act in ("read", "replace", "verify", "move", "rename")
    },
    "/staff/accounts/{account_number}/readings/{number}": Request(
        "POST", "/staff/accounts/{account_number}/readings/{receipt_number}", (401,)
    ),
    "/staff/readings": Request("GET", "/staff/readings", (303,)),
    "/staff/readings/{number}": Request("POST", "/staff/readings/{receipt_number}", (401,)),
    "/staff/readings/{number}/photo": Request(
        "GET", "/staff/readings/{receipt_number}/photo", (303,)
    ),
    "/staff/payments/unknown": Request("POST", "/staff/payments/unknown", (401,)),
    "/staff/payments/review": Request("GET", "/staff/payments/review", (303,)),
    "/staff/payments/review/{case_id:int}": Request("POST", "/staff/payments/review/1", (401,)),
    "/staff/appeals": Request("GET", "/staff/appeals", (303,)),
    "/staff/appeals/{number}": Request("POST", "/staff/appeals/2026-000001", (401,)),
    "/staff/appeals/{number}/files/{file_id:int}": Request(
        "GET", "/staff/appeals/2026-000001/files/1", (303,)
    ),
    "/staff/exports/appeals.csv": Request("GET", "/staff/exports/appeals.csv", (303,)),
    "/staff/refunds": Request("POST", "/staff/refunds", (401,)),
    "/staff/refunds/moves": Request("POST", "/staff/refunds/moves", (401,)),
    "/staff/refunds/moves/{proposal_id:int}": Request("POST", "/staff/refunds/moves/1", (401,)),
    "/staff/refunds/files/{proposal_id:int}": Request("POST", "/staff/refunds/files/1", (401,)),
    "/staff/refunds/{proposal_id:int}": Request("POST", "/staff/refunds/1", (401,)),
    "/staff/accounts/{account_number}/bills/{period}": Request(
        "GET", "/staff/accounts/{account_number}/bills/2026-10", (303,)
    ),
    "/staff/figures": Request("GET", "/staff/figures", (303,)),
    "/staff/figures/{name}.csv": Request("GET", "/staff/figures/debts.csv", (303,)),
    "/staff/imports": Request("POST", "/staff/imports", (401,)),
    "/staff/imports/{upload_id:int}": Request("POST", "/staff/imports/1", (401,)),
    "/staff/imports/{upload_id:int}/bad.csv": Request("GET", "/staff/imports/1/bad.csv", (303,)),
    "/staff/imports/journal/{number:int}": Request("POST", "/staff/imports/journal/1", (401,)),
    "/staff/exports/readings.csv": Request(
        "GET", "/staff/exports/readings.csv?period=2026-10", (303,)
    ),
    "/staff/billing": Request("POST", "/staff/billing", (401,)),
    "/staff/norms": Request("POST", "/staff/norms", (401,)),
    "/staff/news": Request("POST", "/staff/news", (401,)),
    "/staff/news/undo": Request("POST", "/staff/news/undo", (401,)),
    "/staff/houses": Request("GET", "/staff/houses", (303,)),
    "/staff/disclosure": Request("POST", "/staff/disclosure", (401,)),
    "/staff/questions": Request("GET", "/staff/questions", (303,)),
    "/staff/questions/{question_id:int}": Request("POST", "/staff/questions/1", (401,)),
    "/staff/tariffs": Request("POST", "/staff/tariffs", (401,)),
    "/staff/tariffs/{proposal_id:int}": Request("POST", "/staff/tariffs/1", (401,)),
    "/staff/windows": Request("POST", "/staff/windows", (401,)),
    "/staff/personal-data": Request("POST", "/staff/personal-data", (401,)),
    "/staff/personal-data/{proposal_id:int}": Request("POST", "/staff/personal-data/1", (401,)),
    "/staff/personal-data/{export_id:int}.zip": Request(
        "GET", "/staff/personal-data/1.zip", (303,)
    ),
    "/staff/looks": Request("GET", "/staff/looks", (303,)),
    "/staff/{rest:path}": Request("GET", "/staff/guess/{account_number}", (303,)),
}

"""What tests of `make test` hold of the promises about a bill, each by its name."""

from collections.abc import Iterator, Mapping, Sequence

from tests.proofs.passing import passed

PROMISES: Mapping[str, Sequence[str]] = {
    "the worked bills, by the rules alone and through files": (
        "domain/test_bills_worked.py::test_all_periods_at_once",
        "domain/test_bills_worked.py::test_month_by_month_with_what_was_known_then",
        "domain/test_bills_worked.py::test_a_payment_that_arrives_after_its_periods_were_posted",
        "usecases/test_billing.py::test_every_expected_bill_comes_out_of_the_files",
        "domain/test_bills_random.py::test_the_other_calculator_agrees_with_the_worked_bills",
    ),
    "bills of policy norm, worked by hand": (
        "domain/test_bills.py::test_policy_norm_from_the_first_missed_month_and_its_settlement",
    ),
    "replaced meters and moving out, worked by hand": ("domain/test_replacements.py",),
    "sum of lines = charges = ledger": (
        "domain/test_bills_random.py::test_the_parts_of_a_bill_make_its_sums",
        "usecases/test_billing.py::test_the_ledger_says_what_the_last_bill_says",
    ),
    "shares add up": (
        "domain/test_bills_random.py::test_shares_of_missed_months_add_up_and_the_larger_come_last",
    ),
    "in whatever order facts arrive, the last balance is the same; both policies": (
        "domain/test_bills_random.py::test_the_order_of_arrival_does_not_change_the_last_balance",
        "domain/test_bills_random.py::test_the_other_calculator_agrees_whatever_becomes_known_when",
    ),
    "an old bill's paper and explanation stay what they were": (
        "usecases/test_bills_stay.py",
        "usecases/test_explanations.py::test_prices_and_rates_published_since_change_no_word",
        "domain/test_bills.py::test_new_rows_for_posted_months_do_not_change_them",
    ),
    "the calculator imports nothing of the product": (
        "domain/test_bills_random.py::test_the_calculator_stands_apart",
    ),
    "the QR decodes from the rendered PDF to exactly the fields": (
        "documents/test_bill.py::test_the_qr_on_the_page_asks_for_exactly_this_bill",
        "documents/test_bill.py::test_a_hostile_name_neither_breaks_the_qr_nor_the_sheet",
        "documents/test_payment_qr.py::test_what_goes_in_comes_out",
    ),
    "the PDF's text, read back, equals the ledger": (
        "usecases/test_bill_documents.py::test_the_paper_says_what_the_bill_and_the_ledger_say",
        "documents/test_bill.py::test_the_bill_names_its_readings_lines_and_sums",
    ),
    "the structure of PDF/UA is there": (
        "documents/test_typesetting.py::test_a_paper_is_tagged_for_screen_readers",
        "documents/test_bill.py::test_the_qr_is_told_to_whoever_cannot_see_it",
    ),
    "bad input stops its account alone": ("usecases/test_billing_refusals.py",),
}


def run() -> Iterator[str]:
    """Run them all; the lines of the page."""
    names = sorted({f"tests/{name}" for tests in PROMISES.values() for name in tests})
    said = passed("-n", "2", *names)
    yield "Run for this page, and part of every `make test`; those that need a database run on both"
    yield f"engines. pytest: {said}."
    yield ""
    yield "| promise | tests |"
    yield "|---|---|"
    for promise, tests in PROMISES.items():
        yield f"| {promise} | {'<br>'.join(map(_said, tests))} |"


def _said(name: str) -> str:
    file, _, test = name.partition("::test_")
    return f"{test.replace('_', ' ')} ({file})" if test else f"all of {file}"

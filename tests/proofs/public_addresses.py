"""Which pages of the public site a proof looks at."""

ARCHIVED = (  # the five items of December 2025
    "/news/2025/12/plan-1-ovsyanoj",
    "/news/2025/12/zamena-obshchedomovyh-priborov",
    "/news/2025/12/proverka-schyotchikov",
    "/news/2025/12/otklyuchenie-24-dekabrya",
    "/news/2025/12/tarify-s-1-yanvarya-2026",
)
BESIDE_PHONE = (  # kinds of pages that docs/proofs/phone.md does not measure
    *("/news/2025", "/news?house=Плякина+3"),
    *("/guest", "/guest/reading", "/guest/pay", "/guest/check"),
)
ADDRESSES = (
    *("/", "/tariffs", "/tariffs?day=2026-01-01&kwh=300", "/news", "/news/2025", "/news/2025/12"),
    *ARCHIVED,
    *("/about", "/consumers", "/consumers/kak-snyat-pokazaniya", "/disclosure", "/sitemap"),
    *("/search?q=показания", "/news?house=Плякина+3", "/no/such/page"),
    *("/guest", "/guest/reading", "/guest/pay", "/guest/check"),
)

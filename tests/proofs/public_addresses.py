"""Which pages of the public site a proof looks at."""

ARCHIVED = (  # the five items of December 2025
    "/news/2025/12/plan-1-ovsyanoj",
    "/news/2025/12/zamena-obshchedomovyh-priborov",
    "/news/2025/12/proverka-schyotchikov",
    "/news/2025/12/otklyuchenie-24-dekabrya",
    "/news/2025/12/tarify-s-1-yanvarya-2026",
)
MEASURED = (  # a page of every kind, by Lighthouse
    *("/", "/tariffs", "/news", "/news/2025", "/news/2025/12", ARCHIVED[1]),
    *("/news?house=Плякина+3", "/about", "/consumers", "/consumers/kak-snyat-pokazaniya"),
    *("/disclosure", "/sitemap", "/search", "/consent"),
    *("/guest", "/guest/reading", "/guest/pay", "/guest/check"),
    *("/login", "/register", "/reset", "/recover"),
)
ADDRESSES = (  # read with and without JavaScript; each is a scene, so axe looks at it, too
    *("/", "/tariffs", "/tariffs?day=2026-01-01&kwh=300", "/news", "/news/2025", "/news/2025/12"),
    *ARCHIVED,
    *("/about", "/consumers", "/consumers/kak-snyat-pokazaniya", "/disclosure", "/sitemap"),
    *("/search?q=показания", "/news?house=Плякина+3", "/no/such/page"),
    *("/guest", "/guest/reading", "/guest/pay", "/guest/check"),
)

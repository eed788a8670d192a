"""What `make screens` photographs: every address, and the states of them worth seeing."""

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import FilePayload, Page, expect

from lk_app.demo import people, tenants

ANNA, LANDLORD, NEWCOMER = people.SUBSCRIBER.email, people.LANDLORD.email, "newcomer@lk.example"
MOVED_OUT = people.MOVED_OUT.email
STAFF = "olga@lk.example"  # an admin of the console
MIR, NO_MONEY = "2200000000000004", "2200000000000012"
BEFORE, OPEN, AFTER = "2026-11-05T10:00+", "2026-11-20T10:00+", "2026-11-26T10:00+"

Step = Callable[[Page], object]


@dataclass(frozen=True, slots=True)
class Scene:
    """One picture: who is where and did what. `frozen` never hears from the server."""

    name: str
    address: str
    who: str = ""
    steps: tuple[Step, ...] = ()
    clock: str = OPEN
    frozen: bool = False
    paper: bool = False


def fill(label: str, text: str) -> Step:
    return lambda page: page.get_by_label(label, exact=True).first.fill(text)


def fill_field(label: str, text: str) -> Step:
    """The same where the label says that the field is required, too."""
    return lambda page: page.get_by_label(label).first.fill(text)


def press(name: str) -> Step:
    return lambda page: page.get_by_role("button", name=name, exact=True).first.click()


def tap(text: str) -> Step:
    """Open what is folded."""
    return lambda page: page.locator("summary", has_text=text).locator("visible=true").first.click()


def tick(label: str) -> Step:
    return lambda page: page.get_by_label(label).check()


def choose(label: str, value: str) -> Step:
    return lambda page: page.get_by_label(label, exact=True).select_option(value)


def hand_over(label: str, name: str, text: str) -> Step:
    """Choose a file of this name that holds this text."""
    file: FilePayload = {"name": name, "mimeType": "text/csv", "buffer": text.encode()}
    return lambda page: page.get_by_label(label, exact=True).set_input_files(file)


def go(address: str) -> Step:
    return lambda page: page.goto(address)


def sees(text: str) -> Step:
    return lambda page: expect(page.get_by_text(text).first).to_be_visible(timeout=20_000)


def on_the_device() -> Step:
    """The accounts are kept for a page without a network."""
    kept = "async () => await window.readingsQueue?.seen() !== undefined"
    return lambda page: page.wait_for_function(kept)


def cut_off() -> Step:
    return lambda page: page.context.set_offline(True)


def nobody_answers() -> Step:
    """The page without a network does not notice that there is one."""
    return lambda page: page.route("**/ping", lambda route: route.abort())


def pay(card: str, outcome: str) -> tuple[Step, ...]:
    """From the form of the cabinet through the demo bank and back."""
    return (
        fill("Сумма, ₽", "100"),
        press("Оплатить"),
        lambda page: page.wait_for_url("**/demo-bank/**"),
        fill("Номер карты", card),
        fill("Срок действия", "12/30"),
        fill("CVC", "123"),
        press("Оплатить"),
        sees(outcome),
    )


def account(path: str, number: str = "6410100101") -> str:
    return f"/cabinet/{path}?account={number}"


SENT_BY_GUEST = (
    fill_field("Номер лицевого счёта", "6410100101"),
    fill_field("Заводской номер счётчика", "01174000"),
    fill_field("Показание, Т1", "10970"),
    press("Передать показания"),
    sees("Показания получены"),
)


def check_what_was_sent(page: Page) -> None:
    """The number and the code of the answer that is open, on the page that checks them."""
    said = [
        page.locator(".row-plain", has_text=words).locator("dd").inner_text()
        for words in ("Номер", "Код документа")
    ]
    page.goto("/guest/check")
    for label, text in zip(("Номер документа", "Код документа"), said, strict=True):
        fill_field(label, text)(page)
    press("Проверить")(page)


READINGS = "account_number,taken_on,register,value\n"
PRICES = (
    "valid_from,valid_to,category,zones,register,band,up_to_kwh,price,source\n"
    "2027-07-01,,rural,1,single,1,3900,6.10,приказ\n"
    "2027-07-01,,rural,1,single,2,6000,7.20,приказ\n"
    "2027-07-01,,rural,1,single,3,,9.90,приказ\n"
)
SCENES = (
    # Anyone
    Scene("home", "/"),
    Scene("home-loading", "/", frozen=True),
    Scene("tariffs", "/tariffs"),
    Scene("news", "/news"),
    Scene("news-house", "/news?house=Плякина+3"),
    Scene("news-month", "/news/2025/12"),
    Scene("news-article", "/news/2025/12/zamena-obshchedomovyh-priborov"),
    Scene("news-question-refused", "/news/2025/12/zamena-obshchedomovyh-priborov", steps=(
        tap("Задать вопрос"), press("Отправить вопрос"), sees("Опишите вопрос"))),
    Scene("news-question-sent", "/news/2025/12/zamena-obshchedomovyh-priborov", steps=(
        tap("Задать вопрос"), fill_field("Как вас зовут", "Анна"),
        fill_field("Электронная почта", "reader@example.ru"),
        lambda page: page.locator("#form-text").fill("Кто платит за новый прибор?"),
        tick("Согласие на обработку персональных данных"), tick("Я не робот"),
        press("Отправить вопрос"), sees("Вопрос получен"))),
    Scene("guest", "/guest"),
    Scene("guest-reading", "/guest/reading"),
    Scene("guest-reading-refused", "/guest/reading", steps=(
        fill_field("Номер лицевого счёта", "641"), press("Передать показания"), sees("цифр"))),
    Scene("guest-pay", "/guest/pay"),
    Scene("guest-pay-refused", "/guest/pay", steps=(
        fill_field("Номер лицевого счёта", "641"), press("Оплатить"), sees("цифр"))),
    Scene("guest-pay-started", "/guest/pay", steps=(
        fill_field("Номер лицевого счёта", "6410100101"), fill_field("Сумма, ₽", "100"),
        fill_field("Почта для чека", "guest@example.ru"), press("Оплатить"),
        sees("Осталось заплатить"))),
    Scene("guest-paid-unknown", "/guest/paid"),
    Scene("guest-check", "/guest/check"),
    Scene("guest-check-refused", "/guest/check", steps=(
        fill_field("Номер документа", "1"), fill_field("Код документа", "1"), press("Проверить"),
        sees("не выдавали"))),
    Scene("guest-not-me-dead", "/guest/not-me"),
    Scene("about", "/about"),
    Scene("consumers", "/consumers"),
    Scene("consumers-text", "/consumers/kak-snyat-pokazaniya"),
    Scene("disclosure", "/disclosure"),
    Scene("sitemap", "/sitemap"),
    Scene("search", "/search?q=поверка+счётчика"),
    Scene("search-nothing", "/search?q=трансформер"),
    Scene("consent", "/consent"),
    Scene("login", "/login"),
    Scene("login-refused", "/login", steps=(
        fill("Электронная почта или телефон", "anna@example.ru"), fill("Пароль", "не тот пароль"),
        press("Войти"), sees("не подош"))),
    Scene("register", "/register"),
    Scene("register-refused", "/register", steps=(
        fill("Фамилия", "Петрова"), fill("Электронная почта", "petrova@"), fill("Пароль", "12345"),
        press("Зарегистрироваться"), sees("Отметьте"))),
    Scene("reset", "/reset"),
    Scene("recover", "/recover"),
    Scene("activate-dead", "/activate?token=1"),
    Scene("confirm-email-dead", "/confirm-email?token=1"),
    Scene("undo-dead", "/undo?token=1"),
    Scene("unsubscribe-dead", "/unsubscribe?token=1"),
    Scene("not-found", "/no/such/page"),
    Scene("demo-outbox", "/demo/outbox"),
    # A person who has just registered
    Scene("empty-cabinet", "/cabinet", NEWCOMER),
    Scene("empty-readings", "/cabinet/readings", NEWCOMER),
    Scene("empty-bills", "/cabinet/bills", NEWCOMER),
    Scene("empty-pay", "/cabinet/pay", NEWCOMER),
    Scene("empty-history", "/cabinet/history", NEWCOMER),
    Scene("link", "/cabinet/link", NEWCOMER),
    Scene("link-refused", "/cabinet/link", NEWCOMER, steps=(
        fill("Номер лицевого счёта", "641"), press("Подключить"), sees("Выберите"))),
    # A subscriber with four accounts
    Scene("cabinet", "/cabinet", ANNA),
    Scene("cabinet-loading", "/cabinet", ANNA, frozen=True),
    Scene("cabinet-before-window", "/cabinet", ANNA, clock=BEFORE),
    Scene("cabinet-after-window", "/cabinet", ANNA, clock=AFTER),
    Scene("cabinet-switcher", "/cabinet", ANNA, steps=(tap("Лицевой счёт"),)),
    Scene("readings", account("readings"), ANNA),
    Scene("readings-before-window", account("readings"), ANNA, clock=BEFORE),
    Scene("readings-after-window", account("readings"), ANNA, clock=AFTER),
    Scene("readings-two-zones", account("readings", "6410100102"), ANNA, steps=(
        fill("День", "012041"), fill("Ночь", "5741"), sees("За месяц"))),
    Scene("readings-refused", account("readings"), ANNA, steps=(
        fill("Показание", "10800"), press("Передать показания"), sees("Прошлое показание"))),
    Scene("readings-question", account("readings", "6410100106"), ANNA, steps=(
        fill("Показание", "19999"), press("Передать показания"), sees("всё верно"))),
    Scene("consumption", account("consumption", "6410100106"), ANNA),
    Scene("consumption-zones", account("consumption", "6410100102"), ANNA),
    Scene("bills", account("bills"), ANNA),
    Scene("bills-opened", account("bills", "6410100106") + "&period=2026-09", ANNA),
    Scene("bills-paper", account("bills", "6410100106") + "&period=2026-09", ANNA, paper=True),
    Scene("bills-average", account("bills", "6410100105"), ANNA),
    Scene("pay", account("pay"), ANNA),
    Scene("pay-all", "/cabinet/pay?all=1", ANNA),
    Scene("pay-refused", account("pay"), ANNA, steps=(
        fill("Сумма, ₽", "сто"), press("Оплатить"), sees("цифрами"))),
    Scene("bank", account("pay"), ANNA, steps=(
        press("Оплатить"), lambda page: page.wait_for_url("**/demo-bank/**"))),
    Scene("pay-declined", account("pay"), ANNA, steps=pay(NO_MONEY, "не прошёл")),
    Scene("pay-paid", account("pay"), ANNA, steps=pay(MIR, "Платёж зачислен")),
    Scene("autopay-first", "/cabinet/pay/autopay", ANNA),
    Scene("autopay-form", account("pay"), ANNA, steps=(
        tick("Запомнить карту для автоплатежа"), *pay(MIR, "Платёж зачислен"),
        go("/cabinet/pay/autopay"), tick("В выбранный день месяца"), sees("Какого числа"))),
    Scene("autopay-on", "/cabinet/pay/autopay", ANNA, steps=(
        fill("Не больше, ₽", "5000"), press("Включить автоплатёж"), sees("Автоплатёж включён"))),
    Scene("history", account("history"), ANNA),
    Scene("history-paper", account("history"), ANNA, paper=True),
    Scene("profile", "/cabinet/profile", ANNA),
    Scene("profile-ebill", "/cabinet/profile", ANNA, steps=(
        tick("Квитанция готова: на почту"), sees("будем присылать"))),
    Scene("profile-refused", "/cabinet/profile", ANNA, steps=(
        tap("Изменить телефон"), fill("Новый телефон", "12345"),
        lambda page: page.locator("#phone_current_password").fill("не тот"),
        press("Изменить телефон"), sees("+7"))),
    Scene("appeals-empty", "/cabinet/appeals", LANDLORD),
    Scene("appeals-topics", "/cabinet/appeals/new", ANNA),
    Scene("appeals-payment-refused", "/cabinet/appeals/new?topic=payment", ANNA, steps=(
        press("Отправить обращение"), sees("Напишите, о чём речь"))),
    Scene("appeals-sent", "/cabinet/appeals/new?topic=other", ANNA, steps=(
        fill("Что случилось", "Не приходит бумажная квитанция."),
        press("Отправить обращение"), sees("отправлено"))),
    Scene("appeals", "/cabinet/appeals", ANNA, steps=(sees("Другое"),)),
    Scene("appeals-one", "/cabinet/appeals/one?number=2026-000001", ANNA, steps=(
        tap("Дополнить обращение"), sees("Приложить фото или PDF"))),
    # A landlord with twelve
    Scene("landlord", "/cabinet", LANDLORD),
    Scene("bills-replaced", account("bills", tenants.REPLACED) + "&period=2026-10", LANDLORD,
        steps=(tap("Почему такая сумма"), sees("по акту снятия счётчика"))),
    Scene("readings-sent", account("readings"), ANNA, steps=(
        press("Показания не изменились"), sees("Приложить фото счётчика"))),
    Scene("readings-table", "/cabinet/readings?all", LANDLORD),
    Scene("pay-landlord", "/cabinet/pay?all=1", LANDLORD),
    Scene("readings-replaced", account("readings", "6410300004"), LANDLORD),
    # Who moved out
    Scene("moved-out", "/cabinet", MOVED_OUT),
    Scene("moved-out-readings", "/cabinet/readings", MOVED_OUT),
    Scene("moved-out-bills", "/cabinet/bills", MOVED_OUT),
    Scene("moved-out-pay", "/cabinet/pay", MOVED_OUT),
    # Without JavaScript
    Scene("plain-login", "/simple/login", steps=(
        fill("Электронная почта или телефон", "anna@example.ru"), fill("Пароль", "не тот пароль"),
        press("Войти"), sees("не подош"))),
    Scene("plain", "/simple", ANNA),
    Scene("vision", "/vision"),
    Scene("plain-empty", "/simple", NEWCOMER),
    Scene("plain-readings", "/simple/readings/6410100102", ANNA),
    Scene("plain-readings-refused", "/simple/readings/6410100101", ANNA, steps=(
        fill("Показание", "10800"), press("Передать показания"), sees("Прошлое показание"))),
    Scene("plain-readings-question", "/simple/readings/6410100106", ANNA, steps=(
        fill("Показание", "19999"), press("Передать показания"), sees("всё верно"))),
    Scene("plain-history", "/simple/history/6410100101", ANNA),
    # The supplier's console
    Scene("staff-login", "/staff/login?away=1"),
    Scene("staff-login-refused", "/staff/login", steps=(
        fill("Рабочая почта", "olga@example.ru"), fill("Пароль", "не тот пароль"),
        fill("Код из приложения", "123456"), press("Войти"), sees("не подошли"))),
    Scene("staff-invitation-over", "/staff/enrol?token=guess"),
    Scene("staff", "/staff", STAFF),
    Scene("staff-find", "/staff/find", STAFF),
    Scene("staff-found", "/staff/find?q=иванова", STAFF),
    Scene("staff-found-nothing", "/staff/find?q=трансформер", STAFF),
    Scene("staff-account", "/staff/accounts/6410100101", STAFF),
    Scene("staff-acts", "/staff/accounts/6410100101/acts", STAFF),
    Scene("staff-house", "/staff/houses/1", STAFF),
    Scene("staff-readings", "/staff/readings", STAFF),
    Scene("staff-readings-refused", "/staff/readings?queue=refused", STAFF),
    Scene("staff-unknown", "/staff/payments/unknown", STAFF),
    Scene("staff-review", "/staff/payments/review", STAFF),
    Scene("staff-refunds", "/staff/refunds", STAFF, steps=(
        fill("Номер платежа", "1"), fill("Сумма, ₽", "сто"), fill("Почему", "Дважды"),
        press("Предложить"), sees("цифрами"))),
    Scene("staff-appeals", "/staff/appeals", STAFF),
    Scene("staff-appeal", "/staff/appeals/2026-000001", STAFF, steps=(
        fill("Ответ абоненту", " "), press("Ответить"), sees("Напишите, о чём речь"))),
    Scene("staff-news", "/staff/news", STAFF, steps=(press("Посмотреть"), sees("title"))),
    Scene("staff-tariffs", "/staff/tariffs", STAFF, steps=(
        fill("Содержимое tariffs.csv", PRICES), press("Посмотреть, что изменится"),
        sees("По чьим счетам"))),
    Scene("staff-tariffs-refused", "/staff/tariffs", STAFF, steps=(
        fill("Содержимое tariffs.csv", PRICES.replace("6.10", "дорого")),
        press("Посмотреть, что изменится"), sees("Строка 2"))),
    Scene("staff-windows", "/staff/windows", STAFF, steps=(
        fill("С какого дня действует", "2027-01-01"), fill("Первое число", "20"),
        fill("Последнее число", "28"), press("Проверить"), sees("Опубликовать?"))),
    Scene("staff-figures", "/staff/figures", STAFF),
    Scene("staff-imports", "/staff/imports", STAFF),
    Scene("staff-imports-checked", "/staff/imports", STAFF, steps=(
        hand_over("Файл", "accounts.csv", "account_number,x\n6410100101,1\n"),
        press("Проверить"), sees("не хватает столбцов"))),
    Scene("staff-imports-bad-rows", "/staff/imports", STAFF, steps=(
        choose("Что в файле", "readings"),
        hand_over("Файл", "readings.csv", f"{READINGS}6410100101,2026-10-20,day,1\n12,x,y,z\n"),
        press("Проверить"), sees("Не подойдёт"))),
    Scene("staff-billing", "/staff/billing", STAFF),
    Scene("staff-billing-refused", "/staff/billing", STAFF, steps=(
        fill("С месяца", "2026-12"), fill("По месяц", "2026-12"), press("Рассчитать"),
        sees("ещё не наступил"))),
    Scene("staff-bill", "/staff/accounts/6410100101/bills/2026-10", STAFF),
    Scene("staff-norms", "/staff/norms", STAFF, steps=(
        fill("Начиная с", "2027-01-01"), fill("Ставка, % годовых", "16,5"),
        press("Проверить ставку"), sees("Опубликовать?"))),
    Scene("staff-houses", "/staff/houses?q=плякина", STAFF),
    Scene("staff-announcement", "/staff/news?kind=notice&house=1", STAFF),
    Scene("staff-text", "/staff/news?path=/consumers/kak-snyat-pokazaniya", STAFF),
    Scene("staff-disclosure", "/staff/disclosure", STAFF),
    Scene("staff-questions", "/staff/questions", STAFF),
    Scene("staff-audit", "/staff/audit", STAFF),
    Scene("staff-missing", "/staff/nothing", STAFF),
    # What changes what the others see comes last
    Scene("offline", account("readings"), ANNA, steps=(
        on_the_device(), nobody_answers(), go("/offline.html"), sees("Лицевые счета"))),
    Scene("offline-refused", account("readings"), ANNA, steps=(
        on_the_device(), nobody_answers(), go("/offline.html"), fill("Показание", "46,5"),
        press("Передать показания"), sees("без запятой"))),
    Scene("offline-saved", account("readings"), ANNA, steps=(
        on_the_device(), cut_off(), fill("Показание", "10984"), press("Передать показания"),
        sees("Сохранено на этом устройстве"))),
    Scene("guest-reading-received", "/guest/reading", steps=SENT_BY_GUEST),
    Scene("guest-check-genuine", "/guest/reading", steps=(
        *SENT_BY_GUEST, check_what_was_sent, sees("Документ настоящий"))),
    Scene("readings-guest", account("readings"), ANNA, steps=(sees("без входа"),)),
    Scene("readings-accepted", account("readings"), ANNA, steps=(
        fill("Показание", "10984"), press("Передать показания"), sees("Показания приняты"))),
    Scene("cabinet-done", "/cabinet", ANNA),
)  # fmt: skip

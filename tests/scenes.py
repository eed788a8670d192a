"""What `make screens` photographs: every address, and the states of them worth seeing."""

from playwright.sync_api import Page

from lk_app.demo import people, tenants
from tests.proofs.public_addresses import ARCHIVED
from tests.scene_steps import (
    AFTER,
    BEFORE,
    STAFF,
    Scene,
    account,
    collected,
    cut_off,
    fill,
    fill_field,
    go,
    nobody_answers,
    on_the_device,
    pay,
    photograph_meter,
    press,
    sees,
    tap,
    tick,
)
from tests.staff_scenes import STAFF_SCENES

ANNA, LANDLORD, NEWCOMER = people.SUBSCRIBER.email, people.LANDLORD.email, "newcomer@lk.example"
MOVED_OUT, LONG_AGO = people.MOVED_OUT.email, "long.ago@lk.example"
MIR, NO_MONEY = "2200000000000004", "2200000000000012"

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


SCENES = (
    # Anyone
    Scene("home", "/"),
    Scene("home-loading", "/", frozen=True),
    Scene("tariffs", "/tariffs"),
    Scene("tariffs-worked-out", "/tariffs?day=2026-01-01&kwh=300"),
    Scene("news", "/news"),
    Scene("news-house", "/news?house=Плякина+3"),
    Scene("news-year", "/news/2025"),
    Scene("news-month", "/news/2025/12"),
    *(Scene(f"news-archived-{number}", path) for number, path in enumerate(ARCHIVED, 1)),
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
    Scene("search", "/search?q=показания"),
    Scene("search-bare", "/search"),
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
    Scene("profile-deletion", "/cabinet/profile", NEWCOMER, steps=(
        tap("Удалить кабинет"), lambda page: page.locator("#deletion_current_password").fill("нет"),
        press("Удалить кабинет"), sees("Это не ваш нынешний пароль"))),
    Scene("profile-data", "/cabinet/profile", NEWCOMER, steps=(
        press("Собрать мои данные"), sees("Собираем данные"))),
    Scene("appeals-empty", "/cabinet/appeals", LANDLORD),
    Scene("appeals-topics", "/cabinet/appeals/new", ANNA),
    Scene("appeals-payment-refused", "/cabinet/appeals/new?topic=payment", ANNA, steps=(
        press("Отправить обращение"), sees("Напишите, о чём речь"))),
    Scene("appeals-sent", "/cabinet/appeals/new?topic=other", ANNA, steps=(
        fill("Что случилось", "Не приходит бумажная квитанция."),
        press("Отправить обращение"), sees("отправлено"))),
    Scene("appeals", "/cabinet/appeals", ANNA, steps=(sees("Другое"),)),
    Scene("appeals-one", "/cabinet/appeals/one?number=2026-000002", ANNA, steps=(
        tap("Дополнить обращение"), sees("Приложить фото или PDF"))),
    # A landlord with twelve
    Scene("landlord", "/cabinet", LANDLORD),
    Scene("bills-replaced", account("bills", tenants.REPLACED) + "&period=2026-10", LANDLORD,
        steps=(tap("Почему такая сумма"), sees("по акту снятия счётчика"))),
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
    Scene("plain-consent", "/simple/consent", LONG_AGO),
    Scene("vision", "/vision"),
    Scene("plain-empty", "/simple", NEWCOMER),
    Scene("plain-readings", "/simple/readings/6410100102", ANNA),
    Scene("plain-readings-refused", "/simple/readings/6410100101", ANNA, steps=(
        fill("Показание", "10800"), press("Передать показания"), sees("Прошлое показание"))),
    Scene("plain-readings-question", "/simple/readings/6410100106", ANNA, steps=(
        fill("Показание", "19999"), press("Передать показания"), sees("всё верно"))),
    Scene("plain-history", "/simple/history/6410100101", ANNA),
    # The supplier's console
    *STAFF_SCENES,
    # What changes what the others see comes last
    Scene("staff-question-answered", "/staff/questions", STAFF, steps=(
        lambda page: page.get_by_label("Ответ — или").first.fill("Компания, бесплатно."),
        press("Опубликовать с ответом"), sees("Опубликовано с ответом"))),
    Scene("search-question", "/search?q=прибор+бесплатно", steps=(
        sees("Вопрос под статьёй"),)),
    Scene("news-question", "/search?q=прибор+бесплатно", steps=(
        lambda page: page.locator("a[href*='#question']").click(),
        sees("Компания, бесплатно."))),
    Scene("profile-data-ready", "/cabinet/profile", NEWCOMER, steps=(
        collected, fill("Ваш пароль", people.PASSWORD),
        press("Получить ссылку"), sees("Скачать ZIP"))),
    Scene("profile-deletion-waits", "/cabinet/profile", NEWCOMER, steps=(
        tap("Удалить кабинет"),
        lambda page: page.locator("#deletion_current_password").fill(people.PASSWORD),
        press("Удалить кабинет"), sees("Вы попросили удалить кабинет"))),
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
    # A guest's reading is nothing to ask about once there is one of the subscriber's own
    Scene("readings-guest", account("readings"), ANNA, steps=(sees("без входа"),)),
    Scene("readings-guest-refused", account("readings"), ANNA, steps=(
        press("Не учитывать эти показания"), sees("мы не учтём"))),
    Scene("readings-sent", account("readings"), ANNA, steps=(
        press("Показания не изменились"), sees("Приложить фото счётчика"))),
    Scene("readings-accepted", account("readings"), ANNA, steps=(
        fill("Показание", "10984"), press("Передать показания"), sees("Показания приняты"))),
    Scene("readings-photo", account("readings"), ANNA, steps=(
        fill("Показание", "10985"), press("Передать показания"), sees("Показания приняты"),
        photograph_meter, sees("Фото приложено"), tap("Фото счётчика"), sees("Скачать фото"))),
    Scene("cabinet-done", "/cabinet", ANNA),
)  # fmt: skip

"""The supplier's console in pictures."""

from tests.scene_steps import STAFF, Scene, choose, fill, go, hand_over, press, sees

READINGS = "account_number,taken_on,register,value\n"
PRICES = (
    "valid_from,valid_to,category,zones,register,band,up_to_kwh,price,source\n"
    "2027-07-01,,rural,1,single,1,3900,6.10,приказ\n"
    "2027-07-01,,rural,1,single,2,6000,7.20,приказ\n"
    "2027-07-01,,rural,1,single,3,,9.90,приказ\n"
)
STAFF_SCENES = (
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
    Scene("staff-readings-guest", "/staff/readings?queue=guest", STAFF),
    Scene("staff-readings-late", "/staff/readings?queue=late", STAFF),
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
    Scene("staff-imports-undo", "/staff/imports", STAFF, steps=(
        lambda page: page.get_by_role("button", name="Отменить").first.click(),
        sees("будет убрано"))),
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
    Scene("staff-personal-data", "/staff/personal-data", STAFF, steps=(
        fill("Почта кабинета", "nobody@lk.example"), fill("Номер и дата заявления", "№ 17"),
        press("Предложить"), sees("Проверьте адрес"))),
    Scene("staff-looks", "/staff/accounts/6410100101", STAFF, steps=(
        go("/staff/looks"), sees("поиск в консоли"))),
    Scene("staff-norms", "/staff/norms", STAFF, steps=(
        fill("Начиная с", "2027-01-01"), fill("Ставка, % годовых", "16,5"),
        press("Проверить ставку"), sees("Опубликовать?"))),
    Scene("staff-houses", "/staff/houses?q=плякина", STAFF),
    Scene("staff-announcement", "/staff/news?kind=notice&house=1", STAFF),
    Scene("staff-text", "/staff/news?path=/consumers/kak-snyat-pokazaniya", STAFF),
    Scene("staff-disclosure", "/staff/disclosure", STAFF),
    Scene("staff-questions", "/staff/questions", STAFF),
    Scene("staff-people", "/staff/people", STAFF, steps=(
        fill("Рабочая почта", "olga@lk.example"), fill("Имя и фамилия", "Ольга Котова"),
        choose("Роль", "operator"), press("Пригласить"), sees("уже есть"))),
    Scene("staff-audit", "/staff/audit", STAFF),
    Scene("staff-missing", "/staff/nothing", STAFF),
)  # fmt: skip

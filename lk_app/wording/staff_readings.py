"""What the console says of readings that wait for an employee."""

from lk_app.domain.reading_checks import Queue

QUEUES = {
    Queue.SUSPICIOUS: "Сомнительные",
    Queue.REFUSED: "Не принятые",
    Queue.GUEST: "Гостевые",
    Queue.LATE: "Опоздавшие",
}
QUEUES_ABOUT = {
    Queue.SUSPICIOUS: "Абонент подтвердил необычное показание, и оно уже считается.",
    Queue.REFUSED: "Меньше прошлого. Не считается, пока вы не примете.",
    Queue.GUEST: "Передано без входа и выглядит странно. Принятое учтём, если не придёт другое.",
    Queue.LATE: "Снято в срок на устройстве без сети, получено после срока.",
}
YES = {
    Queue.SUSPICIOUS: "Всё верно",
    Queue.REFUSED: "Принять",
    Queue.GUEST: "Может считаться",
    Queue.LATE: "Учесть как в срок",
}
DOUBTS = {
    "reading.rollover": "через ноль",
    "reading.swapped": "шкалы местами?",
    "reading.extra_digit": "лишняя цифра?",
    "reading.jump": "намного больше обычного",
    "reading.below_last": "меньше прошлого",
}

"""A signed-in browser as its owner would call it: «Яндекс Браузер на Android»."""

from ua_parser import parse_os, parse_user_agent

BROWSERS = {
    "Chrome Mobile": "Chrome",
    "Chrome Mobile WebView": "приложение",
    "Edge Mobile": "Edge",
    "Firefox Mobile": "Firefox",
    "Firefox iOS": "Firefox",
    "HeadlessChrome": "Chrome",
    "Mobile Safari": "Safari",
    "Opera Mobile": "Opera",
    "Samsung Internet": "браузер Samsung",
    "Yandex Browser": "Яндекс Браузер",
    "YandexSearch": "приложение Яндекса",
}
SYSTEMS = {"iOS": "iPhone или iPad", "Mac OS X": "Mac", "Chrome OS": "Chromebook"}
UNKNOWN = "Неизвестное устройство"


def device(user_agent: str) -> str:
    """In plain words; UNKNOWN when it says nothing a person would recognise."""
    browser, system = parse_user_agent(user_agent), parse_os(user_agent)
    named = [
        BROWSERS.get(browser.family, browser.family) if browser else "",
        SYSTEMS.get(system.family, system.family) if system else "",
    ]
    words = " на ".join(filter(None, named))
    return words[:1].upper() + words[1:] or UNKNOWN

"""A second visit with the service worker, throttled by DevTools protocol as Lighthouse does it."""

import statistics

from playwright.sync_api import Browser, Page

RUNS = 5
# Lighthouse, core/config/constants.js, mobileSlow4G: 150 ms round trips and 1.6 Mbit/s, as DevTools
# has to be told them
SLOW_4G = {
    "offline": False,
    "latency": 562.5,
    "downloadThroughput": 1474.56 * 1024 / 8,
    "uploadThroughput": 675 * 1024 / 8,
}
SLOWER_CPU = 4
READY = """Promise.race([
  navigator.serviceWorker.ready.then(() => true),
  new Promise((_, no) => setTimeout(() => no(new Error("there is no service worker")), 30_000)),
])"""
LARGEST = """() => new Promise((done) => {
  new PerformanceObserver((list) => done(list.getEntries().at(-1).startTime))
    .observe({ type: "largest-contentful-paint", buffered: true });
})"""
PHONE = {"width": 412, "height": 823}


def largest_paint(browser: Browser, url: str, *, runs: int = RUNS) -> float:
    """Seconds to the largest paint, median; each run is a visitor of its own, come again."""
    return statistics.median(_second_visit(browser, url) for _ in range(runs))


def _second_visit(browser: Browser, url: str) -> float:
    context = browser.new_context(viewport=PHONE, device_scale_factor=1.75, is_mobile=True)  # type: ignore[arg-type]
    first = context.new_page()
    first.goto(url, wait_until="networkidle")
    first.evaluate(READY)  # lk.js registers it some seconds after the load
    first.goto(url, wait_until="networkidle")  # what the worker keeps, it has kept now
    first.close()
    page = context.new_page()
    _throttle(page)
    page.goto(url, wait_until="load")
    page.wait_for_timeout(2000)  # a later, larger paint would still count
    seconds = float(page.evaluate(LARGEST)) / 1000
    context.close()
    return seconds


def _throttle(page: Page) -> None:
    wire = page.context.new_cdp_session(page)
    wire.send("Network.enable")
    wire.send("Network.emulateNetworkConditions", SLOW_4G)
    wire.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER_CPU})

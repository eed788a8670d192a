"""The nightly full export for the supplier's warehouse, where LK_WAREHOUSE_DIR names its place."""

from dataclasses import replace

from huey import Huey, crontab

from lk_app import wiring
from lk_app.domain.audit import COMMAND_LINE
from lk_app.domain.warehouse import WarehouseRefused
from lk_app.usecases import warehouse

WORKER = replace(COMMAND_LINE, name="ночная выгрузка")


def export() -> None:
    """Make tonight's export; another worker may be at it."""
    out = wiring.settings().warehouse_dir
    if out is None:
        return
    try:
        warehouse.export(
            db=wiring.database(),
            out=out,
            by=WORKER,
            now=wiring.real_now().astimezone(wiring.settings().zone),
        )
    except WarehouseRefused as refused:
        if refused.code != "warehouse.at_work":
            raise


def add_to(jobs: Huey) -> None:
    """Register the job: at 22:10 UTC it is night in the whole of European Russia and the Volga."""
    jobs.periodic_task(crontab(minute="10", hour="22"), name="export_to_the_warehouse_nightly")(
        export
    )

"""The demo company with everything it has decided, for tests of pay."""

import shutil
from pathlib import Path

from data.demo import write_pay
from metrics.lifecycle.demo import write_decisions
from tests.conftest import DEMO_UNTIL


def decided_store(demo: Path, folder: Path) -> Path:
    """A copy of the demo company's store in a new folder, with its plans, closes and payments."""
    store = folder / "store"
    shutil.copytree(demo, store)
    shutil.rmtree(store / "ledger", ignore_errors=True)
    write_pay(store / "demo_plan", until=DEMO_UNTIL)
    write_decisions(store)
    return store

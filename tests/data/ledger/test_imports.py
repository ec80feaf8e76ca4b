"""What does without the ledger starts without its libraries."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]
SCRIPT = """
import sys
import data.cli, data.load, data.warehouse, metrics.compute
print(sorted({"sqlalchemy", "psycopg", "cryptography"} & sys.modules.keys()))
"""


def test_loading_and_reading_facts_need_no_library_of_the_ledger() -> None:
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout == "[]\n"

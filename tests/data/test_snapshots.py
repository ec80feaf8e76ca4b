"""Rows kept beside the ledger, on a disk that takes no more."""

import subprocess
import sys
from pathlib import Path

from data.snapshots import FOLDER, kept_snapshot

ROOT = Path(__file__).parents[2]
# The limit is that of a process of its own: other tests go on writing.
FULL = """
import resource, signal, sys
from pathlib import Path
from data.snapshots import SnapshotError, keep_snapshot
store, rows = Path(sys.argv[1]), " ".join(str(number) for number in range(20_000))
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
_, most = resource.getrlimit(resource.RLIMIT_FSIZE)
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, most))
for _ in range(2):
    try:
        keep_snapshot(store, rows)
    except SnapshotError as error:
        print(error.message)
print(keep_snapshot(store, "short"))
"""


def test_what_does_not_fit_leaves_nothing_behind(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", FULL, str(tmp_path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    *refused, digest = done.stdout.splitlines()
    assert refused == [f"{tmp_path / FOLDER}: cannot be written: File too large"] * 2
    assert [one.name for one in (tmp_path / FOLDER).iterdir()] == [f"{digest}.json.gz"]
    assert kept_snapshot(tmp_path, digest) == "short"

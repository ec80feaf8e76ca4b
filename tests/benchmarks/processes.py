"""Commands run as processes of their own, with the time and the memory each took."""

import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]

# A process inherits the memory mark of the one that starts it: a small one stands between.
_LAUNCHER = """
import json, resource, subprocess, sys, time
begun = time.perf_counter()
ended = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL)
seconds = time.perf_counter() - begun
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(json.dumps([seconds, used.ru_utime + used.ru_stime, used.ru_maxrss * 1024]))
sys.exit(ended.returncode)
"""


@dataclass(frozen=True)
class Cost:
    """Wall time, processor time and the largest memory of a command, its start included."""

    seconds: float
    processor_seconds: float
    peak_bytes: int


def cost_of(arguments: Sequence[str]) -> Cost:
    """What `python ARGUMENTS` cost, run from the project's root.

    Raises: RuntimeError with what the command said when it fails.
    """
    ended = subprocess.run(
        [sys.executable, "-S", "-c", _LAUNCHER, sys.executable, *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if ended.returncode:
        raise RuntimeError(f"{' '.join(arguments)}: {ended.stderr[-2000:]}")
    return Cost(*json.loads(ended.stdout))

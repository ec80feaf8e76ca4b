"""Commands run as processes of their own, with the time and the memory each took."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Cost:
    """Wall time and the largest memory a command took, start of the interpreter included."""

    seconds: float
    peak_bytes: int


def cost_of(arguments: Sequence[str]) -> Cost:
    """What `python ARGUMENTS` cost, run from the project's root.

    Raises: RuntimeError with what the command said when it fails.
    """
    with tempfile.TemporaryFile() as said:
        begun = time.perf_counter()
        process = subprocess.Popen(
            [sys.executable, *arguments], cwd=ROOT, stdout=subprocess.DEVNULL, stderr=said
        )
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - begun
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            said.seek(0)
            raise RuntimeError(f"{' '.join(arguments)}: {said.read()[-2000:].decode()}")
    return Cost(seconds, usage.ru_maxrss * 1024)

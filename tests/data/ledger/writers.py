"""Processes that write the same ledger, forked from one that has its libraries already."""

import os
import signal
import subprocess
import sys
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[3]


class Writers:
    """A process that forks writers on demand; each confirms its events in a file."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process

    def start(self, store: Path, confirmed: Path, count: int = 0) -> int:
        """The id of a new writer: of `count` events, or without end."""
        return int(self._asked(f"start\t{store}\t{confirmed}\t{count}"))

    def end(self, pid: int) -> None:
        """Kills a writer without warning, and returns when it is gone."""
        os.kill(pid, signal.SIGKILL)
        self._asked(f"wait\t{pid}")

    def wait(self, pid: int) -> int:
        """The exit code of a writer that has written all it was told to."""
        return int(self._asked(f"wait\t{pid}"))

    def _asked(self, line: str) -> str:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(line + "\n")
        self._process.stdin.flush()
        return self._process.stdout.readline()


@contextmanager
def writers() -> Iterator[Writers]:
    """The process that forks; it ends with the block."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.data.ledger.writers"],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        yield Writers(process)


def confirmations(path: Path) -> list[tuple[int, str]]:
    """Number and hash of each event that was confirmed; a line cut short does not count."""
    if not path.exists():
        return []
    lines = path.read_text().split("\n")[:-1]
    return [(int(seq), made) for seq, made in (line.split() for line in lines)]


def wait_for(path: Path, least: int) -> None:
    """Returns when that many events were confirmed."""
    until = time.monotonic() + 30
    while len(confirmations(path)) < least:
        assert time.monotonic() < until, f"{path.name}: fewer than {least} events in 30 seconds"
        time.sleep(0.002)


def _write(store: Path, confirmed: Path, count: int) -> None:
    from data.ledger import Draft, Ledger
    from tests.data.ledger.ledgers import clock

    ledger = Ledger.open(store, clock=clock)
    handle = os.open(confirmed, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    number = 0
    while number < count or not count:
        number += 1
        body = {"writer": confirmed.name, "number": number}
        (event,) = ledger.append(
            lambda events, body=body: (Draft("noted", "w", "s", body | {"seen": len(events)}),)
        )
        os.write(handle, f"{event.seq} {event.hash}\n".encode())


def _forked(store: Path, confirmed: Path, count: int) -> int:
    pid = os.fork()
    if pid == 0:
        code = 1
        try:
            _write(store, confirmed, count)
            code = 0
        except BaseException:
            traceback.print_exc()
            raise
        finally:
            os._exit(code)
    return pid


def main() -> None:
    """Does what the lines on stdin say, and answers each with a number."""
    import data.ledger  # noqa: F401

    for line in sys.stdin:
        what, *rest = line.rstrip("\n").split("\t")
        if what == "start":
            answer = _forked(Path(rest[0]), Path(rest[1]), int(rest[2]))
        else:
            _, status = os.waitpid(int(rest[0]), 0)
            answer = os.waitstatus_to_exitcode(status)
        print(answer, flush=True)


if __name__ == "__main__":
    main()

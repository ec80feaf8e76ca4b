"""The app over its websocket, without a browser: start a server, be a session, read the answer.

Everything stays on this machine. Streamlit's client sends protobuf messages to /_stcore/stream;
a few lines of it are enough to ask for a run and to read what the run shows.
"""

import os
import re
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import IO

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Subprotocol

ROOT = Path(__file__).parents[1]
HOST = "127.0.0.1"
START_SECONDS = 60.0
RUN_SECONDS = 60.0
_LARGEST_MESSAGE = 256 * 2**20
_TAG = re.compile(r"<[^>]+>")


@dataclass(frozen=True)
class Shown:
    """What one run sent: how long it took, what it weighs and the words it shows."""

    seconds: float
    messages: int
    size_bytes: int
    texts: tuple[str, ...]
    charts: int
    faults: tuple[str, ...]

    def values(self, css_class: str) -> tuple[str, ...]:
        """The texts of the HTML elements of a class, in the order shown."""
        found = re.compile(
            rf'<(\w+)[^>]*class="(?:[^"]* )?{re.escape(css_class)}(?: [^"]*)?"[^>]*>(.*?)</\1>',
            re.DOTALL,
        )
        return tuple(
            unescape(_TAG.sub("", body)).strip()
            for text in self.texts
            for _, body in found.findall(text)
        )


class Session:
    """One visitor: a websocket that asks for runs and waits for each to finish."""

    def __init__(self, socket: ClientConnection) -> None:
        self._socket = socket
        self.ids: dict[str, str] = {}  # the widgets seen so far: label to id
        self.beat = ""  # the part of the page that was to run by itself, last seen

    def run(self, query: str = "", page: str = "") -> Shown:
        """One run of the page for the link's `query`, seen until it is finished.

        Raises: TimeoutError when the run takes longer than a minute.
        """
        return self.exchange(query, page)[0]

    def exchange(
        self,
        query: str = "",
        page: str = "",
        widgets: Mapping[str, str | bool] | None = None,
        script: str = "",
        beat: str = "",
    ) -> tuple[Shown, bytes]:
        """The same with every byte that came; `widgets` are values by a widget's id, `script` the
        hash by which a page is asked for, `beat` the part of the page that runs by itself.
        """
        ask = BackMsg()
        ask.rerun_script.page_script_hash = script
        ask.rerun_script.fragment_id = beat
        ask.rerun_script.query_string = query
        ask.rerun_script.page_name = page
        for name, value in (widgets or {}).items():
            state = ask.rerun_script.widget_states.widgets.add()
            state.id = name
            if isinstance(value, bool):
                state.trigger_value = value
            else:
                state.string_value = value
        begun = time.perf_counter()
        self._socket.send(ask.SerializeToString())
        received = list(self._until_finished(begun + RUN_SECONDS))
        seconds = time.perf_counter() - begun
        self.ids |= dict(_widget_ids(message for message, _ in received))
        beats = [one.auto_rerun for one, _ in received if one.WhichOneof("type") == "auto_rerun"]
        self.beat = beats[-1].fragment_id if beats else self.beat
        raw = b"".join(message.SerializeToString() for message, _ in received)
        return _shown(received, seconds), raw

    def _until_finished(self, deadline: float) -> Iterator[tuple[ForwardMsg, int]]:
        while True:
            body = self._socket.recv(timeout=max(deadline - time.perf_counter(), 0.001))
            if isinstance(body, str):
                raise TypeError("the app answered with text; its messages are binary")
            message = ForwardMsg.FromString(body)
            yield message, len(body)
            # A run that was cut short for a newer one is not the answer.
            if message.WhichOneof("type") == "script_finished" and message.script_finished != 2:
                return


@contextmanager
def linked(port: int) -> Iterator[ClientConnection]:
    """A websocket to the app at `port` as a browser opens it; closed when the block is left."""
    with connect(
        f"ws://{HOST}:{port}/_stcore/stream",
        subprotocols=[Subprotocol("streamlit")],
        max_size=_LARGEST_MESSAGE,
        open_timeout=START_SECONDS,
    ) as link:
        yield link


@contextmanager
def visiting(port: int) -> Iterator[Session]:
    """A new session of the app at `port`; over when the block is left."""
    with linked(port) as link:
        yield Session(link)


def _shown(received: Sequence[tuple[ForwardMsg, int]], seconds: float) -> Shown:
    texts: list[str] = []
    faults: list[str] = []
    charts = 0
    for message, _ in received:
        if message.WhichOneof("type") != "delta":
            continue
        element = message.delta.new_element
        kind = element.WhichOneof("type")
        if kind in {"html", "markdown", "heading"}:
            texts.append(getattr(element, kind).body)
        elif kind == "alert":
            texts.append(element.alert.body)
        elif kind == "plotly_chart":
            charts += 1
        elif kind == "exception":
            faults.append(f"{element.exception.type}: {element.exception.message}")
    size = sum(length for _, length in received)
    return Shown(seconds, len(received), size, tuple(texts), charts, tuple(faults))


def _widget_ids(messages: Iterable[ForwardMsg]) -> Iterator[tuple[str, str]]:
    """The label and id of every box and button shown."""
    for message in messages:
        if message.WhichOneof("type") != "delta":
            continue
        element = message.delta.new_element
        kind = element.WhichOneof("type")
        if kind in {"selectbox", "button", "text_area", "button_group"}:
            found = getattr(element, kind)
            yield found.label, found.id


@dataclass(frozen=True)
class Server:
    """A running app of this project."""

    port: int
    pid: int

    def memory_bytes(self) -> int:
        """The memory the process holds now."""
        pages = Path(f"/proc/{self.pid}/statm").read_text(encoding="utf-8").split()[1]
        return int(pages) * os.sysconf("SC_PAGE_SIZE")


@contextmanager
def serving(
    store: Path, script: Path = ROOT / "app.py", settings: Mapping[str, str] | None = None
) -> Iterator[Server]:
    """The app on a free port of this machine, on `store`; ended when the block is left.

    Raises: RuntimeError with what the process said when it does not come up.
    """
    port = free_port()
    command = [sys.executable, "-m", "streamlit", "run", str(script)]
    command += ["--server.port", str(port), "--server.address", HOST]
    command += ["--server.headless", "true", "--logger.level", "error"]
    environment = {**os.environ, "TANDEM_STORE": str(store), "PYTHONPATH": str(ROOT)}
    environment.update(settings or {})
    with (
        tempfile.TemporaryFile() as said,
        subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=said
        ) as process,
    ):
        try:
            _wait_until_healthy(process, port, said)
            yield Server(port, process.pid)
        finally:
            process.terminate()
            try:
                process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                process.kill()


def free_port() -> int:
    """A port of this machine nobody listens on."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def _wait_until_healthy(process: subprocess.Popen[bytes], port: int, said: IO[bytes]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            said.seek(0)
            raise RuntimeError(f"the app ended at once: {said.read()[-2000:].decode()}")
        try:
            with urllib.request.urlopen(f"http://{HOST}:{port}/_stcore/health", timeout=2):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise RuntimeError(f"the app did not answer within {START_SECONDS:.0f} s")

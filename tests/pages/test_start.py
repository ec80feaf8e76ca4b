"""The start as a process: unsafe settings end it before a port opens, safe ones serve the app."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.sessions import HOST, ROOT, free_port

COMMAND = (sys.executable, "-m", "pages.components.start")
SECONDS = 60
XSRF_OFF = {"STREAMLIT_SERVER_ENABLE_XSRF_PROTECTION": "false"}


def answers_at(port: int) -> bool:
    """Whether somebody listens on the port."""
    with socket.socket() as probe:
        return probe.connect_ex((HOST, port)) == 0


@pytest.mark.slow
@pytest.mark.parametrize(
    ("options", "settings", "said"),
    [
        (
            ("--server.address", "0.0.0.0"),
            {},
            "the server listens beyond this machine without sign-in: "
            'set server.address = "localhost" or configure [auth]',
        ),
        ((), XSRF_OFF, "server.enableXsrfProtection is off: set it to true"),
        (
            ("--server.enableAgentApi", "true"),
            {},
            "server.enableAgentApi hands out the data of tables: set it to false",
        ),
    ],
)
def test_an_unsafe_start_ends_in_one_sentence_before_the_port_opens(
    options: tuple[str, ...], settings: Mapping[str, str], said: str
) -> None:
    port, environment = free_port(), {**os.environ, **settings}
    command = [*COMMAND, "--server.port", str(port), *options]
    pipe = subprocess.PIPE
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=pipe, stderr=pipe, text=True
    ) as process:
        opened = False
        until = time.monotonic() + SECONDS
        while process.poll() is None and time.monotonic() < until and not opened:
            opened = answers_at(port)
        process.terminate()
        out, err = process.communicate()
    assert (opened, process.returncode, out) == (False, 1, "")
    assert err == f"Tandem does not start: {said}.\n"


@pytest.mark.slow
def test_a_safe_start_serves_the_app(demo: Path) -> None:
    port, environment = free_port(), {**os.environ, "TANDEM_STORE": str(demo)}
    command = [*COMMAND, "--server.port", str(port)]
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        until = time.monotonic() + SECONDS
        while not answers_at(port) and process.poll() is None and time.monotonic() < until:
            time.sleep(0.05)
        served = answers_at(port)
        process.terminate()
        process.wait(timeout=20)
    assert served


def test_make_run_starts_through_it() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert "-m pages.components.start --server.port $(PORT)" in makefile
    assert "streamlit run" not in makefile

"""A real PostgreSQL server for the tests: its own data folder, a free port of loopback."""

import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

_WAIT_SECONDS = 30.0


def _program(name: str) -> str:
    """The newest installed program of that name."""
    found = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=_version)
    path = str(found[-1]) if found else shutil.which(name)
    if path is None:
        pytest.fail(
            "these tests need a PostgreSQL server: as root, apt-get install postgresql "
            "(sh tests/postgres.sh does)"
        )
    return path


def _version(path: Path) -> int:
    major = path.parts[4].partition(".")[0]
    return int(major) if major.isdigit() else 0


def _owner() -> pwd.struct_passwd:
    """Whom the server runs as: it refuses to be root."""
    if os.getuid() != 0:
        return pwd.getpwuid(os.getuid())
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    pytest.fail("PostgreSQL refuses to run as root: add a user 'postgres' or 'nobody'")


def _as_owner(command: list[str], log: Path) -> subprocess.Popen[bytes]:
    owner = _owner()
    other = {"user": owner.pw_uid, "group": owner.pw_gid, "extra_groups": []}
    with log.open("ab") as out:
        return subprocess.Popen(
            command,
            stdout=out,
            stderr=out,
            cwd="/",
            env={"PATH": os.environ["PATH"], "LC_ALL": "C"},
            **(other if os.getuid() == 0 else {}),  # type: ignore[arg-type]
        )


@contextmanager
def server() -> Iterator[str]:
    """The URL of a running server's first database; the server ends with the block."""
    folder = Path(tempfile.mkdtemp(prefix="tandem-postgres-"))
    log, password = folder / "log", secrets.token_hex(16)
    try:
        (folder / "password").write_text(password)
        log.touch()
        for path in (folder, folder / "password", log):
            os.chown(path, _owner().pw_uid, _owner().pw_gid)
        make = [_program("initdb"), "-D", str(folder / "data"), "-U", "tandem", "-E", "UTF8"]
        make += ["--locale=C", "--no-sync", "-A", "scram-sha-256", f"--pwfile={folder}/password"]
        if _as_owner(make, log).wait(timeout=60) != 0:
            pytest.fail(f"PostgreSQL could not be set up: {log.read_text()}")
        port = _free_port()
        start = [_program("postgres"), "-D", str(folder / "data"), "-p", str(port)]
        start += ["-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories="]
        process = _as_owner(start, log)
        try:
            url = f"postgresql://tandem:{password}@127.0.0.1:{port}/postgres"
            _wait_for(url, process, log)
            yield url
        finally:
            # At once: nobody opens these data again.
            process.send_signal(signal.SIGQUIT)
            process.wait(timeout=30)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def new_database(url: str) -> str:
    """The URL of a database of its own, empty."""
    name = f"ledger_{secrets.token_hex(6)}"
    with psycopg.connect(url, autocommit=True) as con:
        con.execute(f"create database {name}".encode())
    return url.rsplit("/", 1)[0] + "/" + name


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


def _wait_for(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + _WAIT_SECONDS
    while time.monotonic() < until and process.poll() is None:
        try:
            psycopg.connect(url, connect_timeout=5).close()
            return
        except psycopg.OperationalError:
            time.sleep(0.05)
    pytest.fail(f"PostgreSQL did not start: {log.read_text()}")

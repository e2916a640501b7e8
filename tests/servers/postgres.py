"""A PostgreSQL server of our own: `with postgres(folder) as server: server.url("leads")`.

Its locale is C, the one in which `lower` folds nothing beyond ASCII, and its users have passwords, so that tests see
what is hard.
"""

import contextlib
import os
import pwd
import shutil
import signal
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import psycopg

from tests.servers.processes import free_port, running, wait_until

USER = "postgres"
PASSWORD = "pa:ss/wo@rd?%41"  # everything that an address has to escape
_FOLDERS = "/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/opt/homebrew/opt/postgresql*/bin"


@dataclass(frozen=True, slots=True)
class Server:
    port: int

    def url(self, query: str = "", user: str = USER, password: str = PASSWORD) -> str:
        """The address as a user would give it; `query` is what follows the question mark."""
        address = f"postgresql://{user}:{quote(password, safe='')}@127.0.0.1:{self.port}/postgres"
        return f"{address}?{query}" if query else address

    def connect(self) -> psycopg.Connection:
        return psycopg.connect(self.url(), autocommit=True)


def binaries() -> Path | None:
    """The folder of `initdb` and `postgres`, of the newest version; None where there is none."""
    if found := shutil.which("initdb"):
        return Path(found).resolve().parent
    folders = [folder for pattern in _FOLDERS for folder in Path("/").glob(pattern[1:])]
    return max((folder for folder in folders if (folder / "initdb").exists()), default=None, key=_version)


def _version(folder: Path) -> float:
    digits = "".join(c for c in folder.parent.name if c.isdigit() or c == ".")
    return float(digits or 0)


@contextlib.contextmanager
def postgres(folder: Path, locale: str = "C") -> Iterator[Server]:
    """A server whose data lie in the folder, which is empty and will be emptied."""
    programs = binaries()
    assert programs is not None
    user = _other_user()
    data, log, words = folder / "data", folder / "log", folder / "password"
    words.write_text(PASSWORD)
    if user is not None:
        _give_to(folder, user)
    make = [programs / "initdb", "-D", data, "-U", USER, "--auth=scram-sha-256", f"--pwfile={words}"]
    made = subprocess.run(
        [*map(str, make), "--encoding=UTF8", f"--locale={locale}", "--no-sync"],
        capture_output=True,
        user=user,
        group=user,
        extra_groups=None if user is None else [],
        cwd=folder,
        check=False,
    )
    assert made.returncode == 0, made.stderr.decode()
    server = Server(free_port())
    settings = f"port={server.port}", "listen_addresses=127.0.0.1", "unix_socket_directories=", "fsync=off"
    command = [programs / "postgres", "-D", data, *(word for setting in settings for word in ("-c", setting))]
    with running(command, log, signal.SIGINT, user) as process:  # a fast shutdown
        wait_until(lambda: _answers(server), process, log)
        yield server


def _other_user() -> str | None:
    """PostgreSQL refuses to run as root: then the user its package made, or nobody."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


def _give_to(folder: Path, user: str) -> None:
    """The folder becomes the user's, and the way to it passable."""
    for path in (folder, *folder.iterdir()):
        shutil.chown(path, user)
    for above in folder.parents:
        if above.stat().st_uid == os.geteuid() and not above.stat().st_mode & 0o001:
            above.chmod(above.stat().st_mode | 0o011)


def _answers(server: Server) -> bool:
    try:
        server.connect().close()
    except psycopg.OperationalError:
        return False
    return True

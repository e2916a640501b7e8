"""Addresses of databases: `postgresql://user:password@host:port/database?leads=T&activities=T&results=T`.

The tables are ours; what else stands behind the question mark is the database's (`sslmode=require`). Whatever an
address leaves out comes from the environment (PGHOST, PGUSER, PGPASSWORD, PGSERVICE …). Messages show an address
without its user, its password and its parameters.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from assay.data.failures import Unreadable

_SCHEMES = ("postgresql", "postgres")
_OURS = ("leads", "activities", "results", "table")
_HOSTS = re.compile(r"[A-Za-z0-9_.,:\-\[\]%/]*")
_ESCAPE = "write special characters of user and password as `%` and two digits (`@` is `%40`), or set PGPASSWORD"


@dataclass(frozen=True, slots=True)
class Address:
    """`settings` are what the database's client takes, the password among them: not for messages. `leads`, `activities`
    and `results` are tables as the address writes them."""

    shown: str
    settings: Mapping[str, str] = field(repr=False)
    leads: str | None = None
    activities: str | None = None
    results: str | None = None


def is_address(text: str) -> bool:
    return text.startswith(tuple(f"{scheme}://" for scheme in _SCHEMES))


def without_secrets(text: str) -> str:
    """An address of any kind as messages may show it: what follows the scheme may hold a password."""
    scheme, separator, rest = text.partition("://")
    if not separator:
        return text
    host = re.split(r"[/?#]", rest.rpartition("@")[2])[0]
    return f"{scheme}://{host}/…" if _HOSTS.fullmatch(host) else f"{scheme}://…"


def without_logins(sentence: str) -> str:
    """A sentence that may quote an address from anywhere, also as a path, which has one slash of two."""
    named = re.sub(r"\b([A-Za-z][A-Za-z0-9+.-]*:/+).*@", r"\1", sentence)
    return re.sub(r"(?i)\b(\w*password)=[^&\s`']*", r"\1=…", named)


def address_of(text: str) -> Address:
    """The address in its parts; `table` is another word for `leads`. Raises Unreadable, without telling the address."""
    parts = _split(text)
    user, _, hosts = parts.netloc.rpartition("@")
    given = parse_qsl(parts.query, keep_blank_values=True)
    tables = {name: value for name, value in given if name in _OURS}
    if "table" in tables and "leads" in tables:
        raise Unreadable("the address names the leads twice", "`table` and `leads` are the same: keep one of them")
    settings = {name: value for name, value in given if name not in _OURS}
    settings |= _user(user) | _hosts(hosts)
    if database := unquote(parts.path.removeprefix("/")):
        settings["dbname"] = database
    return Address(
        f"{parts.scheme}://{hosts}{parts.path}",
        settings,
        tables.get("leads") or tables.get("table"),
        tables.get("activities"),
        tables.get("results"),
    )


def _split(text: str) -> SplitResult:
    try:
        parts = urlsplit(text)
    except ValueError:
        raise Unreadable("the address of the database cannot be read", _ESCAPE) from None
    beyond = f"{parts.path}{parts.query}{parts.fragment}"
    hosts = parts.netloc.rpartition("@")[2]
    if "@" in beyond or parts.fragment or not _HOSTS.fullmatch(hosts) or not _are_ports(hosts):
        raise Unreadable("the address of the database cannot be read", _ESCAPE)
    return parts


def _are_ports(hosts: str) -> bool:
    return all(port.isdecimal() or not port for _, port in map(_host_and_port, hosts.split(",")))


def _host_and_port(host: str) -> tuple[str, str]:
    if host.startswith("["):  # IPv6
        name, _, port = host[1:].partition("]")
        return name, port.removeprefix(":")
    name, _, port = host.partition(":")
    return name, port


def _user(given: str) -> dict[str, str]:
    user, separator, password = given.partition(":")
    found = {"user": unquote(user)} if user else {}
    return found | {"password": unquote(password)} if separator else found


def _hosts(given: str) -> dict[str, str]:
    if not given:
        return {}
    names, ports = zip(*map(_host_and_port, given.split(",")), strict=True)
    hosts = {"host": ",".join(map(unquote, names))}
    return hosts | {"port": ",".join(ports)} if any(ports) else hosts

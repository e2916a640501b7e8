"""Why no connection was made, in our words: those of the client may repeat parts of the address."""

import psycopg
import pytest

from assay.data.addresses import address_of
from assay.data.failures import Unreadable
from assay.data.postgres import connected


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ('FATAL:  no pg_hba.conf entry for host "10.1.2.3", user "me", database "crm", no encryption', "lets nobody"),
        ('FATAL:  no pg_hba.conf entry for host "10.1.2.3", user "me", database "crm", SSL off', "lets nobody"),
        ("FATAL:  sorry, too many clients already", "no connection left"),
        (
            "FATAL:  remaining connection slots are reserved for roles with the SUPERUSER attribute",
            "no connection left",
        ),
        ('FATAL:  too many connections for role "me"', "no connection left"),
        ("FATAL:  the database system is starting up", "starting or stopping"),
        ("FATAL:  terminating connection due to administrator command", "ended the connection"),
        ("server closed the connection unexpectedly", "may be no PostgreSQL"),
        ("connection failed: Connection refused", "nothing answers there"),
        ("connection failed: Network is unreachable", "no way leads there"),
        ("server does not support SSL, but SSL was required", "no secure connection"),
        ('invalid connection option "nonsense"', "something it does not take"),
    ],
)
def test_the_reason_is_the_true_one(monkeypatch: pytest.MonkeyPatch, said: str, why: str) -> None:
    def refuses(**_: object) -> None:
        raise psycopg.OperationalError(said)

    monkeypatch.setattr(psycopg, "connect", refuses)
    with pytest.raises(Unreadable) as told:
        connected(address_of("postgresql://me:s3cr3t@db.example/crm?leads=t"))
    assert why in told.value.message

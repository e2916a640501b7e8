"""Addresses of databases: what they say, and that nothing repeats the password."""

import pytest

from assay.data.addresses import address_of, is_address, without_secrets
from assay.data.failures import Unreadable

SECRET = "hush7"


def test_an_address_in_its_parts() -> None:
    found = address_of("postgresql://ann:p%40ss@db.example:5433/crm?leads=sales.leads&activities=acts&sslmode=require")
    assert found.settings == {
        "user": "ann",
        "password": "p@ss",
        "host": "db.example",
        "port": "5433",
        "dbname": "crm",
        "sslmode": "require",
    }
    assert (found.leads, found.activities, found.results) == ("sales.leads", "acts", None)
    assert found.shown == "postgresql://db.example:5433/crm"


@pytest.mark.parametrize(
    ("written", "settings"),
    [
        ("postgresql://", {}),
        ("postgres:///crm", {"dbname": "crm"}),
        ("postgresql://[::1]:5433/crm", {"host": "::1", "port": "5433", "dbname": "crm"}),
        ("postgresql://a:1,b:2/crm", {"host": "a,b", "port": "1,2", "dbname": "crm"}),
        ("postgresql://ann@b/crm", {"host": "b", "user": "ann", "dbname": "crm"}),
        ("postgresql://ann:a@b@c/crm", {"host": "c", "user": "ann", "password": "a@b", "dbname": "crm"}),
    ],
)
def test_what_an_address_may_leave_out(written: str, settings: dict[str, str]) -> None:
    assert address_of(written).settings == settings


def test_table_is_another_word_for_leads() -> None:
    assert address_of("postgresql:///crm?table=t").leads == "t"
    with pytest.raises(Unreadable, match="twice"):
        address_of("postgresql:///crm?table=t&leads=t")


@pytest.mark.parametrize(
    "written",
    [
        f"postgresql://ann:{SECRET}/x@db/crm",
        f"postgresql://ann:{SECRET}#x@db/crm",
        f"postgresql://ann:{SECRET}?x@db/crm",
        f"postgresql://ann:{SECRET}",
        f"postgresql://ann:[{SECRET}@db/crm",
        f"postgresql://ann@db:{SECRET}/crm",
        f"postgresql://ann:x@{SECRET} db/crm",
    ],
)
def test_an_address_that_cannot_be_read_is_not_repeated(written: str) -> None:
    with pytest.raises(Unreadable) as raised:
        address_of(written)
    assert SECRET not in raised.value.message + (raised.value.help or "")


def test_neither_user_nor_password_nor_parameters_are_shown() -> None:
    found = address_of(f"postgresql://{SECRET}:{SECRET}@db/crm?sslpassword={SECRET}&password={SECRET}")
    assert SECRET not in repr(found)
    assert SECRET not in found.shown


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        (f"mysql://ann:{SECRET}@db:3306/crm?password={SECRET}", "mysql://db:3306/…"),
        (f"s3://{SECRET} x", "s3://…"),
        ("leads.csv", "leads.csv"),
    ],
)
def test_other_addresses_are_shown_without_secrets(written: str, shown: str) -> None:
    assert without_secrets(written) == shown
    assert not is_address(written)

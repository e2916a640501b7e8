"""Text as a table holds it, blanks, capitals and words for missing included: Spark's query takes it as the reader does."""

from collections.abc import Mapping, Sequence
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.cli.conftest import Run, run  # noqa: F401  a fixture
from tests.servers import on_spark

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

pytestmark = pytest.mark.slow

RULES = """
missing "N/A", "keine Angabe"
lead { id text exact key  a text  b text exact  c text  n number }
activity { lead_id text exact key  action text  page text  occurred time }
group one {
  when a == "New York" add 1 as "New York"
  when a in ["DE", "istanbul", "οδος", "c#"] add 2 as "One of these"
  when a != "de" add 4 as "Not DE"
  when a is missing add 8 as "Missing"
  when a == "de" and n >= 2 add 16 as "DE and many"
  when a in ["new york", "é"] and b == "De" and n < 3 add 32 as "Three at once"
}
group two {
  when a == "de" add 64 as "DE again"
  when b == "De" add 128 as "De, literally"
  when b in ["new york", "DE"] add 256 as "b"
  when c starts with "new" add 512 as "Starts"
  when c mentions "york" add 1024 as "Mentions"
  when length(c) > 4 add 2048 as "Long"
  when domain(c) == "york" add 4096 as "Domain"
  when c is known and a == c add 8192 as "Same"
}
each action == "Demo" and page == a add 1 as "Demo"
when count(page ends with "york") >= 1 add 3 as "Pages"
"""
TEXTS = [
    *("New York", "new york", "NEW YORK", " new york", "new york\u2003", "New\0 York", "\0", "new  york", "a@york"),
    *("DE", "de", "De", "dE\t", "d", "\u0130STANBUL", "Istanbul", "ISTANBUL", "\u039f\u0394\u039f\u03a3", "οδος"),
    *("C#", "\u00c9", "\u00e9 ", "n/a", "N/A ", "KEINE Angabe", "keine", "", "   ", "\u00a0", "\u212a", None),
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "rules.assay").write_text(RULES)
    rows = [(a, b, c) for at, a in enumerate(TEXTS) for b, c in ((TEXTS[at - 3], TEXTS[at - 5]), (a, a))]
    numbers = [1, 2, 3, None]
    columns = {name: [row[at] for row in rows] for at, name in enumerate("abc")}
    keys = [f"{at}" for at in range(len(rows))]
    leads = {"id": keys, **columns, "n": [numbers[at % 4] for at in range(len(rows))]}
    pq.write_table(pa.table(leads), tmp_path / "leads.parquet")
    acts = list(product(keys[::3], ("demo", " Demo", "DEMO\0", "demo2"), TEXTS[::4]))
    named = dict(zip(("lead_id", "action", "page"), zip(*acts, strict=True), strict=True))
    pq.write_table(pa.table({**named, "occurred": ["2026-10-30"] * len(acts)}), tmp_path / "activities.parquet")
    return tmp_path


@pytest.mark.parametrize("way", ["interpreted", "compiled", "sampled"])
def test_text_is_read_as_the_reader_reads_it(
    run: Run,  # noqa: F811
    spark: "SparkSession",
    folder: Path,
    way: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sampled = spied_on(monkeypatch, rows=40 if way == "sampled" else 10_000)
    given = ["score", folder / "rules.assay", folder / "leads.parquet", "--activities", folder / "activities.parquet"]
    given += ["--as-of", "2026-11-01"]
    assert run(*given, "--engine", "record", "-o", folder / "record.parquet").status == 0
    with on_spark.changed(spark, {} if way == "interpreted" else on_spark.COMPILED):
        ran = run(*given, "--engine", "spark", "--master", spark.sparkContext.master, "-o", folder / "spark")
    assert ran.status == 0, ran.err
    expected, found = (kept(folder / name) for name in ("record.parquet", "spark"))
    for key, row in expected.items():
        wrong = {name: (value, found[key][name]) for name, value in row.items() if found[key][name] != value}
        assert not wrong, (key, wrong)
    assert found.keys() == expected.keys()
    assert len({row["score"] for row in expected.values()}) > 20
    (common,) = sampled
    assert set(common.get("a", ())) == (
        {one for one in TEXTS[:20] if one is not None and "\0" not in one} if way == "sampled" else set()
    )


def spied_on(monkeypatch: pytest.MonkeyPatch, rows: int) -> list[Mapping[str, Sequence[str]]]:
    """What each sample finds, of so many rows."""
    from assay.cli import in_spark  # noqa: PLC0415 - where it is installed
    from assay.engines.sql.spark import sampling  # noqa: PLC0415

    found: list[Mapping[str, Sequence[str]]] = []
    common_spellings = sampling.common_spellings

    def spy(*given: object) -> Mapping[str, Sequence[str]]:
        found.append(common_spellings(*given))  # type: ignore[arg-type]
        return found[-1]

    monkeypatch.setattr(in_spark, "common_spellings", spy)
    monkeypatch.setattr(sampling, "ROWS", rows)
    return found


def kept(place: Path) -> dict[str, dict[str, object]]:
    rows = pq.read_table(place).to_pylist()
    return {
        str(row["key"]): {name: value for name, value in row.items() if name not in ("as_of", "rules_version")}
        for row in rows
    }

"""Text folds in SQL as it does on reading: every character there is, and what surrounds it."""

import sys

from assay.engines.sql.build import column
from assay.engines.sql.duck import connection, rows
from assay.engines.sql.spelling import SPELLINGS
from assay.values import BLANKS, fold, trim
from tests.properties.mentioned import disagreements
from tests.properties.test_duckdb import DATABASE

NEWER = "\u1c89\ua7cb\ua7cc\ua7ce\ua7d2\ua7d4\ua7da\ua7dc"  # letters that Python 3.11 does not know to have a case


def test_every_character_folds_alike() -> None:
    characters = [chr(code) for code in range(1, sys.maxunicode) if not 0xD800 <= code < 0xE000]
    texts = [one for one in characters if one not in NEWER] + ["ΟΔΟΣ", "Σ", "ς", "aΣ b", "İSTANBUL", "ÅÉ"]
    assert _folded(texts, trimmed=False) == [fold(one) for one in texts]
    trimmed = [trim(one) for one in texts]
    assert _folded(trimmed, trimmed=True) == [fold(one) for one in trimmed]


def test_blanks_at_both_ends_go() -> None:
    texts = [f"{before}a{blank}b{after}" for blank in BLANKS for before in ("", blank) for after in ("", blank * 2)]
    assert _folded(texts, trimmed=False) == [fold(one) for one in texts]


def _folded(texts: list[str], *, trimmed: bool) -> list[str]:
    folded = SPELLINGS["duckdb"].fold(column("t"), trimmed=trimmed).sql("duckdb")
    found = connection().execute(f"select {folded} from (select unnest(?) as t)", [texts]).fetchall()
    return [row[0] for row in found]


def test_words_end_at_the_same_signs() -> None:
    assert list(disagreements("duckdb", lambda query, leads, _: list(rows(DATABASE, query, {"leads": leads})))) == []

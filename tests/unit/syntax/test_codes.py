"""Every code's bad file gives that code and nothing else; its good file gives nothing."""

import re
from pathlib import Path

import pytest

from assay.diagnostics import Code
from assay.source import Source
from assay.syntax import CODES, codes, errors, parse, spellings
from tests.unit.syntax.reading import fixed


@pytest.mark.parametrize("code", [code for code in CODES if code.bad], ids=lambda code: code.name)
def test_bad_gives_the_code(code: Code) -> None:
    assert [d.code for d in parse(Source("bad.assay", code.bad)).diagnostics] == [code]


@pytest.mark.parametrize("code", CODES, ids=lambda code: code.name)
def test_good_gives_nothing(code: Code) -> None:
    assert not parse(Source("good.assay", code.good)).diagnostics
    assert code.good


@pytest.mark.parametrize("code", [code for code in CODES if code.bad], ids=lambda code: code.name)
def test_its_fix_leaves_nothing_to_say(code: Code) -> None:
    (diagnostic,) = parse(Source("bad.assay", code.bad)).diagnostics
    if diagnostic.fix is not None:
        assert not parse(Source("fixed.assay", fixed(code.bad, diagnostic))).diagnostics


def test_only_the_flood_of_mistakes_has_no_bad_file() -> None:
    assert [code for code in CODES if not code.bad] == [codes.TOO_MANY_MISTAKES]


def test_codes_are_numbered_and_named_once() -> None:
    assert [code.code for code in CODES] == sorted({code.code for code in CODES})
    assert len({code.name for code in CODES}) == len(CODES)
    assert all(re.fullmatch(r"E1\d\d", code.code) and re.fullmatch(r"[a-z]+(-[a-z]+)*", code.name) for code in CODES)
    assert all(code.summary and code.why.endswith(".") for code in CODES)


def test_every_code_is_given_by_a_function() -> None:
    prose = "".join(Path(module.__file__ or "").read_text(encoding="utf-8") for module in (errors, spellings))
    unused = [name for name, value in vars(codes).items() if isinstance(value, Code) and f"codes.{name}" not in prose]
    assert unused == []

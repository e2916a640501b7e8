"""Scoring by what people are protected for."""

import re
from collections.abc import Iterator

from assay.diagnostics import Code, Diagnostic, Severity
from assay.linter.lint import Context, Lint
from assay.linter.reading import fields_read

CODE = Code(
    "L407",
    "protected-attribute",
    "the rules may score people by a protected attribute",
    "Age, gender, marital status, religion, nationality, health and the like: in many countries, and for credit, "
    "insurance, housing and jobs nearly everywhere, deciding by them needs a reason that the law accepts. Judged by "
    "the field's name alone, so only on demand: `--select protected-attribute`.",
    bad='when marital_status == "single" add 5\n',
    good='when housing == "rented" add 5\n',
    severity=Severity.WARNING,
)
_TELLING = frozenset({
    *("gender", "sex", "marital", "married", "religion", "religious", "faith", "nationality", "citizenship", "race"),
    *("ethnicity", "ethnic", "disability", "disabled", "pregnant", "pregnancy", "birthdate", "birthday", "birthyear"),
    *("dob", "transgender", "caste", "veteran"),
})  # fmt: skip
_PHRASES = ("date of birth", "birth date", "birth year", "year of birth", "sexual orientation", "political", "union")
# "account age" and "page" are none: the word alone, or of a person.
_AGE = re.compile(r"((lead|contact|person|customer|client|applicant|user) )?age( (band|group|range|bracket|years))?")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")


def check(context: Context) -> Iterator[Diagnostic]:
    for (_, name), place in fields_read(context.model).items():
        if _is_protected(name):
            yield Diagnostic(
                CODE,
                f"`{name}` may be a protected attribute",
                place.span,
                "leave it out, or write down why it may stay",
            )


def _is_protected(name: str) -> bool:
    words = re.split(r"[^a-z]+", _CAMEL.sub(" ", name).lower())
    plain = " ".join(word for word in words if word)
    told = any(re.search(rf"\b{phrase}\b", plain) for phrase in _PHRASES)
    return told or not _TELLING.isdisjoint(words) or _AGE.fullmatch(plain) is not None


LINT = Lint(CODE, "data", check, opt_in=True)

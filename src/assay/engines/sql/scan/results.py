"""Results of an earlier run in a Parquet file, as `score -o` writes it: DuckDB looks through them and takes them over, so
that none is held in Python."""

from collections.abc import Collection, Mapping

from sqlglot import exp

from assay.data.previous import PreviousRun
from assay.engines.sql.build import (
    Sql,
    aliased,
    cast,
    coalesce,
    column,
    compare,
    every,
    is_known,
    is_null,
    number,
    select_from,
    some,
    surely,
    text,
    times,
    truth,
    when,
)
from assay.engines.sql.duck import connection, described, run
from assay.engines.sql.paths import parquet_at
from assay.engines.sql.scan.sources import TEXT
from assay.values import BLANKS, POINT

_LISTS = f"{TEXT}[]"
_TYPES: Mapping[str, str] = {
    **{"key": TEXT, "stage": TEXT, "route": TEXT, "rules_version": TEXT, "score": "DOUBLE"},
    **{"disqualified": _LISTS, "excluded": _LISTS, "as_of": "TIMESTAMP WITH TIME ZONE"},
}
_MOST = 10**9  # points


def results_in(path: str, stages: Collection[str]) -> PreviousRun | None:
    """What a file says of its run, but for the leads, whose number is `size`; None where the reader has to look: it is
    written otherwise, a key comes twice, a stage is unknown, or rows are of several runs."""
    with connection() as database:
        types = described(database, path)
        if types is None or any(types.get(name) != type_ for name, type_ in _TYPES.items()) or "route.to" in types:
            return None
        compared = types.get("changes") == _LISTS
        if len({name.lower().replace(" ", "") for name in types}) < len(types) or ("changes" in types) != compared:
            return None
        found = run(database, _looked_through(path, stages, compared))
    leads, plain, keys, first, last, version, other, changed = found[0] if found else (0,) * 8
    if not leads or not leads == plain == keys or first != last or version != other:
        return None
    if not (isinstance(leads, int) and isinstance(first, int) and isinstance(version, str)):
        return None
    made = PreviousRun(as_of=first, rules_version=version, kept_in=path, size=leads)
    made.changed = changed if compared and isinstance(changed, int) else None
    return made


def earlier_rows(path: str) -> exp.Select:
    """The leads as rows of the table EARLIER."""
    return select_from(
        [
            *(column("key"), column("stage"), _hundredths(), column("route")),
            *(_some(name) for name in ("disqualified", "excluded")),
            aliased(truth(value=True), "known"),
        ],
        parquet_at(path),
    )


def _looked_through(path: str, stages: Collection[str], compared: bool) -> exp.Select:
    moment, version = exp.Anonymous(this="EPOCH_US", expressions=[column("as_of")]), column("rules_version")
    known = exp.In(this=column("stage"), expressions=[text(one) for one in stages]) if stages else truth(value=False)
    plain = every(
        [
            *(surely(_is_plain("key")), some([is_null(column("route")), surely(_is_plain("route"))])),
            *(some([is_null(column("stage")), surely(known)]), some([is_null(column("score")), surely(_is_exact())])),
            *(is_known(column("as_of")), surely(_is_plain("rules_version"))),
        ]
    )
    hashed = exp.Anonymous(this="HASH", expressions=[column("key")])
    changed = exp.Count(this=when(_some("changes"), number(1))) if compared else number(0)
    return select_from(
        [
            *(exp.Count(this=exp.Star()), exp.Count(this=when(plain, number(1)))),
            exp.Count(this=exp.Distinct(expressions=[hashed])),
            *(exp.Min(this=moment), exp.Max(this=moment.copy()), exp.Min(this=version), exp.Max(this=version.copy())),
            changed,
        ],
        parquet_at(path),
    )


def _is_plain(name: str) -> Sql:
    """Text without blanks at its ends, without a guard against formulas and without U+0000."""
    cell = column(name)
    letters = compare("eq", exp.Anonymous(this="STRLEN", expressions=[cell.copy()]), exp.Length(this=cell.copy()))
    last = compare("gt", exp.Right(this=cell.copy(), expression=number(1)), text(" "))
    trimmed = compare("eq", exp.Trim(this=cell.copy(), expression=text(BLANKS)), cell.copy())
    ends = every([compare("gt", cell.copy(), text("'")), some([every([letters, last]), trimmed])])
    open_ = exp.StartsWith(this=cell.copy(), expression=text("'"))
    zero = exp.Anonymous(this="CONTAINS", expressions=[cell.copy(), exp.Anonymous(this="CHR", expressions=[number(0)])])
    return every([letters, ends, exp.Not(this=open_), exp.Not(this=zero)])


def _is_exact() -> Sql:
    """Hundredths of a point."""
    score = column("score")
    rounded = exp.Round(this=times(score.copy(), number(POINT)))
    again = compare("eq", exp.Div(this=rounded, expression=cast(number(POINT), "DOUBLE")), score.copy())
    return every([again, compare("lt", exp.Abs(this=score), number(_MOST))])


def _hundredths() -> Sql:
    return cast(exp.Round(this=times(column("score"), number(POINT))), "BIGINT")


def _some(name: str) -> Sql:
    """Whether a list has items."""
    many = exp.Anonymous(this="LEN", expressions=[column(name)])
    return coalesce(compare("gt", many, number(0)), truth(value=False))

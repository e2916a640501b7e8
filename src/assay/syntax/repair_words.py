"""Repairs of words: capitals, other languages' comparisons, needless and misspelt words, reserved names."""

import difflib
from collections.abc import Callable

from assay.source import Span
from assay.syntax import errors, spellings
from assay.syntax.boundaries import STARTS, starts_statement
from assay.syntax.foreign_words import NEEDLESS, NUMBER_WORDS, PHRASES, SYNONYMS, Phrase
from assay.syntax.repair_marks import foreign_comment
from assay.syntax.site import Repair, Site, begins_value, first_on_line, made
from assay.syntax.tokens import CAPITALS, FOREIGN_WORD, FUNC, NAME, Token
from assay.syntax.words import KEYWORDS, MISTAKEN

Finder = Callable[[Site], Repair | None]

_LONGEST_PHRASE = 7
_LOOKS_LIKE_NAME = frozenset(
    "EQ NE LT LE GT GE IS IN CONTAINS STARTS ENDS MENTIONS MATCHES EQUAL COLON LBRACE FROM".split()  # noqa: SIM905
)
_STOPS = frozenset(
    "AND OR NOT IMPLIES IF WHEN EACH COMMA EQUAL WHERE NEVER ALWAYS EXPECT LBRACE RBRACE LPAR LSQB IGNORE".split()  # noqa: SIM905
)


# --- phrases ---------------------------------------------------------------------------------------


def phrase(site: Site) -> Repair | None:
    """`is null`, `is not`, `begins with`, `greater than`, `not like`, …"""
    for start in range(max(site.index - 3, 0), site.index + 1):
        for stop in range(min(start + _LONGEST_PHRASE, len(site.tokens)), max(start, site.index - 1), -1):
            found = PHRASES.get(tuple(token.text.lower() for token in site.tokens[start:stop]))
            repair = _phrase(site, found, start, stop) if found is not None else None
            if repair is not None:
                return repair
    return None


def _phrase(site: Site, found: Phrase, start: int, stop: int) -> Repair | None:
    if start == site.index and not site.accepts(found.kinds[0]):
        return None
    if found.values and (not begins_value(site.at(stop)) or starts_statement(site, stop)):
        return None
    span = site.span(start, stop - 1)
    if found.negated:
        return _negated(site, found, start, stop)
    words = found.right.split()
    tokens = tuple(made(kind, word, site.at(start)) for kind, word in zip(found.kinds, words, strict=True))
    if found.kinds[-1] in ("MISSING", "KNOWN"):
        return Repair(spellings.missing_spelling(span, found.right), start, stop, tokens)
    fix = errors.safely(f"write `{found.right}`", span, found.right)
    return Repair(spellings.foreign_comparison(span, found.right, fix), start, stop, tokens)


def _negated(site: Site, found: Phrase, start: int, stop: int) -> Repair | None:
    """`x not contains "y"` is `not x contains "y"`."""
    first = operand_start(site.tokens, start)
    if first >= start:
        return None
    operand = site.tokens[first:start]
    before = Span(site.source, operand[0].start, operand[0].start)
    span = site.span(start, stop - 1)
    fix = errors.safely(f"write `not … {found.right}`", before, "not ", (span, found.right))
    tokens = tuple(
        made(kind, word, site.at(start)) for kind, word in zip(found.kinds, found.right.split(), strict=True)
    )
    diagnostic = spellings.foreign_comparison(span, f"not … {found.right}", fix)
    return Repair(diagnostic, first, stop, (made("NOT", "not", operand[0]), *operand, *tokens))


def operand_start(tokens: list[Token], index: int) -> int:
    """Where the operand that ends before `index` begins."""
    depth, at = 0, index - 1
    while at >= 0:
        kind = tokens[at].kind
        if kind in ("RPAR", "RSQB"):
            depth += 1
        elif depth and kind in ("LPAR", "LSQB"):
            depth -= 1
        elif not depth and kind in _STOPS:
            break
        at -= 1
    return at + 1


def like(site: Site) -> Repair | None:
    """`like "%x%"`, `not like "%x%"`."""
    index = site.index
    if site.token.text.lower() != "like" or site.following.kind not in ("STRING", "SINGLE"):
        return None
    content = site.following.text[1:-1].replace("%", "*").replace("_", "?")
    pattern = f'"{content}"'
    operator = made("MATCHES", "matches", site.token), made("STRING", pattern, site.following)
    span, right = site.span(index, index + 1), f"matches {pattern}"
    if site.previous.kind != "NOT":
        fix = errors.replace(f"write `{right}`", span, right)
        return Repair(spellings.foreign_comparison(site.span(index), "matches", fix), index, index + 2, operator)
    first = operand_start(site.tokens, index - 1)
    operand = site.tokens[first : index - 1]
    if not operand:
        return None
    before = Span(site.source, operand[0].start, operand[0].start)
    whole = site.span(index - 1, index + 1)
    fix = errors.replace(f"write `not … {right}`", before, "not ", (whole, right))
    diagnostic = spellings.foreign_comparison(site.span(index - 1, index), "not … matches", fix)
    return Repair(diagnostic, first, index + 2, (made("NOT", "not", operand[0]), *operand, *operator))


def between(site: Site) -> Repair | None:
    """`between 1 and 5`."""
    start = site.index - 1 if site.previous.kind == "IS" else site.index
    if site.token.text.lower() != "between" or (start == site.index and not site.accepts("IN")):
        return None
    depth, at = 0, site.index + 1
    while site.at(at).kind != "$END" and (depth or site.at(at).text.lower() != "and"):
        depth += {"LPAR": 1, "RPAR": -1}.get(site.at(at).kind, 0)
        at += 1
    if site.at(at).kind == "$END" or at - site.index > 20:
        return None
    inside = site.tokens[site.index + 1 : at]
    span, and_ = site.span(start, site.index), site.span(at)
    fix = errors.safely("write `in … to …`", span, "in", (and_, "to"))
    diagnostic = spellings.foreign_comparison(span.to(and_), "in … to …", fix)
    tokens = (made("IN", "in", site.token), *inside, made("TO", "to", site.at(at)))
    return Repair(diagnostic, start, at + 1, tokens)


def at_least_value(site: Site) -> Repair | None:
    """`employees at least 200`, a comparison; and `action == "demo" at least 2`, where `times` is missing."""
    index = site.index
    adverb = site.at(index - 2).text
    if site.previous.kind != "NUMBER" or adverb not in ("least", "most", "exactly") or not site.accepts("TIMES"):
        return None
    first = operand_start(site.tokens, index - 3)
    compared = any(token.kind in _LOOKS_LIKE_NAME for token in site.tokens[first : index - 3])
    if adverb == "exactly" or compared:
        times = (made("TIMES", "times", site.previous),)
        return Repair(errors.times_missing(site.span(index - 1)), index, index, times)
    kind, right = ("GE", ">=") if adverb == "least" else ("LE", "<=")
    span = site.span(index - 3, index - 2)
    fix = errors.replace(f"write `{right}`", span, right)
    diagnostic = spellings.foreign_comparison(span, right, fix)
    return Repair(diagnostic, index - 3, index - 1, (made(kind, right, site.at(index - 3)),))


# --- single words ----------------------------------------------------------------------------------


def capitals(site: Site) -> Repair | None:
    """`AND`, `When`, `IS MISSING`."""
    words, index = site.machine.program.table.words, site.index
    stop = index
    while site.at(stop).text.lower() in words and site.at(stop).text not in words:
        stop += 1
    run = [made(words[token.text.lower()], token.text.lower(), token) for token in site.tokens[index:stop]]
    if not run or not (site.accepts(*(token.kind for token in run)) or _starts_item(site, run[0].text)):
        return None
    return Repair(spellings.capitals(site.span(index, stop - 1)), index, stop, tuple(run), sure=True)


def _starts_item(site: Site, word: str) -> bool:
    return word in ("add", "subtract") and site.machine.states[-1] in site.machine.program.lists


def needless(site: Site) -> Repair | None:
    """`then`, `points`."""
    help_ = NEEDLESS.get(site.token.text.lower())
    if help_ is None or not site.fits(site.index + 1):
        return None
    return Repair(spellings.needless(site.span(site.index), help_), site.index, site.index + 1, ())


def synonym(site: Site) -> Repair | None:
    """`give` for `add`, `else` in a `match`."""
    for kind, word in SYNONYMS.get(site.token.text.lower(), ()):
        if site.accepts(kind) and _may_stand(site, word):
            tokens = (made(kind, word, site.token),)
            return Repair(errors.misspelt(site.span(site.index), word), site.index, site.index + 1, tokens)
    return None


def _may_stand(site: Site, word: str) -> bool:
    """A word that begins a statement is not guessed in the middle of a line that reads on."""
    return word not in STARTS or site.at_item() or first_on_line(site.source, site.token)


def else_(site: Site) -> Repair | None:
    """`when C add 5 else add 3`."""
    if site.token.text.lower() != "else" or site.following.kind not in ("ADD", "SUBTRACT"):
        return None
    start = site.index - 1
    while start >= 0 and site.at(start).kind not in ("WHEN", "IF"):
        start -= 1
    stop = next((at for at in range(start, site.index) if site.at(at).kind in ("ADD", "SUBTRACT")), -1)
    if start < 0 or stop < start + 2:
        return None
    condition = site.tokens[start + 1 : stop]
    fix = errors.replace(
        "write a second rule", site.span(site.index), f"when not ({site.span(start + 1, stop - 1).text})"
    )
    opened, closed = made("LPAR", "(", site.token), made("RPAR", ")", site.token)
    tokens = (made("WHEN", "when", site.token), made("NOT", "not", site.token), opened, *condition, closed)
    return Repair(spellings.no_else(site.span(site.index), fix), site.index, site.index + 1, tokens)


def null(site: Site) -> Repair | None:
    """`email == null`."""
    if site.token.kind != FOREIGN_WORD or site.previous.kind not in ("EQ", "NE") or site.token.text[0].lower() == "e":
        return None
    last = "missing" if site.previous.kind == "EQ" else "known"
    tokens = (made("IS", "is", site.previous), made(last.upper(), last, site.token))
    span = site.span(site.index - 1, site.index)
    return Repair(spellings.missing_spelling(span, f"is {last}"), site.index - 1, site.index + 1, tokens)


def number_word(site: Site) -> Repair | None:
    """`three times`, `twice`."""
    right = NUMBER_WORDS.get(site.token.text.lower())
    if right is None or not site.accepts("NUMBER") or site.accepts(NAME):
        return None
    digits, *times = right.split()
    tokens = (made("NUMBER", digits, site.token), *(made("TIMES", "times", site.token) for _ in times))
    diagnostic = spellings.wrong_number(site.span(site.index), right, "numbers are written in digits")
    return Repair(diagnostic, site.index, site.index + 1, tokens)


def reserved(site: Site) -> Repair | None:
    """A reserved word where only a name can stand, or where what follows makes it one."""
    token, index = site.token, site.index
    if token.text.lower() not in KEYWORDS | MISTAKEN or not site.accepts(NAME):
        return None
    alone = not site.accepts("NUMBER") and site.fits(index + 1, NAME)
    compared = site.following.kind in _LOOKS_LIKE_NAME and site.fits(index + 1, NAME)
    if not (alone or compared):
        return None
    tokens = (made(NAME, f"`{token.text}`", token),)
    return Repair(errors.reserved_name(site.span(index)), index, index + 1, tokens)


def misspelt(site: Site) -> Repair | None:
    """`wehn`, `subtact`, `witin`: close to a word that fits, followed by what may follow it."""
    token, words = site.token, site.machine.program.table.words
    if token.kind not in (NAME, FUNC, CAPITALS) or not token.text.isidentifier():
        return None
    near = difflib.get_close_matches(token.text.lower(), words, n=4, cutoff=0.7)
    fitting = [
        word
        for word in near
        if word != token.text and site.fits(site.index + 1, words[word]) and _may_stand(site, word)
    ]
    if not fitting:
        return None
    word = max(fitting, key=lambda word: site.reach(words[word]))
    tokens = (made(words[word], word, token),)
    return Repair(errors.misspelt(site.span(site.index), word), site.index, site.index + 1, tokens)


def unquoted(site: Site) -> Repair | None:
    """`owner Ann`, `because too small`."""
    stop, line = site.index, site.span(site.index).line
    while site.at(stop).kind == NAME and site.span(stop).line == line:
        stop += 1
    if stop == site.index or not site.accepts("STRING") or site.accepts(NAME) or not site.fits(stop, "STRING"):
        return None
    span = site.span(site.index, stop - 1)
    return Repair(
        spellings.unquoted_text(span), site.index, stop, (Token("STRING", f'"{span.text}"', span.start, span.end),)
    )


WORDS: tuple[Finder, ...] = (
    foreign_comment,
    reserved,
    like,
    between,
    phrase,
    capitals,
    null,
    at_least_value,
    else_,
    needless,
    number_word,
    synonym,
    unquoted,
    misspelt,
)

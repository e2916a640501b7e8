"""Statements on one line, for those the printer of rules does not know."""

from collections.abc import Iterable

from assay.syntax import ast, printer


def quoted(text: str) -> str:
    """A name of the user's in a sentence."""
    return f"“{text}”"


def statement(node: ast.Statement) -> str:
    """A statement as the formatter would write it, without line breaks."""
    match node:
        case ast.Let():
            return f"let {printer.name(node.name)} = {printer.expression(node.value)}"
        case ast.LetFile():
            return f"let {printer.name(node.name)} from {printer.text(node.path)}"
        case ast.Exclude():
            return _decision("exclude", node)
        case ast.Disqualify():
            return _decision("disqualify", node)
        case ast.Ignore():
            return _decision("ignore activity", node)
        case ast.Guarantee():
            return printer.guarantee(node)
        case ast.Stage() | ast.Promote() | ast.Route() | ast.Grade() | ast.Total():
            return _result(node)
        case ast.ModelDecl():
            return f"model {printer.text(node.name)}{clause('timezone', node.timezone)}"
        case ast.MissingDecl():
            return f"missing {', '.join(map(printer.text, node.spellings))}"
    return " ".join(node.span.text.split())


def _decision(word: str, node: ast.Exclude | ast.Disqualify | ast.Ignore) -> str:
    return f"{word} if {printer.expression(node.condition)}{clause('because', node.because)}"


def _result(node: ast.Stage | ast.Promote | ast.Route | ast.Grade | ast.Total) -> str:
    match node:
        case ast.Stage():
            sticky = " sticky" if node.sticky else ""
            return f"stage {printer.name(node.name)}{sticky} {stage_meets(node)}{clause('because', node.because)}"
        case ast.Promote():
            when = f"when {printer.expression(node.condition)}{window(node.within)}"
            return f"promote to {printer.name(node.stage)} {when}{clause('because', node.because)}"
        case ast.Route():
            meets = "otherwise" if node.condition is None else f"when {printer.expression(node.condition)}"
            return f"route to {printer.text(node.to)}{window(node.within)} {meets}{clause('because', node.because)}"
        case ast.Grade():
            return f"grade {printer.name(node.group)} {{ {', '.join(map(band, node.bands))} }}"
        case ast.Total():
            return f"total{bounds(node)}"


def stage_meets(node: ast.Stage) -> str:
    """`at 60`, `when score >= 60`."""
    if node.at is not None:
        return f"at {printer.expression(node.at)}"
    return f"when {printer.expression(node.condition)}" if node.condition is not None else ""


def band(node: ast.Band) -> str:
    bound = "otherwise" if node.bound is None else f"from {printer.expression(node.bound)}"
    return f"{printer.text(node.letter)} {bound}"


def bounds(node: ast.Group | ast.Total) -> str:
    low = f" min {printer.expression(node.minimum)}" if node.minimum is not None else ""
    high = f" max {printer.expression(node.maximum)}" if node.maximum is not None else ""
    return low + high


def group(node: ast.Group) -> str:
    """The head of a group."""
    label = f" {printer.text(node.label)}" if node.label is not None else ""
    weight = f" weight {printer.number(node.weight.value)}%" if node.weight is not None else ""
    decay = f" {printer.decay(node.decay)}" if node.decay is not None else ""
    return f"group {printer.name(node.name)}{label}{bounds(node)}{weight}{decay}"


def field(node: ast.FieldDecl) -> str:
    """A field of a schema with its type and options."""
    values = f" {', '.join(map(printer.text, node.type.values))}" if node.type.values else ""
    options = (" exact" if node.exact else "") + (" key" if node.key else "")
    more = ((("from"), node.column), ("format", node.format), ("split by", node.split_by))
    return f"{printer.name(node.name)} {node.type.kind}{values}{options}{''.join(clause(w, t) for w, t in more)}"


def clause(word: str, value: ast.Text | None) -> str:
    return f" {word} {printer.text(value)}" if value is not None else ""


def window(within: ast.Duration | None) -> str:
    return f" within {printer.duration(within)}" if within is not None else ""


def joined(texts: Iterable[str]) -> str:
    """`"a", "b"`; of many the first few."""
    every = list(texts)
    shown = ", ".join(every[:5])
    return shown if len(every) <= 5 else f"{shown} and {len(every) - 5} more"

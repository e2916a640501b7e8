"""`assay rule CODE`: what a code means, with bad and good."""

import click
from rich.console import Console
from rich.text import Text

from assay.catalogue import CODES, evidence_of, find
from assay.cli.failure import Failure
from assay.cli.terminal import results
from assay.diagnostics import Code
from assay.render.evidence import evidence_lines


@click.command(name="rule", epilog="Example: assay rule E101")
@click.argument("code", required=False)
def command(code: str | None) -> None:
    """Explain a code: what it means, why it matters, a bad and a good file. Without CODE, list them all."""
    console = results()
    if code is None:
        _print_list(console)
        return
    found = find(code)
    if found is None:
        raise Failure(f"there is no code `{code}`", "`assay rule` lists all codes")
    _print_code(console, found)


def _print_list(console: Console) -> None:
    for code in sorted(CODES.values(), key=lambda c: c.code):
        console.print(Text.assemble((code.code, "bold"), f"  {code.name:<28} {code.summary}"), soft_wrap=True)


def _print_code(console: Console, code: Code) -> None:
    console.print(Text.assemble((f"{code.code} {code.name}", "bold"), f" ({code.severity})"))
    console.print(f"\n{code.summary}\n")
    console.print(code.why)
    _print_rules(console, "Bad", code.bad)
    for kind, line in evidence_lines(evidence_of(code)):
        console.print(Text.assemble("\n    ", (f"{kind}: ", "bold"), line), soft_wrap=True)
    _print_rules(console, "Good", code.good)


def _print_rules(console: Console, title: str, text: str) -> None:
    console.print(Text(f"\n{title}:\n", "bold"))
    for line in text.strip("\n").split("\n"):
        console.print(Text(f"    {line}"), soft_wrap=True)

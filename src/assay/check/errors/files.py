"""E6xx: other files."""

from assay.check.errors.wording import label, replace
from assay.diagnostics import Code, Diagnostic
from assay.source import Span
from assay.syntax import ast

UNREADABLE_FILE = Code(
    "E601",
    "unreadable-file",
    "a file that is not there or cannot be read",
    "`use` and `let … from` take files in or below the folder of the rules: text in UTF-8, one value a line for a "
    "list.",
    'let free_mail from "lists/free_mail.txt"\n\nlead { email text }\n\nwhen domain(email) in free_mail subtract 5\n',
    'let free_mail = ["gmail.com", "gmx.net"]\n\nlead { email text }\n\nwhen domain(email) in free_mail subtract 5\n',
)
OUTSIDE_FOLDER = Code(
    "E602",
    "outside-folder",
    "a file outside the folder of the rules",
    "Rules may come from anybody. So they read nothing but what lies in or below their own folder, also not by way of "
    "`..` or a link.",
    'let staff from "../staff.txt"\n\nlead { email text }\n\nexclude if email in staff\n',
    'let staff = ["me@example.com"]\n\nlead { email text }\n\nexclude if email in staff\n',
)
CIRCULAR_USE = Code(
    "E603",
    "circular-use",
    "a file that takes itself in",
    "`use` puts another file's rules in this place; files cannot contain each other.",
    'use "rules.assay"\n\nwhen email is known add 5\n',
    "when email is known add 5\n",
)

CODES = (UNREADABLE_FILE, OUTSIDE_FOLDER, CIRCULAR_USE)


def unreadable_file(path: ast.Text, reason: str, help_: str | None = None, guess: str | None = None) -> Diagnostic:
    """`reason`: "there is no such file", …"""
    fix = None if guess is None else replace(path.span, f'"{guess}"')
    advice = f'did you mean "{guess}"?' if guess is not None else help_
    return Diagnostic(UNREADABLE_FILE, f"cannot read `{path.value}`: {reason}", path.span, advice, fix=fix)


def backslashes(path: ast.Text) -> Diagnostic:
    forward = path.value.replace("\\", "/")
    return Diagnostic(
        UNREADABLE_FILE,
        f"cannot read `{path.value}`: folders are separated by `/`",
        path.span,
        f'write "{forward}"',
        fix=replace(path.span, f'"{forward}"'),
    )


def outside_folder(path: ast.Text) -> Diagnostic:
    return Diagnostic(
        OUTSIDE_FOLDER,
        f"`{path.value}` is outside the folder of the rules",
        path.span,
        "put the file in or below that folder and write its path from here",
    )


def circular_use(path: ast.Text, back: Span) -> Diagnostic:
    """`back`: the `use` that closes the circle."""
    labels = () if back == path.span else label(back, "which leads back here")
    return Diagnostic(CIRCULAR_USE, f"`{path.value}` takes itself in", path.span, "leave one of the `use`s out", labels)

"""The highlight queries, in the capture names of Neovim and of Helix.

No node is captured twice, for editors disagree on whether the first or the last pattern wins.
"""

from tests.editors.vocabulary import Vocabulary

_HELIX = {
    "@number": "@constant.numeric",
    "@boolean": "@constant.builtin.boolean",
    "@string.escape": "@constant.character.escape",
    "@property": "@variable.other.member",
    "@module": "@namespace",
}
_NODES = """\
(comment) @comment
(string) @string
(escape) @string.escape
(boolean) @boolean
[
  (number)
  (unit)
  (date)
  (time)
] @number
(period) @constant.builtin
(type) @type.builtin
(known [ "known" "missing" ] @constant.builtin)
(missing_row) @constant.builtin
(missing_values "missing" @keyword)

(let name: (name) @constant)
(let_file name: (name) @constant)
(group name: (name) @module)
(grade group: (name) @module)
(stage name: (name) @type)
(promote stage: (name) @type)
(field name: (name) @property)
(given field: (name) @property)
(call function: (name) @function)
((name) @variable.builtin
  (#match? @variable.builtin "^(RESULTS)$"))

[
  "=="
  "!="
  "<"
  "<="
  ">"
  ">="
  "="
  "+"
  "-"
  "*"
  "/"
  "%"
] @operator
[
  "{"
  "}"
  "["
  "]"
  "("
  ")"
] @punctuation.bracket
[
  ","
  ":"
] @punctuation.delimiter
"""


def neovim(words: Vocabulary, note: str) -> str:
    inside_nodes = {*words.types, *words.units, "true", "false"}
    return (
        f"; {note}\n\n"
        + _NODES.replace("RESULTS", "|".join(words.results))
        + _alternatives(set(words.operators), "keyword.operator")
        + _alternatives({*words.keywords, *words.clauses, *words.options} - inside_nodes, "keyword")
    )


def _alternatives(words: set[str], capture: str) -> str:
    return "[\n" + "".join(f'  "{word}"\n' for word in sorted(words)) + f"] @{capture}\n"


def helix(words: Vocabulary, note: str) -> str:
    text = neovim(words, note)
    for ours, theirs in _HELIX.items():
        text = text.replace(f"{ours}\n", f"{theirs}\n").replace(f"{ours})", f"{theirs})")
    return text

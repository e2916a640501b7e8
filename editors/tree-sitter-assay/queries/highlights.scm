; Written by `python -m tests.editors.generate` from the grammar.

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
  (#match? @variable.builtin "^(disqualified|route|score|stage)$"))

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
[
  "and"
  "contains"
  "ends"
  "implies"
  "in"
  "matches"
  "mentions"
  "not"
  "or"
  "starts"
] @keyword.operator
[
  "activity"
  "add"
  "after"
  "ago"
  "always"
  "as"
  "at"
  "because"
  "best"
  "by"
  "compounding"
  "disqualify"
  "each"
  "every"
  "exact"
  "exactly"
  "example"
  "exclude"
  "expect"
  "expiring"
  "fading"
  "first"
  "format"
  "from"
  "grade"
  "group"
  "halving"
  "if"
  "ignore"
  "is"
  "key"
  "lead"
  "least"
  "less"
  "let"
  "losing"
  "match"
  "max"
  "min"
  "model"
  "more"
  "most"
  "never"
  "of"
  "off"
  "once"
  "otherwise"
  "over"
  "owner"
  "per"
  "promote"
  "review"
  "route"
  "since"
  "split"
  "stage"
  "starting"
  "sticky"
  "subtract"
  "times"
  "timezone"
  "to"
  "total"
  "under"
  "until"
  "use"
  "weight"
  "when"
  "where"
  "with"
  "within"
] @keyword

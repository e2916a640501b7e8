"""The codes of syntax errors, E1xx. `bad` gives exactly its code, `good` nothing: tests hold them to it."""

from assay.diagnostics import Code

# --- structure ---------------------------------------------------------------------------------------

UNEXPECTED = Code(
    "E101",
    "does-not-fit",
    "something stands where it cannot",
    "Up to here the sentence could be read; with this word or sign it no longer can. The message says what could "
    "follow instead.",
    'when country == "NL" "BE" add 5\n',
    'when country in ["NL", "BE"] add 5\n',
)
UNKNOWN_START = Code(
    "E102",
    "unknown-start",
    "no statement begins like this",
    "Every statement begins with a word that says what it is: `when`, `each`, `group`, `let`, `stage` and so on.",
    'country == "NL" add 5\n',
    'when country == "NL" add 5\n',
)
UNFINISHED = Code(
    "E103",
    "unfinished",
    "something is missing",
    "A sentence ends before it is complete: a comparison without its right side, a text or a name that is not there.",
    "when country == add 5\n",
    'when country == "NL" add 5\n',
)
NO_POINTS = Code(
    "E104",
    "no-points",
    "a rule gives no points",
    "A rule says what it is worth with `add` or `subtract`. A condition that should only disqualify or route has "
    "statements of its own.",
    'when country == "NL"\n',
    'when country == "NL" add 5\n',
)
RESERVED_NAME = Code(
    "E105",
    "reserved-name",
    "a word of the language is used as a name",
    "A few words carry the structure of sentences. A field of that name is written in backticks; so are names with "
    "blanks or dots, such as `` `Lead Source` ``.",
    "when add > 3 add 5\n",
    "when `add` > 3 add 5\n",
)
MISSPELT = Code(
    "E106",
    "misspelt",
    "a word of the language is misspelt",
    "The word is not known here, and another one that fits is very close.",
    'when country == "NL" subtarct 5\n',
    'when country == "NL" subtract 5\n',
)
UNCLOSED_TEXT = Code(
    "E107",
    "unclosed-text",
    "a text or name is never closed",
    'A text stands between two double quotes on one line. A `"` inside it is written `\\"`.',
    'when country == "NL add 5\n',
    'when country == "NL" add 5\n',
)
UNCLOSED_BRACE = Code(
    "E108",
    "unclosed-brace",
    "a `{` is never closed",
    "What belongs to a group, a `match` or an example stands between `{` and `}`.",
    'group fit {\n  when country == "NL" add 5\n',
    'group fit {\n  when country == "NL" add 5\n}\n',
)
STRAY_BRACE = Code(
    "E109",
    "stray-brace",
    "a closing brace or bracket closes nothing",
    "There are more closing ones than opening ones before them.",
    'when country == "NL" add 5\n}\n',
    'when country == "NL" add 5\n',
)
MISSING_BRACE = Code(
    "E110",
    "missing-brace",
    "a `{` is missing",
    "Indentation has no meaning, and no colon opens a block: what belongs together stands between `{` and `}`.",
    'group fit:\n  when country == "NL" add 5\n',
    'group fit {\n  when country == "NL" add 5\n}\n',
)
UNCLOSED_BRACKET = Code(
    "E111",
    "unclosed-bracket",
    "a `(` or `[` is never closed",
    "Every opening bracket needs its closing one.",
    'when (country == "NL" or country == "BE" add 5\n',
    'when (country == "NL" or country == "BE") add 5\n',
)
OUTSIDE_GROUPS = Code(
    "E112",
    "outside-groups",
    "a statement stands inside braces where it cannot",
    "A group holds rules and groups. Stages, lets, routes and all other statements stand outside.",
    "group fit {\n  let limit = 5\n  when employees > limit add 5\n}\n",
    "let limit = 5\ngroup fit {\n  when employees > limit add 5\n}\n",
)
CLAUSE_TWICE = Code(
    "E113",
    "clause-twice",
    "a clause is given twice",
    "The clauses of a rule come in any order, each at most once.",
    'when country == "NL" add 5 max 3 max 4\n',
    'when country == "NL" add 5 max 3\n',
)
CLAUSE_DOES_NOT_FIT = Code(
    "E114",
    "clause-does-not-fit",
    "a clause does not go with its statement",
    "Each kind of rule has its own clauses: `once per` and `at most … per` count the matches of an `each`, `min` "
    "bounds a `when`, `weight` belongs to a group.",
    'when action == "demo" once per campaign add 5\n',
    'each action == "demo" once per campaign add 5\n',
)
ONLY_WHEN_IN_CHOICE = Code(
    "E115",
    "only-when-in-choice",
    "`first of` and `best of` choose between `when` rules",
    "A choice counts one of its rules. Only `when` rules can be compared like that; groups, `each`, `match` and other "
    "choices stand outside.",
    'first of {\n  when country == "NL" add 5\n  each action == "demo" add 3\n}\n',
    'first of {\n  when country == "NL" add 5\n}\neach action == "demo" add 3\n',
)
SECOND_LEAD = Code(
    "E116",
    "second-lead",
    "an example describes two leads",
    "An example is about one lead. Write a second example for a second one.",
    'when country == "NL" add 5\n\nexample "x" {\n  lead { country: "NL" }\n  lead { country: "BE" }\n  expect score == 5\n}\n',
    'when country == "NL" add 5\n\nexample "x" {\n  lead { country: "NL" }\n  expect score == 5\n}\n',
)
NEGATIVE_ROW = Code(
    "E117",
    "negative-row",
    "a row begins with a negative number without brackets",
    "Without brackets the minus would be taken off the points of the row before.",
    "match change {\n  -10 to 0 add 5\n  otherwise add 10\n}\n",
    "match change {\n  (-10) to 0 add 5\n  otherwise add 10\n}\n",
)
CHAINED_COMPARISON = Code(
    "E118",
    "chained-comparison",
    "comparisons do not chain",
    "Each comparison has two sides. A range is written `employees in 10 to 200`, both ends included.",
    "when 10 < employees < 200 add 5\n",
    "when 10 < employees and employees < 200 add 5\n",
)
TOO_DEEP = Code(
    "E119",
    "too-deep",
    "too many parts within one another",
    "Rules are for people to read. Parts that are nested or chained this far get names with `let`, or become a list.",
    f"when {'(' * 101}vip{')' * 101} add 5\n",
    "when (vip) add 5\n",
)
TOO_LONG = Code(
    "E120",
    "too-long",
    "a file, a line, a text or a number is too long",
    'Long lists of values stand in a text file of their own, which `let NAME from "FILE"` reads.',
    f'when country == "{"x" * 10_001}" add 5\n',
    'when country == "x" add 5\n',
)
TOO_MANY_MISTAKES = Code(
    "E121",
    "too-many-mistakes",
    "reading stopped",
    "After two hundred mistakes there is little sense in going on: this is probably not a rule file.",
    "",
    'when country == "NL" add 5\n',
)
COMMA_MISSING = Code(
    "E122",
    "comma-missing",
    "a comma is missing",
    "The items of a list, the values of an example and the letters of a grade stand between commas.",
    'when country in ["NL" "BE"] add 5\n',
    'when country in ["NL", "BE"] add 5\n',
)

# --- spellings from elsewhere --------------------------------------------------------------------------

SINGLE_EQUALS = Code(
    "E130",
    "single-equals",
    "`=` where `==` is meant, or the other way round",
    "`==` compares two values; a single `=` gives a `let` its value.",
    'when country = "NL" add 5\n',
    'when country == "NL" add 5\n',
)
WRONG_SIGN = Code(
    "E131",
    "wrong-sign",
    "`:` where `=` is meant, or the other way round",
    "A `let` takes its value with `=`; the values of an example follow a colon.",
    "let limit: 5\n",
    "let limit = 5\n",
)
FOREIGN_OPERATOR = Code(
    "E132",
    "foreign-operator",
    "an operator of another language",
    "Conditions are joined by `and`, `or` and `not`, and compared with `==`, `!=`, `<`, `<=`, `>` and `>=`.",
    'when country == "NL" && employees >= 200 add 5\n',
    'when country == "NL" and employees >= 200 add 5\n',
)
FOREIGN_QUOTES = Code(
    "E133",
    "foreign-quotes",
    "quotes of another kind, missing, or around what has none",
    "Texts stand in straight double quotes. Word processors turn those into curly ones; SQL uses single ones. "
    "Numbers, dates and names have no quotes.",
    "when country == 'NL' add 5\n",
    'when country == "NL" add 5\n',
)
INVISIBLE = Code(
    "E134",
    "invisible-character",
    "a character nobody sees",
    "Word processors, chats and web pages bring along non-breaking blanks and characters without width.",
    'when country\u00a0== "NL" add 5\n',
    'when country == "NL" add 5\n',
)
STRAY_CHARACTER = Code(
    "E135",
    "stray-character",
    "a character that means nothing here",
    "Outside of texts and comments, only letters, digits and the signs of the language have a meaning.",
    'when country == "NL" add 5 🎉\n',
    'when country == "NL" add 5\n',
)
CAPITALS = Code(
    "E136",
    "capitals",
    "a word of the language is in capitals",
    "The words of the language are written in small letters.",
    'when country == "NL" AND employees > 10 add 5\n',
    'when country == "NL" and employees > 10 add 5\n',
)
NEEDLESS = Code(
    "E137",
    "needless",
    "a word or sign that is not needed",
    "Rules need no `then`, no commas or semicolons at the end, no plus before a number and no unit after points.",
    'when country == "NL" then add 5\n',
    'when country == "NL" add 5\n',
)
NO_ELSE = Code(
    "E138",
    "no-else",
    "there is no `else`",
    "Write a second rule for the opposite, or a `match` with an `otherwise` row. Of a missing value neither the "
    "condition nor its opposite is true.",
    'when country == "NL" add 5 else add 2\n',
    'when country == "NL" add 5\nwhen not (country == "NL") add 2\n',
)
FOREIGN_UNIT = Code(
    "E139",
    "foreign-unit",
    "a unit of time that is none here",
    "Durations are exact: minutes, hours, days and weeks. A month or a year has no fixed length, so say how many days.",
    'when action == "demo" within 3 months add 5\n',
    'when action == "demo" within 90 days add 5\n',
)
WRONG_NUMBER = Code(
    "E140",
    "wrong-number",
    "a number in another notation",
    "Numbers are written in digits, with a point before the decimals: 1000, 1_000, 2.5.",
    "when employees > 10k add 5\n",
    "when employees > 10000 add 5\n",
)
PERCENT = Code(
    "E141",
    "percent",
    "a `%` too many or too few",
    "Points and values are plain numbers. Only `fading` and `weight` take percentages, and there the `%` is needed.",
    'when country == "NL" add 30%\n',
    'when country == "NL" add 30\n',
)
WRONG_DATE = Code(
    "E142",
    "wrong-date",
    "a date that is none, or in another notation",
    "Dates are written year-month-day, times follow after a blank: 2026-11-30, 2026-11-30 14:30. Times are in the "
    "zone of the model.",
    'when country == "NL" add 5 until 2026-02-30\n',
    'when country == "NL" add 5 until 2026-02-28\n',
)
MISSING_SPELLING = Code(
    "E143",
    "is-null",
    "`is null` and its kin",
    "A value that is not there `is missing`; any other `is known`.",
    "when email is null subtract 5\n",
    "when email is missing subtract 5\n",
)
FOREIGN_COMPARISON = Code(
    "E144",
    "foreign-comparison",
    "a comparison in other words",
    "What SQL calls `like` is `matches`, with `*` and `?`; `between` is `in A to B`; `is` is `==`; `not contains` is "
    "`not … contains`.",
    "when employees between 10 and 200 add 5\n",
    "when employees in 10 to 200 add 5\n",
)
LIST_IN_BRACKETS = Code(
    "E145",
    "list-brackets",
    "a list in the wrong brackets",
    "Lists stand in square brackets.",
    'when country in ("NL", "BE") add 5\n',
    'when country in ["NL", "BE"] add 5\n',
)
FOREIGN_COMMENT = Code(
    "E146",
    "foreign-comment",
    "a comment that does not begin with `#`",
    "Everything from `#` to the end of the line is a comment.",
    '// Dutch leads\nwhen country == "NL" add 5\n',
    '# Dutch leads\nwhen country == "NL" add 5\n',
)
BLANK_IN_CALL = Code(
    "E147",
    "blank-in-call",
    "a blank between a function and its bracket",
    "A function is followed directly by its bracket, so that a row of `match` may begin with one.",
    'when count (action == "demo") > 2 add 5\n',
    'when count(action == "demo") > 2 add 5\n',
)
WRONG_ESCAPE = Code(
    "E148",
    "wrong-escape",
    "a backslash that means nothing",
    'In a text, `\\"` is a quote and `\\\\` a backslash. There are no others.',
    'when path starts with "C:\\new" add 5\n',
    'when path starts with "C:\\\\new" add 5\n',
)
POINTS_FIRST = Code(
    "E149",
    "points-first",
    "a rule begins with its points",
    "A rule reads: when this is so, add that.",
    'add 5 when country == "NL"\n',
    'when country == "NL" add 5\n',
)

CODES: tuple[Code, ...] = tuple(value for value in list(globals().values()) if isinstance(value, Code))

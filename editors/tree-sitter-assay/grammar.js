/**
 * Assay for tree-sitter. It follows grammar/assay.lark rule by rule, and src/scanner.c settles which words are
 * keywords by the same rules as the parser of `assay`; tests/editors/test_tree_sitter.py holds the two together.
 */
/// <reference types="tree-sitter-cli/dsl" />
const WORDS = require("./words");

/** A keyword: read by the scanner, shown as the word itself. */
const word = ($, text) => alias($[`_word_${text}`], text);

const words = ($, text) => seq(...text.split(" ").map((each) => word($, each)));

const block = (rule) => seq("{", repeat(rule), "}");

const listed = (rule) => seq(rule, repeat(seq(",", rule)));

module.exports = grammar({
  name: "assay",

  // The order is that of `enum Token` in src/scanner.c, which takes the words from src/words.h.
  externals: ($) => [$._name, $._function, $._nothing, ...WORDS.map((text) => $[`_word_${text}`])],

  extras: ($) => [/[ \t\n\r\f\v\u0000]/, $.comment],

  supertypes: ($) => [$._statement, $._rule],

  inline: ($) => [$._if, $._points],

  rules: {
    source_file: ($) => repeat(choice($._statement, $._rule, $.group)),

    // --- statements ---------------------------------------------------------------------------------------------

    _statement: ($) =>
      choice(
        $.model,
        $.use,
        $.missing_values,
        $.lead,
        $.activity,
        $.let,
        $.let_file,
        $.exclude,
        $.disqualify,
        $.ignore,
        $.total,
        $.grade,
        $.stage,
        $.promote,
        $.route,
        $.guarantee,
        $.example,
      ),

    model: ($) =>
      seq(word($, "model"), field("name", $.string), optional(seq(word($, "timezone"), field("timezone", $.string)))),
    use: ($) => seq(word($, "use"), field("path", $.string)),
    missing_values: ($) => seq(word($, "missing"), listed($.string)),
    lead: ($) => seq(word($, "lead"), block($.field)),
    activity: ($) => seq(word($, "activity"), block($.field)),
    let: ($) => seq(word($, "let"), field("name", $.name), "=", field("value", $._expression)),
    let_file: ($) => seq(word($, "let"), field("name", $.name), word($, "from"), field("path", $.string)),
    exclude: ($) => seq(word($, "exclude"), $._condition, repeat($._clause)),
    disqualify: ($) => seq(word($, "disqualify"), $._condition, repeat($._clause)),
    ignore: ($) => seq(words($, "ignore activity"), $._condition, repeat($._clause)),
    total: ($) => prec.right(seq(word($, "total"), repeat($._clause))),
    grade: ($) => seq(word($, "grade"), field("group", $.name), "{", listed($.band), optional(","), "}"),
    band: ($) =>
      choice(
        seq(field("letter", $.string), word($, "from"), field("bound", $._sum)),
        seq(field("letter", $.string), word($, "otherwise")),
      ),
    stage: ($) =>
      seq(
        word($, "stage"),
        field("name", $.name),
        optional(word($, "sticky")),
        choice(seq(word($, "at"), field("at", $._sum)), $._condition),
        repeat($._clause),
      ),
    promote: ($) =>
      seq(words($, "promote to"), field("stage", $.name), repeat($._clause), $._condition, repeat($._clause)),
    route: ($) =>
      seq(
        words($, "route to"),
        field("to", $.string),
        repeat($._clause),
        choice($._condition, word($, "otherwise")),
        repeat($._clause),
      ),
    guarantee: ($) =>
      seq(choice(word($, "never"), word($, "always")), field("condition", $._expression), repeat($._clause)),

    _condition: ($) => seq($._if, field("condition", $._expression)),
    _if: ($) => choice(word($, "if"), word($, "when")),

    // --- schemas ------------------------------------------------------------------------------------------------

    field: ($) => seq(field("name", $.name), field("type", $.type), repeat($._option)),
    type: ($) =>
      choice(
        word($, "text"),
        word($, "number"),
        word($, "integer"),
        word($, "boolean"),
        word($, "date"),
        word($, "time"),
        seq(words($, "one of"), listed($.string)),
        words($, "list of text"),
      ),
    _option: ($) => choice($.key_option, $.exact_option, $.from_option, $.format_option, $.split_option),
    key_option: ($) => word($, "key"),
    exact_option: ($) => word($, "exact"),
    from_option: ($) => seq(word($, "from"), $.string),
    format_option: ($) => seq(word($, "format"), $.string),
    split_option: ($) => seq(words($, "split by"), $.string),

    // --- examples -----------------------------------------------------------------------------------------------

    example: ($) =>
      seq(
        word($, "example"),
        field("name", $.string),
        optional(seq(words($, "as of"), field("as_of", choice($.date, $.time)))),
        block(choice($.example_lead, $.example_activity, $.expect)),
      ),
    example_lead: ($) => seq(word($, "lead"), $._givens),
    example_activity: ($) =>
      seq(word($, "activity"), $._givens, optional(seq(word($, "times"), field("times", $.number)))),
    expect: ($) => seq(word($, "expect"), field("condition", $._expression)),
    _givens: ($) => seq("{", optional(seq(listed($.given), optional(","))), "}"),
    given: ($) =>
      seq(
        field("field", $.name),
        ":",
        field("value", choice($._literal, alias($._negative, $.unary), $.list, $.ago)),
      ),
    ago: ($) => seq($.duration, word($, "ago")),
    _negative: ($) => seq(field("operator", "-"), field("operand", $.number)),

    // --- groups and rules ---------------------------------------------------------------------------------------

    group: ($) =>
      seq(
        word($, "group"),
        field("name", $.name),
        optional(field("label", $.string)),
        repeat($._clause),
        $._rules,
      ),
    _rules: ($) => block(choice($._rule, $.group)),

    _rule: ($) => choice($.when, $.each, $.match, $.first_of, $.best_of),

    when: ($) => seq($._condition, repeat($._clause), $._points, repeat($._clause)),
    each: ($) =>
      seq(
        word($, "each"),
        field("condition", $._expression),
        repeat($._clause),
        choice($._points, $.table),
        repeat($._clause),
      ),
    match: ($) => seq($.table, repeat($._clause)),
    first_of: ($) => seq(words($, "first of"), $._rules, repeat($._clause)),
    best_of: ($) => seq(words($, "best of"), $._rules, repeat($._clause)),

    _points: ($) => field("points", $.amount),
    amount: ($) =>
      seq(
        choice(word($, "add"), word($, "subtract")),
        field("value", $._sum),
        optional(
          seq(word($, "per"), field("per", $.duration), word($, "since"), field("since", $._sum)),
        ),
      ),

    table: ($) => seq(word($, "match"), field("subject", $._expression), block($.row)),
    row: ($) => seq(listed($._pattern), $._points, repeat($._clause)),
    _pattern: ($) =>
      choice($._value, $.between, $.compare, $.in_list, $.missing_row, $.otherwise_row),
    between: ($) => seq(field("low", $._value), word($, "to"), field("high", $._bound)),
    compare: ($) =>
      choice(
        seq(field("bound", $._value), word($, "or"), choice(word($, "more"), word($, "less"))),
        seq(choice(word($, "under"), word($, "over")), field("bound", $._bound)),
      ),
    in_list: ($) => seq(word($, "in"), choice($.name, $.list)),
    missing_row: ($) => word($, "missing"),
    otherwise_row: ($) => word($, "otherwise"),

    // A row may follow an amount, so it cannot begin with a bare minus: that would continue the amount.
    _value: ($) => choice($._literal, $.name, alias($._bracketed, $.unary)),
    _bracketed: ($) => seq("(", field("operator", "-"), field("operand", $.number), ")"),
    _bound: ($) =>
      choice($._literal, $.name, $.call, alias($._negative, $.unary), seq("(", $._expression, ")")),

    // --- clauses ------------------------------------------------------------------------------------------------

    _clause: ($) =>
      choice(
        $.at_least_clause,
        $.quota_clause,
        $.exactly_clause,
        $.limit_clause,
        $.once_per_clause,
        $.within_clause,
        $.max_clause,
        $.min_clause,
        $.weight_clause,
        $.fading_clause,
        $.losing_clause,
        $.halving_clause,
        $.expiring_clause,
        $.as_clause,
        $.because_clause,
        $.owner_clause,
        $.review_clause,
        $.starting_clause,
        $.until_clause,
        $.off_clause,
      ),
    at_least_clause: ($) => seq(words($, "at least"), $.often),
    quota_clause: ($) => seq(words($, "at least"), $.often, word($, "per"), choice($.period, $.name)),
    exactly_clause: ($) => seq(word($, "exactly"), $.often),
    limit_clause: ($) =>
      seq(words($, "at most"), choice($.number, $.often), word($, "per"), choice($.period, $.duration)),
    once_per_clause: ($) => seq(words($, "once per"), $.name),
    within_clause: ($) => seq(word($, "within"), $.duration),
    max_clause: ($) => seq(word($, "max"), $._sum),
    min_clause: ($) => seq(word($, "min"), $._sum),
    weight_clause: ($) => seq(word($, "weight"), $.number, "%"),
    fading_clause: ($) =>
      seq(word($, "fading"), $.number, "%", word($, "every"), $.duration, optional(word($, "compounding"))),
    losing_clause: ($) => seq(word($, "losing"), $.number, word($, "every"), $.duration),
    halving_clause: ($) => seq(words($, "halving every"), $.duration),
    expiring_clause: ($) => seq(words($, "expiring after"), $.duration),
    as_clause: ($) => seq(word($, "as"), $.string),
    because_clause: ($) => seq(word($, "because"), $.string),
    owner_clause: ($) => seq(word($, "owner"), $.string),
    review_clause: ($) => seq(words($, "review by"), $.date),
    starting_clause: ($) => seq(word($, "starting"), $.date),
    until_clause: ($) => seq(word($, "until"), $.date),
    off_clause: ($) => word($, "off"),

    often: ($) => choice(seq($.number, word($, "times")), word($, "once")),
    period: ($) => choice(word($, "day"), word($, "week"), word($, "month"), word($, "quarter")),

    // --- expressions, loosest first -----------------------------------------------------------------------------
    // Every level that has no operator passes its child on, so the levels do not show in the tree.

    _expression: ($) => choice($._disjunction, alias($._implication, $.binary)),
    _implication: ($) => binary($._disjunction, word($, "implies"), $._expression),

    _disjunction: ($) => choice($._conjunction, alias($._or_else, $.binary)),
    _or_else: ($) => binary($._disjunction, word($, "or"), $._conjunction),

    _conjunction: ($) => choice($._negation, alias($._and_also, $.binary)),
    _and_also: ($) => binary($._conjunction, word($, "and"), $._negation),

    _negation: ($) => choice($._comparison, alias($._denial, $.unary)),
    _denial: ($) => seq(field("operator", word($, "not")), field("operand", $._negation)),

    _comparison: ($) =>
      choice($._sum, alias($._compared, $.binary), alias($._in_range, $.binary), $.known),
    _compared: ($) => binary($._sum, choice($._compare, $._in), $._sum),
    _in_range: ($) =>
      binary($._sum, $._in, alias($._range, $.between)),
    _range: ($) => seq(field("low", $._sum), word($, "to"), field("high", $._sum)),
    known: ($) => seq(field("operand", $._sum), word($, "is"), choice(word($, "known"), word($, "missing"))),
    _compare: ($) =>
      choice(
        ...["==", "!=", "<", "<=", ">", ">="],
        word($, "contains"),
        word($, "mentions"),
        word($, "matches"),
        words($, "starts with"),
        words($, "ends with"),
      ),
    _in: ($) => choice(word($, "in"), words($, "not in")),

    _sum: ($) => choice($._product, alias($._added, $.binary)),
    _added: ($) => binary($._sum, choice("+", "-"), $._product),

    _product: ($) => choice($._prefixed, alias($._multiplied, $.binary)),
    _multiplied: ($) => binary($._product, choice("*", "/"), $._prefixed),

    _prefixed: ($) => choice($._atom, alias($._negated, $.unary)),
    _negated: ($) => seq(field("operator", "-"), field("operand", $._prefixed)),

    _atom: ($) => choice($._literal, $.name, $.list, $.call, $.at_least, seq("(", $._expression, ")")),
    at_least: ($) => seq(words($, "at least"), field("count", $.number), word($, "of"), field("conditions", $.list)),

    call: ($) =>
      seq(
        choice(
          seq(field("function", alias($._function, $.name)), "("),
          seq(field("function", alias($._letters, $.name)), token.immediate("(")),
        ),
        optional(
          seq(
            listed(field("argument", $._expression)),
            optional(seq(word($, "where"), field("where", $._expression))),
            optional(seq(word($, "within"), field("within", $.duration))),
          ),
        ),
        ")",
      ),

    list: ($) => seq("[", optional(seq(listed($._expression), optional(","))), "]"),

    _literal: ($) => choice($.number, $.string, $.boolean, $.date, $.time, $.duration),
    boolean: ($) => choice(word($, "true"), word($, "false")),
    duration: ($) => seq($.number, $.unit),
    unit: ($) =>
      choice(
        ...["minute", "minutes", "hour", "hours", "day", "days", "week", "weeks"].map((text) => word($, text)),
      ),

    // --- tokens -------------------------------------------------------------------------------------------------

    time: () => /[0-9]{4}-[0-9]{2}-[0-9]{2}(T|[ \t]+)[0-9]{1,2}:[0-9]{2}(:[0-9]{2})?/,
    date: () => /[0-9]{4}-[0-9]{2}-[0-9]{2}/,
    number: () => /[0-9][0-9_]*(\.[0-9]+)?/,
    string: ($) => seq('"', repeat(choice($._text, $.escape)), token.immediate('"')),
    // Stronger than comments and blanks, which mean nothing inside a text.
    _text: () => token.immediate(prec(1, /[^"\\\n\r]+/)),
    escape: () => token.immediate(prec(1, /\\./)),
    name: ($) => choice($._name, $._letters, $._ticked),
    _ticked: () => /`[^`\n\r]*`/,
    // A word with a letter beyond ASCII in it is no keyword; the scanner leaves it to this.
    _letters: () =>
      /([A-Za-z_][A-Za-z0-9_]*)?[[\p{L}\p{Nl}\p{No}]&&[^\x00-\x7f]][\p{L}\p{N}_]*|[A-Za-z_][A-Za-z0-9_]*[\p{Nd}&&[^0-9]][\p{L}\p{N}_]*/,
    comment: () => /#[^\n\r]*/,
  },
});

function binary(left, operator, right) {
  return seq(field("left", left), field("operator", operator), field("right", right));
}

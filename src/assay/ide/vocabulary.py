"""The words of the language, documented: what hover tells of them and completion offers.

A snippet marks places to fill in as editors do, `${1:30 days}`; `$0` is where the cursor ends.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Phrase:
    """`words`: as written, perhaps several. `slot`: of a clause, the place it fills (see `syntax.build_clauses`)."""

    words: str
    doc: str
    example: str
    snippet: str | None = None
    slot: str | None = None


STATEMENTS = (
    Phrase(
        "when",
        "A rule: gives its points once per lead if the condition is true. A condition about activities is true if one "
        "activity makes it true.",
        'when country == "NL" add 10 as "Home market"',
        'when ${1:condition} add ${2:10} as "${3:label}"',
    ),
    Phrase(
        "each",
        "A rule about activities: gives its points once for every activity that matches.",
        'each action == "page_view" within 30 days at most once per day add 5 max 20',
        "each ${1:condition} within ${2:30 days} add ${3:5} max ${4:20}",
    ),
    Phrase(
        "match",
        "A table of points by one value: the first row that fits counts. Without a `missing` row, a missing value "
        "leaves the rule undecided.",
        "match employees {\n  under 10   add 0\n  otherwise  add 10\n  missing    add 0\n}",
        "match ${1:field} {\n  ${2:under 10}  add ${3:0}\n  otherwise  add ${4:10}\n  missing  add ${5:0}\n}",
    ),
    Phrase(
        "first of",
        "Only the first of these rules that is true counts; undecided ones are passed over.",
        "first of {\n  when employees > 500 add 20\n  when employees > 50 add 10\n}",
        "first of {\n  when ${1:condition} add ${2:20}\n  when ${3:condition} add ${4:10}\n}",
    ),
    Phrase(
        "best of",
        "Only the one of these rules that gives most counts; among equals, the first.",
        'best of {\n  when country == "NL" add 20\n  when country in emea add 10\n}',
        "best of {\n  when ${1:condition} add ${2:20}\n  when ${3:condition} add ${4:10}\n}",
    ),
    Phrase(
        "group",
        "A subscore: the sum of its rules, bounded by `min` and `max`. Its name is a number for later conditions.",
        'group fit "Profile" min 0 max 50 {\n  when decision_maker add 15\n}',
        'group ${1:fit} "${2:Profile}" max ${3:50} {\n  $0\n}',
    ),
    Phrase(
        "lead",
        "The columns of the leads: each field with its type.",
        "lead {\n  id       text exact key\n  country  text\n}",
        "lead {\n  ${1:id}  text exact key\n  $0\n}",
    ),
    Phrase(
        "activity",
        "The columns of the activities. `key` names the lead who did it; the first `time` is when it happened.",
        "activity {\n  lead_id   text exact key\n  occurred  time\n}",
        "activity {\n  lead_id  text exact key\n  occurred  time\n  $0\n}",
    ),
    Phrase(
        "let",
        "A name for a value, a list or a condition. One that reads activity fields describes one activity.",
        'let benelux = ["NL", "BE", "LU"]',
        "let ${1:name} = ${0:value}",
    ),
    Phrase(
        "exclude if",
        "Not ours to score: no score and no stage; all true reasons are given.",
        'exclude if email ends with "@ourcompany.example" because "staff"',
        'exclude if ${1:condition} because "${2:reason}"',
    ),
    Phrase(
        "disqualify if",
        "Beats every score and every promotion. The score is still computed, and all reasons are collected.",
        'disqualify if country in not_served because "we cannot invoice there"',
        'disqualify if ${1:condition} because "${2:reason}"',
    ),
    Phrase(
        "ignore activity if",
        "Such activities are dropped before anything else is computed.",
        'ignore activity if page starts with "/status"',
        "ignore activity if ${1:condition}",
    ),
    Phrase(
        "stage",
        "Stages in ascending order: the lead is in the highest whose condition is true, or in none.",
        "stage MQL when score >= 60 and fit > 0",
        "stage ${1:MQL} when ${2:score >= 60}",
    ),
    Phrase(
        "promote to",
        "At least that stage, whatever the points; never past a disqualification.",
        'promote to MQL when action == "demo_request"',
        "promote to ${1:stage} when ${2:condition}",
    ),
    Phrase(
        "route to",
        "Handover: the first route that matches. `within` is the agreed response time.",
        'route to "Inside sales" within 1 day when stage >= MQL',
        'route to "${1:owner}" within ${2:1 day} when ${3:stage >= MQL}',
    ),
    Phrase(
        "grade",
        "A letter for a group, or for `score`; `grade(fit)` reads it. Bands go down.",
        'grade fit { "A" from 40, "B" from 25, "C" otherwise }',
        'grade ${1:fit} { "A" from ${2:40}, "B" from ${3:20}, "C" otherwise }',
    ),
    Phrase(
        "total",
        "The bounds of `score`, which is the sum of the top-level groups.",
        "total min 0 max 100",
        "total min ${1:0} max ${2:100}",
    ),
    Phrase(
        "never",
        "A guarantee: checked on every scored lead, and proved for all possible leads by `assay prove`.",
        'never stage >= MQL and income_band == "minimum"',
        "never ${1:condition}",
    ),
    Phrase(
        "always",
        "A guarantee: checked on every scored lead, and proved for all possible leads by `assay prove`.",
        "always disqualified implies stage is missing",
        "always ${1:condition} implies ${2:condition}",
    ),
    Phrase(
        "example",
        "A lead made up to show what the rules do. `assay test` runs it; every `expect` must be true.",
        'example "A chief" {\n  lead { title: "CEO" }\n  expect fit == 15\n}',
        'example "${1:name}" {\n  lead { $2 }\n  expect ${3:score == 0}\n}',
    ),
    Phrase(
        "model",
        "The name of these rules, and the time zone of days, weeks and times without one (UTC if none is given).",
        'model "B2B inbound" timezone "Europe/Amsterdam"',
        'model "${1:name}" timezone "${2:Europe/Amsterdam}"',
    ),
    Phrase("use", "Takes in another file below the folder of the rules.", 'use "lists.assay"', 'use "${1:file}.assay"'),
    Phrase(
        "missing",
        'Spellings that mean "not given" in every column; empty and blank always do.',
        'missing "Select", "N/A"',
        'missing "${1:N/A}"',
    ),
)

CLAUSES = (
    Phrase(
        "within",
        "Only activities of the last days, hours, minutes or weeks before the moment of scoring. On a route: the agreed "
        "response time.",
        "within 30 days",
        "within ${1:30 days}",
        "within",
    ),
    Phrase(
        "at least",
        "As many activities as this, or more, must match.",
        "at least 2 times",
        "at least ${1:2} times",
        "times",
    ),
    Phrase(
        "exactly", "As many activities as this must match, no more.", "exactly 2 times", "exactly ${1:2} times", "times"
    ),
    Phrase(
        "at most",
        "Only the first activities of each calendar period count, or of each stretch of days.",
        "at most once per day",
        "at most ${1:1} per ${2:day}",
        "limit",
    ),
    Phrase(
        "once per",
        "Only the latest activity for each value of the field counts.",
        "once per page",
        "once per ${1:field}",
        "once_per",
    ),
    Phrase(
        "at least … per",
        "Once for each calendar period, or value of a field, in which as many activities match.",
        "at least 3 times per day",
        "at least ${1:3} times per ${2:day}",
        "quota",
    ),
    Phrase(
        "max",
        "A bound: no more than this. Of `subtract` it bounds the amount taken away.",
        "max 20",
        "max ${1:20}",
        "maximum",
    ),
    Phrase("min", "A bound: no less than this.", "min 0", "min ${1:0}", "minimum"),
    Phrase(
        "weight", "The group's sum is multiplied by this before its bounds.", "weight 50%", "weight ${1:50}%", "weight"
    ),
    Phrase(
        "fading",
        "Points age: of the original points, this share is lost in every period, in whole steps, never below 0. With "
        "`compounding`, the share is of what is left.",
        "fading 25% every 30 days",
        "fading ${1:25}% every ${2:30 days}",
        "decay",
    ),
    Phrase(
        "losing",
        "Points age: this many are lost in every period, in whole steps, never past 0.",
        "losing 5 every 7 days",
        "losing ${1:5} every ${2:7 days}",
        "decay",
    ),
    Phrase(
        "halving",
        "Points age: half is left after each period, continuously.",
        "halving every 90 days",
        "halving every ${1:90 days}",
        "decay",
    ),
    Phrase(
        "expiring",
        "Points count until they are this old.",
        "expiring after 30 days",
        "expiring after ${1:30 days}",
        "decay",
    ),
    Phrase(
        "as",
        "A label: the name of the rule in every result, and its id.",
        'as "Decision maker"',
        'as "${1:label}"',
        "label",
    ),
    Phrase(
        "because",
        "The reason, for those who read the rules and the results.",
        'because "88% of deals won in 2025"',
        'because "${1:reason}"',
        "because",
    ),
    Phrase("owner", "Who answers for the rule.", 'owner "Marketing"', 'owner "${1:name}"', "owner"),
    Phrase(
        "review by",
        "The day by which somebody looks at the rule again; a lint says when it is past.",
        "review by 2027-01-31",
        "review by ${1:2027-01-31}",
        "review_by",
    ),
    Phrase(
        "starting",
        "The rule counts from this day on, the day included.",
        "starting 2026-11-01",
        "starting ${1:2026-11-01}",
        "starting",
    ),
    Phrase(
        "until",
        "The rule counts until this day, the day included.",
        "until 2026-12-31",
        "until ${1:2026-12-31}",
        "until",
    ),
    Phrase("off", "Checked and listed, but not run.", "off", "off", "off"),
)

TYPES = (
    Phrase("text", "Any text; blanks at both ends go. Compares ignoring case, unless `exact`.", "country  text"),
    Phrase("number", "A decimal with four places, with a point and no grouping.", "revenue  number"),
    Phrase("integer", "A whole number.", "employees  integer"),
    Phrase("boolean", "True or false; reads `true/false`, `yes/no`, `1/0`.", "newsletter  boolean"),
    Phrase("date", 'A day: `2026-11-01`, or by `format "dd/mm/yyyy"`.', "born  date"),
    Phrase("time", "A moment; without an offset in the model's zone.", "created  time"),
    Phrase(
        "one of",
        "One of these words, in ascending order; another word is a bad value.",
        'size  one of "small", "large"',
        'one of "${1:value}", "${2:value}"',
    ),
    Phrase("list of text", "Several texts, split at commas or by `split by`.", 'tools  list of text split by ";"'),
)

OPTIONS = (
    Phrase(
        "key",
        "This is who the lead is; of an activity, the lead who did it. Keys compare literally.",
        "id  text exact key",
    ),
    Phrase("exact", "Compares literally, capitals and all.", "code  text exact"),
    Phrase(
        "from",
        "The heading in the file, where it is not the field's name.",
        'source  text from "Lead Source"',
        'from "${1:column}"',
    ),
    Phrase(
        "format",
        "How dates and times are written in the file.",
        'joined  date format "dd/mm/yyyy"',
        'format "${1:dd/mm/yyyy}"',
    ),
    Phrase(
        "split by", "What stands between the items of a list.", 'tools  list of text split by ";"', 'split by "${1:;}"'
    ),
)

OTHERS = (
    Phrase("add", "The points of a rule.", "add 10", "add ${1:10}"),
    Phrase("subtract", "Points taken away; `max` bounds the amount taken away.", "subtract 10", "subtract ${1:10}"),
    Phrase(
        "per",
        "Points for every full period since a moment.",
        "subtract 10 per 30 days since last(occurred) max 40",
        "per ${1:30 days} since ${2:field}",
    ),
    Phrase("otherwise", "Every other value that is not missing; of routes and grades, the rest.", "otherwise add 0"),
    Phrase("under", "In a row of `match`: less than this.", "under 10 add 0", "under ${1:10}"),
    Phrase("over", "In a row of `match`: more than this.", "over 100 add 0", "over ${1:100}"),
    Phrase(
        "sticky", "Who was in this stage or higher before does not fall below it.", "stage SQL sticky when score >= 80"
    ),
    Phrase("expect", "What must be true of the example's lead.", "expect stage == MQL", "expect ${1:stage == MQL}"),
    Phrase("times", "How often an activity of an example is repeated, or must have happened.", "times 3"),
    Phrase("score", "The result: the sum of the top-level groups, within the bounds of `total`.", "score >= 60"),
    Phrase("disqualified", "Whether any `disqualify` is true of the lead.", "never disqualified and stage is known"),
    Phrase("ago", "In examples: before the moment of scoring.", "occurred: 2 days ago"),
    Phrase(
        "compounding",
        "Fades by a share of what is left, not of the original points.",
        "fading 25% every 30 days compounding",
    ),
    Phrase("since", "The moment from which full periods are counted.", "per 30 days since last(occurred)"),
    Phrase("where", "Over which activities to go.", 'sum(amount where action == "order")', "where ${1:condition}"),
    Phrase("grade(…)", "The letter of a group's grade, or of the score's.", 'grade(fit) == "A"', "grade(${1:group})"),
    Phrase("true", "The boolean value.", "newsletter == true"),
    Phrase("false", "The boolean value.", "newsletter == false"),
    Phrase(
        "timezone",
        "The zone of days, weeks and times without an offset; UTC if none is given.",
        'model "B2B" timezone "Europe/Amsterdam"',
    ),
)

_ALL = (*STATEMENTS, *OTHERS, *OPTIONS, *TYPES, *CLAUSES)
BY_WORDS = {phrase.words: phrase for phrase in _ALL}
BY_WORDS["if"] = BY_WORDS["when"]

# Whole rules, offered where a statement or rule begins.
SNIPPETS = (
    Phrase(
        "rule: a value of the lead",
        "Points for leads with one of these values.",
        'when country in ["NL", "BE"] add 10 as "Home market"',
        'when ${1:field} in ["${2:value}"] add ${3:10} as "${4:label}"',
    ),
    Phrase(
        "rule: recent activity",
        "Points for something done lately, that age.",
        'when action == "demo_request" add 30 halving every 90 days as "Asked for a demo"',
        'when ${1:action} == "${2:demo_request}" add ${3:30} halving every ${4:90 days} as "${5:Asked for a demo}"',
    ),
    Phrase(
        "rule: every activity, bounded",
        "Points for each activity, a few a day and not without end.",
        'each page starts with "/pricing" within 30 days at most once per day add 5 max 20',
        'each ${1:page} starts with "${2:/pricing}" within ${3:30 days} at most once per day add ${4:5} max ${5:20}',
    ),
    Phrase(
        "rule: regular guest",
        "Points for doing something several times.",
        'when action == "webinar" at least 2 times within 60 days add 10 as "Regular guest"',
        'when ${1:action} == "${2:webinar}" at least ${3:2} times within ${4:60 days} add ${5:10} as "${6:Regular guest}"',
    ),
    Phrase(
        "rule: gone quiet",
        "Points off for every month without a sign of life.",
        'when since(last(occurred)) > 30 days subtract 5 per 30 days since last(occurred) max 20 as "Gone quiet"',
        "when since(last(${1:occurred})) > ${2:30 days} subtract ${3:5} per ${2:30 days} since last(${1:occurred}) "
        'max ${4:20} as "Gone quiet"',
    ),
    Phrase(
        "list from a file",
        "A list kept in a text file, one value a line.",
        'let free_mail from "lists/free_mail.txt"',
        'let ${1:free_mail} from "lists/${2:free_mail}.txt"',
    ),
)
BY_WORDS.update((phrase.words, phrase) for phrase in SNIPPETS)

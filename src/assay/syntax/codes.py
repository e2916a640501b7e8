"""The codes of syntax errors, E1xx."""

from assay.diagnostics import Code

UNEXPECTED = Code("E101", "unexpected", "something does not fit here", "", "when", 'when country == "NL" add 5')
CLAUSE_TWICE = Code("E102", "clause-twice", "a clause is given twice", "", "", "")
CLAUSE_DOES_NOT_FIT = Code("E103", "clause-does-not-fit", "a clause does not go with its rule", "", "", "")
ONLY_WHEN_IN_CHOICE = Code("E104", "only-when-in-choice", "only `when` rules in a choice", "", "", "")
SECOND_LEAD = Code("E105", "second-lead", "an example has one lead", "", "", "")

CODES = (UNEXPECTED, CLAUSE_TWICE, CLAUSE_DOES_NOT_FIT, ONLY_WHEN_IN_CHOICE, SECOND_LEAD)

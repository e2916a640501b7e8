"""Two versions of rules held against each other: what was written otherwise, and what that does to leads.

`changes` compares what is written, `search` looks for leads that fare differently (with the solver of
`analysis.solver` it proves that there are none), `blame` names the changes that made the difference.
"""

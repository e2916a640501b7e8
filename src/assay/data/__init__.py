"""Tables of leads and activities in and out.

In: `tables.open_table` gives a `rows.Table`; `bind.bind` says which column is which field; `checker.Checker` tells bad
values and `keys.LeadKeys` bad keys; `activities.Activities` keeps what leads did; `coerce.reader_of` makes of a raw
value the one the engines hold. Out: `writing.results_to`, `rejects.rejects_to`. `infer.infer` guesses a schema.
"""

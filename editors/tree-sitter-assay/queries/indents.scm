[
  (lead)
  (activity)
  (group)
  (first_of)
  (best_of)
  (table)
  (grade)
  (example)
  (example_lead)
  (example_activity)
  (list)
] @indent.begin

[
  "}"
  "]"
] @indent.branch @indent.end

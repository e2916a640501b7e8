(group) @class.around
(example) @test.around
[
  (when)
  (each)
  (match)
] @function.around
(given) @entry.around
(row) @entry.around
(comment) @comment.inside
(comment)+ @comment.around

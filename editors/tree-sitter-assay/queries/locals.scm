(source_file) @local.scope

(let name: (name) @local.definition)
(let_file name: (name) @local.definition)
(group name: (name) @local.definition)
(stage name: (name) @local.definition)
(field name: (name) @local.definition)

(name) @local.reference

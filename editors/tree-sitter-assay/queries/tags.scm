(let name: (name) @name) @definition.constant
(let_file name: (name) @name) @definition.constant
(group name: (name) @name) @definition.module
(stage name: (name) @name) @definition.class
(field name: (name) @name) @definition.field
(example name: (string) @name) @definition.test

" Colours for rule files where the tree-sitter parser is not installed. Soft words are coloured wherever they stand.
if exists('b:current_syntax')
  finish
endif

syntax iskeyword @,48-57,_,192-255

" generated: words of the language, by `python -m tests.editors.generate`
syntax keyword assayKeyword activity add after ago always as at because best by compounding disqualify each every exact exactly example exclude expect expiring fading first format from grade group halving if ignore is key lead least less let losing match max min model more most never of off once otherwise over owner per promote review route since split stage starting sticky subtract times timezone to total under until use weight when where with within
syntax keyword assayOperator and ends implies in matches mentions not or starts
syntax match assayOperator /\<contains\>/
syntax keyword assayType boolean date integer list number one text time
syntax keyword assayUnit day days hour hours minute minutes month quarter week weeks
syntax keyword assayConstant false known missing true
syntax keyword assayResult disqualified route score stage
syntax match assayFunction /\v<(abs|any|average|count|days_since|days_until|distinct|domain|first|highest|last|length|lower|lowest|max|min|none|round|since|sum|weeks_since|whole)\ze\(/
" end

syntax match assayName /`[^`]*`/
syntax match assayOperator /[=!<>]=\|[-+*/=<>%]/
syntax match assayNumber /\v<\d[0-9_]*(\.\d+)?>/
syntax match assayNumber /\v<\d{4}-\d\d-\d\d((T|\s+)\d{1,2}:\d\d(:\d\d)?)?>/
syntax match assayDeclared /\v(^\s*(let|group|grade|stage)\s+)@<=(\k+|`[^`]*`)/
syntax region assayString start=/"/ skip=/\\./ end=/"/ oneline contains=assayEscape
syntax match assayEscape /\\./ contained
syntax match assayComment /#.*/ contains=@Spell

highlight default link assayKeyword Keyword
highlight default link assayOperator Operator
highlight default link assayType Type
highlight default link assayUnit Number
highlight default link assayConstant Constant
highlight default link assayResult Special
highlight default link assayFunction Function
highlight default link assayName Identifier
highlight default link assayNumber Number
highlight default link assayDeclared Identifier
highlight default link assayString String
highlight default link assayEscape SpecialChar
highlight default link assayComment Comment

let b:current_syntax = 'assay'

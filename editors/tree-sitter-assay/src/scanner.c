// Which words are keywords. Most are so only where the grammar takes them, and are names everywhere else; where it takes
// both, the words that follow decide. The rules are those of `settle` and `means_name` in src/assay/syntax/machine.py.

#include "tree_sitter/parser.h"

#include <string.h>

#include "words.h"

enum Token {
  NAME,
  FUNCTION, // a name directly before `(`
  NOTHING,  // in no rule of the grammar: what is read as it is a mistake
#define TOKEN(id, text, kind) id,
  ASSAY_WORDS(TOKEN)
#undef TOKEN
};

enum Kind { RESERVED, STARTS_STATEMENT, SOFT };

static const struct {
  const char *text;
  enum Kind kind;
} WORDS[] = {
#define WORD(id, text, kind) {text, kind},
    ASSAY_WORDS(WORD)
#undef WORD
};

#define FIRST_WORD (NOTHING + 1)
#define COUNT (sizeof(WORDS) / sizeof(WORDS[0]))
#define LONGEST 16

// A word as far as it matters: one longer than every keyword is cut off.
typedef struct {
  char text[LONGEST + 1];
  int length;
} Word;

static bool is_letter(int32_t c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }

static bool is_digit(int32_t c) { return c >= '0' && c <= '9'; }

static bool is_blank(TSLexer *lexer) {
  int32_t c = lexer->lookahead;
  return c == ' ' || (c >= '\t' && c <= '\r') || (c == 0 && !lexer->eof(lexer));
}

static Word read_word(TSLexer *lexer) {
  Word word = {.length = 0};
  while (is_letter(lexer->lookahead) || is_digit(lexer->lookahead)) {
    if (word.length < LONGEST) word.text[word.length++] = (char)lexer->lookahead;
    lexer->advance(lexer, false);
  }
  word.text[word.length] = 0;
  return word;
}

// The token of a word, NAME if it is none.
static int find(const char *text) {
  int low = 0, high = (int)COUNT - 1;
  while (low <= high) {
    int middle = (low + high) / 2, order = strcmp(text, WORDS[middle].text);
    if (order == 0) return FIRST_WORD + middle;
    if (order < 0) high = middle - 1;
    else low = middle + 1;
  }
  return NAME;
}

static enum Kind kind_of(int token) { return WORDS[token - FIRST_WORD].kind; }

static bool is_reserved(int token) { return token != NAME && kind_of(token) == RESERVED; }

// A reserved word in capitals, `AND`, `When`: a mistake.
static bool is_shouted(const Word *word) {
  char lower[LONGEST + 1];
  bool upper_rest = true, lower_rest = true;
  for (int i = 0; i <= word->length; i++) {
    char c = word->text[i];
    bool is_upper = c >= 'A' && c <= 'Z';
    lower[i] = is_upper ? (char)(c - 'A' + 'a') : c;
    if (i && c >= 'a' && c <= 'z') upper_rest = false;
    if (i && is_upper) lower_rest = false;
  }
  return word->text[0] >= 'A' && word->text[0] <= 'Z' && (upper_rest || lower_rest) && is_reserved(find(lower));
}

static bool among(const char *text, const char *const *list) {
  for (; *list; list++)
    if (!strcmp(text, *list)) return true;
  return false;
}

static const char *const MISTAKEN[] = {ASSAY_MISTAKEN NULL};
static const char *const UNITS_ELSEWHERE[] = {ASSAY_UNITS_ELSEWHERE NULL};
static const char *const TYPES[] = {"text", "number", "integer", "boolean", "date", "time", "one", "list", NULL};

// --- what follows a word: the lexer runs on, and the token still ends where it was marked -----------------------------

typedef struct {
  Word word; // empty if it is no word
  int token; // NAME if it is none of the keywords
  int32_t symbol;
} Following;

static void skip_blanks(TSLexer *lexer) {
  for (;;) {
    while (is_blank(lexer)) lexer->advance(lexer, false);
    if (lexer->lookahead != '#') return;
    while (!lexer->eof(lexer) && lexer->lookahead != '\n' && lexer->lookahead != '\r') lexer->advance(lexer, false);
  }
}

static Following following(TSLexer *lexer) {
  skip_blanks(lexer);
  Following next = {.token = NAME, .symbol = lexer->lookahead};
  if (!is_letter(lexer->lookahead)) {
    if (next.symbol == ',') lexer->advance(lexer, false);
    return next;
  }
  next.word = read_word(lexer);
  bool longer = lexer->lookahead >= 0x80;
  next.token = longer ? NAME : find(next.word.text);
  if (lexer->lookahead == '(' && !is_reserved(next.token)) next.token = NAME; // a function
  return next;
}

static bool ends_pattern(const Following *next) {
  return next->token == ADD || next->token == SUBTRACT || next->token == TO || next->token == OR || next->symbol == ',';
}

// How many words that name a type stand in a row: `key text` has one, `key text text` (an option, then a field
// called `text`) has two.
static int run_of_types(TSLexer *lexer) {
  int run = 0;
  for (Following next = following(lexer); next.word.length && among(next.word.text, TYPES); next = following(lexer)) run++;
  return run;
}

// Of a word that could be both: whether what stands around it makes it a name.
static bool means_name(TSLexer *lexer, int word, const bool *valid) {
  if (word == KEY || word == EXACT) return run_of_types(lexer) % 2 == 1;
  Following next = following(lexer);
  if (word == FROM || word == FORMAT || word == SPLIT) return next.symbol != '"' && strcmp(next.word.text, "by");
  if (word == AT) return strcmp(next.word.text, "least");
  if (valid[MONTH] && (word == DAY || word == WEEK || word == MONTH || word == QUARTER)) return false; // after `per`
  if (next.token == TO) { // of `under to add 5`, `to` is the name
    Following after = following(lexer);
    return after.token != ADD && after.token != SUBTRACT && after.symbol != ',';
  }
  return ends_pattern(&next);
}

// Whether no amount can begin with what follows.
static bool is_no_value(const Following *next) {
  static const int NO_VALUE[] = {ADD, SUBTRACT, AND, OR, IMPLIES, IS, IN, NOT, WITHIN, BECAUSE, WHEN, IF, EACH};
  if (!next->symbol) return true;
  if (!next->word.length) return strchr(")],}{<>=!", (int)next->symbol) != NULL && next->symbol < 0x80;
  for (unsigned i = 0; i < sizeof(NO_VALUE) / sizeof(NO_VALUE[0]); i++)
    if (next->token == NO_VALUE[i]) return true;
  return false;
}

// What `month`, `k` or `min` is after a number: the name of the next row, a bound, or a unit that is none.
static int settle_unit(TSLexer *lexer, const Word *word, const bool *valid) {
  Following next = following(lexer);
  if (valid[NAME] && ends_pattern(&next)) return NAME;
  return !strcmp(word->text, "min") && !is_no_value(&next) && valid[MIN] ? MIN : NOTHING;
}

static int settle(TSLexer *lexer, const Word *word, const bool *valid) {
  int token = find(word->text);
  if (is_reserved(token)) return token;
  if (lexer->lookahead == '(' && valid[FUNCTION]) return FUNCTION;
  bool called = lexer->lookahead == '(';
  if (!called && (among(word->text, MISTAKEN) || is_shouted(word))) return NOTHING;
  if (!called && valid[DAYS] && among(word->text, UNITS_ELSEWHERE)) return settle_unit(lexer, word, valid);
  if (token == NAME || !valid[token]) return NAME;
  return valid[NAME] && means_name(lexer, token, valid) ? NAME : token;
}

// After a mistake everything is valid: words that begin a statement are taken for that, and other soft ones for names.
static int settle_in_recovery(TSLexer *lexer, const Word *word) {
  int token = find(word->text);
  if (token != NAME && kind_of(token) != SOFT) return token;
  return lexer->lookahead == '(' ? FUNCTION : NAME;
}

// --- dates that are none -----------------------------------------------------------------------------------------------

static int read_digits(TSLexer *lexer) {
  int count = 0;
  for (; is_digit(lexer->lookahead); count++) lexer->advance(lexer, false);
  return count;
}

static bool is_dash(int32_t c) { return c == '-' || c == 0x2011 || c == 0x2013 || c == 0x2014 || c == 0x2212; }

static bool is_slash(int32_t c) { return c == '/' || c == '.'; }

static bool short_run(int count) { return count == 1 || count == 2; }

// Whether digits are a date as people write them elsewhere, `01/11/2026` or `2026-1-1`, and not a sum.
static bool is_foreign_date(TSLexer *lexer) {
  int first = read_digits(lexer);
  int32_t separator = lexer->lookahead;
  bool dashes = is_dash(separator);
  if (!dashes && !is_slash(separator)) return false;
  lexer->advance(lexer, false);
  int second = read_digits(lexer);
  int32_t again = lexer->lookahead;
  if (!short_run(second) || !(dashes ? is_dash(again) : is_slash(again))) return false;
  lexer->advance(lexer, false);
  int third = read_digits(lexer);
  int32_t after = lexer->lookahead;
  if (is_letter(after) || is_slash(after) || after == '-' || after >= 0x80) return false;
  if (!dashes && short_run(first)) return third == 4;
  return first == 4 && short_run(third) && !(separator == '-' && again == '-' && second == 2 && third == 2);
}

bool tree_sitter_assay_external_scanner_scan(void *payload, TSLexer *lexer, const bool *valid) {
  (void)payload;
  bool apart = false;
  for (; is_blank(lexer); apart = true) lexer->advance(lexer, true);
  if (is_digit(lexer->lookahead)) {
    // Right behind a sign it may be a sum, `x-1/2/2026`.
    apart = apart || lexer->get_column(lexer) == 0;
    if (valid[NOTHING] || !apart || !is_foreign_date(lexer)) return false;
    lexer->mark_end(lexer);
    lexer->result_symbol = NOTHING;
    return true;
  }
  if (!is_letter(lexer->lookahead)) return false;
  Word word = read_word(lexer);
  if (lexer->lookahead >= 0x80) return false; // the grammar's `_letters` reads these
  lexer->mark_end(lexer);
  int token = valid[NOTHING] ? settle_in_recovery(lexer, &word) : settle(lexer, &word, valid);
  lexer->result_symbol = (TSSymbol)token;
  return true;
}

// There is nothing to remember between two words.
void *tree_sitter_assay_external_scanner_create(void) { return NULL; }

void tree_sitter_assay_external_scanner_destroy(void *payload) { (void)payload; }

unsigned tree_sitter_assay_external_scanner_serialize(void *payload, char *buffer) {
  (void)payload, (void)buffer;
  return 0;
}

void tree_sitter_assay_external_scanner_deserialize(void *payload, const char *buffer, unsigned length) {
  (void)payload, (void)buffer, (void)length;
}

// The TextMate grammar against the tree-sitter grammar's view of the same files: tokens.json, written by
// tests/editors/test_vscode.py, lists for each file the words and what they are there.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import test from "node:test";
import { fileURLToPath } from "node:url";

const require = createRequire(import.meta.url);
const oniguruma = require("vscode-oniguruma");
const textmate = require("vscode-textmate");

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

async function grammar() {
  await oniguruma.loadWASM(readFileSync(require.resolve("vscode-oniguruma/release/onig.wasm")).buffer);
  const registry = new textmate.Registry({
    onigLib: Promise.resolve({
      createOnigScanner: (patterns) => new oniguruma.OnigScanner(patterns),
      createOnigString: (text) => new oniguruma.OnigString(text),
    }),
    loadGrammar: async () => {
      const path = here("../syntaxes/assay.tmLanguage.json");
      return textmate.parseRawGrammar(readFileSync(path, "utf8"), path);
    },
  });
  return registry.loadGrammar("source.assay");
}

/** The innermost scope of every character of a text, line by line. */
function scopes(assay, text) {
  let stack = textmate.INITIAL;
  return text.split("\n").map((line) => {
    const { tokens, ruleStack } = assay.tokenizeLine(line, stack);
    stack = ruleStack;
    return tokens.flatMap((token) => Array(token.endIndex - token.startIndex).fill(token.scopes.at(-1)));
  });
}

function kind(scope) {
  if (/^(keyword\.control|keyword\.other|keyword\.operator\.wordlike|storage)/.test(scope)) return "keyword";
  if (/^(constant\.numeric|keyword\.other\.unit)/.test(scope)) return "number";
  if (scope.startsWith("string") || scope.startsWith("constant.character")) return "string";
  if (scope.startsWith("comment")) return "comment";
  return "other";
}

test("words have the colour of what they are", async () => {
  const assay = await grammar();
  const files = JSON.parse(readFileSync(process.env.ASSAY_TOKENS, "utf8"));
  let right = 0;
  const wrong = [];
  for (const { text, tokens } of files) {
    const found = scopes(assay, text);
    for (const { line, column, word, kind: wanted } of tokens) {
      const scope = found[line][column];
      if ((scope.includes("keyword.other.unit") ? "number" : kind(scope)) === wanted) right += 1;
      else wrong.push(`${word} in "${text.split("\n")[line]}": ${scope}, not ${wanted}`);
    }
  }
  console.log(`${right} of ${right + wrong.length}`);
  assert.ok(right > 1000);
  assert.ok(wrong.length / right < 0.01, wrong.slice(0, 40).join("\n"));
});

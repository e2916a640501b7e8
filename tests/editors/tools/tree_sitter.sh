#!/usr/bin/env bash
# The tree-sitter program of the next Debian, on this one, without touching the system: apt downloads the packages from
# the mirror it knows into a folder, and the program runs there under its own loader.
# usage: tree_sitter.sh FOLDER     makes FOLDER/bin/tree-sitter
set -euo pipefail
folder=$1 suite=trixie package=tree-sitter-cli
[ -x "$folder/bin/tree-sitter" ] && exit
work=$folder/$package
mkdir -p "$work"/{lists/partial,cache/archives/partial,root} "$folder/bin"
mirror=$(apt-get indextargets --format '$(LABEL) $(REPO_URI)' 'Created-By: Packages' | sed -n 's/^Debian //p' | head -1)
echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $mirror $suite main" >"$work/sources.list"
: >"$work/status"
apt() {
  apt-get -qq -o Dir::Etc::sourcelist="$work/sources.list" -o Dir::Etc::sourceparts=/dev/null \
    -o Dir::State::lists="$work/lists" -o Dir::State::status="$work/status" -o Dir::Cache="$work/cache" \
    -o APT::Install-Recommends=0 -o APT::Sandbox::User=root "$@"
}
apt update
apt install --yes --download-only "$package" >/dev/null
for archive in "$work"/cache/archives/*.deb; do dpkg-deb --extract "$archive" "$work/root"; done
rm -r "$work/cache" "$work/lists"
cat >"$folder/bin/tree-sitter" <<END
#!/bin/sh
exec "$work/root/usr/lib64/ld-linux-x86-64.so.2" --library-path "$work/root/usr/lib/x86_64-linux-gnu" \\
  "$work/root/usr/bin/tree-sitter" "\$@"
END
chmod +x "$folder/bin/tree-sitter"

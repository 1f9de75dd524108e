#!/bin/sh
# Compiles core.ml into the folder given, where the compiler may leave its files too.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
mkdir -p "$1"
cp "$here/core.ml" "$1/core.ml"
cd "$1"
exec ocamlfind ocamlopt -O3 -inline 200 -thread -package lwt,lwt.unix,unix -linkpkg core.ml -o core

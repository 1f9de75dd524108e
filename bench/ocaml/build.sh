#!/bin/sh
# build.sh FOLDER PROGRAM [PACKAGE…]: compiles PROGRAM.ml, and PROGRAM_stubs.c if there is one, into the folder given, where
# the compiler may leave its files too.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
folder=$1
program=$2
shift 2
packages=lwt,lwt.unix,unix
for package; do
  packages=$packages,$package
done
mkdir -p "$folder"
cp "$here/$program.ml" "$folder/$program.ml"
stubs=
if [ -f "$here/${program}_stubs.c" ]; then
  stubs=${program}_stubs.c
  cp "$here/$stubs" "$folder/$stubs"
fi
cd "$folder"
# shellcheck disable=SC2086 # no word if there are no stubs
exec ocamlfind ocamlopt -O3 -inline 200 -thread -package "$packages" -ccopt "-I$(ocamlfind query lwt.unix)" -linkpkg $stubs \
  "$program.ml" -o "$program"

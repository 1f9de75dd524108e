#!/bin/sh
# build.sh FOLDER PROGRAM [PACKAGE…]: compiles PROGRAM.ml into the folder given, where the compiler may leave its files too.
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
cd "$folder"
exec ocamlfind ocamlopt -O3 -inline 200 -thread -package "$packages" -linkpkg "$program.ml" -o "$program"

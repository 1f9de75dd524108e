#!/bin/sh
# Installs the original from Debian's packages: the OCaml compiler, findlib, Lwt and React.
set -eu
packages="ocaml-nox ocaml-findlib liblwt-ocaml-dev libreact-ocaml-dev"
if ! command -v apt-get >/dev/null; then
  echo "install.sh: no apt-get here; install these by the means of your system: $packages" >&2
  exit 1
fi
as_root=
if [ "$(id -u)" -ne 0 ]; then
  as_root=sudo
fi
$as_root apt-get update -q
# shellcheck disable=SC2086 # four words
$as_root apt-get install -q -y --no-install-recommends $packages
ocamlfind query -format '%p %v' lwt

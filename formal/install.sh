#!/usr/bin/env bash
# Coq and the Mathematical Components, in the versions of Debian 12.
set -euo pipefail

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi
}

if ! coqc --version 2>/dev/null | grep -q 8.16.1 || ! dpkg -s libcoq-mathcomp-algebra 2>/dev/null | grep -q 'Version: 1.15'; then
  as_root apt-get update -qq
  as_root apt-get install -y -qq --no-install-recommends \
    'coq=8.16.1*' 'libcoq-mathcomp-ssreflect=1.15.0*' 'libcoq-mathcomp-algebra=1.15.0*' >/dev/null
fi

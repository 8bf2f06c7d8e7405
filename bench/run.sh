#!/usr/bin/env bash
# Makes bench/.venv from the product's lock and bench/requirements.txt, then measures: bench/run.sh [arguments of bench]
set -euo pipefail
cd "$(dirname "$0")/.."
export UV_PYTHON_DOWNLOADS=never XDG_RUNTIME_DIR="${XDG_RUNTIME_DIR:-/tmp}"
stamp="bench/.venv/.lock"
if ! cat requirements/base.txt bench/requirements.txt | cmp -s - "$stamp"; then
  echo "Installing what the comparison needs into bench/.venv …"
  .venv/bin/python -m venv --clear bench/.venv
  bench/.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements/base.txt -r bench/requirements.txt
  cat requirements/base.txt bench/requirements.txt > "$stamp"
fi
exec bench/.venv/bin/python -m bench "$@"

#!/usr/bin/env bash
# Makes .venv from a lock file: tools/python.sh base|dev. Does nothing when the lock has not changed.
set -euo pipefail
cd "$(dirname "$0")/.."
lock="requirements/$1.txt"
stamp=".venv/.lock-$1"
if [ -f "$stamp" ] && cmp -s "$lock" "$stamp"; then exit 0; fi
python=""
for candidate in python3 python3.13 python3.12 python3.11; do
  if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
    python="$candidate"
    break
  fi
done
if [ -z "$python" ]; then
  echo "需要 Python 3.11 或更新版本。Debian 12 上请运行：apt-get install python3 python3-venv" >&2
  exit 1
fi
if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    apt-get update -qq && apt-get install -y -qq --no-install-recommends python3-venv
  else
    echo "缺少 python3-venv。请管理员运行：apt-get install python3-venv，然后重试。" >&2
    exit 1
  fi
fi
[ -x .venv/bin/python ] || "$python" -m venv .venv
echo "正在安装 Python 依赖（$lock）…"
.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r "$lock"
.venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
cp "$lock" "$stamp"
[ "$1" = dev ] && cp requirements/base.txt .venv/.lock-base || true

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
if [ ! -w . ]; then
  echo "不能写入 $(pwd)。请换到自己有写权限的目录（例如把项目复制到个人目录）后重试。" >&2
  exit 1
fi
log=$(mktemp)
trap 'rm -f "$log"' EXIT INT TERM

run() { # one clear line instead of what pip says; the rest goes to the log
  "$@" >"$log" 2>&1 && return 0
  cp "$log" setup.log 2>/dev/null || true
  echo "Python 依赖没有装好：$(grep -v '^WARNING' "$log" | grep -m 1 . | cut -c 1-160)" >&2
  echo "请检查网络、pip 镜像设置和磁盘空间后重试；全部输出在 $(pwd)/setup.log。" >&2
  exit 1
}

[ -x .venv/bin/python ] || run "$python" -m venv .venv
echo "正在安装 Python 依赖（$lock）…"
run .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r "$lock"
run .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
rm -f setup.log
cp "$lock" "$stamp"
[ "$1" = dev ] && cp requirements/base.txt .venv/.lock-base || true

#!/usr/bin/env bash
# Fetches the front-end packages and copies the few files we serve or read into static-npm/ (ignored by git).
# Does nothing when the lock has not changed. Whatever goes wrong, set-up goes on and says what is missing.
set -u
cd "$(dirname "$0")/.." || exit 0

target=static-npm
stamp=$target/.lock
wanted="tabler/tabler.min.css china-division/provinces.json china-division/cities.json china-division/areas.json"

complete() {
  cmp -s package-lock.json "$stamp" || return 1
  for file in $wanted; do [ -s "$target/$file" ] || return 1; done
}

incomplete() {
  echo "前端文件：$1" >&2
  echo "页面仍可使用（样式从简，全国区划表不可用）。请联网后重新运行 tools/npm.sh。" >&2
  exit 0
}

# A Node.js for set-up only: the system's, else the one that PyPI ships as a wheel, put aside and removed afterwards.
node_path() {
  if command -v npm >/dev/null && command -v node >/dev/null; then return 0; fi
  [ -x .venv/bin/python ] || return 1
  echo "正在准备 Node.js（仅安装时使用）…"
  .venv/bin/python -m venv "$work/node" &&
    "$work/node/bin/pip" install --quiet --disable-pip-version-check --only-binary :all: \
      --require-hashes -r tools/node.txt >"$work/log" 2>&1 || return 1
  export PATH="$work/node/bin:$PATH"
  command -v npm >/dev/null
}

complete && exit 0
# Without a network every start of the demo would wait for it again: once a day is enough.
if [ -n "${RENCAI_TRIED:-}" ] && [ -n "$(find .venv/.npm-tried -mmin -1440 2>/dev/null)" ]; then
  incomplete "上次没有取到。"
fi
touch .venv/.npm-tried 2>/dev/null
work=$(mktemp -d) || incomplete "不能建立临时目录。"
trap 'rm -rf "$work"' EXIT INT TERM

node_path || incomplete "没有 Node.js，也未能自动获取。请管理员运行：apt-get install nodejs npm。"
cp package.json package-lock.json .npmrc "$work/" || incomplete "package.json 或 package-lock.json 不可读。"
echo "正在获取前端文件…"
(cd "$work" && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error >"$work/log" 2>&1) ||
  incomplete "获取失败：$(grep -v '^npm warn' "$work/log" | head -3 | tr '\n' ' ')"

mkdir -p "$target/tabler" "$target/china-division" || incomplete "不能写入 $target，请检查目录权限。"
packages=$work/node_modules
# The map that the stylesheet names is not served.
sed 's|/\*# sourceMappingURL=[^*]*\*/||' "$packages/@tabler/core/dist/css/tabler.min.css" >"$target/tabler/tabler.min.css" ||
  incomplete "样式文件缺失。"
for file in provinces cities areas; do
  cp "$packages/china-division/dist/$file.json" "$target/china-division/" || incomplete "区划文件 $file.json 缺失。"
done
cp package-lock.json "$stamp"
rm -f .venv/.npm-tried

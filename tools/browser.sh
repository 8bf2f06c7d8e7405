#!/usr/bin/env bash
# What only the tests need from Debian: a browser, Chinese fonts for it, LibreOffice as a judge of our documents.
set -euo pipefail
missing=()
command -v chromium >/dev/null || missing+=(chromium)
command -v soffice >/dev/null || missing+=(libreoffice-writer-nogui)
fc-list 2>/dev/null | grep "NotoSansCJK" >/dev/null || missing+=(fonts-noto-cjk fontconfig)
[ ${#missing[@]} = 0 ] && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  echo "正在安装测试所需的软件包：${missing[*]}…"
  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
else
  echo "测试还需要以下软件包，请管理员安装后重试：apt-get install ${missing[*]}" >&2
  exit 1
fi

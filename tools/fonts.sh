#!/bin/sh
# Fetches the fonts that official documents are set in from Debian packages into .fonts/ (or $RENCAI_FONTS).
# Nothing is installed on the system; what is there is kept; whatever goes wrong, set-up goes on and says what is missing.
set -u

root=$(cd "$(dirname "$0")/.." && pwd)
fonts=${RENCAI_FONTS:-$root/.fonts}
mkdir -p "$fonts" || { echo "字体：不能写入 $fonts，请检查目录权限。"; exit 0; }
work=$(mktemp -d "$fonts/.fetch.XXXXXX") || { echo "字体：不能写入 $fonts，请检查目录权限。"; exit 0; }
trap 'rm -rf "$work"' EXIT INT TERM

# package | path inside it | file name
wanted='
texlive-lang-chinese|./usr/share/texlive/texmf-dist/fonts/opentype/public/fandol/|FandolFang-Regular.otf
texlive-lang-chinese|./usr/share/texlive/texmf-dist/fonts/opentype/public/fandol/|FandolKai-Regular.otf
texlive-lang-chinese|./usr/share/texlive/texmf-dist/fonts/opentype/public/fandol/|FandolHei-Regular.otf
texlive-lang-chinese|./usr/share/texlive/texmf-dist/fonts/opentype/public/fandol/|FandolSong-Regular.otf
fonts-lxgw-wenkai|./usr/share/fonts/truetype/lxgw-wenkai/|LXGWWenKai-Regular.ttf
fonts-noto-cjk|./usr/share/fonts/opentype/noto/|NotoSerifCJK-Bold.ttc
'

lack() { # files of package $1 that are not in the folder yet
    echo "$wanted" | while IFS='|' read -r package path file; do
        if [ "$package" = "$1" ] && [ ! -s "$fonts/$file" ]; then echo "$path$file"; fi
    done
}

take_installed() { # the package may be installed on this machine already
    lack "$1" | while read -r path; do
        if [ -s "${path#.}" ]; then place "${path#.}"; fi
    done
}

place() { # copy under another name first, so that a cut never leaves half a font
    cp "$1" "$work/$(basename "$1")" && chmod 644 "$work/$(basename "$1")" && mv "$work/$(basename "$1")" "$fonts/"
}

download() { # with the machine's package lists, else with lists of our own (works without root too)
    cd "$work" || return 1
    apt-get -qq download "$1" >"$work/log" 2>&1 && return 0
    mkdir -p "$work/state/lists/partial" "$work/cache/archives/partial"
    set -- "$1" -o "Dir::State=$work/state" -o "Dir::State::status=/var/lib/dpkg/status" -o "Dir::Cache=$work/cache"
    package=$1; shift
    [ -s "$work/state/updated" ] || apt-get -qq "$@" update >>"$work/log" 2>&1 && echo yes >"$work/state/updated"
    apt-get -qq "$@" download "$package" >>"$work/log" 2>&1
}

fetch() {
    take_installed "$1"
    [ -n "$(lack "$1")" ] || return 0
    [ -z "$tried" ] || return 1
    command -v apt-get >/dev/null && command -v dpkg >/dev/null || return 1
    echo "字体：正在获取 $1 ……"
    download "$1" || return 1
    # shellcheck disable=SC2046  # one path a line, none has blanks
    dpkg --fsys-tarfile "$work/$1"_*.deb | tar -x -C "$work" $(lack "$1") || return 1
    lack "$1" | while read -r path; do place "$work/$path"; done
    rm -f "$work/$1"_*.deb
}

# Without a network every start of the demo would wait for it again: once a day is enough.
tried=
[ -z "${RENCAI_TRIED:-}" ] || tried=$(find "$fonts/.tried" -mmin -1440 2>/dev/null)
for package in texlive-lang-chinese fonts-lxgw-wenkai fonts-noto-cjk; do fetch "$package"; done

# What LibreOffice is told in the tests: office fonts by name, drawn with the free ones.
alias_font() {
    echo "  <match target=\"pattern\"><test name=\"family\" qual=\"any\"><string>$1</string></test>"
    echo "    <edit name=\"family\" mode=\"assign\" binding=\"same\"><string>$2</string><string>LXGW WenKai</string></edit></match>"
}
{
    echo '<?xml version="1.0"?>'
    echo '<!DOCTYPE fontconfig SYSTEM "fonts.dtd">'
    echo '<fontconfig>'
    echo '  <dir prefix="relative">.</dir>'
    echo '  <cachedir prefix="xdg">fontconfig</cachedir>'
    alias_font 仿宋_GB2312 "FandolFang R"
    alias_font 楷体_GB2312 FandolKai
    alias_font 黑体 FandolHei
    alias_font 宋体 FandolSong
    alias_font 方正小标宋简体 "Noto Serif CJK SC"
    echo '</fontconfig>'
} >"$work/fontconfig.conf" && mv "$work/fontconfig.conf" "$fonts/fontconfig.conf"

missing=$(for package in texlive-lang-chinese fonts-lxgw-wenkai fonts-noto-cjk; do lack "$package"; done | sed 's|.*/||' | tr '\n' ' ')
if [ -z "$missing" ]; then
    rm -f "$fonts/.tried"
else
    [ -n "$tried" ] || : >"$fonts/.tried"
    echo "字体：缺少 ${missing}，导出 PDF 时会提示缺字体。请联网后再运行一次 tools/fonts.sh，或把这些文件放到 $fonts。"
fi
exit 0

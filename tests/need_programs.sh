#!/bin/sh
# Installs what the tests drive from outside where it is missing: Debian's Chromium, Firefox, Chinese fonts, LibreOffice, unzip.
set -eu
missing=""
command -v chromium >/dev/null 2>&1 || missing="$missing chromium"
command -v firefox >/dev/null 2>&1 || missing="$missing firefox-esr"
fc-list :lang=zh 2>/dev/null | grep -q . || missing="$missing fonts-noto-cjk fontconfig"
command -v soffice >/dev/null 2>&1 || missing="$missing libreoffice-calc libreoffice-writer"
# Calc alone opens tables, but turns no old Word file into a new one.
ls /usr/lib/libreoffice/program/libswlo.so >/dev/null 2>&1 || missing="$missing libreoffice-writer"
command -v unzip >/dev/null 2>&1 || missing="$missing unzip"
[ -n "$missing" ] || exit 0
sudo=""
[ "$(id -u)" -eq 0 ] || sudo="sudo"
$sudo apt-get update -qq
# shellcheck disable=SC2086
DEBIAN_FRONTEND=noninteractive $sudo apt-get install -y -qq --no-install-recommends $missing >/dev/null

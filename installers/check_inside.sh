#!/usr/bin/env bash
# The part of check_in_clean_root.sh that runs inside the clean root.
set -euo pipefail
export PATH=/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 DEBIAN_FRONTEND=noninteractive
home="/home/Zoë d’Été"
fail() { echo "FAILED: $*"; exit 1; }
now() { date +%s.%N; }
since() { echo "$1 $(now)" | awk '{printf "%.2f s", $2 - $1}'; }
files() { find / -xdev \( -path /proc -o -path /sys -o -path /dev -o -path /tmp -o -path /home -o -path /check \) -prune -o -print | sort; }

for absent in python3 python cc gcc g++ ld; do
  ! command -v "$absent" >/dev/null || fail "$absent is here"
done
grep -qvE '^ *(lo|Inter-| face)' /proc/net/dev && fail "there is a network"
id zoe >/dev/null 2>&1 || useradd --home-dir "$home" --create-home --shell /bin/bash zoe
files >/check/before

begun=$(now)
dpkg --install /check/neopain.deb >/check/dpkg.log 2>&1 || { cat /check/dpkg.log; fail "dpkg"; }
echo "installed: $(since "$begun"), $(du -sm /usr/lib/neopain | cut -f1) MB"
as() { setpriv --reuid=zoe --regid=zoe --init-groups env -i HOME="$home" USER=zoe PATH=/usr/bin:/bin LANG=C.UTF-8 DISPLAY=:7 XDG_RUNTIME_DIR=/tmp/runtime "$@"; }
mkdir -p -m 1777 /tmp/.X11-unix; chmod 1777 /tmp
install -d -o zoe -m 700 /tmp/runtime
! as touch /usr/lib/neopain/neopain 2>/dev/null || fail "a user can write to the program"
as Xvfb :7 -screen 0 1280x720x24 >/dev/null 2>&1 &
until [ -e /tmp/.X11-unix/X7 ]; do sleep 0.1; done
as icewm >/dev/null 2>&1 &
sleep 2
window() { for _ in $(seq 600); do as xdotool search --onlyvisible --name "$1" >/dev/null 2>&1 && return; sleep 0.1; done; as xwininfo -root -tree | grep '"'; fail "no window $1"; }
gone() { for _ in $(seq 300); do pgrep -x neopain-window >/dev/null || pgrep -x neopain >/dev/null || return 0; sleep 0.1; done; fail "it does not close"; }
picture() { as import -window root /tmp/runtime/picture.png && cp /tmp/runtime/picture.png "/check/$1.png"; }

begun=$(now)
as gio launch /usr/share/applications/neopain.desktop >/tmp/launch.log 2>&1 &
window NeoPain
echo "from the menu to the window: $(since "$begun")"
sleep 4; picture menu
as xprop -id "$(as xdotool search --onlyvisible --name NeoPain | head -1)" WM_CLASS
as xdotool key ctrl+q; gone

begun=$(now)
as neopain demo --headless --out "$home/Résultats de la démo" >/check/demo.log 2>&1 || { tail -20 /check/demo.log; fail "the demo"; }
echo "demo: $(since "$begun"), $(find "$home/Résultats de la démo" -name '*.csv' | wc -l) tables"
find "$home/Résultats de la démo" -name '*.csv' | grep -q . || fail "no tables"

as neopain new "$home/Étude à moi.neopain" "$home/Résultats de la démo/phantoms" >/check/new.log 2>&1 || { cat /check/new.log; fail "new"; }
study="$home/Étude à moi.neopain/Open in NeoPain.neopain-study"
[ -e "$study" ] || fail "the study's folder has no file to open it"
kind=$(as xdg-mime query filetype "$study")
[ "$kind" = application/x-neopain-study+json ] || fail "the study's file is $kind"
begun=$(now)
as xdg-open "$study" >/tmp/open.log 2>&1 &
window "Étude à moi"
echo "xdg-open to the study's window: $(since "$begun")"
sleep 5; picture study
as xdotool key ctrl+Return; sleep 60; picture map
as xdotool key ctrl+q; gone

dpkg --purge neopain >/dev/null
files >/check/after
left=$(diff /check/before /check/after | grep '^[<>]' | grep -vE '/var/(lib/dpkg|log|cache)|/usr/share/(mime|applications|icons/hicolor)/[a-z.-]*cache|/etc/[a-z]*-$' || true)
[ -z "$left" ] || { echo "$left"; fail "something stays behind"; }
[ -e "$study" ] || fail "the user's study is gone"
echo "removed; in the home are left:"
(cd "$home" && find . -maxdepth 3 -not -path '*/Étude*/*' -not -path '*/Résultats*/*' | sort)
echo "ALL WELL"

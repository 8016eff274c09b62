#!/usr/bin/env bash
# Whether the Debian package works where nothing else is: in a root file system without Python,
# compilers or a network, for a user whose home has spaces and accents, who may not write to the
# program's folder. It is installed, started from the menu, runs the demo to its tables, opens a
# study by double-click, and is removed; what stays behind is compared with what was there before.
#
#   sudo installers/check_in_clean_root.sh PACKAGE.deb ROOT PICTURES
#
# ROOT is made with debootstrap where it is not there yet, from the mirror in $MIRROR.
set -euo pipefail
package=$(realpath "$1") root=$(realpath -m "$2") pictures=$(realpath -m "$3")
mirror=${MIRROR:-http://deb.debian.org/debian}
needed=xvfb,icewm,xdotool,x11-utils,xdg-utils,libglib2.0-bin,libfile-mimeinfo-perl,procps,imagemagick
depends=$(dpkg-deb --field "$package" Depends Recommends | cut -d: -f2 | tr ',' '\n' |
  sed 's/|.*//; s/(.*//; s/ //g' | grep -v '^libc6$' | paste -sd,)

if [ ! -e "$root/etc/debian_version" ]; then
  debootstrap --variant=minbase --include="$needed,$depends" bookworm "$root" "$mirror"
fi
mkdir -p "$pictures" "$root/check"
cp "$package" "$root/check/neopain.deb"
cp "$(dirname "$0")/check_inside.sh" "$root/check/inside.sh"
unshare --net --mount --pid --fork bash -euo pipefail -c '
  root=$1
  mount --make-rprivate /
  mount -t proc proc "$root/proc"
  mount -t tmpfs tmpfs "$root/tmp"
  mount -t tmpfs tmpfs "$root/dev"
  for node in null zero full random urandom; do touch "$root/dev/$node"; mount --bind "/dev/$node" "$root/dev/$node"; done
  mkdir "$root/dev/shm" && mount -t tmpfs tmpfs "$root/dev/shm" && chmod 1777 "$root/dev/shm"
  ln -s /proc/self/fd "$root/dev/fd"
  exec chroot "$root" /bin/bash /check/inside.sh
' - "$root"
cp "$root"/check/*.png "$pictures"/

"""Make a Debian package of a bundle: ``python -m installers.deb``.

The program lies in ``/usr/lib/neopain``, read-only for its users. There are no scripts of the
package's own: menus, types of files and icons are brought up to date by the system's triggers, and
removing the package removes all of it. What it depends on is read from the bundle's own files.
"""

from __future__ import annotations

import gzip
import hashlib
import os
import re
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path

from installers.archives import members
from installers.bundle import BUILD, BUNDLE, DIST, ROOT, epoch
from neopain_gui import __version__

HERE = Path(__file__).parent / "debian"
MAINTAINER = "The NeoPain developers <developers@neopain.invalid>"
DESKTOP = ROOT / "resources" / "desktop"
COMPONENT = "org.neopain.neopain"
ALWAYS = ("fontconfig-config", "xkb-data", "fonts-dejavu-core | fonts-liberation | fonts-noto-core")
"""What no symbol asks for: libraries in the bundle read these packages' files."""
RECOMMENDED = "desktop-file-utils, hicolor-icon-theme, shared-mime-info, xdg-utils"
CONTROL = """\
Package: neopain
Version: {version}
Section: science
Priority: optional
Architecture: amd64
Installed-Size: {size}
Depends: {depends}
Recommends: {recommends}
Maintainer: {maintainer}
Description: compare what people and networks look at in photographs of neonates
 Newborns cannot say that they are in pain. Clinicians read it from the face,
 and so do neural networks. NeoPain opens a study of neonates' photographs, shows
 what each layer of a classifier attends to, takes in eye trackers' recordings
 and what raters marked, turns everything into contour masks, and compares them.
 .
 Research use only; not a medical device. It makes no network connection.
"""


def depends(bundle: Path) -> str:
    """Return what the package depends on: glibc, and libraries that are not in the bundle."""
    from installers.needs import needs  # with what reads symbols, which only the bundle's has

    found = needs(bundle)
    packages = {f"libc6 (>= {'.'.join(map(str, found.newest))})"}
    for library in found.libraries:
        asked = ["dpkg-query", "--search", f"*/{library}"]
        said = subprocess.run(asked, capture_output=True, text=True, check=False).stdout
        owner = said.partition(":")[0]
        if owner:
            packages.add(owner)
        else:
            print(
                f"no package here has {library}, which is asked for by {found.libraries[library]}"
            )
    return ", ".join([*sorted(packages - {"libc6"}), *ALWAYS])


def put(root: Path, place: str, content: str | bytes) -> None:
    """Write a file of the package."""
    path = root / place
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    path.chmod(0o644)


def packed(text: str) -> bytes:
    """Return a text packed as Debian wants its documentation."""
    return gzip.compress(text.encode(), 9, mtime=int(epoch()))


def program(root: Path) -> None:
    """Put the bundle in its place, by hard links, and both names onto the path."""
    for path, place in members(BUNDLE):
        target = root / "usr/lib/neopain" / place.partition("/")[2]
        target.parent.mkdir(parents=True, exist_ok=True)
        if path.is_symlink():
            target.symlink_to(path.readlink())
        else:
            os.link(path, target)
    bin_folder = root / "usr/bin"
    bin_folder.mkdir(parents=True)
    for name in ("neopain", "neopain-window"):
        (bin_folder / name).symlink_to(f"../lib/neopain/{name}")


def on_the_desktop(root: Path, when: datetime) -> None:
    """Put menu entry, type of files, icons and the description for software centres."""
    share = "usr/share"
    for name, place in (("desktop", "applications"), ("xml", "mime/packages")):
        put(root, f"{share}/{place}/neopain.{name}", (DESKTOP / f"neopain.{name}").read_bytes())
    release = f'  <releases>\n    <release version="{__version__}" date="{when:%Y-%m-%d}"/>\n'
    said = (DESKTOP / "neopain.metainfo.xml").read_text("utf-8")
    said = said.replace("</component>", f"{release}  </releases>\n</component>")
    put(root, f"{share}/metainfo/{COMPONENT}.metainfo.xml", said)
    icons = f"{share}/icons/hicolor"
    for file in sorted((DESKTOP / "icons").glob("*/*.png")):
        kind = "apps" if file.stem == "neopain" else "mimetypes"
        put(root, f"{icons}/{file.parent.name}/{kind}/{file.name}", file.read_bytes())
    drawing = (ROOT / "resources" / "icons" / "neopain.svg").read_bytes()
    put(root, f"{icons}/scalable/apps/neopain.svg", drawing)


def documentation(root: Path, when: datetime) -> None:
    """Put licence, changes, page of the manual, and why some of lintian's rules do not hold."""
    docs = "usr/share/doc/neopain"
    licence = (ROOT / "LICENSE").read_text("utf-8")
    own = "\n".join(f" {line}" if line.strip() else " ." for line in licence.splitlines()[4:])
    holder = licence.splitlines()[2].removeprefix("Copyright (c) ")
    put(
        root,
        f"{docs}/copyright",
        "Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/\n"
        "Upstream-Name: NeoPain\nComment: The packages and libraries in /usr/lib/neopain have\n"
        " licences of their own: the command neopain licences lists them, and\n"
        " neopain licences NAME prints the text of one. None is without a free licence.\n\n"
        f"Files: *\nCopyright: {holder}\nLicense: MIT\n{own}\n",
    )
    changes = f"neopain ({__version__}) unstable; urgency=medium\n\n  * NeoPain {__version__}.\n\n"
    put(
        root,
        f"{docs}/changelog.gz",
        packed(f"{changes} -- {MAINTAINER}  {format_datetime(when)}\n"),
    )
    page = (HERE / "neopain.1").read_text("utf-8")
    page = page.replace("@VERSION@", __version__).replace("@DATE@", f"{when:%Y-%m-%d}")
    manual = root / "usr/share/man/man1"
    put(root, "usr/share/man/man1/neopain.1.gz", packed(page))
    (manual / "neopain-window.1.gz").symlink_to("neopain.1.gz")
    overrides = (HERE / "lintian-overrides").read_bytes()
    put(root, "usr/share/lintian/overrides/neopain", overrides)


def control(root: Path) -> None:
    """Write what dpkg reads: the description, and the sums of all files."""
    files = [p for p in sorted(root.rglob("*")) if p.is_file() and not p.is_symlink()]
    size = sum(path.stat().st_size for path in files) // 1024
    sums = []
    for path in files:
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "md5").hexdigest()
        sums.append(f"{digest}  {path.relative_to(root).as_posix()}\n")
    put(root, "DEBIAN/md5sums", "".join(sums))
    text = CONTROL.format(
        version=__version__,
        size=size,
        depends=depends(BUNDLE),
        recommends=RECOMMENDED,
        maintainer=MAINTAINER,
    )
    put(root, "DEBIAN/control", text)


def main() -> None:
    """Make it."""
    root = BUILD / "deb"
    shutil.rmtree(root, ignore_errors=True)
    when = datetime.fromtimestamp(int(epoch()), UTC)
    program(root)
    on_the_desktop(root, when)
    documentation(root, when)
    control(root)
    for path in [root, *root.rglob("*")]:
        if path.is_dir():
            path.chmod(0o755)
    DIST.mkdir(exist_ok=True)
    target = DIST / f"neopain_{__version__}_amd64.deb"
    level = min(int(os.environ.get("NEOPAIN_LEVEL", "19")), 19)
    command = ["dpkg-deb", "--root-owner-group", "-Zzstd", f"-z{level}", "--build", str(root)]
    environment = {**os.environ, "SOURCE_DATE_EPOCH": epoch()}
    done = subprocess.run([*command, str(target)], env=environment, check=False)
    if done.returncode:
        sys.exit("dpkg-deb failed")
    asked = re.search(r"(?m)^Depends: (.*)$", (root / "DEBIAN/control").read_text("utf-8"))
    print(f"{target}: {target.stat().st_size / 1e6:,.0f} MB; it depends on {asked and asked[1]}")


if __name__ == "__main__":
    main()

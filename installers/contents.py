"""What goes into a bundle, and what of its libraries is left out because nothing asks for it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from importlib import metadata
from pathlib import Path
from typing import Any

IDENTIFIER = "org.neopain.neopain"
STUDY_TYPE = "org.neopain.study"

EXCLUDED = [
    # no other window library, no interactive shell, nothing of development
    *("tkinter", "_tkinter", "IPython", "ipykernel", "PyQt5", "PyQt6", "wx", "gi"),
    *(
        "pytest",
        "_pytest",
        "hypothesis",
        "unittest.mock",
        "setuptools",
        "pip",
        "wheel",
        "hatchling",
    ),
    *("PyInstaller", "cyclonedx", "jsonschema", "elftools", "pkg_resources", "_distutils_hack"),
    # other machines of learning, which Keras and others would use if they were there
    *("torch", "jax", "jaxlib", "openvino", "tensorboard", "tensorflow.lite.experimental"),
    # fetching things, which NeoPain never does
    *("gdown", "requests", "bs4", "socks"),
    # tests of libraries
    *("numpy.testing.tests", "scipy.conftest", "pandas.tests", "sklearn.tests", "matplotlib.tests"),
    "tensorflow.python.debug.examples",
]
"""Modules that no bundle holds, whatever imports them."""

_LEFT_OUT = [
    r"^tensorflow/include/",  # headers for those who build operations
    r"^tensorflow/xla_aot_runtime_src/",
    r"^tensorflow/.*\.(h|hpp|cc|proto|inc|a|lib|td)$",
    r"(^|/)(tests?|testing|test_data|testdata|_tests)/.*\.(py|pyc|csv|npz|npy|png|xml|gz|mat|txt|json)$",
    r"\.(pyi|pxd|pyx|pxi|h|hpp|c|cpp)$",
    r"^clang/",  # TensorFlow requires it, and imports it nowhere
    r"^matplotlib/mpl-data/sample_data/",
    r"^sklearn/datasets/(data|images|descr)/",
    r"^skimage/data/(?!lbp_frontalface_opencv\.xml|__init__)",
    r"^pandas/tests/",
    r"^PySide6/Qt/translations/",
    r"^networkx/.*/tests/",
]
"""Files of libraries, by their place in the bundle, that nothing reads."""
LEFT_OUT = re.compile("|".join(_LEFT_OUT))


def needed(files: Iterable[tuple[str, str, str]]) -> list[tuple[str, str, str]]:
    """Return those of PyInstaller's files that a bundle needs.

    Examples
    --------
    >>> needed([("tensorflow/include/a.h", "", "DATA"), ("neopain_gui/_models/a.h5", "", "DATA")])
    [('neopain_gui/_models/a.h5', '', 'DATA')]
    """
    return [one for one in files if not LEFT_OUT.search(Path(one[0]).as_posix())]


def metadata_of(analysis: Any) -> list[tuple[str, str, str]]:
    """Return the metadata, licences among it, of each package of which the bundle has a file."""
    places = {
        Path(source).resolve()
        for _, source, _ in (*analysis.pure, *analysis.binaries, *analysis.datas)
        if source
    }
    found = []
    for one in metadata.distributions():
        files = one.files or []
        folder = next((f.parts[0] for f in files if f.parts[0].endswith(".dist-info")), None)
        here = any(Path(str(one.locate_file(f))).resolve() in places for f in files)
        if folder is None or not here:
            continue
        kept = (
            f
            for f in files
            if f.parts[0] == folder and f.name not in ("INSTALLER", "REQUESTED", "direct_url.json")
        )
        found += [(f.as_posix(), str(one.locate_file(f)), "DATA") for f in kept]
    return found


def property_list(version: str) -> dict[str, Any]:
    """Return what macOS is told of the program: its name, and that it opens studies."""
    return {
        "CFBundleDisplayName": "NeoPain",
        "CFBundleShortVersionString": version,
        "NSHighResolutionCapable": True,
        "LSMinimumSystemVersion": "13.0",
        "LSApplicationCategoryType": "public.app-category.medical",
        "CFBundleDocumentTypes": [
            {
                "CFBundleTypeName": "NeoPain study",
                "CFBundleTypeRole": "Editor",
                "LSHandlerRank": "Owner",
                "LSItemContentTypes": [STUDY_TYPE],
                "CFBundleTypeIconFile": "neopain-study.icns",
            },
            {
                "CFBundleTypeName": "Photographs, folders of them and studies",
                "CFBundleTypeRole": "Viewer",
                "LSHandlerRank": "Alternate",
                "LSItemContentTypes": ["public.image", "public.folder"],
            },
        ],
        "UTExportedTypeDeclarations": [
            {
                "UTTypeIdentifier": STUDY_TYPE,
                "UTTypeDescription": "NeoPain study",
                "UTTypeConformsTo": ["public.json"],
                "UTTypeIconFile": "neopain-study.icns",
                "UTTypeTagSpecification": {
                    "public.filename-extension": ["neopain-study"],
                    "public.mime-type": ["application/x-neopain-study+json"],
                },
            }
        ],
    }

import subprocess
import sys

ABOUT = "neopain_gui.classifiers"

HEAVY = {"tensorflow", "keras", "h5py", "pandas", "matplotlib", "skimage", "cv2", "pydantic"}
SCRIPT = """
import sys
import neopain_gui.classifiers, neopain_gui.classifiers.registry
import neopain_gui.attribution, neopain_gui.attribution.explain
{then}
print(",".join(sorted(sys.modules)))
"""


def loaded(then=""):
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT.format(then=then)],
        capture_output=True,
        text=True,
        check=True,
    )
    return set(done.stdout.strip().split(","))


def test_importing_the_packages_imports_nothing_heavy():
    assert not loaded() & HEAVY


def test_asking_which_classifiers_there_are_imports_no_tensorflow():
    modules = loaded("neopain_gui.classifiers.available()")
    assert not modules & {"tensorflow", "keras"}

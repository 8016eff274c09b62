"""What holds for every test: nothing speaks to the network, no setting of a study is unlisted."""

import gc
import os
import socket

import pytest
from hypothesis import settings as hypothesis_settings

from neopain_gui.study.folder import StudyFolder
from neopain_gui.study.holdings import SETTINGS

pytest_plugins = ["tests.made_once"]

# In CI the same examples each time, so that a red run can be run again; elsewhere new ones. No
# deadline in either: a busy machine is no fault of the program.
hypothesis_settings.register_profile("ci", derandomize=True, database=None, deadline=None)
hypothesis_settings.register_profile("free", derandomize=False, deadline=None)
hypothesis_settings.load_profile("ci" if os.environ.get("CI") else "free")


def pytest_collection_finish():
    """Search what all tests have brought along, a million objects, never again for circles."""
    gc.freeze()


@pytest.hookimpl(trylast=True)
def pytest_runtest_teardown(item, nextitem):
    """Nor what a file of tests has left in libraries: a search took seconds after TensorFlow."""
    if nextitem is not None and nextitem.path != item.path:
        gc.collect()
        gc.freeze()


_attempts = []


def _refuse(what):
    _attempts.append(what)
    raise AssertionError(f"a test reached for the network: {what}")


@pytest.fixture(scope="session", autouse=True)
def _no_network():
    """Let nothing out but local sockets, over which multiprocessing talks to its children."""
    local = getattr(socket, "AF_UNIX", None)
    connect = socket.socket.connect

    def guarded(this, address):
        return connect(this, address) if this.family == local else _refuse(f"connect {address}")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", guarded)
        patch.setattr(socket.socket, "connect_ex", guarded)
        patch.setattr(socket, "getaddrinfo", lambda host, *_, **__: _refuse(f"look up {host}"))
        yield


@pytest.fixture(scope="session", autouse=True)
def _own_reports(tmp_path_factory):
    """Keep reports of the faults that tests make apart from those of whoever runs them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_STATE_HOME", str(tmp_path_factory.mktemp("state")))
        yield


@pytest.fixture(autouse=True)
def network_attempts():
    """Fail even where the refusal was swallowed."""
    _attempts.clear()
    yield _attempts
    assert not _attempts, f"a test reached for the network: {_attempts}"


@pytest.fixture(autouse=True)
def listed_settings(request, monkeypatch):
    """Fail where the program keeps a setting that study/holdings.py does not know."""
    if {"study", "robustness"} & set(request.path.parts):
        return  # the store's own tests keep anything
    kept = StudyFolder.set_setting

    def guarded(this, key, value):
        assert key in SETTINGS, f"list the setting {key!r} in study/holdings.py"
        kept(this, key, value)

    monkeypatch.setattr(StudyFolder, "set_setting", guarded)

"""What holds for every test: nothing speaks to the network."""

import socket

import pytest

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


@pytest.fixture(autouse=True)
def network_attempts():
    """Fail even where the refusal was swallowed."""
    _attempts.clear()
    yield _attempts
    assert not _attempts, f"a test reached for the network: {_attempts}"

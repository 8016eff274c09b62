import resource
import subprocess
import sys

import pytest

from neopain_gui.computer import machine


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel's own files")
def test_memory_is_what_the_kernel_says():
    def kilobytes(column):
        done = subprocess.run(["free", "-b"], capture_output=True, text=True, check=True)
        return int(done.stdout.splitlines()[1].split()[column])

    found = machine.memory()
    assert found.total <= kilobytes(1)
    assert 0 < found.free <= found.total


@pytest.mark.skipif(sys.platform != "linux", reason="limits of a process")
def test_a_limit_is_all_there_is(tmp_path, monkeypatch):
    monkeypatch.setattr(resource, "getrlimit", lambda which: (2_000_000_000, 2_000_000_000))
    assert machine.memory().total == 2_000_000_000
    monkeypatch.setattr(
        resource, "getrlimit", lambda which: (resource.RLIM_INFINITY, resource.RLIM_INFINITY)
    )
    monkeypatch.setattr(machine, "_CONTROL", tmp_path)
    groups = tmp_path / "cgroup"
    monkeypatch.setattr(machine, "_GROUPS", groups)
    inner = tmp_path / "user" / "inner"
    inner.mkdir(parents=True)
    groups.write_text("0::/user/inner\n")
    (inner / "memory.max").write_text("max\n")
    assert machine.memory().total > 1_500_000_000
    (inner.parent / "memory.max").write_text("1500000000\n")
    assert machine.memory().total == 1_500_000_000
    groups.write_text("4:memory:/elsewhere\n9:name=systemd:/\n")
    (tmp_path / "memory").mkdir()
    (tmp_path / "memory" / "memory.limit_in_bytes").write_text("1200000000\n")
    assert machine.memory().total == 1_200_000_000


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel's own files")
def test_processor_and_graphics(tmp_path, monkeypatch):
    assert f"of {machine.os.cpu_count()} cores" in machine.processor()
    card = tmp_path / "card0" / "device"
    card.mkdir(parents=True)
    (card / "vendor").write_text("0x8086\n")
    monkeypatch.setattr(machine, "_CARDS", tmp_path)
    driver = tmp_path / "version"
    driver.write_text("NVRM version: NVIDIA UNIX x86_64 Kernel Module  550.54.15  Tue\n")
    monkeypatch.setattr(machine, "_NVIDIA", driver)
    assert machine.graphics() == "Intel, NVIDIA's driver 550.54.15"


def test_a_machine_that_tells_nothing(tmp_path, monkeypatch):
    for name in ("_MEMORY", "_PROCESSORS", "_CARDS", "_NVIDIA"):
        monkeypatch.setattr(machine, name, tmp_path / "nothing")
    monkeypatch.setattr(machine, "_GROUPS", tmp_path / "nothing")
    assert machine.memory().free is None
    assert machine.processor()
    assert machine.graphics() == "none that the system names"

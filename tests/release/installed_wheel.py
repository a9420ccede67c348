"""The wheel, installed into a fresh environment with no network, runs the demo; by name: `make check-release`."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

from tests.release.test_distributions import build_in, copy_of_checkout


def test_the_demo_runs_from_an_installed_wheel(tmp_path):
    (tmp_path / "source").mkdir()
    wheel, _ = build_in(copy_of_checkout(tmp_path / "source"), SETUPTOOLS_SCM_PRETEND_VERSION="9.8.7")
    fresh = tmp_path / "fresh"
    venv.create(fresh, with_pip=False)
    # The libraries are those of this environment; the product itself is the wheel's.
    packages = next(fresh.glob("lib/python*/site-packages"))
    install = [sys.executable, "-m", "pip", "install", "-q", "--no-index", "--no-deps", "--no-compile", "--target"]
    subprocess.run([*install, str(packages), str(wheel)], check=True)
    (packages / "libraries.pth").write_text(sysconfig.get_path("purelib"))
    python = fresh / "bin" / "python"
    env = {name: text for name, text in os.environ.items() if name != "PYTHONPATH"}
    where = subprocess.run(
        [python, "-c", "import service; print(service.__file__)"],
        cwd=tmp_path,
        env=env,
        capture_output=True,
        text=True,
        check=True,
    )
    assert Path(where.stdout.strip()).is_relative_to(packages)
    command = [python, "-m", "service.cli.main"]
    version = subprocess.run([*command, "--version"], cwd=tmp_path, env=env, capture_output=True, text=True, check=True)
    assert "9.8.7" in version.stdout
    subprocess.run([*command, "demo", "--out", "out"], cwd=tmp_path, env=env, check=True)
    assert (tmp_path / "out" / "site" / "index.html").stat().st_size > 10_000

"""A Python environment of its own in which the wheel of this source tree is really installed."""

from __future__ import annotations

import importlib.metadata
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

HOUSE = Path(__file__).parents[2]


def built(kind: str, source: Path, out: Path, **environment: str) -> Path:
    """The wheel or sdist of ``source``, built without network in the folder ``out``."""
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", kind, "-d", out],
        cwd=source,
        env=_environment(**environment),
        capture_output=True,
        check=True,
    )
    (made,) = out.iterdir()
    return made


def installed(wheel: Path, folder: Path) -> Path:
    """A new environment in ``folder`` that holds ``wheel`` and nothing else."""
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder], check=True)
    pip = [sys.executable, "-m", "pip", "--python", str(python(folder)), "install", "-q", "--no-deps"]
    subprocess.run([*pip, "--no-index", str(wheel)], env=_environment(), check=True)
    return folder


def with_dependencies(folder: Path) -> Path:
    """Put a copy of everything that osv-tui needs beside it, from the environment that the test runs in."""
    waiting, done = ["osv-tui"], set[str]()
    while waiting:
        name = re.sub(r"[-_.]+", "-", waiting.pop()).lower()
        try:
            distribution = importlib.metadata.distribution(name)
        except importlib.metadata.PackageNotFoundError:
            continue
        if name in done:
            continue
        done.add(name)
        wanted = (need for need in distribution.requires or () if "extra ==" not in need)
        waiting += [re.split(r"[^A-Za-z0-9._-]", need)[0] for need in wanted]
        if name != "osv-tui":
            _copy(distribution, site(folder))
    return folder


def _copy(distribution: importlib.metadata.Distribution, to: Path) -> None:
    for file in distribution.files or ():
        source, target = Path(str(file.locate())), Path(os.path.normpath(to / file))
        if source.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source, target)


def site(folder: Path) -> Path:
    (found,) = folder.glob("lib/python*/site-packages")
    return found


def python(folder: Path) -> Path:
    return folder / "bin" / "python"


def asked(
    folder: Path,
    question: str,
    *options: str,
    cwd: Path | None = None,
    variables: tuple[tuple[str, Path], ...] = (),
) -> str:
    """What the program installed in ``folder`` answers to a Python expression about ``installed``.

    ``options``: of Python. ``variables``: of its environment.
    """
    done = subprocess.run(
        [python(folder), *options, "-c", f"from osv_tui.guard import installed\nprint({question})"],
        cwd=cwd or folder,
        env=_environment(**{name: str(value) for name, value in variables}),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.rstrip("\n")


def found(
    folder: Path,
    *options: str,
    thorough: bool = False,
    cwd: Path | None = None,
    variables: tuple[tuple[str, Path], ...] = (),
) -> list[str]:
    """The faults that the installed program tells of itself."""
    faults = f"*installed.faults(with_dependencies={thorough}), sep='\\n'"
    return asked(folder, faults, *options, cwd=cwd, variables=variables).splitlines()


def _environment(**more: str) -> dict[str, str]:
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "SOURCE_DATE"))
    }
    return {**kept, **more}

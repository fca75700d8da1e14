"""An installed program notices what was done to its files, as far as a program can; and what it misses."""

from __future__ import annotations

import base64
import hashlib
import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from osv_tui.guard import installed as guard
from tests.guard.environment import (
    HOUSE,
    asked,
    built,
    found,
    installed,
    python,
    site,
    with_dependencies,
)
from tests.guard.tampering import (
    EVIL,
    OF_DEPENDENCIES,
    OF_THE_PROGRAM,
    Tampering,
    add,
    append,
    cache,
    compiled,
    flip,
    link_away,
    poison,
)


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The source tree as it is now, so that somebody may work on it meanwhile."""
    folder = tmp_path_factory.mktemp("source")
    shutil.copytree(HOUSE / "osv_tui", folder / "osv_tui")
    for file in ("pyproject.toml", "README.md", ".gitignore"):
        shutil.copy2(HOUSE / file, folder / file)
    return folder


@pytest.fixture(scope="module")
def clean(source: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment that no test may change."""
    pytest.importorskip("pip", reason="zonder pip is er niets om mee te installeren")
    wheel = built("wheel", source, tmp_path_factory.mktemp("wheel"))
    return installed(wheel, tmp_path_factory.mktemp("clean") / "venv")


@pytest.fixture
def environment(clean: Path, tmp_path: Path) -> Path:
    """A copy of it, to be changed."""
    return Path(shutil.copytree(clean, tmp_path / "venv", symlinks=True))


def missed(of: list[Tampering], environment: Path, *, thorough: bool = False) -> list[str]:
    """Do everything in ``of`` at once; gives the names of what was not told.

    Python is started so that it runs none of what was changed: the check is what is tried here.
    """
    for tampering in of:
        tampering.do(site(environment) / tampering.file)
    fresh = f"pycache_prefix={environment / 'fresh'}"
    told = found(environment, "-I", "-X", fresh, thorough=thorough)
    return [tampering.name for tampering in of if not any(map(tampering.tells, told))]


def test_what_is_as_installed_is_left_in_peace(clean: Path) -> None:
    assert found(clean) == []
    assert asked(clean, "installed.is_development()") == "False"


def test_the_release_has_one_hash_everywhere(clean: Path, source: Path) -> None:
    expected = guard.release_hash(source / "osv_tui")
    assert asked(clean, "installed.release_hash()") == expected
    stock = "find osv_tui -type f ! -name '*.pyc' | LC_ALL=C sort | xargs sha256sum | sha256sum"
    told = subprocess.run(stock, shell=True, cwd=source, capture_output=True, text=True, check=True).stdout
    assert told.split()[0] == expected


def test_every_change_of_a_file_changes_the_hash_of_the_release(tmp_path: Path) -> None:
    package = tmp_path / "osv_tui"
    add(package / "a.py")
    before = guard.release_hash(package)
    add(package / "__pycache__" / "a.cpython-311.pyc")
    assert guard.release_hash(package) == before
    flip(package / "a.py")
    hashes = [before, guard.release_hash(package)]
    add(package / "b.txt")
    hashes.append(guard.release_hash(package))
    (package / "b.txt").rename(package / "c.txt")
    hashes.append(guard.release_hash(package))
    link_away(package / "c.txt")
    hashes.append(guard.release_hash(package))
    (package / "map").symlink_to(tmp_path)
    hashes.append(guard.release_hash(package))
    assert len(set(hashes)) == 6


def test_development_is_told_apart() -> None:
    assert guard.is_development()
    assert guard.faults(with_dependencies=True) == ()
    assert "niet gecontroleerd" in guard.DEVELOPMENT


def test_tampering_with_the_program(environment: Path) -> None:
    assert len(OF_THE_PROGRAM) + len(OF_DEPENDENCIES) >= 60
    assert missed(OF_THE_PROGRAM, environment) == []


def test_tampering_with_what_it_needs(environment: Path) -> None:
    with_dependencies(environment)
    assert found(environment, thorough=True) == []
    assert missed(OF_DEPENDENCIES, environment, thorough=True) == []


def test_a_need_that_is_not_there_is_told(clean: Path) -> None:
    assert "textual ontbreekt." in found(clean, thorough=True)


def test_a_poisoned_file_runs_and_is_found(environment: Path) -> None:
    """Why compiled files are looked at: the source is as it was, and other code runs."""
    poison(site(environment) / "osv_tui/disk.py")
    ran = asked(environment, "(__import__('osv_tui.disk'), __import__('sys').evil)[1]")
    assert ran == "True"
    (told,) = found(environment)
    assert "disk" in told
    assert told.endswith("is niet gemaakt uit disk.py.")


def test_code_elsewhere_on_the_way(environment: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    add(other / "click.py")
    told = [f"Python zoekt ook in de map {other}. Daar staat programmacode: click.py."]
    assert found(environment, variables=(("PYTHONPATH", other),)) == told
    assert found(environment, cwd=other) == told
    assert found(environment, "-I", cwd=other) == []


def test_code_beside_the_commands(environment: Path) -> None:
    """Python looks first in the folder of the command that was started."""
    add(environment / "bin" / "click.py")
    script = environment / "bin" / "vraag"
    script.write_text("from osv_tui.guard import installed\nprint(*installed.faults())")
    done = subprocess.run([python(environment), script], capture_output=True, text=True, check=True)
    assert done.stdout.endswith("bin. Daar staat programmacode: click.py.\n")


def test_code_in_an_archive_on_the_way(environment: Path, tmp_path: Path) -> None:
    add(tmp_path / "source" / "click.py")
    archive = Path(shutil.make_archive(str(tmp_path / "other"), "zip", tmp_path / "source"))
    assert found(environment, variables=(("PYTHONPATH", archive),)) == [f"Python zoekt ook in {archive}."]


def test_code_in_the_folder_of_the_user(environment: Path, tmp_path: Path) -> None:
    settings = environment / "pyvenv.cfg"
    settings.write_text(settings.read_text().replace("packages = false", "packages = true"))
    user = (("PYTHONUSERBASE", tmp_path / "user"),)
    folder = asked(environment, "__import__('site').getusersitepackages()", variables=user)
    add(Path(folder) / "erbij.pth")
    told = found(environment, variables=user)
    assert f"Python zoekt ook in de map {folder}. Daar staat programmacode: erbij.pth." in told


def test_another_program_in_its_place(environment: Path, tmp_path: Path) -> None:
    other = shutil.copytree(site(environment) / "osv_tui", tmp_path / "other/osv_tui")
    append(other / "cli.py")
    (told,) = found(environment, variables=(("PYTHONPATH", other.parent),))
    assert told.endswith("is niet het programma dat is geïnstalleerd.")


def test_compiled_files_in_another_folder(environment: Path, tmp_path: Path) -> None:
    source = site(environment) / "osv_tui/intake.py"
    prefix = (("PYTHONPYCACHEPREFIX", tmp_path / "caches"),)
    where = f"__import__('importlib.util').util.cache_from_source({str(source)!r})"
    place = Path(asked(environment, where, variables=prefix))
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(compiled(EVIL, cache(source).read_bytes()[4:16]))
    (told,) = found(environment, variables=prefix)
    assert told.endswith("is niet gemaakt uit intake.py.")


def test_a_list_that_is_gone_or_spoilt(environment: Path) -> None:
    (record,) = site(environment).glob("osv_tui-*/RECORD")
    record.write_text("osv_tui/cli.py,md5=abc,3\n")
    assert any("kan niet worden gelezen" in told for told in found(environment))
    record.unlink()
    assert any("kan niet worden gelezen" in told for told in found(environment))


def test_an_installed_program_cannot_be_called_development(environment: Path) -> None:
    (info,) = site(environment).glob("osv_tui-*")
    (info / "direct_url.json").write_text(json.dumps({"dir_info": {"editable": True}, "url": "file:///x"}))
    append(site(environment) / "osv_tui/cli.py")
    assert "osv_tui/cli.py is veranderd." in found(environment)


def rewrite_record(folder: Path) -> None:
    """Change a file and its line in the list."""
    path = site(folder) / "osv_tui/cli.py"
    append(path)
    (record,) = site(folder).glob("osv_tui-*/RECORD")
    digest = base64.urlsafe_b64encode(hashlib.sha256(path.read_bytes()).digest()).rstrip(b"=").decode()
    lines = [line for line in record.read_text().splitlines() if not line.startswith("osv_tui/cli.py,")]
    record.write_text("\n".join([*lines, f"osv_tui/cli.py,sha256={digest},{path.stat().st_size}", ""]))
    cache(path).unlink()


def replace_the_guard(folder: Path) -> None:
    path = site(folder) / "osv_tui/guard/installed.py"
    path.write_text(path.read_text() + "\ndef faults(**options): return ()\n")


def replace_compiled_guard(folder: Path) -> None:
    """The program that looks is the one that was changed, and all sources match."""
    path = site(folder) / "osv_tui/guard/bytecode.py"
    text = path.read_text() + "\ndef poisoned(source): return ()\n"
    cache(path).write_bytes(compiled(text, cache(path).read_bytes()[4:16]))


def change_a_need(folder: Path) -> None:
    append(site(folder) / "textual/app.py")


def add_to_site(folder: Path) -> None:
    add(site(folder) / "losse_module.py")


MISSES: dict[str, tuple[Callable[[Path], None], bool]] = {
    "a file changed together with the list": (rewrite_record, True),
    "the check itself replaced": (replace_the_guard, True),
    "the check itself replaced, compiled": (replace_compiled_guard, False),
    "a need changed, in the quick check": (change_a_need, False),
    "a module beside the program, in the quick check": (add_to_site, False),
}
"""What ``faults()`` cannot or does not see, and whether the hash of the release tells."""


@pytest.mark.parametrize("case", MISSES)
def test_what_is_missed(case: str, environment: Path) -> None:
    do, told_by_hash = MISSES[case]
    (site(environment) / "textual").mkdir()
    (site(environment) / "textual/app.py").touch()
    before = asked(environment, "installed.release_hash()")
    do(environment)
    assert found(environment) == []
    assert (asked(environment, "installed.release_hash()") != before) is told_by_hash


def test_the_texts_are_for_people() -> None:
    assert guard.MEANING.count(". ") == 1
    assert "vóór het installeren" in guard.MEANING

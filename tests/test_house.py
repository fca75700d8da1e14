"""What each room may know of the others, and that the tools that read the code are content."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

HOUSE = Path(__file__).parents[1]
CODE = HOUSE / "osv_tui"

MAY_IMPORT = {
    "election": set(),
    "disk": set(),
    "store": {"election", "disk"},
    "eml": {"election"},
    "documents": {"election"},
    "publication": {"election", "eml", "documents", "disk"},
    "verifying": {"election", "eml", "documents", "publication"},
    "intake": {"election", "eml", "store", "disk"},
    "paperwork": {"election", "documents", "store", "guard", "disk"},
    "exporting": {"election", "publication", "store", "guard"},
    "guard": {"disk"},
    "ui": {"election", "eml", "store", "publication", "intake", "paperwork", "exporting", "guard", "disk"},
    "rehearsal": {
        *("exporting", "election", "eml", "store", "publication", "intake", "ui", "disk"),
        "verifying",
    },
    "cli": {
        "eml",
        "store",
        "publication",
        "paperwork",
        "ui",
        "rehearsal",
        "guard",
        "disk",
        "click_in_dutch",
        "seats_json",
        "verify_command",
    },
    "verify_command": {"verifying", "click_in_dutch", "disk"},
    "seats_json": {"election"},
    "click_in_dutch": set(),
    "__main__": {"cli"},
}
ONLY_THERE = {
    "fpdf": {"documents/render.py"},
    "fontTools": {"documents/typeface.py"},
    "sqlite3": {"store"},
    "sqlite_utils": {"store"},
    "lxml": {"eml"},
    "textual": {"ui", "rehearsal", "cli.py"},
    "nacl": {"verifying/signature.py", "store/passwords.py", "store/session_key.py"},
    "pypdf": {"publication/pdf_reading.py"},
}


def imports(path: Path) -> set[str]:
    """The dotted names that a module imports."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def modules() -> list[Path]:
    return sorted(path for path in CODE.rglob("*.py") if path.name != "__init__.py" or path.parent != CODE)


def room(path: Path) -> str:
    return path.relative_to(CODE).parts[0].removesuffix(".py")


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(CODE)))
def test_a_room_knows_only_its_own(path: Path) -> None:
    known = {name.split(".")[1] for name in imports(path) if name.startswith("osv_tui.")} - {"__version__"}
    assert known - {room(path)} <= MAY_IMPORT[room(path)]


@pytest.mark.parametrize("package", ONLY_THERE)
def test_a_library_stays_in_its_room(package: str) -> None:
    users = {
        str(path.relative_to(CODE))
        for path in modules()
        if any(name == package or name.startswith(f"{package}.") for name in imports(path))
    }
    allowed = ONLY_THERE[package]
    assert {user for user in users if user not in allowed and user.split("/")[0] not in allowed} == set()
    assert users


def test_sql_stands_only_in_the_store() -> None:
    words = ('"SELECT ', "INSERT INTO", "DELETE FROM", "PRAGMA ", '"UPDATE ')
    speakers = {room(path) for path in modules() if any(word in path.read_text("utf-8") for word in words)}
    assert speakers == {"store"}


@pytest.mark.parametrize(
    "room_name", ["election", "store", "eml", "documents", "publication", "verifying", "guard"]
)
def test_a_room_works_without_screens(room_name: str) -> None:
    names = [
        ".".join(path.relative_to(HOUSE).with_suffix("").parts)
        for path in modules()
        if room(path) == room_name and path.name != "__init__.py"
    ]
    code = f"import sys, {', '.join(names)}; sys.exit('textual' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=HOUSE, check=False).returncode == 0


@pytest.mark.parametrize(
    "command",
    [("ruff", "check", "."), ("ruff", "format", "--check", "."), ("mypy",)],
    ids=" ".join,
)
def test_the_code_is_clean(command: tuple[str, ...]) -> None:
    done = subprocess.run(
        [sys.executable, "-m", *command], cwd=HOUSE, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr

"""A real browser for the pages, and the rules of axe-core for who does not see or has no mouse."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

_CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
_POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy"[^>]*>')
_RUN = """
axe.run(document, {runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]}).then(found => {
  const told = document.createElement("pre");
  told.id = "axe-found";
  told.textContent = JSON.stringify({
    violations: found.violations.map(each => [each.id, each.nodes.map(node => node.html)]),
    passes: found.passes.length,
  });
  document.body.replaceChildren(told);
});
"""


AXE = files("axe_core_python") / "axe.min.js"

needs_browser = pytest.mark.skipif(_CHROMIUM is None, reason="Chromium is not on this machine")


def violations(page: Path, copy: Path, width: int) -> list[Any]:
    """What axe finds wrong with a page, each with the markup it is about; ``copy`` is where a copy may stand.

    The policy of the page forbids every script, so it is taken out of the copy.
    """
    html, taken = _POLICY.subn("", page.read_text("utf-8"))
    assert taken == 1
    script = f"<script>{AXE.read_text('utf-8')}</script><script>{_RUN}</script>"
    copy.write_text(html.replace("</body>", f"{script}</body>"), "utf-8")
    found = re.search(r'<pre id="axe-found">(.*?)</pre>', dom(copy, width), re.S)
    assert found, "axe did not run"
    told = json.loads(found[1].replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&"))
    assert told["passes"] > 15
    return list(told["violations"])


def dom(page: Path, width: int) -> str:
    """The page as the browser has it when all is loaded."""
    return _browse(page, page.parent, f"--window-size={width},2000", "--dump-dom")


def draw(page: Path, picture: Path, width: int, height: int, profile: Path) -> None:
    """A picture of the top of the page, as PNG."""
    _browse(page, profile, f"--window-size={width},{height}", "--hide-scrollbars", f"--screenshot={picture}")


def _browse(page: Path, beside: Path, *what: str) -> str:
    assert _CHROMIUM
    command = (
        *(_CHROMIUM, "--headless=new", "--no-sandbox", "--disable-gpu"),
        *(f"--user-data-dir={beside / 'profile'}", "--virtual-time-budget=20000", *what),
        page.absolute().as_uri(),
    )
    return subprocess.run(command, capture_output=True, text=True, check=True, timeout=120).stdout

"""A station stands on a disk of this computer, and nowhere else."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path, PureWindowsPath

import pytest

from osv_tui.guard import place, windows
from osv_tui.guard.place import refusal

ON_LINUX = pytest.mark.skipif(sys.platform != "linux", reason="de tabel van schijven is van Linux")
ROOT = "22 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw\n"
SIGNS = ("netwerkschijf", "geheugen", "stick", "niet kent")


@pytest.fixture
def disk(tmp_path: Path) -> Path:
    """A table that says: all is on one disk. So the tests say the same on whatever disk they run."""
    table = tmp_path / "mountinfo"
    table.write_text(ROOT)
    return table


def with_mount(table: Path, point: Path, kind: str) -> Path:
    table.write_text(f"{ROOT}23 22 0:44 / {point} rw,noexec shared:2 master:1 - {kind} server:/x rw\n")
    return table


@ON_LINUX
@pytest.mark.parametrize("kind", ["ext4", "xfs", "btrfs", "zfs", "f2fs", "overlay"])
def test_a_disk_of_this_computer(kind: str, tmp_path: Path, disk: Path) -> None:
    assert refusal(tmp_path / "gemeente.osv", with_mount(disk, tmp_path, kind), {}) is None


@ON_LINUX
@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("nfs", "netwerkschijf"),
        ("nfs4", "netwerkschijf"),
        ("cifs", "netwerkschijf"),
        ("smb3", "netwerkschijf"),
        ("9p", "netwerkschijf"),
        ("virtiofs", "netwerkschijf"),
        ("vboxsf", "netwerkschijf"),
        ("fuse.sshfs", "netwerkschijf"),
        ("tmpfs", "geheugen"),
        ("ramfs", "geheugen"),
        ("vfat", "stick"),
        ("exfat", "stick"),
        ("fuseblk", "stick"),
        ("fuse.rclone", "niet kent"),
        ("fuse", "niet kent"),
        ("ietsnieuws", "niet kent"),
    ],
)
def test_another_file_system(kind: str, said: str, tmp_path: Path, disk: Path) -> None:
    told = refusal(tmp_path / "gemeente.osv", with_mount(disk, tmp_path, kind), {})
    assert told is not None
    assert said in told
    assert kind in told
    assert "Kies een map" in told


@ON_LINUX
def test_the_deepest_and_last_mount_counts(tmp_path: Path, disk: Path) -> None:
    deep = tmp_path / "a b" / "c"
    escaped = str(tmp_path / "a b").replace(" ", "\\040")
    over = f"24 22 0:45 / {escaped} rw - nfs4 server:/x rw\n25 24 0:46 / {escaped} rw - ext4 /dev/b rw\n"
    disk.write_text(f"{over}{ROOT}26 22 0:47 / {tmp_path} rw - tmpfs none rw\n")
    assert refusal(deep / "gemeente.osv", disk, {}) is None
    assert "tmpfs" in str(refusal(tmp_path / "gemeente.osv", disk, {}))
    assert "tmpfs" in str(refusal(tmp_path / "a bc" / "gemeente.osv", disk, {}))


@ON_LINUX
def test_a_link_does_not_hide_a_share(tmp_path: Path, disk: Path) -> None:
    share, home = tmp_path / "share", tmp_path / "home"
    share.mkdir()
    home.symlink_to(share)
    assert "nfs" in str(refusal(home / "gemeente.osv", with_mount(disk, share, "nfs"), {}))


@ON_LINUX
def test_a_table_that_cannot_be_read_is_a_refusal(tmp_path: Path, disk: Path) -> None:
    assert "niet te zien" in str(refusal(tmp_path / "gemeente.osv", tmp_path / "weg", {}))
    disk.write_text("onzin\n")
    assert "niet te zien" in str(refusal(tmp_path / "gemeente.osv", disk, {}))


@ON_LINUX
@pytest.mark.parametrize("kind", ["tmpfs", "ramfs"])
def test_a_real_memory_disk(kind: str, tmp_path: Path) -> None:
    code = (
        "from pathlib import Path; from osv_tui.guard.place import refusal; "
        f"print(refusal(Path({str(tmp_path / 'm/x.osv')!r}), environment={{}}))"
    )
    mount = f"mkdir -p {tmp_path}/m; mount -t {kind} none {tmp_path}/m"
    command = ["unshare", "--mount", "sh", "-ec", f'{mount}; "{sys.executable}" -c "{code}"']
    if not shutil.which("unshare"):
        pytest.skip("unshare is er niet")
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip(f"een eigen schijf wordt geweigerd: {done.stderr.strip()}")
    assert f"in het geheugen ({kind})" in done.stdout


@ON_LINUX
def test_the_real_table_tells_of_this_folder() -> None:
    """Compared with what another program says of the same folder."""
    folder = Path(__file__).parent
    if not shutil.which("findmnt"):
        pytest.skip("findmnt is er niet")
    told = subprocess.run(
        ["findmnt", "-n", "-o", "FSTYPE", "-T", folder], capture_output=True, text=True, check=True
    )
    table = Path("/proc/self/mountinfo").read_text("utf-8")
    assert place._kind_of_mount(folder.resolve(), table) == told.stdout.strip()


@ON_LINUX
@pytest.mark.parametrize(
    ("folder", "service"),
    [
        ("Dropbox", "Dropbox"),
        ("Dropbox (Gemeente)", "Dropbox"),
        ("OneDrive", "OneDrive"),
        ("OneDrive - Gemeente Voorbeeld", "OneDrive"),
        ("onedrive", "OneDrive"),
        ("Nextcloud", "Nextcloud"),
        ("ownCloud", "ownCloud"),
        ("Google Drive", "Google Drive"),
        ("GoogleDrive-b@example.org", "Google Drive"),
        ("Mobile Documents", "iCloud"),
        ("iCloudDrive", "iCloud"),
    ],
)
def test_a_folder_with_the_name_of_a_service(folder: str, service: str, tmp_path: Path, disk: Path) -> None:
    told = str(refusal(tmp_path / folder / "verkiezing" / "gemeente.osv", disk, {}))
    assert f"map van {service}" in told
    assert "Kies een map" in told


@ON_LINUX
@pytest.mark.parametrize(
    ("mark", "service"),
    [
        (".dropbox", "Dropbox"),
        (".sync_0123456789ab.db", "Nextcloud of ownCloud"),
        ("._sync_0123456789ab.db", "Nextcloud of ownCloud"),
        (".stfolder", "Syncthing"),
        (".tmp.drivedownload", "Google Drive"),
    ],
)
def test_a_folder_with_the_mark_of_a_service(mark: str, service: str, tmp_path: Path, disk: Path) -> None:
    (tmp_path / "deep").mkdir()
    assert refusal(tmp_path / "deep" / "gemeente.osv", disk, {}) is None
    (tmp_path / mark).write_text("")
    assert f"map van {service}" in str(refusal(tmp_path / "deep" / "gemeente.osv", disk, {}))


@ON_LINUX
def test_a_folder_that_the_environment_names(tmp_path: Path, disk: Path) -> None:
    inside, beside = tmp_path / "werk" / "gemeente.osv", tmp_path / "werkplek" / "gemeente.osv"
    environment = {"OneDriveCommercial": str(tmp_path / "werk")}
    assert "map van OneDrive" in str(refusal(inside, disk, environment))
    assert refusal(beside, disk, environment) is None


@ON_LINUX
def test_what_only_looks_like_a_service(tmp_path: Path, disk: Path) -> None:
    (tmp_path / ".dropbox").mkdir()
    for folder in ("Dropboxen", "Nextcloud-notulen", "drive", "cloud"):
        assert refusal(tmp_path / folder / "gemeente.osv", disk, {}) is None


@pytest.mark.parametrize(
    ("name", "kind", "said"),
    [
        ("C:\\osv\\gemeente.osv", 3, None),
        ("E:\\gemeente.osv", 2, "stick"),
        ("Z:\\gemeente.osv", 4, "netwerkschijf"),
        ("R:\\gemeente.osv", 6, "geheugen"),
        ("Q:\\gemeente.osv", 0, "niet kent"),
        ("\\\\server\\share\\gemeente.osv", 3, "netwerkschijf"),
    ],
)
def test_a_drive_of_windows(name: str, kind: int, said: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(windows, "drive_kind", lambda path: kind)
    told = place._drive(PureWindowsPath(name))
    assert (told is None) if said is None else (said in str(told))


def test_this_computer_is_asked_when_nothing_is_given(tmp_path: Path) -> None:
    told = refusal(tmp_path / "gemeente.osv")
    assert told is None or any(sign in told for sign in SIGNS)

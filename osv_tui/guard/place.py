"""May a station stand here? Only on a disk of this computer, in a folder that nothing copies or changes.

Locks and synchronised writes do not hold on network shares; memory is empty after a power cut; a program that
keeps folders the same on several computers may put back an older file (trust §2.6, §3.11).
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator, Mapping
from fnmatch import fnmatch
from pathlib import Path, PurePath, PureWindowsPath

_ON_DISK = frozenset(
    {
        "bcachefs",
        "btrfs",
        "ext2",
        "ext3",
        "ext4",
        "f2fs",
        "jfs",
        "nilfs2",
        "overlay",
        "reiserfs",
        "xfs",
        "zfs",
    }
)
_IN_MEMORY = frozenset({"ramfs", "tmpfs", "devtmpfs", "hugetlbfs"})
_ON_STICK = frozenset(
    {"exfat", "msdos", "vfat", "ntfs", "ntfs3", "fuseblk", "hfs", "hfsplus", "udf", "iso9660"}
)
_ON_NETWORK = frozenset({"9p", "afs", "ceph", "cifs", "coda", "gfs2", "glusterfs", "lustre", "ncpfs", "nfs"})
_ON_NETWORK |= {"nfs4", "ocfs2", "smb3", "smbfs", "virtiofs", "vboxsf", "prl_fs", "vmhgfs", "fuse.sshfs"}
_DRIVES = {2: "op een stick of een andere losse schijf", 4: "op een netwerkschijf", 6: "in het geheugen"}
_FIXED_DRIVE = 3
_MOUNTS = Path("/proc/self/mountinfo")
_ESCAPED = re.compile(r"\\([0-7]{3})")
_ELSEWHERE = "Kies een map op de vaste schijf van deze computer."

_SYNC_NAMES = {
    "OneDrive": ("onedrive", "onedrive - *"),
    "Dropbox": ("dropbox", "dropbox (*)"),
    "Nextcloud": ("nextcloud", "nextcloud[0-9]"),
    "ownCloud": ("owncloud", "owncloud - *"),
    "Google Drive": (
        "google drive",
        "google drive (*)",
        "googledrive",
        "googledrive-*",
        ".tmp.drivedownload",
    ),
    "iCloud": ("mobile documents", "iclouddrive", "icloud drive", "com~apple~clouddocs"),
}
_SYNC_MARKS = {
    "Dropbox": (".dropbox", ".dropbox.cache"),
    "Nextcloud of ownCloud": (".sync_*.db", "._sync_*.db", ".owncloudsync.log", ".nextcloudsync.log"),
    "Syncthing": (".stfolder", ".stignore"),
    "Google Drive": (".tmp.drivedownload", ".tmp.driveupload"),
}
_SYNC_VARIABLES = ("OneDrive", "OneDriveConsumer", "OneDriveCommercial")


def refusal(path: Path, mounts: Path = _MOUNTS, environment: Mapping[str, str] = os.environ) -> str | None:
    """Why a station may not stand at ``path``, in Dutch and with what to do; None when it may.

    The file need not exist. ``mounts``: the table of mounted file systems, on Linux; where it cannot be read,
    nobody can tell, and that is a refusal. Elsewhere than on Linux and Windows only sync folders are seen.
    """
    real = Path(os.path.realpath(path))
    place = _drive(real) if sys.platform == "win32" else _file_system(real, mounts)
    if place:
        return f"{path} staat {place}. Daar kan het station beschadigd raken. {_ELSEWHERE}"
    for service in _sync_services(real, environment):
        return f"{path} staat in een map van {service}, die bestanden terugzet en deelt. {_ELSEWHERE}"
    return None


def _file_system(path: Path, mounts: Path) -> str | None:
    if sys.platform != "linux":
        return None
    try:
        kind = _kind_of_mount(path, mounts.read_text("utf-8", "surrogateescape"))
    except (OSError, ValueError, IndexError):
        return "op een plek waarvan niet te zien is wat het is"
    if kind in _ON_DISK:
        return None
    if kind in _IN_MEMORY:
        return f"in het geheugen ({kind}), dat leeg is na stroomuitval"
    if kind in _ON_NETWORK:
        return f"op een netwerkschijf ({kind})"
    if kind in _ON_STICK:
        return f"op een stick of een schijf van een ander systeem ({kind})"
    return f"op een soort schijf die osv-tui niet kent ({kind})"


def _kind_of_mount(path: Path, table: str) -> str:
    """The file system that ``path`` is on: that of the deepest mount above it, and of equals the last."""
    found, depth = "", -1
    for line in table.splitlines():
        before, _, after = line.partition(" - ")
        point = Path(_ESCAPED.sub(lambda match: chr(int(match[1], 8)), before.split(" ")[4]))
        if path.is_relative_to(point) and len(point.parts) >= depth:
            found, depth = after.split(" ")[0], len(point.parts)
    return found


def _drive(path: PurePath) -> str | None:
    from osv_tui.guard.windows import drive_kind

    if path.drive.startswith("\\\\"):
        return "op een netwerkschijf"
    kind = drive_kind(PureWindowsPath(path))
    return None if kind == _FIXED_DRIVE else _DRIVES.get(kind, "op een schijf die osv-tui niet kent")


def _sync_services(path: Path, environment: Mapping[str, str]) -> Iterator[str]:
    for name in _SYNC_VARIABLES:
        folder = environment.get(name)
        if folder and path.is_relative_to(os.path.realpath(folder)):
            yield "OneDrive"
    for above in path.parents:
        yield from _matching(above.name, _SYNC_NAMES)
        for entry in _entries(above):
            yield from _matching(entry, _SYNC_MARKS)


def _matching(name: str, services: Mapping[str, tuple[str, ...]]) -> Iterator[str]:
    for service, patterns in services.items():
        if any(fnmatch(name.lower(), pattern) for pattern in patterns):
            yield service


def _entries(folder: Path) -> Iterator[str]:
    """Names that begin with a dot. Without a folder ``.dropbox``: that stands in every home with Dropbox."""
    try:
        for entry in os.scandir(folder):
            if entry.name.startswith(".") and not (entry.name == ".dropbox" and entry.is_dir()):
                yield entry.name
    except OSError:
        return

"""The network of a Linux computer, read from files.

``/proc/self/net`` belongs to the network namespace of this program, and is what counts. ``/sys/class/net``
may show the devices of another namespace (trust §3.12): it is believed about links only when it names the
same devices. ``route`` tells one routing table only: what stands in the others is found in ``fib_trie``.
"""

from __future__ import annotations

import errno
from collections.abc import Iterator
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network
from pathlib import Path

from osv_tui.guard.machine import Address, CannotLook, Interface, Machine, Radio, RadioKind, Route

_LOOPBACK = "lo"
_NO_INTERFACE = ""
_IFF_UP = 0x1
_RTF_UP, _RTF_GATEWAY, _RTF_REJECT = 0x1, 0x2, 0x200
_NOT_UP = (errno.EINVAL, errno.ENODEV, errno.ENOENT)
_RADIOS = {
    "wlan": (RadioKind.WIFI, "phy"),
    "bluetooth": (RadioKind.BLUETOOTH, "hci"),
    "wwan": (RadioKind.MOBILE, ""),
}
"""Per type of rfkill: the kind, and how its radios are called. Others are switches on the case: no radio."""


def look(root: Path) -> Machine:
    """What ``proc`` and ``sys`` below ``root`` tell.

    Raises CannotLook when they are not there, cannot be read or cannot be understood.
    """
    net, links = root / "proc/self/net", root / "sys/class/net"
    try:
        return _machine(net, links, root / "sys/class/rfkill")
    except OSError as error:
        raise CannotLook(f"{error.filename or net} kan niet worden gelezen") from error
    except (ValueError, IndexError) as error:
        raise CannotLook(f"wat in {net} staat is niet te begrijpen") from error


def _machine(net: Path, links: Path, switches: Path) -> Machine:
    names = _names(net)
    seen = _same_devices(names, links)
    entries = tuple(_entries4(net))
    routes = [*_routes4(net), *_routes6(net)]
    routes += [(_NO_INTERFACE, Route(entry.network, gateway=True)) for entry in entries if entry.other_table]
    addresses = [*_addresses4(entries, routes), *_addresses6(net)]
    nameless = [_NO_INTERFACE] if any(not name for name, _ in (*routes, *addresses)) else []
    interfaces = tuple(
        Interface(
            name,
            (_carrier(links / name) if seen else None) if name else False,
            tuple(address for owner, address in addresses if owner == name),
            tuple(route for owner, route in routes if owner == name),
        )
        for name in (*names, *nameless)
    )
    return Machine(interfaces, tuple(_radios(switches)) or tuple(_wireless(names, net, links)))


def _names(net: Path) -> tuple[str, ...]:
    named = (line.rpartition(":")[0].strip() for line in _text(net / "dev").splitlines()[2:])
    return tuple(name for name in named if name != _LOOPBACK)


def _same_devices(names: tuple[str, ...], links: Path) -> bool:
    if not names:
        return True
    return links.is_dir() and {link.name for link in links.iterdir() if link.is_dir()} - {_LOOPBACK} == {
        *names
    }


def _carrier(link: Path) -> bool:
    try:
        return _text(link / "carrier").strip() == "1"
    except OSError as error:
        if error.errno in _NOT_UP:
            return False
        raise


def _routes4(net: Path) -> Iterator[tuple[str, Route]]:
    for line in _text(net / "route").splitlines()[1:]:
        name, target, _, flags, _, _, _, mask = line.split()[:8]
        if int(flags, 16) & _RTF_REJECT:
            continue
        bits = int(mask, 16).bit_count()
        yield name, Route(IPv4Network((_in_host_order(target), bits)), _has_gateway(flags))


def _in_host_order(number: str) -> bytes:
    return bytes.fromhex(number)[::-1]


def _has_gateway(flags: str) -> bool:
    return bool(int(flags, 16) & _RTF_GATEWAY)


def _routes6(net: Path) -> Iterator[tuple[str, Route]]:
    for line in _text_if_any(net / "ipv6_route").splitlines():
        target, bits, _, _, _, _, _, _, flags, name = line.split()
        if name == _LOOPBACK or int(flags, 16) & _RTF_REJECT or not int(flags, 16) & _RTF_UP:
            continue
        yield name, Route(IPv6Network((bytes.fromhex(target), int(bits, 16))), _has_gateway(flags))


@dataclass(frozen=True)
class _Entry:
    """A line of ``fib_trie`` about a network to send to, or about an address of this computer."""

    network: IPv4Network
    local: bool
    other_table: bool


def _entries4(net: Path) -> Iterator[_Entry]:
    table, node = "", ""
    for words in (line.split() for line in _text(net / "fib_trie").splitlines()):
        if words[0].startswith("/"):
            kind = words[-1]
            network = IPv4Network((node, int(words[0][1:])), strict=False)
            if kind == "LOCAL" or (kind == "UNICAST" and table == "Id"):
                yield _Entry(network, kind == "LOCAL", table == "Id")
        elif words[0] == "|--":
            node = words[1]
        elif words[0] != "+--":
            table = words[0]


def _addresses4(
    entries: tuple[_Entry, ...], routes: list[tuple[str, Route]]
) -> Iterator[tuple[str, IPv4Address]]:
    """The local addresses, each with the interface whose own network is the smallest around it."""
    local = (entry.network for entry in entries if entry.local and entry.network.prefixlen == 32)
    for address in dict.fromkeys(network.network_address for network in local):
        if address.is_loopback:
            continue
        around = [
            (route.network.prefixlen, name)
            for name, route in routes
            if address in route.network and not route.gateway
        ]
        yield max(around, default=(0, _NO_INTERFACE))[1], address


def _addresses6(net: Path) -> Iterator[tuple[str, Address]]:
    for line in _text_if_any(net / "if_inet6").splitlines():
        address, _, _, _, _, name = line.split()
        if name != _LOOPBACK:
            yield name, IPv6Address(bytes.fromhex(address))


def _radios(switches: Path) -> Iterator[Radio]:
    for switch in sorted(switches.iterdir()) if switches.is_dir() else ():
        kind, prefix = _RADIOS.get(_text(switch / "type").strip(), (None, ""))
        name = _text(switch / "name").strip()
        blocked = "1" in (_text(switch / "soft").strip(), _text(switch / "hard").strip())
        if kind and name.startswith(prefix) and not blocked:
            yield Radio(kind, name)


def _wireless(names: tuple[str, ...], net: Path, links: Path) -> Iterator[Radio]:
    """Wifi cards that are up, for systems that tell nothing about switches."""
    listed = {line.partition(":")[0].strip() for line in _text_if_any(net / "wireless").splitlines()[2:]}
    for name in names:
        link = links / name
        card = name in listed or (link / "wireless").is_dir() or (link / "phy80211").is_dir()
        if card and int(_text_if_any(link / "flags") or "0", 16) & _IFF_UP:
            yield Radio(RadioKind.WIFI, name)


def _text(path: Path) -> str:
    """The text, without anything that could command a terminal: names of interfaces are free."""
    text = path.read_text("utf-8", "replace")
    return "".join(sign if sign.isprintable() or sign in "\n\t" else "?" for sign in text)


def _text_if_any(path: Path) -> str:
    """The text, or none where the system does not have the file, as without IPv6."""
    try:
        return _text(path)
    except FileNotFoundError:
        return ""

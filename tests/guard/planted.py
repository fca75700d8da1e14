"""Trees of ``proc`` and ``sys`` as Linux would show them, for computers that are not at hand."""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Interface, IPv6Network
from pathlib import Path

_HEAD = "Inter-|   Receive  |  Transmit\n face |bytes    packets errs |bytes    packets\n"
_ROUTE_HEAD = "Iface\tDestination\tGateway\tFlags\tRefCnt\tUse\tMetric\tMask\tMTU\tWindow\tIRTT\n"
_NO_ROUTE_6 = f"{'0' * 32} 00 {'0' * 32} 00 {'0' * 32} ffffffff 00000001 00000000 00200200       lo\n"


@dataclass(frozen=True)
class Plan:
    """A computer: its devices with their carrier, and the lines of its tables.

    ``devices``: name and what ``carrier`` says. ``routes``: name, network, through a gateway or not.
    ``local``: IPv4 addresses. ``other_table``: the network of a route in a policy table.
    """

    devices: tuple[tuple[str, str], ...] = ()
    routes: tuple[tuple[str, str, bool], ...] = ()
    routes6: tuple[tuple[str, str, bool], ...] = ()
    local: tuple[str, ...] = ()
    addresses6: tuple[tuple[str, str], ...] = ()
    other_table: str = ""
    radios: tuple[tuple[str, str, str, str], ...] = ()
    wireless: tuple[str, ...] = ()
    sys_devices: tuple[str, ...] | None = None


def plant(root: Path, plan: Plan) -> Path:
    """Write the tree of ``plan`` below ``root``; gives ``root``."""
    net = root / "proc/self/net"
    net.mkdir(parents=True)
    names = ("lo", *(name for name, _ in plan.devices))
    (net / "dev").write_text(_HEAD + "".join(f"{name:>6}:       0       0    0 0 0\n" for name in names))
    (net / "route").write_text(_ROUTE_HEAD + "".join(_route4(*route) for route in plan.routes))
    (net / "ipv6_route").write_text("".join(_route6(*route) for route in plan.routes6) + _NO_ROUTE_6)
    (net / "if_inet6").write_text("".join(_address6(*row) for row in (("lo", "::1/128"), *plan.addresses6)))
    (net / "fib_trie").write_text(_trie(plan))
    _plant_sys(root / "sys/class", plan, names)
    return root


def _plant_sys(sys: Path, plan: Plan, names: tuple[str, ...]) -> None:
    for name in plan.sys_devices if plan.sys_devices is not None else names:
        (sys / "net" / name).mkdir(parents=True)
        (sys / "net" / name / "flags").write_text("0x1003\n")
    (sys / "net/bonding_masters").write_text("")
    for name, carrier in plan.devices if plan.sys_devices is None else ():
        (sys / "net" / name / "carrier").write_text(f"{carrier}\n")
    for name in plan.wireless:
        (sys / "net" / name / "phy80211").mkdir()
    for number, (kind, name, soft, hard) in enumerate(plan.radios):
        switch = sys / "rfkill" / f"rfkill{number}"
        switch.mkdir(parents=True)
        for file, value in (("type", kind), ("name", name), ("soft", soft), ("hard", hard)):
            (switch / file).write_text(f"{value}\n")


def _little_endian(number: int) -> str:
    return number.to_bytes(4, "little").hex().upper()


def _route4(name: str, network: str, gateway: bool) -> str:
    to = IPv4Network(network)
    target, mask = _little_endian(int(to.network_address)), _little_endian(int(to.netmask))
    flags = "0003" if gateway else "0001"
    return f"{name}\t{target}\t{'0102010A' if gateway else '00000000'}\t{flags}\t0\t0\t0\t{mask}\t0\t0\t0\n"


def _route6(name: str, network: str, gateway: bool) -> str:
    to = IPv6Network(network)
    target, zero = to.network_address.packed.hex(), "0" * 32
    flags = "00000003" if gateway else "00000001"
    return f"{target} {to.prefixlen:02x} {zero} 00 {zero} 00000100 00000001 00000000 {flags} {name:>8}\n"


def _address6(name: str, address: str) -> str:
    at = IPv6Interface(address)
    return f"{at.ip.packed.hex()} 02 {at.network.prefixlen:02x} 20 80 {name:>8}\n"


def _trie(plan: Plan) -> str:
    text = ""
    if plan.other_table:
        address, bits = plan.other_table.split("/")
        text += f"Id 77:\n  |-- {address}\n     /{bits} universe UNICAST\n"
    for table in ("Main", "Local"):
        text += f"{table}:\n  +-- 0.0.0.0/0 3 0 5\n     |-- 127.0.0.1\n        /32 host LOCAL\n"
        for address in plan.local:
            text += f"     |-- {address}\n        /32 host LOCAL\n"
            text += "     |-- 10.1.2.0\n        /24 link UNICAST\n"
            text += "     |-- 10.1.2.255\n        /32 link BROADCAST\n"
    return text

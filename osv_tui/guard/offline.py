"""Is this computer connected to anything? It looks, and opens no socket (trust §3.12).

Loopback never counts. A closed network is allowed only on interfaces that were named when it was set up, and
even there a route that leads further is a finding.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from osv_tui.guard.machine import CannotLook, Interface, Machine, RadioKind, Route

_WIDEST_OWN_NETWORK = 8
"""Bits of prefix: a route to more than this (0.0.0.0/1, 2000::/3) leads to the world, whatever its name."""


class What(Enum):
    """What was found."""

    CANNOT_LOOK = "cannot_look"
    DEFAULT_ROUTE = "default_route"
    CARRIER = "carrier"
    ADDRESS = "address"
    ROUTE = "route"
    WIFI_ON = "wifi_on"
    BLUETOOTH_ON = "bluetooth_on"
    MOBILE_ON = "mobile_on"


_UNPLUG = "Trek de netwerkkabel los of zet de netwerkkaart uit."
_TEXTS = {
    What.DEFAULT_ROUTE: ("heeft een weg naar buiten{}", f"{_UNPLUG} Lukt dat niet, vraag de beheerder."),
    What.CARRIER: ("is verbonden{}", _UNPLUG),
    What.ADDRESS: ("heeft een adres{}", _UNPLUG),
    What.ROUTE: ("heeft een weg naar andere computers{}", _UNPLUG),
}
_RADIO_TEXTS = {
    What.WIFI_ON: "Wifi staat aan ({}). Zet wifi uit: met de vliegtuigstand, of schakel de wifikaart uit.",
    What.BLUETOOTH_ON: "Bluetooth staat aan ({}). Zet bluetooth uit, of zet de vliegtuigstand aan.",
    What.MOBILE_ON: "Mobiel internet staat aan ({}). Zet het uit, of zet de vliegtuigstand aan.",
}
_RADIOS = {
    RadioKind.WIFI: What.WIFI_ON,
    RadioKind.BLUETOOTH: What.BLUETOOTH_ON,
    RadioKind.MOBILE: What.MOBILE_ON,
}


@dataclass(frozen=True)
class Finding:
    """One thing that makes this computer not offline.

    ``interface``: name of the interface or radio as the system gives it; empty when it belongs to none.
    ``detail``: the addresses or networks, or why nothing can be seen; may be empty.
    """

    interface: str
    what: What
    detail: str = ""

    @property
    def text(self) -> str:
        """What was found and what to do, in Dutch."""
        if self.what in _RADIO_TEXTS:
            return _RADIO_TEXTS[self.what].format(self.interface)
        if self.what is What.CANNOT_LOOK:
            return f"Niet te zien is of deze computer verbonden is: {self.detail}. Vraag de beheerder."
        subject = f"Netwerkkaart {self.interface}" if self.interface else "Deze computer"
        found, to_do = _TEXTS[self.what]
        return f"{subject} {found.format(f' ({self.detail})' if self.detail else '')}. {to_do}"


def findings(allowed: frozenset[str] = frozenset(), root: Path = Path("/")) -> tuple[Finding, ...]:
    """Everything that connects this computer; empty when it stands alone.

    ``allowed``: names of the interfaces of a closed network that was set up so; they may have a link,
    addresses and routes to their own networks. ``root``: where ``proc`` and ``sys`` are looked for on Linux.
    A computer that cannot be looked at gives a finding too, never silence. A look takes about a millisecond.
    """
    try:
        machine = _look(root)
    except CannotLook as reason:
        return (Finding("", What.CANNOT_LOOK, str(reason)),)
    found = [finding for interface in machine.interfaces for finding in _of_interface(interface, allowed)]
    found += [Finding(radio.name, _RADIOS[radio.kind]) for radio in machine.radios]
    return tuple(found)


def _look(root: Path) -> Machine:
    if sys.platform == "win32":
        from osv_tui.guard.windows import look as look_windows

        return look_windows()
    if sys.platform == "linux":
        from osv_tui.guard.linux import look

        return look(root)
    raise CannotLook("dat kan alleen op Linux en Windows")


def _of_interface(interface: Interface, allowed: frozenset[str]) -> Iterator[Finding]:
    name, routes = interface.name, interface.routes
    outward = [route for route in routes if _leads_out(route)]
    if outward:
        yield Finding(name, What.DEFAULT_ROUTE, _list(outward))
    if name in allowed:
        further = [route for route in routes if not _leads_out(route) and not _is_own(route, interface)]
        if further:
            yield Finding(name, What.ROUTE, _list(further))
        return
    if interface.carrier is None:
        yield Finding(name, What.CANNOT_LOOK, f"van netwerkkaart {name} is de verbinding niet te zien")
    elif interface.carrier:
        yield Finding(name, What.CARRIER)
    if interface.addresses:
        yield Finding(name, What.ADDRESS, ", ".join(str(address) for address in interface.addresses))
    inward = [route for route in routes if not _leads_out(route) and not _is_itself(route, interface)]
    if inward:
        yield Finding(name, What.ROUTE, _list(inward))


def _leads_out(route: Route) -> bool:
    return route.network.prefixlen < _WIDEST_OWN_NETWORK and not route.network.is_multicast


def _is_itself(route: Route, interface: Interface) -> bool:
    network = route.network
    single = network.num_addresses == 1 and network.network_address in interface.addresses
    return single or network.is_multicast


def _is_own(route: Route, interface: Interface) -> bool:
    if route.gateway:
        return False
    return route.network.is_multicast or any(address in route.network for address in interface.addresses)


def _list(routes: list[Route]) -> str:
    return ", ".join(dict.fromkeys(str(route.network) for route in routes))

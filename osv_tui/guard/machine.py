"""What can be seen of a computer's network, in the same words for every operating system."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network


class CannotLook(Exception):
    """The network of this computer cannot be seen; the message says why, as the end of a Dutch sentence."""


class RadioKind(Enum):
    """What a radio speaks."""

    WIFI = "wifi"
    BLUETOOTH = "bluetooth"
    MOBILE = "mobile"


@dataclass(frozen=True)
class Radio:
    """A radio that is switched on, by the name that the system gives it."""

    kind: RadioKind
    name: str


@dataclass(frozen=True)
class Route:
    """Where packets for ``network`` go: through a ``gateway``, or straight to the computers there."""

    network: Network
    gateway: bool


@dataclass(frozen=True)
class Interface:
    """A network interface other than loopback.

    ``carrier``: whether it has a link (a cable, an access point, a tunnel that is open); None when the system
    does not tell. An interface without a name holds what cannot be laid at the door of one interface.
    """

    name: str
    carrier: bool | None
    addresses: tuple[Address, ...] = ()
    routes: tuple[Route, ...] = ()


@dataclass(frozen=True)
class Machine:
    """All interfaces but loopback, and the radios that are on."""

    interfaces: tuple[Interface, ...] = ()
    radios: tuple[Radio, ...] = ()

"""What Windows tells through its own libraries: network adapters and kinds of drives.

The layouts are those of iptypes.h on Windows; every field has a fixed size, so that they can be built and
decoded on any system. Asking Windows for the list opens no socket.
"""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Iterator
from ctypes import POINTER, Structure, c_char_p, c_int32, c_uint8, c_uint32, c_uint64, c_void_p, c_wchar_p
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network
from pathlib import PureWindowsPath

from osv_tui.guard.machine import Address, CannotLook, Interface, Machine, Radio, RadioKind, Route

_LOOPBACK, _WIFI, _MOBILE = 24, 71, (243, 244)
_UP = 1
_FAMILY_4, _FAMILY_6 = 2, 23
_WITH_GATEWAYS_ONLY_UNICAST = 0x0002 | 0x0004 | 0x0008 | 0x0080
_NO_ADAPTERS, _BUFFER_TOO_SMALL = 232, 111
_START_SIZE = 32 * 1024
_TRIES = 5


class SocketAddress(Structure):
    """SOCKET_ADDRESS: where a sockaddr stands and how many bytes it has."""

    _fields_ = [("sockaddr", c_void_p), ("length", c_int32)]


class AddressRow(Structure):
    """The beginning that IP_ADAPTER_UNICAST_ADDRESS and IP_ADAPTER_GATEWAY_ADDRESS have in common."""


AddressRow._fields_ = [
    ("alignment", c_uint64),
    ("next", POINTER(AddressRow)),
    ("address", SocketAddress),
]


class Adapter(Structure):
    """IP_ADAPTER_ADDRESSES_LH, up to the last field that is needed."""


Adapter._fields_ = [
    ("alignment", c_uint64),
    ("next", POINTER(Adapter)),
    ("adapter_name", c_char_p),
    ("first_unicast", POINTER(AddressRow)),
    ("first_anycast", c_void_p),
    ("first_multicast", c_void_p),
    ("first_dns_server", c_void_p),
    ("dns_suffix", c_wchar_p),
    ("description", c_wchar_p),
    ("friendly_name", c_wchar_p),
    ("physical_address", c_uint8 * 8),
    ("physical_address_length", c_uint32),
    ("flags", c_uint32),
    ("mtu", c_uint32),
    ("if_type", c_uint32),
    ("oper_status", c_int32),
    ("ipv6_if_index", c_uint32),
    ("zone_indices", c_uint32 * 16),
    ("first_prefix", c_void_p),
    ("transmit_link_speed", c_uint64),
    ("receive_link_speed", c_uint64),
    ("first_wins_server", c_void_p),
    ("first_gateway", POINTER(AddressRow)),
]


def look() -> Machine:
    """The adapters that are switched on.

    A wifi card that is listed counts as a radio that is on: Windows leaves out only cards that were disabled.
    Raises CannotLook when Windows does not answer.
    """
    if sys.platform != "win32":
        raise CannotLook("dit is geen Windows")
    ask = ctypes.WinDLL("iphlpapi").GetAdaptersAddresses
    ask.argtypes = [c_uint32, c_uint32, c_void_p, c_void_p, POINTER(c_uint32)]
    ask.restype = c_uint32
    size = c_uint32(_START_SIZE)
    for _ in range(_TRIES):
        buffer = ctypes.create_string_buffer(size.value)
        answer = ask(0, _WITH_GATEWAYS_ONLY_UNICAST, None, buffer, ctypes.byref(size))
        if answer == _NO_ADAPTERS:
            return Machine()
        if answer == 0:
            return decode(ctypes.cast(buffer, POINTER(Adapter)))
        if answer != _BUFFER_TOO_SMALL:
            break
    raise CannotLook(f"Windows geeft fout {answer}")


def decode(first: ctypes._Pointer[Adapter]) -> Machine:
    """The list of adapters that begins at ``first``, without loopback."""
    adapters = [adapter for adapter in _chain(first) if adapter.if_type != _LOOPBACK]
    return Machine(
        tuple(_interface(adapter) for adapter in adapters),
        tuple(
            Radio(RadioKind.WIFI if adapter.if_type == _WIFI else RadioKind.MOBILE, _name(adapter))
            for adapter in adapters
            if adapter.if_type in (_WIFI, *_MOBILE)
        ),
    )


def _interface(adapter: Adapter) -> Interface:
    return Interface(
        _name(adapter),
        adapter.oper_status == _UP,
        tuple(_addresses(adapter.first_unicast)),
        tuple(
            Route(IPv4Network("0.0.0.0/0") if gateway.version == 4 else IPv6Network("::/0"), gateway=True)
            for gateway in _addresses(adapter.first_gateway)
        ),
    )


def _name(adapter: Adapter) -> str:
    name = adapter.friendly_name or (adapter.adapter_name or b"?").decode("ascii", "replace")
    return "".join(sign if sign.isprintable() else "?" for sign in name)


def _chain(first: ctypes._Pointer[Adapter]) -> Iterator[Adapter]:
    while first:
        yield first.contents
        first = first.contents.next


def _addresses(first: ctypes._Pointer[AddressRow]) -> Iterator[Address]:
    while first:
        row = first.contents
        data = ctypes.string_at(row.address.sockaddr, row.address.length)
        family = int.from_bytes(data[:2], "little")
        if family == _FAMILY_4:
            yield IPv4Address(data[4:8])
        elif family == _FAMILY_6:
            yield IPv6Address(data[8:24])
        first = row.next


def drive_kind(path: PureWindowsPath) -> int:
    """What GetDriveTypeW says of the drive that ``path`` is on; 0 (unknown) on any other system."""
    if sys.platform != "win32":
        return 0
    ask = ctypes.WinDLL("kernel32").GetDriveTypeW
    ask.argtypes = [c_wchar_p]
    ask.restype = c_uint32
    return int(ask(path.anchor))

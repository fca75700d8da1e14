"""The list of adapters as Windows builds it in memory, built here field by field and decoded again."""

from __future__ import annotations

import ctypes
import struct
from ctypes import POINTER, pointer
from ipaddress import IPv4Network, IPv6Network, ip_address

import pytest

from osv_tui.guard import offline, windows
from osv_tui.guard.machine import CannotLook, Interface, Machine, Radio, RadioKind, Route
from osv_tui.guard.offline import What
from osv_tui.guard.windows import Adapter, AddressRow, decode

ETHERNET, LOOPBACK, WIFI, TUNNEL = 6, 24, 71, 131
UP, DOWN = 1, 2


class Memory:
    """Builds structures, and keeps what they point at alive."""

    def __init__(self) -> None:
        self._kept: list[object] = []

    def rows(self, *addresses: str) -> ctypes._Pointer[AddressRow]:
        first = POINTER(AddressRow)()
        for text in reversed(addresses):
            address = ip_address(text)
            if address.version == 4:
                data = struct.pack("<H2x4s8x", 2, address.packed)
            else:
                data = struct.pack("<H2x4x16s4x", 23, address.packed)
            sockaddr = ctypes.create_string_buffer(data, len(data))
            row = AddressRow(next=first)
            row.address.sockaddr, row.address.length = ctypes.addressof(sockaddr), len(data)
            first = pointer(row)
            self._kept += [sockaddr, row, first]
        return first

    def adapters(self, *adapters: Adapter) -> ctypes._Pointer[Adapter]:
        first = POINTER(Adapter)()
        for adapter in reversed(adapters):
            adapter.next = first
            first = pointer(adapter)
            self._kept += [adapter, first]
        return first


def test_the_layout_is_that_of_64_bit_windows() -> None:
    """The offsets of the fields that are read, as the structures of Windows have them."""
    assert {
        name: getattr(Adapter, name).offset
        for name in ("next", "first_unicast", "friendly_name", "if_type", "oper_status", "first_gateway")
    } == {
        "next": 8,
        "first_unicast": 24,
        "friendly_name": 72,
        "if_type": 100,
        "oper_status": 104,
        "first_gateway": 208,
    }
    assert (AddressRow.next.offset, AddressRow.address.offset) == (8, 16)


def test_a_list_of_adapters() -> None:
    memory = Memory()
    first = memory.adapters(
        Adapter(if_type=LOOPBACK, oper_status=UP, friendly_name="Loopback", first_unicast=memory.rows("::1")),
        Adapter(
            if_type=ETHERNET,
            oper_status=UP,
            friendly_name="Ethernet",
            first_unicast=memory.rows("10.1.2.3", "fe80::1"),
            first_gateway=memory.rows("10.1.2.1", "fe80::2"),
        ),
        Adapter(if_type=WIFI, oper_status=DOWN, adapter_name=b"{0F}"),
        Adapter(if_type=243, oper_status=DOWN, friendly_name="Mobiel\x1b"),
        Adapter(if_type=TUNNEL, oper_status=DOWN, friendly_name="VPN"),
    )
    assert decode(first) == Machine(
        (
            Interface(
                "Ethernet",
                True,
                (ip_address("10.1.2.3"), ip_address("fe80::1")),
                (Route(IPv4Network("0.0.0.0/0"), True), Route(IPv6Network("::/0"), True)),
            ),
            Interface("{0F}", False),
            Interface("Mobiel?", False),
            Interface("VPN", False),
        ),
        (Radio(RadioKind.WIFI, "{0F}"), Radio(RadioKind.MOBILE, "Mobiel?")),
    )


def test_no_adapters() -> None:
    assert decode(POINTER(Adapter)()) == Machine()


def test_what_was_decoded_is_judged_as_anywhere(monkeypatch: pytest.MonkeyPatch) -> None:
    memory = Memory()
    first = memory.adapters(
        Adapter(
            if_type=ETHERNET,
            oper_status=UP,
            friendly_name="Gesloten",
            first_unicast=memory.rows("10.1.2.3"),
            first_gateway=memory.rows("10.1.2.1"),
        )
    )
    monkeypatch.setattr(offline, "_look", lambda root: decode(first))
    assert [found.what for found in offline.findings()] == [What.DEFAULT_ROUTE, What.CARRIER, What.ADDRESS]
    assert [found.what for found in offline.findings(frozenset({"Gesloten"}))] == [What.DEFAULT_ROUTE]


def test_elsewhere_windows_cannot_be_asked() -> None:
    with pytest.raises(CannotLook):
        windows.look()

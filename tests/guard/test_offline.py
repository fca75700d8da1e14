"""A computer that is connected in any way is found, and one that stands alone is left in peace.

Planted trees show every case anywhere; the real cases are made with network namespaces, and skip visibly
where the system does not allow those.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from osv_tui.guard.offline import Finding, What, findings
from tests.guard.planted import Plan, plant

RADIOS = {What.WIFI_ON, What.BLUETOOTH_ON, What.MOBILE_ON}
ON_LINUX = pytest.mark.skipif(sys.platform != "linux", reason="kijkt in /proc van Linux")
CLOSED = frozenset({"eth0"})
CLOSED_NETWORK = Plan(
    devices=(("eth0", "1"),),
    routes=(("eth0", "10.1.2.0/24", False),),
    routes6=(("eth0", "fe80::/64", False), ("eth0", "ff00::/8", False)),
    local=("10.1.2.3",),
    addresses6=(("eth0", "fe80::1/64"),),
)
PLANS: dict[str, tuple[Plan, set[tuple[str, What]]]] = {
    "only loopback": (Plan(), set()),
    "cable out": (Plan(devices=(("eth0", "0"),)), set()),
    "cable in": (Plan(devices=(("eth0", "1"),)), {("eth0", What.CARRIER)}),
    "address without a link": (
        Plan(devices=(("eth0", "0"),), routes=(("eth0", "10.1.2.0/24", False),), local=("10.1.2.3",)),
        {("eth0", What.ADDRESS), ("eth0", What.ROUTE)},
    ),
    "address of no interface": (
        Plan(devices=(("wg0", "0"),), local=("10.9.9.9",)),
        {("", What.ADDRESS)},
    ),
    "only link-local IPv6": (
        Plan(devices=(("eth0", "0"),), addresses6=(("eth0", "fe80::1/64"),)),
        {("eth0", What.ADDRESS)},
    ),
    "default route": (
        Plan(devices=(("eth0", "0"),), routes=(("eth0", "0.0.0.0/0", True),)),
        {("eth0", What.DEFAULT_ROUTE)},
    ),
    "default route without a gateway": (
        Plan(devices=(("ppp0", "0"),), routes=(("ppp0", "0.0.0.0/0", False),)),
        {("ppp0", What.DEFAULT_ROUTE)},
    ),
    "the world in two halves": (
        Plan(devices=(("tun0", "0"),), routes=(("tun0", "0.0.0.0/1", True), ("tun0", "128.0.0.0/1", True))),
        {("tun0", What.DEFAULT_ROUTE)},
    ),
    "default route of IPv6": (
        Plan(devices=(("eth0", "0"),), routes6=(("eth0", "::/0", True),)),
        {("eth0", What.DEFAULT_ROUTE)},
    ),
    "default route in another table": (
        Plan(devices=(("wg0", "0"),), other_table="0.0.0.0/0"),
        {("", What.DEFAULT_ROUTE)},
    ),
    "all of the closed network": (
        CLOSED_NETWORK,
        {("eth0", What.CARRIER), ("eth0", What.ADDRESS), ("eth0", What.ROUTE)},
    ),
    "devices of another namespace in sys": (Plan(sys_devices=("lo", "eth0", "wlan0")), set()),
    "a device that sys does not show": (
        Plan(devices=(("veth0", "1"),), sys_devices=("lo", "eth0")),
        {("veth0", What.CANNOT_LOOK)},
    ),
    "wifi on": (Plan(radios=(("wlan", "phy0", "0", "0"),)), {("phy0", What.WIFI_ON)}),
    "wifi off by a key": (Plan(radios=(("wlan", "phy0", "1", "0"),)), set()),
    "wifi off by a switch": (Plan(radios=(("wlan", "phy0", "0", "1"),)), set()),
    "the switch of a laptop without a card": (Plan(radios=(("wlan", "hp-wifi", "0", "0"),)), set()),
    "wifi without a switch": (
        Plan(devices=(("wlan0", "0"),), wireless=("wlan0",)),
        {("wlan0", What.WIFI_ON)},
    ),
    "bluetooth on": (Plan(radios=(("bluetooth", "hci0", "0", "0"),)), {("hci0", What.BLUETOOTH_ON)}),
    "mobile on": (Plan(radios=(("wwan", "modem", "0", "0"),)), {("modem", What.MOBILE_ON)}),
}


def seen(found: tuple[Finding, ...]) -> set[tuple[str, What]]:
    assert len({(finding.interface, finding.what) for finding in found}) == len(found)
    return {(finding.interface, finding.what) for finding in found}


@ON_LINUX
@pytest.mark.parametrize("case", PLANS)
def test_a_planted_computer(case: str, tmp_path: Path) -> None:
    plan, expected = PLANS[case]
    assert seen(findings(root=plant(tmp_path, plan))) == expected


@ON_LINUX
def test_a_closed_network_that_was_set_up_so(tmp_path: Path) -> None:
    assert findings(CLOSED, plant(tmp_path, CLOSED_NETWORK)) == ()


@ON_LINUX
@pytest.mark.parametrize(
    ("more", "expected"),
    [
        (Plan(routes=(("eth0", "0.0.0.0/0", True),)), ("eth0", What.DEFAULT_ROUTE)),
        (Plan(routes6=(("eth0", "::/0", True),)), ("eth0", What.DEFAULT_ROUTE)),
        (Plan(routes=(("eth0", "192.0.2.0/24", True),)), ("eth0", What.ROUTE)),
        (Plan(routes=(("eth0", "192.0.2.0/24", False),)), ("eth0", What.ROUTE)),
        (Plan(routes=(("eth0", "10.0.0.0/8", True),)), ("eth0", What.ROUTE)),
        (Plan(other_table="192.0.2.0/24"), ("", What.ROUTE)),
        (Plan(devices=(("eth1", "1"),)), ("eth1", What.CARRIER)),
        (Plan(radios=(("wlan", "phy0", "0", "0"),)), ("phy0", What.WIFI_ON)),
    ],
)
def test_a_closed_network_that_leads_further(more: Plan, expected: tuple[str, What], tmp_path: Path) -> None:
    plan = Plan(
        devices=CLOSED_NETWORK.devices + more.devices,
        routes=CLOSED_NETWORK.routes + more.routes,
        routes6=CLOSED_NETWORK.routes6 + more.routes6,
        local=CLOSED_NETWORK.local,
        addresses6=CLOSED_NETWORK.addresses6,
        other_table=more.other_table,
        radios=more.radios,
    )
    assert seen(findings(CLOSED, plant(tmp_path, plan))) == {expected}


@ON_LINUX
@pytest.mark.parametrize("name", ["dev", "route", "fib_trie"])
def test_what_cannot_be_read_is_a_finding(name: str, tmp_path: Path) -> None:
    root = plant(tmp_path, Plan())
    assert findings(root=root) == ()
    (root / "proc/self/net" / name).unlink()
    (finding,) = findings(root=root)
    assert finding.what is What.CANNOT_LOOK
    assert name in finding.text


@ON_LINUX
def test_what_cannot_be_understood_is_a_finding(tmp_path: Path) -> None:
    root = plant(tmp_path, Plan())
    (root / "proc/self/net/route").write_text("Iface\neth0 zz 00 0001 0 0 0 00 0 0 0\n")
    assert seen(findings(root=root)) == {("", What.CANNOT_LOOK)}


def test_an_unknown_system_is_a_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    (finding,) = findings()
    assert finding.what is What.CANNOT_LOOK
    assert finding.text.endswith("dat kan alleen op Linux en Windows. Vraag de beheerder.")


@ON_LINUX
def test_a_name_cannot_command_the_terminal(tmp_path: Path) -> None:
    root = plant(tmp_path, Plan(devices=(("a\x1b]0;b", "1"),)))
    assert all(finding.text.isprintable() for finding in findings(root=root))


@pytest.mark.parametrize("what", What)
def test_every_finding_says_what_to_do(what: What) -> None:
    text = Finding("eth0", what, "10.1.2.3").text
    assert any(word in text for word in ("Trek", "Zet", "Vraag"))
    assert "eth0" in text or what is What.CANNOT_LOOK


PRELUDE = "mount -t sysfs none /sys"
PAIR = "ip link add v0 type veth peer name v1"
UP = f"{PAIR}; ip link set v0 up; ip link set v1 up"
WITHOUT_IPV6 = "echo 1 > /proc/sys/net/ipv6/conf/default/disable_ipv6"
LOOK = (
    "from osv_tui.guard.offline import findings\n"
    "for f in findings(frozenset({allowed!r})): print(f.interface, f.what.value)"
)
NAMESPACES: dict[str, tuple[str, set[str]]] = {
    "only loopback": ("ip link set lo up", set()),
    "pair down": (PAIR, set()),
    "pair half up": (f"{PAIR}; ip link set v0 up", set()),
    "pair up": (f"{WITHOUT_IPV6}; {UP}", {"v0 carrier", "v1 carrier"}),
    "address, no link": (
        f"{WITHOUT_IPV6}; {PAIR}; ip link set v0 up; ip addr add 10.1.2.3/24 dev v0",
        {"v0 address", "v0 route"},
    ),
    "address that belongs to no network": (
        f"{WITHOUT_IPV6}; {PAIR}; ip link set v0 up; ip addr add 10.1.2.3/32 dev v0",
        {" address"},
    ),
    "address behind a route that refuses": (
        f"{WITHOUT_IPV6}; {PAIR}; ip link set v0 up; ip addr add 10.1.2.3/32 dev v0; "
        "ip route add unreachable default",
        {" address"},
    ),
    "link-local only": (
        UP,
        {f"{name} {what}" for name in ("v0", "v1") for what in ("carrier", "address", "route")},
    ),
    "default route": (
        f"{WITHOUT_IPV6}; {PAIR}; ip link set v0 up; ip addr add 10.1.2.3/24 dev v0; "
        "ip route add default via 10.1.2.1",
        {"v0 address", "v0 route", "v0 default_route"},
    ),
    "default route in another table": (
        f"{WITHOUT_IPV6}; {PAIR}; ip link set v0 up; ip addr add 10.1.2.3/24 dev v0; "
        "ip route add default via 10.1.2.1 table 77; ip rule add table 77",
        {"v0 address", "v0 route", " default_route"},
    ),
    "tunnel": (
        f"{WITHOUT_IPV6}; ip tuntap add t0 mode tun; ip addr add 10.8.0.2/24 dev t0; ip link set t0 up; "
        "ip route add 0.0.0.0/1 dev t0",
        {"t0 address", "t0 route", "t0 default_route"},
    ),
    "no route anywhere, said in so many words": (
        "ip link set lo up; ip route add unreachable default",
        set(),
    ),
}


def in_namespace(script: str, prelude: str = PRELUDE) -> str:
    """What ``script`` prints in a network of its own, in which it is root."""
    command = ["unshare", "--net", "--mount", "sh", "-ec", f"{prelude}; {script}"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def looking(allowed: tuple[str, ...] = ()) -> str:
    code = LOOK.format(allowed=allowed).replace('"', "'")
    return f'"{sys.executable}" -c "{code}"'


def without_radios(output: str) -> set[str]:
    """The lines, without the radios of the machine that the test runs on."""
    return {line for line in output.splitlines() if line.split()[-1] not in {what.value for what in RADIOS}}


@pytest.fixture(scope="module")
def namespaces() -> None:
    if not (shutil.which("unshare") and shutil.which("ip")):
        pytest.skip("unshare en ip zijn er niet")
    for script in (PRELUDE, f"{PRELUDE}; {PAIR}; ip tuntap add t0 mode tun"):
        command = ["unshare", "--net", "--mount", "sh", "-ec", script]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            pytest.skip(f"een eigen netwerk wordt geweigerd: {done.stderr.strip()}")


@pytest.mark.usefixtures("namespaces")
@pytest.mark.parametrize("case", NAMESPACES)
def test_a_real_network(case: str) -> None:
    script, expected = NAMESPACES[case]
    assert without_radios(in_namespace(f"{script}; sleep 0.1; {looking()}")) == expected


@pytest.mark.usefixtures("namespaces")
def test_a_real_closed_network() -> None:
    closed = f"{UP}; ip addr add 10.1.2.3/24 dev v0; sleep 0.1"
    assert without_radios(in_namespace(f"{closed}; {looking(('v0', 'v1'))}")) == set()
    more = "ip route add default via 10.1.2.1"
    assert without_radios(in_namespace(f"{closed}; {more}; {looking(('v0', 'v1'))}")) == {"v0 default_route"}


@pytest.mark.usefixtures("namespaces")
def test_the_devices_of_the_host_do_not_mislead() -> None:
    assert without_radios(in_namespace(looking(), prelude="true")) == set()
    assert without_radios(in_namespace(f"{PAIR}; {looking()}", prelude="true")) == {
        "v0 cannot_look",
        "v1 cannot_look",
    }


@pytest.mark.usefixtures("namespaces")
def test_a_cable_that_goes_in_during_the_evening() -> None:
    code = (
        "import subprocess\n"
        "from osv_tui.guard.offline import findings\n"
        "def look(): print(sorted(f.interface for f in findings() if f.what.value == 'carrier'))\n"
        "look()\n"
        "subprocess.run(['ip', 'link', 'set', 'v1', 'up'], check=True)\n"
        "look()\n"
    )
    output = in_namespace(f'{WITHOUT_IPV6}; {PAIR}; ip link set v0 up; "{sys.executable}" -c "{code}"')
    assert output.splitlines() == ["[]", "['v0', 'v1']"]


@ON_LINUX
@pytest.mark.parametrize("looks", [True, False], ids=["look", "control"])
def test_looking_opens_no_socket(looks: bool, tmp_path: Path) -> None:
    if not shutil.which("strace"):
        pytest.skip("strace is er niet")
    trace = tmp_path / "trace"
    code = "findings()" if looks else "import socket; socket.if_nameindex()"
    tracing = ["strace", "-f", "-qq", "-e", "trace=network", "-e", "signal=none", "-o", str(trace)]
    program = [sys.executable, "-c", f"from osv_tui.guard.offline import findings; {code}"]
    done = subprocess.run([*tracing, *program], capture_output=True, text=True, check=False)
    if "ptrace" in done.stderr:
        pytest.skip(f"strace mag hier niet kijken: {done.stderr.strip()}")
    assert done.returncode == 0, done.stderr
    assert ("socket(" in trace.read_text()) is not looks

"""Which hosts may be asked."""

from __future__ import annotations

import ipaddress
import socket

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.sources.hosts import checked_addresses, is_public, proxy_for
from rag.errors import ReportError


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.216.34", True),
        ("2606:2800:220:1::1", True),
        ("127.0.0.1", False),
        ("127.8.8.8", False),
        ("0.0.0.0", False),
        ("10.1.2.3", False),
        ("172.16.0.1", False),
        ("172.32.0.1", True),
        ("192.168.1.1", False),
        ("169.254.169.254", False),  # where clouds keep their keys
        ("100.64.0.1", False),  # between carriers
        ("192.0.2.1", False),  # documentation
        ("198.18.0.1", False),  # benchmarks
        ("224.0.0.1", False),  # multicast
        ("240.0.0.1", False),  # reserved
        ("255.255.255.255", False),
        ("::1", False),
        ("::", False),
        ("::ffff:127.0.0.1", False),  # mapped
        ("::ffff:93.184.216.34", True),
        ("::127.0.0.1", False),  # the old form of mapping
        ("2002:7f00:1::", False),  # 6to4 of 127.0.0.1
        ("2002:5db8:d822::", True),  # 6to4 of 93.184.216.34
        ("64:ff9b::a00:1", False),  # NAT64 of 10.0.0.1
        ("2001:0:4136:e378:8000:63bf:3fff:fdd2", False),  # Teredo
        ("fe80::1", False),
        ("fe80::1%eth0", False),
        ("fc00::1", False),
        ("fec0::1", False),
        ("ff02::1", False),
        ("2001:db8::1", False),
    ],
)
def test_public(address: str, public: bool) -> None:
    assert is_public(address) is public


@given(st.ip_addresses(v=4))
def test_an_address_that_is_wrapped_is_as_public_as_itself(ip: ipaddress.IPv4Address) -> None:
    wrapped = (f"::ffff:{ip}", f"64:ff9b::{ip}", str(ipaddress.IPv6Address((0x2002 << 112) | (int(ip) << 80))))
    assert {is_public(form) for form in wrapped} == {is_public(str(ip))}


@given(st.ip_addresses())
def test_no_address_is_an_error(ip: ipaddress.IPv4Address | ipaddress.IPv6Address) -> None:
    assert is_public(str(ip)) in (True, False)


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "localhost", "2130706433", "0x7f000001", "0177.0.0.1", "127.1", "::1", "::ffff:127.0.0.1", "0"],
)
def test_this_machine_in_all_its_forms(host: str) -> None:
    with pytest.raises(ReportError, match=r"在内部网络中.*--allow-private"):
        checked_addresses(host)
    assert checked_addresses(host, allow_private=True)


def resolver(monkeypatch: pytest.MonkeyPatch, *addresses: str) -> None:
    def resolve(host: str, *_: object, **__: object) -> list[tuple[object, ...]]:
        if not addresses:
            raise socket.gaierror(-2, "Name or service not known")
        return [(0, 0, 0, "", (address, 0)) for address in addresses]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)


def test_all_addresses_of_a_name_have_to_be_public(monkeypatch: pytest.MonkeyPatch) -> None:
    resolver(monkeypatch, "93.184.216.34", "93.184.216.34", "2606:2800:220:1::1")
    assert checked_addresses("a.example") == ["93.184.216.34", "2606:2800:220:1::1"]
    resolver(monkeypatch, "93.184.216.34", "10.0.0.1")
    with pytest.raises(ReportError, match=r"10\.0\.0\.1"):
        checked_addresses("a.example")


def test_no_such_host(monkeypatch: pytest.MonkeyPatch) -> None:
    resolver(monkeypatch)
    with pytest.raises(ReportError, match="找不到网站"):
        checked_addresses("a.example")
    with pytest.raises(ReportError, match="找不到网站"):
        checked_addresses("a" * 70 + ".example")


@pytest.mark.parametrize(
    ("host", "asked"),
    [("a.example", True), ("intranet", False), ("oa.local", False), ("x.internal", False), ("localhost", False)],
)
def test_behind_a_proxy_names_need_not_be_known_here(host: str, asked: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    resolver(monkeypatch)
    if asked:
        assert checked_addresses(host, has_proxy=True) == []
    else:
        with pytest.raises(ReportError, match="找不到网站"):
            checked_addresses(host, has_proxy=True)
    assert checked_addresses(host, has_proxy=True, allow_private=True) == []


def test_behind_a_proxy_names_that_are_known_here_are_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    resolver(monkeypatch, "10.0.0.1")
    with pytest.raises(ReportError, match="内部网络"):
        checked_addresses("a.example", has_proxy=True)


def test_the_proxy_comes_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "no_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    assert proxy_for("http", "a.example") is None
    monkeypatch.setenv("http_proxy", "proxy.example:3128")
    monkeypatch.setenv("https_proxy", "http://proxy.example:3129")
    monkeypatch.setenv("no_proxy", "b.example")
    assert proxy_for("http", "a.example") == "http://proxy.example:3128"
    assert proxy_for("https", "a.example") == "http://proxy.example:3129"
    assert proxy_for("http", "b.example") is None

"""Hosts that may be asked: an address given by a page must not open the office's own network."""

from __future__ import annotations

import re
import socket
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from urllib.request import getproxies, proxy_bypass

from rag.errors import ReportError

# Names that no public server has; they matter behind a proxy, where this machine may not resolve names at all.
_LOCAL_NAME = re.compile(r"[^.]+|.*\.(?:local|localhost|localdomain|internal|intranet|lan|home|corp|home\.arpa)", re.I)
_NAT64 = IPv6Network("64:ff9b::/96")


def proxy_for(scheme: str, host: str) -> str | None:
    """Return the proxy that the environment names for a host (HTTP_PROXY, HTTPS_PROXY, NO_PROXY)."""
    proxy = None if proxy_bypass(host) else getproxies().get(scheme)
    return proxy if not proxy or "://" in proxy else f"http://{proxy}"


def checked_addresses(host: str, *, allow_private: bool = False, has_proxy: bool = False) -> list[str]:
    """Return the IP addresses of the host, all of which may be asked; none where only the proxy can resolve its name.

    Raises ReportError where there is no such host, or one of its addresses is not public and `allow_private` not set.
    """
    try:
        # also reads the forms of addresses that only resolvers know: 2130706433, 0177.1, 0x7f000001
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        if has_proxy and (allow_private or not _LOCAL_NAME.fullmatch(host)):
            return []
        raise ReportError(f"找不到网站 {host}。请检查地址和网络连接。") from error
    addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
    private = [address for address in addresses if not is_public(address)]
    if private and not allow_private:
        raise ReportError(
            f"网站 {host} 在内部网络中（{private[0]}），为安全起见未读取。确需读取时请加 --allow-private。"
        )
    return addresses


def is_public(address: str) -> bool:
    """Tell whether an IP address is one of the public internet, also where it wraps another (mapped, 6to4, NAT64)."""
    ip: IPv4Address | IPv6Address = ip_address(address)
    if isinstance(ip, IPv6Address):
        wrapped = ip.ipv4_mapped or ip.sixtofour or (IPv4Address(int(ip) & 0xFFFFFFFF) if ip in _NAT64 else None)
        if wrapped:
            return is_public(str(wrapped))
        if ip.is_site_local or ip.teredo:
            return False
    return ip.is_global and not ip.is_multicast and not ip.is_reserved

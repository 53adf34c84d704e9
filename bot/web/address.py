"""Where the page is served, and which hosts and origins are its own. Knows no request."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from ipaddress import IPv6Address, ip_address, ip_network

from yarl import URL

from dialogs.pattern import Pattern

LOCAL = ("127.0.0.1", "localhost", "[::1]")
_NAME = Pattern(r"(?!-)[a-z0-9_-]+(\.[a-z0-9_-]+)*|[0-9a-f:]+")  # a host name in its ASCII form, or an IPv6 address


class AddressError(Exception):
    """The page cannot be served where the settings say; `code` says why, `detail` what was found."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(f"{code}: {detail}")
        self.code = code
        self.detail = detail


@dataclass(frozen=True)
class Address:
    """Where the page is served: `host` and `port` of the socket, and `public`, the address from outside, if any."""

    host: str
    port: int
    public: str = ""

    def __post_init__(self) -> None:
        """Raises AddressError where the page would stand open without a name and TLS in front of it."""
        if self.public and not self._outside:
            raise AddressError("bad_public_url", self.public)
        if not self.public and not self.local:
            raise AddressError("no_public_url", self.host)

    @cached_property
    def _outside(self) -> str:
        """The public address as a browser writes it in Host and Origin, "" where it is none.

        That is: small letters, other scripts as their ASCII form, no port where it is the usual one.
        """
        try:
            found = URL(self.public.strip())
            origin = found.origin()
        except ValueError:
            return ""
        more = found.user or found.password or found.raw_query_string or found.raw_fragment or found.raw_path != "/"
        known = found.scheme in {"http", "https"} and found.port and _NAME.fullmatch(found.raw_host or "")
        return str(origin) if known and not more else ""

    @property
    def local(self) -> bool:
        """Whether only this machine can reach the socket."""
        return self.host in {"127.0.0.1", "localhost", "::1"}

    @property
    def secure(self) -> bool:
        """Whether browsers come over TLS, by way of a proxy."""
        return self._outside.startswith("https://")

    @property
    def base(self) -> str:
        """The address to give to people, without a slash at its end."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return self._outside or f"http://{host}:{self.port}"

    @cached_property
    def origins(self) -> frozenset[str]:
        """The values of the Origin header that are the page's own."""
        own = {f"http://{name}:{self.port}" for name in LOCAL} if self.local else set()
        return frozenset(own | ({self._outside} if self.public else set()))

    @cached_property
    def hosts(self) -> frozenset[str]:
        """The values of the Host header that are the page's own."""
        found = {origin.partition("://")[2] for origin in self.origins}
        if self.public:  # a proxy may name the usual port too
            outside = URL(self._outside)
            found.add(f"{outside.host_subcomponent}:{outside.port}")
        return frozenset(found)


def network(host: str) -> str:
    """What limits take for one place: an IPv4 address, of IPv6 the /64 that one connection is given."""
    try:
        found = ip_address(host)
    except ValueError:
        return host
    if not isinstance(found, IPv6Address):
        return host
    if found.ipv4_mapped:
        return str(found.ipv4_mapped)
    return str(ip_network((found, 64), strict=False))

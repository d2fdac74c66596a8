"""From a typed address to a target, or a refusal. Strict on purpose: two readers of one odd address may disagree, so odd ones are out."""

import ipaddress
import re
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _

from masthead.core.outbound.addresses import Address, is_loopback, is_public
from masthead.core.outbound.errors import Refused

PORTS = {443, 8443}
LONGEST = 2000
SHAPE = re.compile(
    r"(?P<scheme>[a-z][a-z0-9+.-]*)://(?P<authority>[^/?#]*)(?P<rest>[^#]*)(?P<fragment>#.*)?", re.IGNORECASE
)
PLAIN = re.compile(r"[!#$%&'()*+,\-./0-9:;=?@A-Z\[\]_a-z~]+")
AUTHORITY = re.compile(r"(?P<host>\[[0-9a-f:.]+\]|[a-z0-9.-]+)(?::(?P<port>[1-9][0-9]{0,4}))?", re.IGNORECASE)
LABEL = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")
HOUSE_NAMES = (".localhost", ".local", ".internal", ".intranet", ".lan", ".home.arpa", ".localdomain", ".corp", ".home")


@dataclass(frozen=True)
class Target:
    """A judged address: `literal` is set when the host is written as a number."""

    secure: bool
    host: str
    port: int
    path: str
    literal: Address | None

    @property
    def authority(self) -> str:
        """For the Host header: the port is left out where it is the usual one."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == (443 if self.secure else 80) else f"{host}:{self.port}"


def _refuse(code: str, message: str, advice: str = "") -> Refused:
    return Refused(message, code=f"outbound_{code}", advice=advice or _("请填写以 https:// 开头的公网地址。"))


def may_loopback() -> bool:
    """Development and tests may call this very machine; production refuses to start with it."""
    return bool(settings.ALLOW_LOOPBACK_TARGETS)


def parse(url: str) -> Target:
    """The target of an address. Raises Refused with the reason as its code; nothing is looked up."""
    if not isinstance(url, str) or not 0 < len(url) <= LONGEST or not PLAIN.fullmatch(url):
        raise _refuse("form", _("地址含有空格、控制字符、反斜杠或非英文字符，或过长。"))
    shape = SHAPE.fullmatch(url)
    if shape is None:
        raise _refuse("form", _("这不是一个完整的地址。"))
    if shape["fragment"]:
        raise _refuse("fragment", _("地址里不能有 # 及其后的部分。"))
    scheme, authority = shape["scheme"].lower(), shape["authority"]
    if scheme not in ("https", "http") or (scheme == "http" and not may_loopback()):
        raise _refuse("scheme", _("只能使用 https 地址。"))
    if "@" in authority:
        raise _refuse("userinfo", _("地址里不能带登录名或密码。"))
    parts = AUTHORITY.fullmatch(authority)
    if parts is None:
        raise _refuse("host", _("地址中的主机名或端口写法不被接受。"))
    host, literal = _host(parts["host"].lower())
    target = Target(scheme == "https", host, _port(parts["port"], scheme), _path(shape["rest"]), literal)
    _judge(target, has_port=parts["port"] is not None)
    return target


def _host(written: str) -> tuple[str, Address | None]:
    if written.startswith("["):
        try:
            return written[1:-1], ipaddress.IPv6Address(written[1:-1])
        except ValueError:
            raise _refuse("host", _("地址中的主机名或端口写法不被接受。")) from None
    labels = written.split(".")
    if len(written) > 253 or not all(LABEL.fullmatch(label) for label in labels):
        raise _refuse("host", _("地址中的主机名或端口写法不被接受。"))
    if labels[-1][0].isdigit():  # a number in some form: only the plain one is read alike by everybody
        try:
            return written, ipaddress.IPv4Address(written)
        except ValueError:
            raise _refuse("host", _("地址中的主机名或端口写法不被接受。")) from None
    return written, None


def _port(written: str | None, scheme: str) -> int:
    port = int(written) if written else 443 if scheme == "https" else 80
    if port > 65535:
        raise _refuse("port", _("地址中的端口不存在。"))
    return port


def _path(rest: str) -> str:
    return rest if rest.startswith("/") else f"/{rest}"


def _judge(target: Target, *, has_port: bool) -> None:
    near = target.host == "localhost" or (target.literal is not None and is_loopback(target.literal))
    if near and may_loopback():
        return
    if not target.secure:
        raise _refuse("scheme", _("只能使用 https 地址。"))
    if target.literal is not None and not is_public(target.literal):
        raise _refuse("address", _("这个地址指向内网或保留地址，不允许访问。"))
    if target.literal is None and ("." not in target.host or target.host.endswith(HOUSE_NAMES)):
        raise _refuse("address", _("这个地址指向内网或保留地址，不允许访问。"))
    if has_port and target.port not in PORTS:
        raise _refuse("port", _("只能使用 443 或 8443 端口。"))


def judge_address(target: Target, address: Address) -> None:
    """Judge one address that the name led to. Raises Refused."""
    if is_public(address) and target.secure:
        return
    named_near = target.host == "localhost" or target.literal is not None
    if may_loopback() and named_near and is_loopback(address):
        return
    raise _refuse("address", _("这个地址指向内网或保留地址，不允许访问。"))


def check(url: str) -> None:
    """For forms: is this an address that the house would call? Raises Refused. The name itself is looked up only by `send`."""
    parse(url)

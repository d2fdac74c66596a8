"""Which norms a platform follows: keys of the catalogue → the platforms that rules speak of."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

PLATFORMS: dict[str, str | Promise] = {
    "wechat": _("微信公众号"),
    "channels": _("视频号"),
    "weibo": _("微博"),
    "douyin": _("抖音"),
    "xhs": _("小红书"),
    "kuaishou": _("快手"),
    "bilibili": _("哔哩哔哩"),
    "toutiao": _("今日头条"),
    "zhihu": _("知乎"),
    "community": _("社区与网站"),
}
OTHER_NAMES = {"wechat_oa": "wechat", "wechat_channels": "channels", "xiaohongshu": "xhs"}


def place_of(platform_key: str) -> str:
    """The word of the rules for a platform of the catalogue; places of one's own follow the norms of a community."""
    key = OTHER_NAMES.get(platform_key, platform_key)
    return key if key in PLATFORMS else "community"

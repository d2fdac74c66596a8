"""A video or pictures on 视频号, published in 视频号助手 or the app by a person."""

from django.utils.translation import gettext_lazy as _

from masthead.platforms.by_hand import ByHandConnector, MediaLimit, Rules, WordLimit
from masthead.platforms.connectors.wechat_channels import limits
from masthead.platforms.contract import Post
from masthead.platforms.limits import platform_limits
from masthead.platforms.registry import register_connector
from masthead.platforms.wording import text_of


class ChannelsConnector(ByHandConnector):
    """Short title, description, and what the assistant looks at."""

    key = "wechat_channels"
    rules = Rules(
        words=(
            WordLimit("title", _("短标题"), limits.TITLE, least=limits.TITLE_LEAST, required=True),
            WordLimit("text", _("视频描述"), limits.DESCRIPTION, required=True),
        ),
        media=MediaLimit(
            limits.PICTURES, limits.PICTURE, ratio=(3, 4), longest_side=1920, tags=limits.TAGS, needs_media=True
        ),
        open_url="https://channels.weixin.qq.com/platform/post/create",
        link_hosts=("channels.weixin.qq.com", "weixin.qq.com"),
        picture_note=_("封面建议 3:4；个人主页按 4:3 显示，请把要点放在中间。"),
        checklist=(
            _("用视频号管理员的微信扫码登录视频号助手，核对是本公司的视频号。"),
            _("短标题 6 至 16 个字，不用特殊符号。"),
            _("描述与发布包逐字一致；不写外部链接、电话和二维码：会被限流。"),
            _("需要带公众号文章的，在「扩展链接」中选择，不要写在描述里。"),
            _("视频声音、字幕和封面都看过一遍。"),
            _("AI 生成或改动的内容，已在「声明」中选择。"),
            _("没有打开「定时发表」：发布时间由本系统提醒。"),
        ),
    )

    def words_of(self, post: Post) -> dict[str, str]:
        """The short title keeps only what the assistant lets through."""
        return {"title": _plain(post.title), "text": text_of(post)}


def _plain(title: str) -> str:
    """Without the marks that the assistant refuses in short titles (likely): quotes, brackets and the like become nothing."""
    return "".join(c for c in title.strip() if c not in "「」『』【】[]{}<>#@|\\^~`*_")


platform_limits(limits.limit)
register_connector(ChannelsConnector())

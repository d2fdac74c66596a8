"""A video or pictures on 视频号, published in 视频号助手 or the app by a person."""

from django.utils.translation import gettext_lazy as _

from masthead.platforms.by_hand import MB, ByHandConnector, MediaLimit, Rules, WordLimit
from masthead.platforms.contract import Post
from masthead.platforms.registry import register_connector
from masthead.platforms.wording import text_of

SHORT_TITLE = (6, 16)  # likely
DESCRIPTION_MOST = 1000  # likely; topics and mentions count


class ChannelsConnector(ByHandConnector):
    """Short title, description, and what the assistant looks at."""

    key = "wechat_channels"
    rules = Rules(
        words=(
            WordLimit("title", _("短标题"), SHORT_TITLE[1], "likely", least=SHORT_TITLE[0], required=True),
            WordLimit("text", _("视频描述"), DESCRIPTION_MOST, "likely", required=True),
        ),
        media=MediaLimit(
            pictures=(1, 18),
            pictures_mark="unsure",
            picture_bytes=20 * MB,
            ratio=(3, 4),
            longest_side=1920,
            tags=10,
            tags_mark="unsure",
            needs_media=True,
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


register_connector(ChannelsConnector())

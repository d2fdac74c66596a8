"""A note on 小红书, published in the app by a person."""

from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from masthead.platforms.by_hand import ByHandConnector, MediaLimit, Rules, WordLimit
from masthead.platforms.connectors.xiaohongshu import limits
from masthead.platforms.contract import FormatIssue, Post
from masthead.platforms.limits import platform_limits
from masthead.platforms.registry import register_connector
from masthead.platforms.wording import half_width_length, tags_of, text_of


class XiaohongshuConnector(ByHandConnector):
    """Words, pictures and checks of a note."""

    key = "xiaohongshu"
    rules = Rules(
        words=(
            WordLimit("title", _("标题"), limits.TITLE, count=half_width_length, required=True),
            WordLimit("text", _("正文"), limits.BODY, required=True),
        ),
        media=MediaLimit(
            limits.PICTURES, limits.PICTURE, ratio=(3, 4), longest_side=1920, tags=limits.TAGS, needs_media=True
        ),
        tag_form="#{}",
        open_url="https://creator.xiaohongshu.com/publish/publish",
        link_hosts=("xiaohongshu.com", "xhslink.com"),
        picture_note=_("按顺序上传，第一张是封面；建议 3:4 竖图，横图会被裁切或留白。"),
        checklist=(
            _("登录的是本公司的专业号，不是个人号。"),
            _("标题、正文与发布包逐字一致，没有多改一个字。"),
            _("正文和图片里没有链接、电话、微信号或二维码：会被限流。"),
            _("话题逐个粘贴，每个话题后留一个空格，变蓝才算生效。"),
            _("图片顺序与发布包一致，第一张是封面。"),
            _("是商业推广的，已按平台要求标注。"),
            _("AI 生成或改动的图片，已打开「作者声明」并选择 AI 合成。"),
        ),
    )

    def validate(self, post: Post) -> list[FormatIssue]:
        """The topics are counted into the thousand characters of the body."""
        issues = super().validate(post)
        tags = " ".join(tags_of(post, most=limits.TAGS.most))
        together = len(text_of(post)) + len(tags)
        if together > limits.BODY.most and not any(i.code == "text_too_long" for i in issues):
            words = now("正文加上话题共 %(n)d 个字，平台最多 %(most)d 个。") % {"n": together, "most": limits.BODY.most}
            issues.append(FormatIssue("text_with_tags_too_long", "text", words, block=True))
        return issues


platform_limits(limits.limit)
register_connector(XiaohongshuConnector())

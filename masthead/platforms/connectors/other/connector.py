"""A platform of the company's own choice: title, text, tags, pictures; nothing is known of its limits."""

from django.utils.translation import gettext_lazy as _

from masthead.platforms.by_hand import ByHandConnector, MediaLimit, Rules, WordLimit
from masthead.platforms.registry import register_connector


class OtherConnector(ByHandConnector):
    """Asks only that there is something to publish."""

    key = "other"
    rules = Rules(
        words=(
            WordLimit("title", _("标题"), required=True),
            WordLimit("text", _("正文"), required=True),
        ),
        media=MediaLimit(longest_side=2560),
        checklist=(
            _("登录的是本公司的账号。"),
            _("标题、正文、图片与发布包一致。"),
            _("已按该平台的规则检查链接、联系方式和广告标识。"),
            _("AI 生成或改动的内容，已按平台要求标注。"),
        ),
    )


register_connector(OtherConnector())

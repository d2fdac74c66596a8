"""An article to publish by hand in the platform's own editor: for accounts that have no right to the interface (unverified ones get 48001)."""

from django.utils.translation import gettext_lazy as _

from masthead.platforms.connectors.wechat_oa import limits
from masthead.platforms.contract import Kit, KitField, Post

OPEN_URL = "https://mp.weixin.qq.com/"
LINK_HOSTS = ("mp.weixin.qq.com",)


def kit_of(post: Post) -> Kit:
    """Fields in the order of the editor; the body is pasted as formatted text, its pictures are put in by hand."""
    fields = [
        KitField("title", _("标题"), post.title.strip(), most=limits.TITLE.most, length=len(post.title.strip())),
        KitField("author", _("作者"), post.author, most=limits.AUTHOR.most, length=len(post.author)),
        KitField(
            "html", _("正文（带格式）"), post.html, most=limits.CONTENT_CHARS.most, length=len(post.html), rich=True
        ),
        KitField("digest", _("摘要"), post.digest.strip(), most=limits.DIGEST.most, length=len(post.digest.strip())),
        KitField("source_url", _("原文链接"), post.source_url),
    ]
    checklist = (
        _("用管理员的微信扫码登录公众平台，核对是本公司的公众号。"),
        _("粘贴正文后逐张检查图片：粘贴带不过去的，按序号上传。"),
        _("标题、作者、摘要与发布包一致，封面已上传并裁好。"),
        _("声明原创、留言与赞赏的设置符合部门约定。"),
        _("先「预览」发到自己的手机看一遍，再点「发表」。"),
        _("发表后打开文章，复制它的链接。"),
    )
    return Kit(
        OPEN_URL, [f for f in fields if f.text], checklist, pictures=[p.sha256 for p in post.pictures],
        picture_note=_("按正文中的顺序编号；正文图片不超过 1 MB。"), cover=post.cover.sha256 if post.cover else "",
        link_hosts=LINK_HOSTS, picture_side=1080,
    )  # fmt: skip

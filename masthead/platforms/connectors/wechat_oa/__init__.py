"""WeChat Official Account (公众号 and 服务号): drafts, free publishing, callbacks, figures. See README.md."""

"""微博, emulated: open.weibo.com's API of the free and of the commercial tier."""

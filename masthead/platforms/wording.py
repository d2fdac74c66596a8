"""From an article to the short words of other platforms; counting as platforms count."""

import unicodedata

from masthead.platforms.packages import Post

WIDE = ("W", "F", "A")


def text_of(post: Post) -> str:
    """The post's own text, or one made of title and digest. Never the whole article: short platforms lead to it by `link`."""
    if post.text:
        return post.text
    return "\n".join(part for part in (post.title.strip(), post.digest.strip()) if part)


def half_width_length(text: str) -> float:
    """Length where a Chinese character counts one and a Latin one a half, as 微博 and 小红书 count."""
    return sum(1.0 if unicodedata.east_asian_width(c) in WIDE else 0.5 for c in text)


def tags_of(post: Post, *, form: str = "#{}", most: int = 0) -> list[str]:
    """The topic tags in a platform's form, blanks inside removed, doubles dropped; `most` 0 = all."""
    clean = dict.fromkeys("".join(tag.split()).strip("#") for tag in post.tags)
    tags = [form.format(tag) for tag in clean if tag]
    return tags[:most] if most else tags

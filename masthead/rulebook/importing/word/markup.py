"""Small reads of WordprocessingML."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import fromstring

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
STRICT = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"


def parsed(data: bytes) -> Element:
    """The root of a part; strict documents are read like transitional ones."""
    root: Element = fromstring(data)
    if root.tag.startswith(STRICT):
        for node in root.iter():
            node.tag = node.tag.replace(STRICT, W)
            for key in [k for k in node.attrib if k.startswith(STRICT)]:
                node.attrib[key.replace(STRICT, W)] = node.attrib.pop(key)
    return root


def local(node: Element) -> str:
    """The name without its namespace."""
    return node.tag.rpartition("}")[2] if isinstance(node.tag, str) else ""


def child(node: Element | None, name: str) -> Element | None:
    """The first direct child of that name."""
    return next((c for c in node if local(c) == name), None) if node is not None else None


def children(node: Element | None, name: str) -> Iterator[Element]:
    yield from (c for c in node if local(c) == name) if node is not None else ()


def attribute(node: Element | None, name: str) -> str:
    if node is None:
        return ""
    return next((v for k, v in node.attrib.items() if k == name or k.endswith("}" + name)), "")


def value(node: Element | None, name: str, *, own: bool = False) -> str:
    """`val` of a child, or with `own` an attribute of the node itself."""
    return attribute(node, name) if own else attribute(child(node, name), "val")


def number_value(node: Element | None, name: str, default: int, *, own: bool = False) -> int:
    found = value(node, name, own=own)
    return int(found) if found.lstrip("-").isdigit() and len(found) < 8 else default


def is_on(node: Element | None, name: str) -> bool:
    """A switch such as w:vanish: present and not switched off."""
    found = child(node, name)
    return found is not None and attribute(found, "val") not in ("0", "false", "off", "none")

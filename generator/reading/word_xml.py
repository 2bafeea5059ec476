"""Names in WordprocessingML (ECMA-376 part 1, 17), in its transitional and its strict form alike."""

from collections.abc import Iterator

from lxml import etree

from generator.notation.folding import squeeze

_SPACES = frozenset(("http://schemas.openxmlformats.org/wordprocessingml/2006/main", "http://purl.oclc.org/ooxml/wordprocessingml/main"))


def local(element: etree._Element) -> str:
    """The name without its namespace; "" for what is no element."""
    return element.tag.rsplit("}", 1)[-1] if isinstance(element.tag, str) else ""


def is_word(element: etree._Element) -> bool:
    """True for an element of WordprocessingML itself, not of a drawing or formula inside it."""
    return isinstance(element.tag, str) and element.tag.startswith("{") and element.tag[1:].split("}", 1)[0] in _SPACES


def value(element: etree._Element | None, name: str = "val") -> str | None:
    """The attribute of that name, whatever its namespace; None where it is not there."""
    if element is None:
        return None
    return next((str(v) for key, v in element.attrib.items() if str(key).rsplit("}", 1)[-1] == name), None)


def number(element: etree._Element | None, name: str = "val") -> int | None:
    """The attribute as a number; None where it is not there or none."""
    text = value(element, name)
    try:
        return int(text) if text is not None and len(text) < 10 else None
    except ValueError:
        return None


def child(element: etree._Element | None, *names: str) -> etree._Element | None:
    """The first child of this name, of that its first child of the next name, and so on."""
    for name in names:
        if element is None:
            return None
        element = next(children(element, name), None)
    return element


def children(element: etree._Element | None, name: str) -> Iterator[etree._Element]:
    """The children of this name."""
    return (item for item in element if local(item) == name) if element is not None else iter(())


def is_on(element: etree._Element | None) -> bool | None:
    """What a toggle (w:vanish) says: on, off, or None where it is not there."""
    return None if element is None else value(element) not in ("0", "false", "off", "none")


def is_set(element: etree._Element, name: str) -> bool:
    """True where the attribute of that name says yes."""
    return value(element, name) in ("1", "true", "on")


def chosen(alternatives: etree._Element) -> etree._Element:
    """The one of mc:AlternateContent to be read: the first choice that holds anything, else the fallback."""
    choices = [item for item in alternatives if local(item) in ("Choice", "Fallback")]
    return next((item for item in choices if any(local(e) in ("t", "txbxContent", "drawing", "pict", "p") for e in item.iter())),
                choices[0] if choices else alternatives)


def plain_text(element: etree._Element | None) -> str:
    """The words in `element`, alternatives once, paragraphs parted by a blank: to be named in a remark."""
    if element is None:
        return ""
    out: list[str] = []
    _collect(element, out)
    return squeeze("".join(out)) and " ".join("".join(out).split())


def _collect(element: etree._Element, out: list[str]) -> None:
    for item in element:
        name = local(item)
        if name == "AlternateContent":
            _collect(chosen(item), out)
        elif name in ("t", "delText"):
            out.append(item.text or "")
        else:
            _collect(item, out)
            out.append(" " if name in ("p", "tab", "br", "tc") else "")

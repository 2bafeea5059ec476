"""What the styles of a Word file say of text and numbering (styles.xml, ECMA-376 part 1, 17.7): hidden or not, on which list."""

from dataclasses import dataclass, field

from lxml import etree

from generator.reading.word_xml import child, children, is_on, is_set, number, value

_DEEPEST = 20       # a style based on itself must end somewhere


@dataclass(frozen=True)
class Style:
    """One style; None where it says nothing itself."""

    based_on: str | None
    num: str | None
    level: int | None
    is_hidden: bool | None


@dataclass
class Styles:
    """The styles of a file by id."""

    by_id: dict[str, Style] = field(default_factory=dict)
    default: str | None = None                                  # of paragraphs that name none
    lists: dict[str, str] = field(default_factory=dict)         # list style → numId

    def chain(self, style: str | None) -> list[tuple[str, Style]]:
        """The style and those it is based on, nearest first."""
        found: list[tuple[str, Style]] = []
        while style is not None and style in self.by_id and len(found) < _DEEPEST:
            found.append((style, self.by_id[style]))
            style = self.by_id[style].based_on
        return found

    def is_hidden(self, style: str | None) -> bool:
        return next((s.is_hidden for _, s in self.chain(style) if s.is_hidden is not None), False)

    def list_of(self, style: str | None) -> tuple[str, str, int | None] | None:
        """The style that puts its paragraphs on a list, the numId and the level if it says one; None where none does."""
        for name, found in self.chain(style):
            if found.num is not None:
                level = next((s.level for _, s in self.chain(style) if s.level is not None), None)
                return (name, found.num, level) if found.num != "0" else None
        return None


def load_styles(root: etree._Element | None) -> Styles:
    """The styles in styles.xml; none where there is no such part."""
    found = Styles()
    for item in children(root, "style"):
        name, properties = value(item, "styleId") or "", child(item, "pPr", "numPr")
        num = value(child(properties, "numId"))
        found.by_id[name] = Style(value(child(item, "basedOn")), num, number(child(properties, "ilvl")), is_on(child(item, "rPr", "vanish")))
        kind = value(item, "type")
        if kind == "numbering" and num is not None:
            found.lists[name] = num
        if kind == "paragraph" and is_set(item, "default"):
            found.default = name
    return found

"""Watches a theme draw one page, and learns what of the output depends on the page and how.

The theme gets, in place of the page's texts, slots: strings that print a mark of their own, and that answer every
other question (is there one? does it hold "<h1"?) from the real page and note the question down. What was not asked
about cannot have decided anything, so the output holds for every page that gives the same answers, with the marks replaced
by its own texts. A theme that does with a text what no mark survives ends in `Untraceable`.
"""

import re
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from typing import Any, NoReturn

import jinja2
from markupsafe import Markup, escape
from mkdocs.structure.toc import AnchorLink, TableOfContents

from generator.rendering.facts import PageFacts, Place, Shape

_WORD = "gongbaoslot"
_MARK = re.compile(rf'⟦{_WORD}(\d+)<&">⟧')     # the punctuation tells when something escapes or strips it


class Untraceable(Exception):
    """The theme uses the page in a way that cannot be carried over to another page."""


@dataclass(frozen=True)
class Source:
    """A text of the page, and the text filters of the theme it goes through, in order."""

    place: Place
    filters: tuple[str, ...] = ()


@dataclass(frozen=True)
class Question:
    """What the theme asked: `operation` is a method of the text, or how the question is put; `source` None for the page itself."""

    operation: str
    source: Source | None = None
    arguments: tuple[Hashable, ...] = ()

    def answer(self, facts: PageFacts) -> Hashable:
        """The answer of a page. Raises `Untraceable` if it is no plain value."""
        found = _ANSWERS[self.operation](facts, self) if self.operation in _ANSWERS else getattr(source_text(facts, self.source), self.operation)(*self.arguments)
        if not isinstance(found, bool | int | str | tuple | None):
            raise Untraceable(f"{self.operation} of {self.source}")
        return found


Piece = str | Source


@dataclass
class Tracer:
    """The questions one drawing asks about `facts`, with the answers, and the slots it prints."""

    facts: PageFacts
    asked: dict[Question, Hashable] = field(default_factory=dict)
    sources: list[Source] = field(default_factory=list)

    def ask(self, operation: str, source: Source | None = None, *arguments: Hashable) -> Any:
        question = Question(operation, source, arguments)
        if question not in self.asked:
            self.asked[question] = question.answer(self.facts)
        return self.asked[question]

    def slot(self, source: Source) -> "Slot | None":
        """The text at `source`, or None if the page has none there."""
        if not self.ask("is text", source):
            return None
        return self.mark(source)

    def mark(self, source: Source) -> "Slot":
        """A slot for a text that is known to be there."""
        self.sources.append(source)
        return Slot(self, source, f'⟦{_WORD}{len(self.sources) - 1}<&">⟧')

    def pieces(self, output: str) -> tuple[Piece, ...]:
        """`output` cut at the marks. Raises `Untraceable` if a mark came out changed."""
        words = _MARK.split(output)
        if any(_WORD in text.lower() for text in words[::2]):
            raise Untraceable("a text of the page was changed before it was printed")
        return tuple(self.sources[int(word)] if index % 2 else word for index, word in enumerate(words) if index % 2 or word)


class Slot(str):
    """A text of the page: printing it prints its mark; every question about it is asked of the real text."""

    _tracer: Tracer
    source: Source

    def __new__(cls, tracer: Tracer, source: Source, mark: str) -> "Slot":
        self = super().__new__(cls, mark)
        self._tracer, self.source = tracer, source
        return self

    def filtered(self, name: str) -> "Slot":
        """This text after one more filter of the theme."""
        return self._tracer.mark(Source(self.source.place, (*self.source.filters, name)))

    def __bool__(self) -> bool:
        return bool(self._tracer.ask("bool", self.source))

    def __hash__(self) -> NoReturn:
        raise Untraceable("a text of the page was used as a key")

    def __iter__(self) -> NoReturn:
        raise Untraceable("a text of the page was taken apart")


def _asking(name: str) -> Callable[..., Any]:
    def method(self: Slot, *arguments: Any, **named: Any) -> Any:
        if named or any(isinstance(argument, Slot) for argument in arguments):
            raise Untraceable(name)
        if name in ("__eq__", "__ne__") and not isinstance(arguments[0], str):
            return NotImplemented
        return self._tracer.ask(name, self.source, *arguments)

    return method


# Concatenating keeps the mark; those of `object` say nothing about the text.
_PLAIN = {"__add__", "__new__", "__init__", "__getattribute__", "__str__", "__repr__", "__format__", "__class__", "__hash__", "__iter__"}
for _name in set(dir(str)) - set(dir(object)) | {"__eq__", "__ne__", "__lt__", "__le__", "__gt__", "__ge__"}:
    if _name not in _PLAIN:
        setattr(Slot, _name, _asking(_name))


class TracedMeta(dict[str, Any]):
    """The front matter: texts in it are slots, all else is asked for."""

    def __init__(self, tracer: Tracer) -> None:
        super().__init__()
        self._tracer = tracer

    def __getitem__(self, key: str) -> Any:
        if not self._tracer.ask("has", None, key):
            raise KeyError(key)
        source = Source(("meta", key))
        slot = self._tracer.slot(source)
        if slot is None:
            self._tracer.ask("value", source)   # a list or number may be used in any way: it decides as a whole
            return self._tracer.facts.page.meta[key]
        return slot

    def get(self, key: str, default: Any = None) -> Any:
        try:
            return self[key]
        except KeyError:
            return default

    def __contains__(self, key: object) -> bool:
        return bool(self._tracer.ask("has", None, key))

    def __len__(self) -> int:
        return int(self._tracer.ask("meta length"))

    def __iter__(self) -> NoReturn:
        raise Untraceable("the front matter was gone through")

    keys = values = items = pop = copy = __iter__  # type: ignore[assignment]


class TracedPage:
    """Stands for a page of MkDocs that is not in the navigation."""

    _KNOWN: Mapping[str, Any] = {"previous_page": None, "next_page": None, "parent": None, "children": None, "active": True, "is_homepage": False,
                                 "is_top_level": True, "is_section": False, "is_page": True, "is_link": False}
    _STRINGS = ("title", "content", "url", "canonical_url", "abs_url", "edit_url")
    _HIDDEN = ("file", "markdown", "update_date", "ancestors", "present_anchor_ids", "links_to_anchors")

    def __init__(self, tracer: Tracer) -> None:
        self.tracer = tracer
        self.meta = TracedMeta(tracer)

    def __getattr__(self, name: str) -> Any:
        if name in self._KNOWN:
            return self._KNOWN[name]
        if name in self._STRINGS:
            return self.tracer.slot(Source((name,)))
        if name == "toc":
            return TableOfContents(self._headings(self.tracer.ask("shape"), ("toc",)))
        if name == "is_index":
            return self.tracer.ask("is index")
        if name in self._HIDDEN:
            raise Untraceable(name)
        raise AttributeError(name)

    def _headings(self, shape: Shape, place: Place) -> list[AnchorLink]:
        found = []
        for index, (level, below) in enumerate(shape):
            here = (*place, index)
            link = AnchorLink(self.tracer.mark(Source((*here, "title"))), self.tracer.mark(Source((*here, "id"))), level)
            link.children = self._headings(below, here)
            found.append(link)
        if place == ("toc",) and found:
            found[0].active = True  # type: ignore[attr-defined]  # as MkDocs does
        return found


def trace_filters(environment: jinja2.Environment) -> None:
    """Makes the text filters of `environment` carry slots through, and its address filters answer for the traced page."""
    for name in _FILTERS:
        if name in environment.filters:
            environment.filters[name] = _carrying(name, environment.filters[name])
    for name in ("url", "script_tag"):
        environment.filters[name] = _placing(name, environment.filters[name])


def _carrying(name: str, original: Callable[..., Any]) -> Callable[..., Any]:
    def carried(value: Any, *arguments: Any, **named: Any) -> Any:
        if isinstance(value, Slot) and not arguments and not named:
            return value.filtered(name)
        return original(value, *arguments, **named)

    return carried


def _placing(name: str, original: Callable[..., Any]) -> Callable[..., Any]:
    @jinja2.pass_context
    def placed(context: jinja2.runtime.Context, value: Any) -> Any:
        page = context.get("page")
        if not isinstance(page, TracedPage):
            return original(context, value)
        if isinstance(value, Slot):
            return value.filtered(name)
        return page.tracer.ask(name, None, _Call(original, value, _WORD in str(value)))

    return placed


@dataclass(frozen=True)
class _Call:
    """An address filter and what it is applied to; `marked` if a slot is part of that."""

    function: Callable[..., Any]
    value: Any
    marked: bool

    def __hash__(self) -> int:
        return hash((id(self.function), str(self.value)))

    def apply(self, facts: PageFacts) -> str:
        if self.marked and not str(self.value).startswith("#"):
            raise Untraceable("an address made of a text of the page")
        return str(self.function({"page": facts.page, "base_url": facts.frame.base_url}, self.value))


def _placed(facts: PageFacts, question: Question) -> Hashable:
    call = question.arguments[0]
    assert isinstance(call, _Call)
    return call.apply(facts)


def source_text(facts: PageFacts, source: Source | None) -> str:
    """The text of a page at `source`, through its filters."""
    assert source is not None
    text = str(facts.value(source.place))
    for name in source.filters:
        text = _FILTERS[name](text, facts)
    return text


_FILTERS: Mapping[str, Callable[[str, PageFacts], str]] = {
    "e": lambda text, _: str(escape(text)),
    "escape": lambda text, _: str(escape(text)),
    "striptags": lambda text, _: Markup(text).striptags(),
    "trim": lambda text, _: text.strip(),
    "url": lambda text, facts: facts.address(text),
}
_ANSWERS: Mapping[str, Callable[[PageFacts, Question], Any]] = {
    "bool": lambda facts, question: bool(source_text(facts, question.source)),
    "shape": lambda facts, _: facts.shape(),
    "frame": lambda facts, _: (facts.frame.template, facts.frame.base_url, facts.frame.extra_css, facts.frame.extra_javascript),
    "is index": lambda facts, _: facts.page.is_index,
    "meta length": lambda facts, _: len(facts.page.meta),
    "has": lambda facts, question: question.arguments[0] in facts.page.meta,
    "is text": lambda facts, question: question.source is not None and isinstance(facts.value(question.source.place), str),
    "value": lambda facts, question: None if question.source is None else repr(facts.value(question.source.place)),
    "url": _placed,
    "script_tag": _placed,
}

"""What stands around the text of a page: drawn by the theme once for every kind of page, then filled in for the others."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field

from generator.rendering.facts import PageFacts
from generator.rendering.tracing import Piece, Question, Source, TracedPage, Tracer, source_text

# Draws a page with the theme: the real one, or one that is traced.
Draw = Callable[[PageFacts, TracedPage | None], str]
_OF_THE_FOLDER = {"url", "script_tag"}


@dataclass
class _Branch:
    """The next question for pages that answered the same so far, and where each answer leads; `pieces` where nothing more is asked.

    `of_folder` is where it leads the pages of a folder, if they all answer the same.
    """

    question: Question | None = None
    ways: dict[Hashable, "_Branch"] = field(default_factory=dict)
    of_folder: dict[tuple[str, str], "_Branch"] = field(default_factory=dict)
    pieces: tuple[Piece, ...] | None = None


class Chrome:
    """Draws pages as the theme would, byte for byte, with as few calls of the theme as it can.

    A kind of page is known by the answers to all that the theme asks. The first page of a kind is drawn by the theme
    itself, and once more traced; only if both come out the same is the kind used for other pages.
    """

    def __init__(self, draw: Draw) -> None:
        self._draw = draw
        self._root = _Branch()
        self.drawn = 0      # pages the theme itself has drawn

    def render(self, facts: PageFacts) -> str:
        """The whole HTML of the page."""
        branch = self._find(facts)
        if branch is not None and branch.pieces is not None:
            return _fill(branch.pieces, facts)
        self.drawn += 1
        output = self._draw(facts, None)
        if branch is None:
            self._learn(facts, output)
        return output

    def _find(self, facts: PageFacts) -> _Branch | None:
        """The end of the way of a page; one without pieces if its kind cannot be traced; None if it is new."""
        branch, folder = self._root, facts.folder
        while branch.question is not None:
            following = branch.of_folder.get(folder) or branch.ways.get(branch.question.answer(facts))
            if following is None:
                return None
            if branch.question.operation in _OF_THE_FOLDER:
                branch.of_folder[folder] = following
            branch = following
        return branch if branch is not self._root else None

    def _learn(self, facts: PageFacts, output: str) -> None:
        tracer = Tracer(facts)
        tracer.ask("frame")
        try:
            pieces: tuple[Piece, ...] | None = tracer.pieces(self._draw(facts, TracedPage(tracer)))
        except Exception:   # the theme has just drawn the page: only what stands in for its texts can have made it fail
            pieces = None
        branch = self._root
        for question, answer in tracer.asked.items():
            branch.question = branch.question or question
            branch = branch.ways.setdefault(answer, _Branch())
        branch.pieces = pieces if pieces is not None and _fill(pieces, facts) == output else None


def _fill(pieces: tuple[Piece, ...], facts: PageFacts) -> str:
    return "".join([source_text(facts, piece) if isinstance(piece, Source) else piece for piece in pieces])

"""The volumes and the segments of the index as parts of the site: nothing is collected, laid out or listed that stands written already."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import cached_property

from generator.bulletin import Bulletin
from generator.parts import Part
from generator.records import Issue
from generator.search.files import IndexPart, Outline, write_print, write_segment
from generator.search.layout import LaidOut, lay_out
from generator.search.lists import VolumeLists
from generator.search.postings import list_volume, series_at_end, words_before_numbers
from generator.search.records import Volume
from generator.store import BULLETIN, Ask, refuse

FOLDER = "search"


class Shelf:
    """A volume, laid out only when somebody needs it. `key` stands for the volume, None where that cannot be told."""

    def __init__(self, name: str, key: str | None, collect: Callable[[], Volume]) -> None:
        self.name, self.key, self._collect = name, key, collect

    @cached_property
    def laid(self) -> LaidOut:
        return lay_out(self._collect())

    @cached_property
    def outline(self) -> Outline:
        folder, files = self._print
        return Outline(folder, len(files), len(self.laid.spans), "".join(sorted(set(self.laid.folded))), words_before_numbers(self.laid.folded))

    @property
    def lists(self) -> VolumeLists:
        """They are many: nobody holds them longer than needed."""
        return list_volume(self.laid)

    @cached_property
    def _print(self) -> tuple[str, dict[str, bytes]]:
        return write_print(self.laid)

    def part(self) -> Part:
        """The print of the volume."""
        return Part(f"{FOLDER} print {self.name}", self.key, lambda: _below(self._print[1]))


class IssueShelf(Shelf):
    """The volume of an issue, whose outline and lists are kept with the issue."""

    def __init__(self, bulletin: Bulletin, issue: Issue, collect: Callable[[], Volume]) -> None:
        super().__init__(issue.meta.id, bulletin.stamp([issue.meta.id]), collect)
        self._bulletin, self._issue = bulletin, issue

    @cached_property
    def outline(self) -> Outline:
        return self._bulletin.asking("search", self._issue, lambda _: super(IssueShelf, self).outline, refuse)

    @property
    def lists(self) -> VolumeLists:
        def make(_: Ask) -> VolumeLists:
            self._bulletin.lists.organs.reads_all()     # that it was collected before, for something else, goes unnoticed otherwise
            return super(IssueShelf, self).lists

        return self._bulletin.asking("search lists", self._issue, make, refuse)


class Piece:
    """Files of which the manifest says something. What it says is kept under the key of the files, so that they need not be made for that."""

    def __init__(self, bulletin: Bulletin, name: str, key: str | None, make: Callable[[], IndexPart]) -> None:
        self._bulletin, self._name, self._make = bulletin, f"{FOLDER} {name}", make
        self._entry: Mapping[str, object] | None = None
        self.part = Part(self._name, key, lambda: _below(self._made().files))

    def entry(self) -> Mapping[str, object]:
        """What the manifest says of them; they are made for it only where nothing is kept."""
        if self._entry is None and self.part.key is not None:
            self._entry = self._bulletin.store.look(self._name, BULLETIN, self.part.key)
        return self._made().entry if self._entry is None else self._entry

    def _made(self) -> IndexPart:
        made = self._make()
        self._entry = made.entry
        if self.part.key is not None:
            self._bulletin.store.keep(self._name, BULLETIN, self.part.key, made.entry)
        return made


def segment_piece(bulletin: Bulletin, name: str, shelves: Sequence[Shelf], series: Collection[str]) -> Piece:
    """The lists of a segment. Of the series only those decide that stand before a number in it, so that a series new elsewhere changes nothing here."""
    own = series_at_end((words for shelf in shelves for words in shelf.outline.before_numbers), series)
    key = bulletin.stamp((), name, [shelf.key for shelf in shelves], sorted(own))
    return Piece(bulletin, f"lists {name}", key, lambda: write_segment(name, [(shelf.outline, shelf.lists) for shelf in shelves], own))


def _below(files: Mapping[str, bytes]) -> Iterator[tuple[str, bytes]]:
    return ((f"{FOLDER}/{path}", data) for path, data in files.items())

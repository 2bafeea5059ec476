"""The index of the search as parts of the site."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial

from generator.linking.knowledge import Knowledge
from generator.pages.organs import organs_with_page
from generator.parts import Part
from generator.search.collecting import collect_issue, collect_names
from generator.search.files import IndexPart, script, segments_of, write_folder
from generator.search.folding import fold_text
from generator.search.layout import BLOCK, KINDS
from generator.search.records import Volume
from generator.search.shelf import FOLDER, IssueShelf, Piece, Shelf, segment_piece
from generator.search.words import SHARDS, organ_lists, simplified_pairs, spell_names, word_lists


def search_parts(known: Knowledge) -> Iterator[Part]:
    """Every file of the index: the print of each volume, the lists of each segment, what the search knows of words, and the manifest that leads to all.

    They are best made one by one as they come: a segment that has been made needs not be kept for the manifest.
    """
    names, series = collect_names(known), _series(known)
    characters: set[str] = set()
    segments = []
    for name, shelves in _segments(known, names):
        yield from (shelf.part() for shelf in shelves)
        characters.update(*(shelf.outline.characters for shelf in shelves))
        piece = segment_piece(known.bulletin, name, shelves, frozenset(series))
        yield piece.part
        segments.append(piece.entry())
    manifest: dict[str, object] = {"block": BLOCK, "kinds": [kind.value for kind in KINDS], "segments": segments, "series": series, "shards": SHARDS}
    for piece in _word_pieces(known, names, "".join(sorted(characters))):
        yield piece.part
        manifest |= piece.entry()
    yield Part(FOLDER, None, lambda: [(f"{FOLDER}/manifest.js", script("manifest", manifest))])


def _segments(known: Knowledge, names: Volume) -> Iterator[tuple[str, list[Shelf]]]:
    """Every segment, and its volumes; those of one are not needed any more when the next is asked for."""
    bulletin = known.bulletin
    issues = {issue.meta.id: issue for issue in bulletin.issues}
    for name, own in segments_of(list(issues)).items():
        yield name, [IssueShelf(bulletin, issues[id_], partial(collect_issue, issues[id_], known.organs)) for id_ in own]
    yield names.name, [Shelf(names.name, bulletin.stamp((), names), lambda: names)]


def _series(known: Knowledge) -> list[str]:
    """The series of every number that is borne or cited, as the index spells them; the longest first, so that the first that fits is meant."""
    numbers = [document.number for _, document in known.bulletin.documents()] + [citation.number for citation in known.references.citations]
    words = {number.series for number in numbers if number is not None} | {entry.word for entry in known.bulletin.authority.series.entries}
    return sorted({fold_text(word) for word in words}, key=lambda word: (-len(word), word))


def _word_pieces(known: Knowledge, names: Volume, characters: str) -> Iterator[Piece]:
    """What the search knows of words, each with all that decides it beside the lists of the project."""
    heads = [text.head for text in names.texts]
    yield _word_piece(known, "words", (), lambda: {"words": word_lists(known)})
    yield _word_piece(known, "organs", sorted(organs_with_page(known.organs)), lambda: organ_lists(known))
    yield _word_piece(known, "spelling", heads, lambda: spell_names(heads, known), lambda contents: {"letters": "".join(contents)})
    yield _word_piece(known, "traditional", characters, lambda: {"pairs": simplified_pairs(characters)})


def _word_piece(known: Knowledge, name: str, words: object, make: Callable[[], Mapping[str, object]],
                more: Callable[[Mapping[str, object]], Mapping[str, object]] = lambda _: {}) -> Piece:
    """A folder of its own; the manifest says its name, and what `more` says of the contents."""
    def written() -> IndexPart:
        contents = make()
        folder, files = write_folder(name, contents)
        return IndexPart(files, {name: folder, **more(contents)})

    return Piece(known.bulletin, name, known.bulletin.stamp((), words), written)

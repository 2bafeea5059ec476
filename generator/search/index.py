"""The index of the search as files of the site."""

from collections.abc import Iterator

from generator.linking.knowledge import Knowledge
from generator.search.collecting import collect_volumes
from generator.search.files import script, write_folder, write_segments
from generator.search.folding import fold_text
from generator.search.layout import BLOCK, KINDS, LaidOut, lay_out
from generator.search.words import SHARDS, organ_lists, simplified_pairs, spell_names, word_lists

FOLDER = "search"


def search_files(known: Knowledge) -> dict[str, bytes]:
    """Every file of the index by its path in the site."""
    volumes = [lay_out(volume) for volume in collect_volumes(known)]
    series = _series(known)
    parts = list(write_segments(volumes, series))
    files = {path: data for part in parts for path, data in part.files.items()}
    manifest: dict[str, object] = {"block": BLOCK, "kinds": [kind.value for kind in KINDS], "segments": [part.entry for part in parts], "series": series,
                                    "shards": SHARDS}
    for name, own in _lists(known, volumes):
        manifest[name], own_files = write_folder(name, own)
        files |= own_files
        if name == "spelling":
            manifest["letters"] = "".join(own)
    files["manifest.js"] = script("manifest", manifest)
    return {f"{FOLDER}/{path}": data for path, data in files.items()}


def _series(known: Knowledge) -> list[str]:
    """The series of every number that is borne or cited, as the index spells them; the longest first, so that the first that fits is meant."""
    numbers = [document.number for _, document in known.bulletin.documents()] + [citation.number for citation in known.references.citations]
    words = {number.series for number in numbers if number is not None} | {entry.word for entry in known.bulletin.authority.series.entries}
    return sorted({fold_text(word) for word in words}, key=lambda word: (-len(word), word))


def _lists(known: Knowledge, volumes: list[LaidOut]) -> Iterator[tuple[str, dict[str, object]]]:
    heads = [span.head for laid in volumes for span in laid.spans]
    yield "words", {"words": word_lists(known)}
    yield "organs", {**organ_lists(known)}
    yield "spelling", {**spell_names(heads, known)}
    yield "traditional", {"pairs": simplified_pairs(set().union(*(laid.folded for laid in volumes)))}

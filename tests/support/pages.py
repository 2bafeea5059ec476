"""The pages that parts of the site give."""

from collections.abc import Iterable

from generator.parts import Part, files_of


def made(parts: Iterable[Part]) -> dict[str, str]:
    """The text of every page by its path, in order."""
    return {path: data.decode() for path, data in files_of(parts)}

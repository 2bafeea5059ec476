"""A part of the site's files: what is made together, and what tells whether it must be made anew."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import chain


@dataclass(frozen=True)
class Part:
    """Files of `build/docs` by their path there. `name` is the part's own for ever; what it ends in stands in each of its paths (`may_give`).

    `key` stands for everything `make` uses: while it stays, `make` gives the same files. None where that cannot be told; the part is then made
    in every build.
    """

    name: str
    key: str | None
    make: Callable[[], Iterable[tuple[str, bytes]]]

    def may_give(self, path: str) -> bool:
        """False where the path is certainly none of its files: "issue 2018-01" gives 2018/01/index.md, "page data.html" data.md."""
        return self.name.rpartition(" ")[2].removesuffix(".html").replace("/", "-") in path.replace("/", "-")


def files_of(parts: Iterable[Part]) -> Iterable[tuple[str, bytes]]:
    """The files of all parts, made anew."""
    return chain.from_iterable(part.make() for part in parts)

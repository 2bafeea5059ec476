"""Draws the sample of links that is read one by one: the same links again for the same bulletin."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence

from generator.links import Link

SIZE = 100
WHOLE = 8       # a kind of no more links than this is read whole


def key(link: Link) -> str:
    """What tells a link in links-read.yml: kind, the two ends with the line of the first, and a mark of address and evidence."""
    mark = hashlib.sha256(f"{link.target.url} {link.evidence}".encode()).hexdigest()[:6]
    return f"{link.kind} {link.source.id}:{link.source.line} → {link.target.id} {mark}"


def draw(links: Iterable[Link]) -> list[Link]:
    """100 links, by kind: small kinds whole, of the others as many as is their share (largest remainders), in the order of the digests of their keys."""
    by_kind: dict[str, list[Link]] = {}
    for link in links:
        by_kind.setdefault(link.kind, []).append(link)
    small = [link for kind in sorted(by_kind) if len(by_kind[kind]) <= WHOLE for link in by_kind[kind]]
    large = {kind: own for kind, own in sorted(by_kind.items()) if len(own) > WHOLE}
    shares = _shares({kind: len(own) for kind, own in large.items()}, SIZE - len(small))
    return [*small, *(link for kind, own in large.items() for link in sorted(own, key=_digest)[:shares[kind]])]


def _digest(link: Link) -> str:
    return hashlib.sha256(key(link).encode()).hexdigest()


def _shares(sizes: Mapping[str, int], places: int) -> dict[str, int]:
    whole = sum(sizes.values())
    exact = {kind: places * size / whole for kind, size in sizes.items()}
    found = {kind: int(value) for kind, value in exact.items()}
    rest: Sequence[str] = sorted(sizes, key=lambda kind: (found[kind] - exact[kind], kind))
    for kind in rest[:places - sum(found.values())]:
        found[kind] += 1
    return found

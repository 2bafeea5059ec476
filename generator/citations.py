"""The nouns of citation (引用): what is cited, by whom, in which words, and how the citing document stands to it."""

import datetime
import enum
from collections.abc import Iterable
from dataclasses import dataclass, replace

from generator.links import Place
from generator.notation.folding import fold
from generator.notation.numbers import DocumentNumber


class CitedKind(enum.Enum):
    """What stands between 《 and 》."""

    LAW = "law"             # 法律法规: …法, …条例
    DOCUMENT = "document"   # 公文、规划等
    OTHER = "other"         # 证照、表格、合同、作品

    @property
    def shown(self) -> str:
        return {"law": "法律法规", "document": "公文", "other": "其他"}[self.value]


class Relation(enum.Enum):
    """How the citing document stands to the cited one, as its words say."""

    BASED_ON = "based_on"
    IMPLEMENTS = "implements"
    AMENDS = "amends"
    REPEALS = "repeals"
    DISTRIBUTES = "distributes"
    FORWARDS = "forwards"
    APPROVES_AND_FORWARDS = "approves_and_forwards"

    @property
    def shown(self) -> str:
        return _SHOWN[self]

    @property
    def shown_reversed(self) -> str:
        """The same relation seen from the cited document."""
        return _REVERSED[self]


_SHOWN = {Relation.BASED_ON: "依据", Relation.IMPLEMENTS: "贯彻", Relation.AMENDS: "修改", Relation.REPEALS: "废止",
          Relation.DISTRIBUTES: "印发", Relation.FORWARDS: "转发", Relation.APPROVES_AND_FORWARDS: "批转"}
_REVERSED = {relation: "被引为依据" if relation is Relation.BASED_ON else f"被{words}" for relation, words in _SHOWN.items()}


@dataclass(frozen=True)
class Held:
    """A document of this bulletin that is cited. `part` is the index of the part meant, None for the whole; `own` where it cites itself or its parts."""

    document: str
    part: int | None
    own: bool
    url: str
    title: str


@dataclass(frozen=True)
class Citation:
    """One citation. [start, end) are offsets in the printed paragraph; a number printed behind the title it belongs to stands with it.

    `inside` is True for a title within another one (〈〉 in 《》). `issuer` are the words in front that name who issued it, None where none do.
    """

    place: Place
    citing_title: str
    start: int
    end: int
    as_printed: str
    title: str | None
    number: DocumentNumber | None
    kind: CitedKind
    inside: bool
    issuer: str | None
    sentence: str
    held: Held | None = None
    candidates: tuple[str, ...] = ()
    relation: Relation | None = None
    evidence: str = ""          # the printed words that make the relation
    certainty: str = "certain"
    in_title: bool = False
    is_annex: bool = False      # named as an annex of the citing text itself: 《…表》（见附件1）; no work of its own, printed or not
    date: datetime.date | None = None   # of the citing document

    @property
    def key(self) -> str:
        """Equal for citations of one work: title and number where both are printed, else what there is."""
        return f"{fold(self.title or '')}|{self.number or ''}"


@dataclass(frozen=True)
class CitedWork:
    """One work that is cited, with every place that cites it. `id` is its lasting anchor on the pages of citations.

    `former_ids` are anchors it had while less was known: before its number was printed, or before it was held.
    """

    id: str
    title: str | None
    number: DocumentNumber | None
    kind: CitedKind
    held: Held | None
    citations: tuple[Citation, ...]
    former_ids: tuple[str, ...] = ()

    def of_citations(self, some: Iterable[Citation]) -> "CitedWork | None":
        """The work with these of its citations; None where there are none."""
        own = tuple(some)
        return replace(self, citations=own) if own else None

    @property
    def shown(self) -> str:
        """The work as it is cited: 《title》（number）."""
        title = f"《{self.title}》" if self.title else ""
        return title + (f"（{self.number}）" if title and self.number else str(self.number or ""))

"""编者注: the notes that tell the reader what an editor corrected, what is printed, and why."""

from collections.abc import Iterator, Sequence

from generator.edits import EditKind, EditorNote, Fact
from generator.pages.escape import escape_html
from generator.records import Content, Element


def note_words(note: EditorNote) -> str:
    """The note in words, behind 编者注."""
    lines = note.place
    what = {
        EditKind.SET: f"印本{f'作“{note.printed}”' if note.printed else '未载'}，由编者{'更正' if note.printed else '补充'}为“{note.corrected}”",
        EditKind.JOIN: f"{lines}在原稿里分作几段，由编者合为一段", EditKind.SPLIT: f"{lines}在原稿里是一段，由编者分为两段",
        EditKind.MERGE_CELLS: f"{lines}在原稿里分作几格，由编者合为一格", EditKind.SPLIT_CELL: f"{lines}在原稿里是一格，由编者分为两格",
        EditKind.ERRATUM: f"{lines}印作“{note.printed}”，应为“{note.corrected}”；上文照印本",
        EditKind.PERSON: f"{lines}的“{note.printed}”，经编者认定是同名的几个人中的这一位（{note.corrected}）",
        EditKind.PLACE: f"{lines}的文字印在别处，由编者移到这里",
    }[note.kind]
    return f"{what}。理由：{note.reason}（{note.date.isoformat()}）"


def render_note(note: EditorNote) -> str:
    """The note as HTML: a block that looks derived and is told to screen readers as a note."""
    return f'<p class="gb-editor" role="note"><strong>编者注</strong> {escape_html(note_words(note))}</p>'


def notes_on(block: Content, notes: Sequence[EditorNote]) -> Iterator[EditorNote]:
    """The notes about lines of the block: those whose last line it holds."""
    yield from (note for note in notes if note.is_on(block.first_line, block.last_line))


def notes_below(elements: Sequence[Element], notes: Sequence[EditorNote]) -> dict[str, list[EditorNote]]:
    """The notes by the anchor of the element they stand below: the last one that holds the lines."""
    at = {note: element.anchor for element in elements for note in notes_on(element.block, notes)}
    found: dict[str, list[EditorNote]] = {}
    for note, anchor in at.items():
        found.setdefault(anchor, []).append(note)
    return found


def fact_notes(document_id: str, notes: Sequence[EditorNote]) -> dict[Fact, str]:
    """The notes about facts of the document, in words."""
    return {note.fact: f"编者注：{note_words(note)}" for note in notes if note.fact is not None and note.document == document_id}

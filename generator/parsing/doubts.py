"""Everything about a parsed issue that an editor should look at."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from generator.authority.bundle import Authority
from generator.authority.series import suggest_entry
from generator.diagnostics import Code, Diagnostic
from generator.edits import Fact
from generator.grid import TableKind
from generator.notation.dates import find_dates
from generator.notation.figures import is_figure
from generator.notation.folding import fold
from generator.notation.titles import has_unpaired_marks
from generator.parsing.annexes import missing_annexes
from generator.parsing.contents_check import find_contents_doubts
from generator.parsing.document import Reading
from generator.parsing.rosters import find_roster_doubts
from generator.reading.drawn_tables import BARS, fields_of_row
from generator.records import Content, Document, Element, Issue, Paragraph, Part, PartKind, Role, Table, TableBlock

_LONGEST_CELL_TAIL = 30
_FEWEST_ROWS, _FEWEST_FIELDS = 2, 3      # of a table without its header
_LONGEST_PARAGRAPH = 20_000     # characters; the longest of the real issue has 1,900


def find_doubts(issue: Issue, readings: Sequence[Reading], authority: Authority) -> tuple[Diagnostic, ...]:
    """The doubts in the order of the source."""
    found = [*_no_documents(issue), *_numbers(issue, authority), *_stray(issue), *_marks(issue), *_dates(issue, readings), *find_contents_doubts(issue, authority.layouts)]
    for reading in readings:
        document = reading.document
        found += [*_facts(issue, reading), *_annexes(issue, document), *_tables(issue, document), *_tables_as_text(issue, document), *_jumps(issue, reading)]
    for document in issue.documents:
        found += _rosters(issue, document)
    return tuple(sorted(found, key=Diagnostic.sort_key))


def _no_documents(issue: Issue) -> Iterator[Diagnostic]:
    if not issue.documents:
        yield Diagnostic(Code.NO_DOCUMENT, issue.source.path, None, "这一期里没有找到任何公文（没有独占一行的发文字号，也没有像公文的标题）。",
                         words=issue.source.lines[0].text, done="全部文字照原样保留在本期页面上。",
                         advice="请检查是否选错了文件；如确是公报，请看 EDITORS.md“程序认不出公文时”一节。")


def _numbers(issue: Issue, authority: Authority) -> Iterator[Diagnostic]:
    by_number: dict[str, list[Document]] = defaultdict(list)
    unknown: dict[str, Document] = {}
    for document in issue.documents:
        if document.number is not None:
            by_number[f"{document.issuer} {document.number}"].append(document)
            for number in (document.number, *document.further_numbers):
                if authority.series.find(number.series) is None:
                    unknown.setdefault(number.series, document)
    for documents in by_number.values():
        if len(documents) > 1:
            lines = "、".join(issue.source.lines_named(d.first_line) for d in documents)
            yield Diagnostic(Code.DUPLICATE_NUMBER, issue.source.path, documents[1].first_line, f"文号 {documents[0].number} 出现了 {len(documents)} 次（{lines}）。",
                             words=documents[1].name, done="两件都保留，后一件的网页地址加了序号。",
                             advice="请核对印本；如印本确是两件同号，无需改动。")
    for word, document in unknown.items():
        issuer = document.issuer if document.issuer_source == "署名" and len(document.signatures) == 1 else None
        entry = replace(authority.series.resolve(word), issuer=authority.series.resolve(word).issuer or issuer)
        yield Diagnostic(Code.UNKNOWN_SERIES, issue.source.path, document.first_line, f"机关代字“{word}”不在 series.yml 中。", words=str(document.number),
                         done=f"照其形式认作文号，网页地址用拼音 {document.id}。", advice=f"请把这一行加入 site_config/series.yml：{suggest_entry([entry])}")


def _facts(issue: Issue, reading: Reading) -> Iterator[Diagnostic]:
    document, path = reading.document, issue.source.path
    name = str(document.number or document.name)
    words = document.name
    if document.title is None:
        yield Diagnostic(Code.NO_TITLE, path, document.first_line, f"{name} 的上方和下方都没有标题。", words=name,
                         done="页面以文号为题，并注明“印本无标题”。", advice=f"请核对印本，看标题是否排在了别处。{_set_advice(document, Fact.TITLE)}")
    if document.is_correction and document.number is None:
        return      # neither number nor signature and date are usual
    if document.number is None:
        yield Diagnostic(Code.NO_NUMBER, path, document.first_line, "这件公文没有发文字号。", words=words,
                         done=f"照{_known_by(document)}认作公文，页面的文号显示“未注明”。", advice="请核对印本是否漏排文号。")
    last_words = _last_words(document)
    printed = reading.signing.date_printed
    if document.date is None and printed:
        yield Diagnostic(Code.BAD_DATE, path, reading.signing.date_line, f"{name} 的成文日期“{printed}”不存在。", words=printed,
                         done="日期按“未注明”处理，印出的文字照原样保留。", advice=f"请核对印本。{_set_advice(document, Fact.DATE, printed)}")
    elif document.date is None and not document.signatures:
        yield Diagnostic(Code.NO_DATE, path, document.last_line, f"{name} 没有署名和成文日期。", words=last_words, done="页面显示“未注明”。",
                         advice=f"请核对印本。{_set_advice(document, Fact.DATE)}")
    elif document.date is None:
        yield Diagnostic(Code.NO_DATE, path, document.last_line, f"{name} 没有成文日期。", words=last_words, done="页面显示“未注明”。",
                         advice=f"请核对印本。{_set_advice(document, Fact.DATE)}")
    elif not document.signatures:
        yield Diagnostic(Code.NO_SIGNATURE, path, document.last_line, f"{name} 没有署名。", words=last_words, done="发文机关按文号或标题推定，并注明。",
                         advice="请核对印本；推定得不对的，在 issue.yml 的 corrections 里写 set: issuer（见 EDITORS.md“更正”）。")
    if document.date is not None and document.date > issue.meta.last_day:
        yield Diagnostic(Code.LATE_DATE, path, document.first_line, f"{name} 的成文日期 {document.date.isoformat()} 晚于本期（截至 {issue.meta.last_day.isoformat()}）。",
                         words=words, done="日期照印本显示。", advice="请核对印本，或核对 issue.yml 中的 period。")


def _known_by(document: Document) -> str:
    return "标题和主送机关" if document.addressees else document.elements[0].rule


def _set_advice(document: Document, fact: Fact, printed: str | None = None) -> str:
    """The line that sets the fact, ready for issue.yml but for what only the editor knows."""
    value = "年-月-日" if fact is Fact.DATE else "写明标题"
    name = document.number or document.name
    return (f"印本如此的可以认可；另有依据的，在 issue.yml 的 corrections: 下面加一行："
            f"- {{set: {fact.word}, document: {name}, {f'printed: {printed}, ' if printed else ''}to: {value}, reason: 写明依据, date: 今天的日期}}")


def _last_words(document: Document) -> str:
    block = document.elements[-1].block
    return block.text if isinstance(block, Paragraph) else document.title or ""


def _annexes(issue: Issue, document: Document) -> Iterator[Diagnostic]:
    path, name = issue.source.path, str(document.number or document.title)
    for announced in missing_annexes(document):
        number = "" if announced.number is None else str(announced.number)
        yield Diagnostic(Code.ANNEX_NOT_PRINTED, path, announced.line, f"{name} 列出的附件{number}没有印出。", words=announced.title,
                         done="页面在附件说明处注明“印本未载”。", advice="请核对原稿是否漏排。")
    for part in document.of_kind(PartKind.ANNEX):
        if part.of is None or document.parts[part.of].kind is not PartKind.ANNEX:     # 附件1-1 is told by 附件1
            yield from _printed_annex(path, name, part)


def _printed_annex(path: str, name: str, part: Part) -> Iterator[Diagnostic]:
    label = part.label or "附件"
    if part.label is None:
        yield Diagnostic(Code.ANNEX_WITHOUT_LABEL, path, part.first_line, f"{name} 的这个附件印出时没有“附件”字样。", words=part.title or "",
                         done="照其标题与附件说明相符，认作附件。", advice="无需处理。")
    if part.title_announced is None:
        yield Diagnostic(Code.ANNEX_NOT_ANNOUNCED, path, part.first_line, f"{name} 的{label}没有列在附件说明中。", words=part.title or label,
                         done="照印本显示。", advice="无需处理。")
    elif part.title is not None and fold(part.title) != fold(part.title_announced):
        yield Diagnostic(Code.ANNEX_TITLE_DIFFERS, path, part.first_line, f"{name} 的附件，列出的名称是“{part.title_announced}”，印出的是“{part.title}”。",
                         words=part.title, done="两种写法都保留。", advice="无需处理。")


def _tables(issue: Issue, document: Document) -> Iterator[Diagnostic]:
    path = issue.source.path
    for table in document.tables:
        name = f"{document.number or document.title}的“{table.caption or f'表格{table.ordinal}'}”"
        for item in table.sums:
            if not item.is_equal and item.row is None:
                yield Diagnostic(Code.TOTAL_DIFFERS, path, item.line, f"{name}，“{item.column}”印本合计 {item.printed}，各行相加 {item.computed}。", words=item.printed,
                                 done="照印本显示，并在表下注明。", advice="请核对印本；印本如此则无需处理。")
            elif not item.is_equal:
                message = f"{name}，“{item.row}”一行“{item.column}”印本 {item.printed}，由{'、'.join(item.terms)}相加为 {item.computed}。"
                yield Diagnostic(Code.TOTAL_DIFFERS, path, item.line, message, words=item.printed, done="照印本显示，并在表下注明。", advice="请核对印本；印本如此则无需处理。")
        for split in table.grid.splits:
            yield Diagnostic(Code.NAMES_SPLIT, path, split.line, f"{name}里几个名称印在了一起。", words=split.printed, done=f"数据中分为{'、'.join(split.items)}，页面照印本。",
                             advice="无需处理；如分得不对，请告诉维护人员。")
        yield from _unclear(path, name, table)
        for line in table.grid.ragged:
            yield Diagnostic(Code.RAGGED_ROW, path, line, f"{name}里这一行的格数与表头不同。", words=issue.source.lines[line - 1].text, done="照印出的先后排列，末格延伸到表边。",
                             advice="请对照印本核对。")


def _unclear(path: str, name: str, table: Table) -> Iterator[Diagnostic]:
    grid = table.grid
    if grid.kind is TableKind.DATA and not grid.columns:
        yield Diagnostic(Code.HEADER_UNCLEAR, path, table.first_line, f"{name}的表头各级对不上。", words=table.block.rows[0].cells[0].text,
                         done="照印出的先后排列，没有列名，不核对合计。", advice="请对照印本核对；印本如此则无需处理。")
    last = table.block.rows[-1].cells[-1]
    tail = last.paragraphs[-1] if len(last.paragraphs) > 1 else None
    if tail is not None and tail.text.endswith("。") and len(tail.text) > _LONGEST_CELL_TAIL and tail.first_line - last.paragraphs[-2].last_line > 1:
        yield Diagnostic(Code.TABLE_TAIL, path, tail.first_line, f"{name}的最后一格里有隔了空行的整句，可能是表后的正文。", words=tail.text,
                         done="照原稿归在最后一格。", advice="请对照印本核对；如是正文，重新导出时在表格后多留一个空行。")


def _tables_as_text(issue: Issue, document: Document) -> Iterator[Diagnostic]:
    """Lines in a row that hold figures between wide blanks or bars, as the rows of a table do."""
    for is_rows, run in groupby(document.elements, _may_be_row):
        rows = list(run)
        if is_rows and sum(map(_has_columns, rows)) >= _FEWEST_ROWS:
            first, last = rows[0].block, rows[-1].block
            yield Diagnostic(Code.TABLE_AS_TEXT, issue.source.path, first.first_line,
                             f"从这里到{issue.source.lines_named(last.last_line)}，像是用空格或竖线排成的表格，各行没有对齐。",
                             words=first.text if isinstance(first, Paragraph) else "", done="照正文逐行显示，没有读成表格。",
                             advice="请对照印本；确是表格的，最好请对方提供 Word 文件重收。")


def _may_be_row(element: Element) -> bool:
    text = _row_text(element)
    fields = fields_of_row(text)
    return any(map(is_figure, fields[1:])) or (len(fields) > 1 and ("\t" in text or (text[0] in BARS and text[-1] in BARS)))


def _has_columns(element: Element) -> bool:
    text = _row_text(element)
    fields = fields_of_row(text)
    return len(fields) >= _FEWEST_FIELDS or ("\t" in text and any(map(is_figure, fields[1:]))) or text[:1] in tuple(BARS)


def _row_text(element: Element) -> str:
    return element.block.text if isinstance(element.block, Paragraph) and element.role in (Role.TEXT, Role.ITEM) else ""


def _jumps(issue: Issue, reading: Reading) -> Iterator[Diagnostic]:
    for paragraph in reading.jumps:
        yield Diagnostic(Code.NUMBERING_JUMPS, issue.source.path, paragraph.first_line, "这里的编号与前面的不相连。", words=paragraph.text[:40],
                         done="照印本显示。", advice="请核对是否漏排或错排；印本如此则无需处理。")


def _stray(issue: Issue) -> Iterator[Diagnostic]:
    boxes = [r.block for r in issue.remainders if r.kind == "文本框"]
    if boxes:
        yield Diagnostic(Code.STRAY_TEXT, issue.source.path, boxes[0].first_line,
                         f"{issue.source.lines_named(boxes[0].first_line, boxes[-1].last_line)}是 {len(boxes)} 个文本框的文字（通常是流程图），不知属于哪件公文。",
                         words=" / ".join(_words(box) for box in boxes[:4]), done="列在本期页面末尾。", advice="请在 issue.yml 的 placements 中写明它属于何处（见 EDITORS.md）。")
    for remainder in issue.remainders:
        if remainder.kind == "其他":
            yield Diagnostic(Code.STRAY_TEXT, issue.source.path, remainder.block.first_line, "这段文字不属于任何公文或大事记。", words=_words(remainder.block),
                             done="列在本期页面末尾。", advice="请核对前后的标题、文号是否排错。")


def _marks(issue: Issue) -> Iterator[Diagnostic]:
    for block in issue.blocks:
        paragraphs: Sequence[Paragraph] = ()
        if isinstance(block, Paragraph):
            paragraphs = (block,)
        elif isinstance(block, TableBlock):
            paragraphs = tuple(block.paragraphs())
        for paragraph in paragraphs:
            text = paragraph.text
            if has_unpaired_marks(text) and not _is_title_line(issue, paragraph):
                yield Diagnostic(Code.OPEN_QUOTE, issue.source.path, paragraph.first_line, "这一段的书名号《》不成对。", words=text,
                                 done="照印本显示，不据此识别文件名。", advice="请对照印本核对。")
            if len(text) > _LONGEST_PARAGRAPH:
                yield Diagnostic(Code.LONG_PARAGRAPH, issue.source.path, paragraph.first_line, f"这一段有 {len(text)} 字，可能在导出时丢失了换行。", words=text[:60],
                                 done="照原样作为一段。", advice="请重新从 Word 导出，保留段落。")


def _is_title_line(issue: Issue, paragraph: Paragraph) -> bool:
    """A title over several lines may open 《 on one and close it on the next."""
    for document in issue.documents:
        if document.first_line <= paragraph.first_line <= document.last_line:
            place = next((e for e in document.elements if e.block is paragraph), None)
            if place is None or place.role.name not in ("TITLE", "PART_TITLE"):
                return False
            whole = document.title if place.role.name == "TITLE" else document.parts[place.part].title
            return not has_unpaired_marks(whole or "")
    # A list of contents breaks titles over its lines too.
    return any(r.block is paragraph and r.kind in ("目录", "卷首") for r in issue.remainders)


def _rosters(issue: Issue, document: Document) -> Iterator[Diagnostic]:
    for doubt in find_roster_doubts(document):
        yield Diagnostic(Code.NAME_IN_DOUBT, issue.source.path, doubt.line, f"名单里的“{doubt.name}”是不是人名，无法断定。", words=f"{doubt.name}（{doubt.words}）",
                         done="没有列入名单和人物，网页照印本；名单里的其他人照常列出。", advice="请核对印本；确是人名的，请告诉维护程序的人。")


def _dates(issue: Issue, readings: Sequence[Reading]) -> Iterator[Diagnostic]:
    """Days that do not exist, but for those of documents, which `_facts` reports."""
    signed = {reading.signing.date_line for reading in readings}
    for block in issue.blocks:
        for paragraph in _paragraphs(block):
            for date in find_dates(paragraph.text):
                if date.date is None and paragraph.first_line not in signed:
                    yield Diagnostic(Code.BAD_DATE, issue.source.path, paragraph.first_line, f"“{date.printed}”不是存在的日期。", words=paragraph.text,
                                     done="照印本显示，不作日期使用。", advice="请核对印本。")


def _paragraphs(block: object) -> tuple[Paragraph, ...]:
    if isinstance(block, Paragraph):
        return (block,)
    return tuple(block.paragraphs()) if isinstance(block, TableBlock) else ()


def _words(block: Content) -> str:
    return block.text if isinstance(block, Paragraph) else " ".join(p.text for p in block.paragraphs())

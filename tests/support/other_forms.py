"""Turns a bulletin read from a text into the Word file and the web page it could have come from: nothing but the form differs.

The Word file has what Word writes: text in several runs, headings numbered automatically, titles broken by soft line breaks,
tables with gridSpan and vMerge on a finer grid, text boxes twice (DrawingML and VML), a header and a footer. The page has
what a government site writes: navigation, header table, the text in a layout table, indents of &nbsp;, rowspan and colspan.
"""

import html
import io
import re
import zipfile
from collections.abc import Iterator, Sequence

from generator.blocks import Blank, Block, Cell, Content, Paragraph, TableBlock
from generator.grid import GridCell
from generator.records import Issue, Role

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
_MORE = ('xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:v="urn:schemas-microsoft-com:vml" '
         'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"')
_HEADINGS = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十")
_GRID = 3       # grid columns of Word for each column of the table

Placed = Sequence[Sequence[GridCell]]


def pack(parts: dict[str, str]) -> bytes:
    """A .docx of these parts."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(zipfile.ZipInfo(name, (2018, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def word_parts(body: str, **others: str) -> dict[str, str]:
    """The parts of a Word file with this body; `others` are further parts of the main text by kind (numbering="…")."""
    relations = "".join(f'<Relationship Id="r-{kind}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind.rstrip("1")}" '
                        f'Target="{kind}.xml"/>' for kind in others)
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    return {
        "[Content_Types].xml": f'{head}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
            '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>'
            + "".join(f'<Override PartName="/word/{kind}.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.{kind.rstrip("1")}+xml"/>'
                      for kind in others) + "</Types>",
        "_rels/.rels": f'{head}<Relationships xmlns="{space}"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
            'Target="word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels": f'{head}<Relationships xmlns="{space}">{relations}</Relationships>',
        "word/document.xml": f"{head}<w:document {_W} {_MORE}><w:body>{body}</w:body></w:document>",
        **{f"word/{kind}.xml": head + content for kind, content in others.items()},
    }


def make_docx(body: str, **others: str) -> bytes:
    """A Word file with this body."""
    return pack(word_parts(body, **others))


def part(name: str, inner: str) -> str:
    """The root of a further part: part("numbering", …)."""
    return f"<w:{name} {_W} {_MORE}>{inner}</w:{name}>"


# ---------------------------------------------------------------- Word


def to_docx(issue: Issue, is_numbered: bool = True) -> bytes:
    """The issue as a Word file; `is_numbered` leaves the numbers of headings (一、) to Word."""
    writer = _WordWriter(issue, is_numbered)
    body = "".join(writer.blocks())
    return make_docx(body + '<w:sectPr><w:headerReference r:id="r-header1"/><w:footerReference r:id="r-footer1"/></w:sectPr>',
                     numbering=part("numbering", writer.numbering()), header1=part("hdr", "<w:p><w:r><w:t>市政府公报页眉</w:t></w:r></w:p>"),
                     footer1=part("ftr", '<w:p><w:fldSimple w:instr="PAGE"><w:r><w:t>12</w:t></w:r></w:fldSimple></w:p>'))


def _grids(issue: Issue) -> dict[int, Placed]:
    return {table.first_line: [row.cells for row in table.grid.rows] for document in issue.documents for table in document.tables}


def _titles(issue: Issue) -> list[list[int]]:
    """The lines of each document's title, which Word and web pages break inside one paragraph."""
    return [[e.block.first_line for e in document.elements if e.role is Role.TITLE] for document in issue.documents]


def _joined(issue: Issue) -> Iterator[tuple[Block, str]]:
    """Every block with its text; the lines of a title are one paragraph."""
    goes_on = {line for lines in _titles(issue) for line in lines[1:]}
    blocks = [block for block in issue.blocks if not isinstance(block, Blank)]
    index = 0
    while index < len(blocks):
        block, texts = blocks[index], []
        texts.append(_text(block))
        while index + 1 < len(blocks) and blocks[index + 1].first_line in goes_on:
            index += 1
            texts.append(_text(blocks[index]))
        yield block, "\n".join(texts)
        index += 1


def _text(block: Content) -> str:
    return block.text if isinstance(block, Paragraph) else ""


class _WordWriter:
    def __init__(self, issue: Issue, is_numbered: bool) -> None:
        self.issue, self.grids, self.is_numbered = issue, _grids(issue), is_numbered
        self.lists = 0
        self.value = 0

    def blocks(self) -> Iterator[str]:
        boxes: list[str] = []
        for block, text in _joined(self.issue):
            if isinstance(block, TableBlock):
                yield self._table(block)
            elif isinstance(block, Paragraph) and block.is_text_box:
                boxes.append(text)
            else:
                yield self._paragraph(text)
        if boxes:
            yield f"<w:p>{''.join(map(_box, boxes))}</w:p>"

    def numbering(self) -> str:
        level = '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/><w:suff w:val="nothing"/><w:lvlText w:val="%1、"/></w:lvl>'
        return f'<w:abstractNum w:abstractNumId="0">{level}</w:abstractNum>' + "".join(
            f'<w:num w:numId="{n}"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
            for n in range(1, self.lists + 1))

    def _paragraph(self, text: str) -> str:
        properties = ""
        match = re.match("([一二三四五六七八九十])、(?=\\S)", text)
        value = _HEADINGS.index(match[1]) + 1 if match else 0
        if match and self.is_numbered and (value == 1 or value == self.value + 1):
            self.lists += value == 1
            self.value = value
            text = text[match.end():]
            properties = f'<w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="{self.lists}"/></w:numPr></w:pPr>'
        return f"<w:p>{properties}{_runs(text)}</w:p>"

    def _table(self, block: TableBlock) -> str:
        rows = self.grids.get(block.first_line) or [[GridCell(cell, i) for i, cell in enumerate(row.cells)] for row in block.rows]
        width = max(cell.column + cell.colspan for row in rows for cell in row)
        columns = '<w:gridCol w:w="600"/>' * (width * _GRID)
        out = [f"<w:tbl><w:tblPr/><w:tblGrid>{columns}</w:tblGrid>"]
        over: dict[int, tuple[int, GridCell]] = {}      # column → (rows left, the cell that spans them)
        for row in rows:
            own = {cell.column: cell for cell in row}
            cells, column = [], 0
            while column < width:
                if column in own:
                    cell = own[column]
                    cells.append(_word_cell(cell.cell, cell.colspan, "restart" if cell.rowspan > 1 else None))
                    if cell.rowspan > 1:
                        over[column] = (cell.rowspan - 1, cell)
                elif column in over:
                    left, cell = over.pop(column)
                    cells.append(_word_cell(None, cell.colspan, "continue"))
                    if left > 1:
                        over[column] = (left - 1, cell)
                else:
                    break       # the row is short
                column += cell.colspan
            out.append(f"<w:tr>{''.join(cells)}</w:tr>")
        return "".join(out) + "</w:tbl>"


def _word_cell(cell: Cell | None, across: int, merge: str | None) -> str:
    merged = f'<w:vMerge w:val="{merge}"/>' if merge else ""
    inner = "".join(f"<w:p>{_runs(p.text)}</w:p>" for p in cell.paragraphs) if cell else ""
    return f'<w:tc><w:tcPr><w:gridSpan w:val="{across * _GRID}"/>{merged}</w:tcPr>{inner or "<w:p/>"}</w:tc>'


def _runs(text: str) -> str:
    """Word writes a new run wherever the language or the spelling mark changes: here before every digit."""
    out = []
    for piece in re.split("(?<=\\D)(?=\\d)", text):
        lines = [f'<w:t xml:space="preserve">{html.escape(line)}</w:t>' for line in piece.split("\n")]
        out.append(f'<w:r><w:rPr><w:rFonts w:hint="eastAsia"/></w:rPr>{"<w:br/>".join(lines)}</w:r>')
    return "".join(out)


def _box(text: str) -> str:
    content = f"<w:txbxContent><w:p>{_runs(text)}</w:p></w:txbxContent>"
    return (f'<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx>{content}</wps:txbx></w:drawing></mc:Choice>'
            f"<mc:Fallback><w:pict><v:textbox>{content}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>")


# ---------------------------------------------------------------- web page


def to_page(issue: Issue, encoding: str = "gb18030", declared: str = "gb2312") -> bytes:
    """The issue as a page of a government site, saved by a browser."""
    grids = _grids(issue)
    body = []
    boxes = False
    for block, text in _joined(issue):
        if isinstance(block, TableBlock):
            body.append(_page_table(block, grids.get(block.first_line)))
            continue
        if isinstance(block, Paragraph) and block.is_text_box:
            body += ["<p>&nbsp;</p>"] * 5 if boxes else []
            boxes = True
        lines = "<br>\n".join(_spaced(line) for line in text.split("\n"))
        body.append(f'<p class="MsoNormal" style="text-indent:2em">&nbsp;&nbsp;&nbsp;&nbsp;<span style="font-size:16pt">{lines}</span></p>')
    return _PAGE.format(charset=f'<meta http-equiv="Content-Type" content="text/html; charset={declared}">' if declared else "",
                        body="\n".join(body)).encode(encoding)


def _page_table(block: TableBlock, placed: Placed | None) -> str:
    rows = placed or [[GridCell(cell, i) for i, cell in enumerate(row.cells)] for row in block.rows]
    out = ['<table border="1" class="MsoTableGrid">']
    for row in rows:
        cells = "".join(f'<td{_span("colspan", cell.colspan)}{_span("rowspan", cell.rowspan)}>{_page_cell(cell.cell)}</td>' for cell in row)
        out.append(f"<tr>{cells}</tr>")
    return "\n".join([*out, "</table>"])


def _span(name: str, count: int) -> str:
    return f' {name}="{count}"' if count > 1 else ""


def _page_cell(cell: Cell) -> str:
    return "".join(f"<p>{_spaced(p.text)}</p>" for p in cell.paragraphs) or "&nbsp;"


def _spaced(text: str) -> str:
    """A page shows several blanks only where all but one do not break."""
    return re.sub("  +", lambda match: "&nbsp;" * (len(match[0]) - 1) + " ", html.escape(text))


_PAGE = """<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html><head>{charset}<title>政府公报</title><style>p {{ margin: 0 }}</style><script>var text = "不印的文字。";</script></head>
<body>
<div class="top-nav"><ul><li><a href="http://www.example.gov.cn/">首页</a></li><li><a href="http://www.example.gov.cn/xxgk/">信息公开</a></li></ul></div>
<div style="display:none">隐藏的统计代码</div>
<table width="1000" border="0"><tr><td>您现在的位置：<a href="http://www.example.gov.cn/">首页</a> &gt; 政府公报</td></tr>
<tr><td>
<table class="xxgk" border="1"><tr><td>索引号：</td><td>014-2018-00012</td><td>信息分类：</td><td>政府公报</td></tr>
<tr><td>发布机构：</td><td>市政府办公室</td><td>发文日期：</td><td>2018-03-05</td></tr></table>
<div>发布日期：2018-03-05　浏览次数：<script>document.write(1)</script>120 【字体：大 中 小】</div>
<div id="Zoom">
{body}
</div>
<p>[<a href="javascript:print()">打印本页</a>] [<a href="javascript:close()">关闭窗口</a>]</p>
</td></tr></table>
<div class="footer">版权所有：市人民政府　主办：市政府办公室<br>ICP备05000000号　网站标识码：3200000000</div>
</body></html>
"""

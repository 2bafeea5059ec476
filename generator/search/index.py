"""The text that the search page looks through: one record a document, table, entry and person, in a script file.

A script file, not JSON, because pages opened from a folder may not fetch (design.md §8.6).
"""

import json
from collections.abc import Iterator
from typing import Any

from generator.bulletin import Bulletin
from generator.pages.addresses import document_url, entry_url, table_url
from generator.pages.chronicle import events
from generator.pages.documents import display_title
from generator.records import Document, Paragraph


def search_script(bulletin: Bulletin) -> bytes:
    """The content of assets/search-data.js."""
    lines = ",\n".join(json.dumps(record, ensure_ascii=False, separators=(",", ":")) for record in _records(bulletin))
    # </ would end the script element if the file were ever inlined.
    return f"window.gongbaoRecords=[\n{lines}\n];\n".replace("</", "<\\/").encode()


def _records(bulletin: Bulletin) -> Iterator[dict[str, Any]]:
    for issue, document in bulletin.documents():
        yield {"id": document.id, "kind": "公文", "title": display_title(document), "number": str(document.number or ""),
               "date": document.date.isoformat() if document.date else "", "url": document_url(issue.meta, document),
               "text": "\n".join(_texts(document))}
        for table in document.tables:
            yield {"id": table.id, "kind": "表格", "title": table.caption or f"表格{table.ordinal}", "number": str(document.number or ""),
                   "date": document.date.isoformat() if document.date else "", "url": table_url(issue.meta, table),
                   "text": "\n".join(p.text for p in table.block.paragraphs())}
    for event in events(bulletin):
        yield {"id": event.entry.id, "kind": "大事", "title": event.when, "number": "", "date": event.entry.days.first.isoformat() if event.entry.days else "",
               "url": entry_url(event.entry), "text": event.entry.text}


def _texts(document: Document) -> Iterator[str]:
    for element in document.elements:
        if isinstance(element.block, Paragraph):
            yield element.block.text
    for figure in document.figures:
        yield from (box.text for box in figure.boxes)

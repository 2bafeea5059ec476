"""Makes the pages and files of `build/docs`, of which a renderer makes `site/`."""

import hashlib
import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from generator.authority.site import Site
from generator.bulletin import Bulletin
from generator.diagnostics import Code, Diagnostic
from generator.linking.knowledge import Knowledge, learn
from generator.pages.chronicle import chronicle_pages
from generator.pages.citations import citation_pages
from generator.pages.deadlines import deadline_pages
from generator.pages.documents import document_pages
from generator.pages.escape import escape_html
from generator.pages.indexes import index_pages
from generator.pages.organs import organ_pages
from generator.pages.page import Page, render_page
from generator.pages.people import people_of_entries, people_pages
from generator.pages.personnel import personnel_pages
from generator.pages.posts import post_pages
from generator.pages.related import find_feet
from generator.pages.timeline import timeline_pages
from generator.pages.topics import topic_pages
from generator.publishing.data import data_files, data_records
from generator.publishing.schema import FILES
from generator.publishing.tree import write_tree
from generator.search.index import search_script

# An issue or setting that cannot be read would make published pages vanish or change their address: the old site stays.
_BLOCKING = {Code.ISSUE_FILE, Code.ENCODING, Code.EMPTY, Code.NOT_TEXT, Code.UNREADABLE, Code.CONFIG, Code.SOURCE_CHANGED, Code.LOST_TEXT}


@dataclass(frozen=True)
class WrittenDocs:
    """`build/docs` as a build left it: the digest of every file by its path there, how many are pages, how many files were written anew."""

    digests: Mapping[str, bytes]
    pages: int
    written: int


def blocking(diagnostics: tuple[Diagnostic, ...]) -> tuple[Diagnostic, ...]:
    """The diagnostics for which nothing may be published."""
    return tuple(d for d in diagnostics if d.code in _BLOCKING)


def make_pages(known: Knowledge, records: Mapping[str, Sequence[object]]) -> list[Page]:
    """Every page of the site; `records` are those of the data files, which a page counts."""
    feet = find_feet(known)
    return [*document_pages(known, feet), *chronicle_pages(known, feet, people_of_entries(known)), *index_pages(known),
            *timeline_pages(known), *organ_pages(known), *personnel_pages(known), *people_pages(known), *post_pages(known), *topic_pages(known),
            *citation_pages(known), *deadline_pages(known), _data_page(records)]


def make_site(project: Path, known: Knowledge) -> tuple[list[Page], dict[str, bytes]]:
    """The pages of the site, and every other file of it by its path."""
    records = data_records(known)
    return make_pages(known, records), {**data_files(known, records), "assets/search-data.js": search_script(known.bulletin), **_theme_assets(project)}


def write_docs(project: Path, site: Site, pages: Sequence[Page], files: Mapping[str, bytes]) -> WrittenDocs:
    """Writes `build/docs` and `build/settings.yml`; a file is touched only if its bytes change."""
    every = {page.path: page.text.encode() for page in pages} | dict(files)
    written = write_tree(project / "build" / "docs", every)
    # Themes write these into HTML without escaping. JSON in ASCII is YAML too, and needs no thought about quoting.
    settings = {"site_name": escape_html(site.title), "site_description": escape_html(site.description or site.title)}
    write_tree(project / "build", {"settings.yml": json.dumps(settings, indent=1).encode()}, delete=False)
    return WrittenDocs({path: hashlib.sha256(data).digest() for path, data in every.items()}, len(pages), written)


def write_build(project: Path, bulletin: Bulletin) -> WrittenDocs:
    """Writes what the renderer makes the site of."""
    pages, files = make_site(project, learn(bulletin, os.environ.get("SOURCE_DATE_EPOCH")))
    return write_docs(project, bulletin.authority.site, pages, files)


def _theme_assets(project: Path) -> Mapping[str, bytes]:
    folder = project / "theme" / "assets"
    return {f"assets/{p.relative_to(folder).as_posix()}": p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def _data_page(records: Mapping[str, Sequence[object]]) -> Page:
    files = [(file.name, f"data/{file.name}", file, f"data/schema/{file.name.removesuffix('.json')}.schema.json", len(records[file.name]),
              [(f.name, f.shown, f.meaning) for f in file.fields]) for file in FILES]
    return render_page("data", "data.html", "数据", [("数据", None)], files=files)

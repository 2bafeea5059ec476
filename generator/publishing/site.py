"""Makes the pages and files of `build/docs`, of which a renderer makes `site/`."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from itertools import chain
from pathlib import Path

from generator.authority.site import Site
from generator.diagnostics import Diagnostic
from generator.linking.knowledge import Knowledge
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
from generator.pages.related import Foot, find_feet
from generator.pages.timeline import timeline_pages
from generator.pages.topics import topic_pages
from generator.publishing.data import data_records, find_data_files
from generator.publishing.schema import FILES
from generator.publishing.tree import TreeWriter, write_tree
from generator.records import Issue
from generator.search.index import search_files


@dataclass(frozen=True)
class WrittenDocs:
    """`build/docs` as a build left it: the digest of every file by its path there, how many are pages, how many files were written anew."""

    digests: Mapping[str, bytes]
    pages: int
    written: int


def blocking(diagnostics: tuple[Diagnostic, ...]) -> tuple[Diagnostic, ...]:
    """The diagnostics for which nothing may be published."""
    return tuple(d for d in diagnostics if d.code.stops)


def page_families(known: Knowledge) -> dict[str, Callable[[], Iterable[Page]]]:
    """The pages of the site in parts that can be made each by itself, by a name; the data page is not among them."""
    feet = cache(lambda: find_feet(known))
    documents = {f"documents {issue.meta.id}": partial(_documents, known, feet, issue) for issue in known.bulletin.issues}
    return {**documents, "chronicle": lambda: chronicle_pages(known, feet(), people_of_entries(known)), "indexes": lambda: index_pages(known),
            "timeline": lambda: timeline_pages(known), "organs": lambda: organ_pages(known), "personnel": lambda: personnel_pages(known),
            "people": lambda: people_pages(known), "posts": lambda: post_pages(known), "topics": lambda: topic_pages(known),
            "citations": lambda: citation_pages(known), "deadlines": lambda: deadline_pages(known)}


def _documents(known: Knowledge, feet: Callable[[], Mapping[str, Foot]], issue: Issue) -> Iterable[Page]:
    return document_pages(known, feet(), (issue,))


def make_site(project: Path, known: Knowledge) -> tuple[list[Page], dict[str, bytes]]:
    """The pages of the site, and every other file of it by its path."""
    data_page, files = make_files(project, known)
    return [*_every_page(known), data_page], dict(files)


def make_files(project: Path, known: Knowledge) -> tuple[Page, Iterator[tuple[str, bytes]]]:
    """The page that explains the data files, and every file of the site that is no page, one after the other by its path."""
    records = data_records(known)
    return _data_page(records), chain(find_data_files(known, records), search_files(known).items(), _theme_assets(project).items())


def write_docs(project: Path, site: Site, pages: Iterable[Page], files: Iterable[tuple[str, bytes]]) -> WrittenDocs:
    """Writes `build/docs` and `build/settings.yml`; a file is touched only if its bytes change. Pages and files need not be held together."""
    writer, count = TreeWriter(project / "build" / "docs"), 0
    for page in pages:
        writer.write(page.path, page.text.encode())
        count += 1
    for name, data in files:
        writer.write(name, data)
    writer.delete_others()
    write_settings(project, site)
    return WrittenDocs(writer.digests, count, writer.changed)


def write_settings(project: Path, site: Site) -> None:
    """Writes what mkdocs.yml inherits from the settings of the bulletin."""
    # Themes write these into HTML without escaping. JSON in ASCII is YAML too, and needs no thought about quoting.
    settings = {"site_name": escape_html(site.title), "site_description": escape_html(site.description or site.title)}
    write_tree(project / "build", {"settings.yml": json.dumps(settings, indent=1).encode()}, delete=False)


def write_build(project: Path, known: Knowledge) -> WrittenDocs:
    """Writes what the renderer makes the site of."""
    data_page, files = make_files(project, known)
    return write_docs(project, known.bulletin.authority.site, chain(_every_page(known), [data_page]), files)


def _every_page(known: Knowledge) -> Iterator[Page]:
    for make in page_families(known).values():
        yield from make()


def _theme_assets(project: Path) -> Mapping[str, bytes]:
    folder = project / "theme" / "assets"
    return {f"assets/{p.relative_to(folder).as_posix()}": p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def _data_page(records: Mapping[str, Sequence[object]]) -> Page:
    files = [(file.name, f"data/{file.name}", file, f"data/schema/{file.name.removesuffix('.json')}.schema.json", len(records[file.name]),
              [(f.name, f.shown, f.meaning) for f in file.fields]) for file in FILES]
    return render_page("data", "data.html", "数据", [("数据", None)], files=files)

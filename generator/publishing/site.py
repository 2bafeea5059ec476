"""Makes the pages and files of `build/docs`, of which a renderer makes `site/`."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache, partial
from pathlib import Path

from generator.authority.site import Site
from generator.diagnostics import Diagnostic
from generator.linking.knowledge import Knowledge
from generator.pages.chronicle import chronicle_parts
from generator.pages.citations import citation_parts
from generator.pages.deadlines import deadline_parts
from generator.pages.documents import document_parts
from generator.pages.escape import escape_html, yaml_text
from generator.pages.indexes import index_parts, issue_part
from generator.pages.organs import organ_parts
from generator.pages.page import Page, page_part, render_page
from generator.pages.people import people_of_entries, people_parts
from generator.pages.personnel import personnel_parts
from generator.pages.posts import post_parts
from generator.pages.related import Foot, find_feet
from generator.pages.timeline import timeline_parts
from generator.pages.topics import topic_parts
from generator.parts import Part, files_of
from generator.publishing.data_files import DataFiles
from generator.publishing.docs import DocsWriter, WrittenDocs
from generator.publishing.schema import FILES
from generator.publishing.tree import write_tree
from generator.records import Issue
from generator.search.index import search_parts


def blocking(diagnostics: tuple[Diagnostic, ...]) -> tuple[Diagnostic, ...]:
    """The diagnostics for which nothing may be published."""
    return tuple(d for d in diagnostics if d.code.stops)


def page_families(known: Knowledge) -> dict[str, Callable[[], Iterable[Part]]]:
    """The parts that are pages, in families that can be made each by itself, by a name; the data page is not among them."""
    feet = cache(lambda: find_feet(known))
    documents = {f"documents {issue.meta.id}": partial(_documents, known, issue, feet) for issue in known.bulletin.issues}
    return {**documents, "indexes": lambda: index_parts(known), "chronicle": lambda: chronicle_parts(known, feet(), people_of_entries(known)),
            "timeline": lambda: timeline_parts(known), "organs": lambda: organ_parts(known), "personnel": lambda: personnel_parts(known),
            "people": lambda: people_parts(known), "posts": lambda: post_parts(known), "topics": lambda: topic_parts(known),
            "citations": lambda: citation_parts(known), "deadlines": lambda: deadline_parts(known)}


def _documents(known: Knowledge, issue: Issue, feet: Callable[[], Mapping[str, Foot]]) -> Iterable[Part]:
    with issue.left_packed():
        yield issue_part(known.bulletin, issue)
        yield from document_parts(known, issue, feet())


def find_parts(project: Path, known: Knowledge) -> Iterator[Part]:
    """Every part of the site."""
    for family in page_families(known).values():
        yield from family()
    yield from file_parts(project, known)


def make_site(project: Path, known: Knowledge) -> tuple[list[Page], dict[str, bytes]]:
    """The pages of the site, and every other file of it by its path."""
    files = dict(files_of(find_parts(project, known)))
    pages = [Page(path, data.decode()) for path, data in files.items() if path.endswith(".md")]
    return pages, {path: data for path, data in files.items() if not path.endswith(".md")}


def file_parts(project: Path, known: Knowledge) -> Iterator[Part]:
    """The parts that are no pages, and the page that explains the data files."""
    data = DataFiles(known)
    yield from data.parts()
    yield page_part("page data.html", data.key, lambda: _data_page(data))
    yield from search_parts(known)
    yield Part("assets", None, lambda: _theme_assets(project).items())


def write_docs(project: Path, site: Site, parts: Iterable[Part]) -> WrittenDocs:
    """Writes `build/docs` and `build/settings.yml`; a file is touched only if its bytes change. Parts need not be held together."""
    writer = DocsWriter(project)
    for part in parts:
        writer.take(part)
    write_settings(project, site)
    return writer.finish()


def write_settings(project: Path, site: Site) -> None:
    """Writes what mkdocs.yml inherits from the settings of the bulletin."""
    settings = {"site_name": site.title, "site_description": site.description or site.title}
    lines = [f"{name}: {yaml_text(escape_html(text))}\n" for name, text in settings.items()]      # themes write these into HTML without escaping
    write_tree(project / "build", {"settings.yml": "".join(lines).encode()}, delete=False)


def write_build(project: Path, known: Knowledge) -> WrittenDocs:
    """Writes what the renderer makes the site of."""
    return write_docs(project, known.bulletin.authority.site, find_parts(project, known))


def _theme_assets(project: Path) -> Mapping[str, bytes]:
    folder = project / "theme" / "assets"
    return {f"assets/{p.relative_to(folder).as_posix()}": p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def _data_page(data: DataFiles) -> Page:
    files = [(file.name, f"data/{file.name}", file, f"data/schema/{file.name.removesuffix('.json')}.schema.json", data.count(file.name),
              [(f.name, f.shown, f.meaning) for f in file.fields]) for file in FILES]
    return render_page("data", "data.html", "数据", [("数据", None)], files=files)

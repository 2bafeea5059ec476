"""The addresses of the site, relative to its root; they hold for ever (design.md §5)."""

from generator.records import ChronicleEntry, Document, IssueMeta, Table


def document_url(meta: IssueMeta, document: Document) -> str:
    return f"{meta.folder}/{document.id}.html"


def table_url(meta: IssueMeta, table: Table) -> str:
    return f"{meta.folder}/{table.id}.html"


def issue_url(meta: IssueMeta) -> str:
    return f"{meta.folder}/index.html"


def year_url(year: int) -> str:
    return f"{year}/index.html"


def entry_url(entry: ChronicleEntry) -> str:
    return f"{entry.id[:4]}/chronicle/{entry.id}.html"


def month_url(year: int, month: int) -> str:
    """The page of a month; month 0 holds the entries that name no day."""
    return f"{year}/chronicle/{month:02d}.html"


def chronicle_url(year: int) -> str:
    return f"{year}/chronicle/index.html"


def person_url(person_id: str) -> str:
    return f"people/{person_id}.html"


def organ_url(organ_id: str) -> str:
    return f"organs/{organ_id}.html"


def post_url(post_id: str) -> str:
    return f"posts/{post_id}.html"


def topic_url(topic_id: str) -> str:
    return f"topics/{topic_id}.html"


CITATIONS = "citations.html"


def work_url(work_id: str) -> str:
    """The place of a cited work in the list of all."""
    return f"{CITATIONS}#{work_id}"


SITE_FEED, PERSONNEL_FEED = "feeds/bulletin.xml", "feeds/personnel.xml"


def organ_feed(organ_id: str) -> str:
    """The address of the Atom feed of an organ."""
    return f"feeds/organs/{organ_id}.xml"


def place_on(url: str, anchor: str | None) -> str:
    """The place on a page; the page itself where it has no anchor."""
    return f"{url}#{anchor}" if anchor else url


def page_path(url: str) -> str:
    """The Markdown file a page is made from."""
    return url.removesuffix(".html") + ".md"


def relative(url: str, page: str) -> str:
    """The address `url` as a link on the page at `page`; a fragment is kept."""
    target, mark, fragment = url.partition("#")
    if target == page and mark:
        return f"#{fragment}"
    # posixpath.relpath asks for the working folder each time; a page has hundreds of links.
    folder, way = page.split("/")[:-1], target.split("/")
    shared = 0
    while shared < min(len(folder), len(way) - 1) and folder[shared] == way[shared]:
        shared += 1
    return "../" * (len(folder) - shared) + "/".join(way[shared:]) + mark + fragment

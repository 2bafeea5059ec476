"""Built sites for tests: the real bulletin and the invented one, each built once a session as `gongbao build` does."""

import atexit
import shutil
import time
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from bs4 import BeautifulSoup, Tag

from generator.bulletin import Bulletin
from generator.linking.knowledge import learn
from generator.project import load_bulletin
from generator.publishing.build import build_site
from tests.support.bulletins import CORPUS, ROOT, make_project

# What a document page shows beside the printed text.
_CHROME = (".gb-crumbs", ".gb-facts", ".gb-around", ".gb-table-note", ".gb-table-tools", "figcaption", "details", "title", "desc", ".headerlink", ".gb-foot")


@cache
def real_site() -> tuple[Path, Bulletin]:
    """The folder of the built site of this repository's bulletin, in a copy of the project."""
    project = scratch() / "公报 试验"     # a path with Chinese and a blank, as on an editor's machine
    project.mkdir()
    for name in ("content", "site_config", "theme"):
        shutil.copytree(ROOT / name, project / name)
    shutil.copy(ROOT / "mkdocs.yml", project / "mkdocs.yml")
    return _build(project)


@cache
def second_site() -> tuple[Path, Bulletin]:
    """The folder of the built site of the invented bulletin, with nothing configured but its name."""
    case = CORPUS / "yunzhou-2019-02"
    project = make_project(scratch(), (case / "source.txt").read_bytes(), 2019, 2,
                           {"site.yml": (case / "site.yml").read_text(encoding="utf-8")})
    return _build(project)


def scratch() -> Path:
    """A temporary folder that goes when the tests are over."""
    folder = Path(mkdtemp(prefix="gongbao-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def _build(project: Path) -> tuple[Path, Bulletin]:
    bulletin, _ = load_bulletin(project)
    build_site(project, learn(bulletin), "gongbao", lambda _: None, time.monotonic())
    return project / "site", bulletin


def soup(path: Path) -> BeautifulSoup:
    return BeautifulSoup(path.read_bytes(), "lxml")


def article(path: Path) -> Tag:
    found = soup(path).select_one("article.md-content__inner")
    assert found is not None, path
    return found


def printed_text(path: Path) -> str:
    """The text of the article of a page, everything that is not print taken out."""
    body = article(path)
    for selector in _CHROME:
        for tag in body.select(selector):
            tag.decompose()
    return body.get_text()

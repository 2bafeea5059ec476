"""After every kind of change `build/docs` is what it would be made anew: no part is kept whose sources say otherwise."""

import hashlib
import shutil
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace as replaced
from pathlib import Path

import pytest

from generator.linking.knowledge import learn
from generator.pages import years
from generator.parts import Part
from generator.publishing import site
from generator.publishing.docs import DocsWriter
from generator.publishing.preparation import load_with_store
from generator.publishing.site import write_build
from generator.reading.issue_file import render_issue_file
from tests.support.bulletins import CORPUS, ROOT

INVENTED = (CORPUS / "haimen-2018-02-invented" / "source.txt").read_text(encoding="utf-8")
REAL = ROOT / "content" / "2018" / "01"


def put(project: Path, year: int, number: int, text: str) -> None:
    folder, source = project / "content" / str(year) / f"{number:02d}", text.encode()
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "source.txt").write_bytes(source)
    (folder / "issue.yml").write_text(render_issue_file(year, number, "source.txt", hashlib.sha256(source).hexdigest(), "公报.txt", 6), encoding="utf-8")


def edit(year: int, number: int, old: str, new: str) -> Callable[[Path], None]:
    """Another source in which the first `old` is `new`."""
    def change(project: Path) -> None:
        text = (project / "content" / str(year) / f"{number:02d}" / "source.txt").read_text(encoding="utf-8")
        assert old in text
        put(project, year, number, text.replace(old, new, 1))

    return change


def replace(name: str, old: str, new: str) -> Callable[[Path], None]:
    def change(project: Path) -> None:
        path = project / "site_config" / name
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")

    return change


def append(name: str, text: str) -> Callable[[Path], None]:
    def change(project: Path) -> None:
        path = project / "site_config" / name
        path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")

    return change


NOTES = """corrections:
  - {erratum: 13, words: 各区, to: 各镇, reason: 印错, date: 2026-11-24}
  - {erratum: 126, words: "5200", to: "5300", reason: 印错, date: 2026-11-24}
  - {erratum: 242, words: 陈敢, to: 陈敏, reason: 印错, date: 2026-11-24}
  - {set: date, document: 海政发〔2018〕7号, printed: 2018年3月28日, to: 2018-03-29, reason: 印错, date: 2026-11-24}
"""


def correct(year: int, number: int, corrections: str) -> Callable[[Path], None]:
    def change(project: Path) -> None:
        path = project / "content" / str(year) / f"{number:02d}" / "issue.yml"
        path.write_text(path.read_text(encoding="utf-8") + corrections, encoding="utf-8")

    return change


def drop(year: int, number: int) -> Callable[[Path], None]:
    return lambda project: shutil.rmtree(project / "content" / str(year) / f"{number:02d}")


def write(project: Path) -> int:
    """Brings `build/docs` up to date; returns how many files that changed."""
    return write_build(project, learn(load_with_store(project, lambda _: None)[0])).written


def contents(project: Path) -> dict[str, bytes]:
    docs = project / "build" / "docs"
    return {path.relative_to(docs).as_posix(): path.read_bytes() for path in docs.rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two years: the real issue and the invented one after it, and the latter once more a year later."""
    project = tmp_path_factory.mktemp("made") / "公报"
    shutil.copytree(ROOT / "site_config", project / "site_config")
    shutil.copytree(ROOT / "theme", project / "theme")
    shutil.copytree(REAL, project / "content" / "2018" / "01")
    put(project, 2018, 2, INVENTED)
    put(project, 2019, 1, INVENTED.replace("2018", "2019"))
    write(project)
    return project


@pytest.fixture
def project(made: Path, tmp_path: Path) -> Iterator[Path]:
    # Times are kept, but the copies have other numbers on the disk: what stands in the docs must be written once more.
    copy = shutil.copytree(made, tmp_path / "公报")
    write(copy)
    yield copy
    shutil.rmtree(copy)


CHANGES: dict[str, tuple[Callable[[Path], object], ...]] = {
    "an issue added at the end": (lambda project: put(project, 2019, 2, INVENTED.replace("2018", "2020")),),
    "the first issue gone": (drop(2018, 1),),
    "the issue in the middle gone": (drop(2018, 2),),
    "one year left": (drop(2019, 1),),
    "words of the first issue": (edit(2018, 1, "夏林辉", "夏林明"), edit(2018, 1, "市环保局", "市档案局"), edit(2018, 1, "燃气", "天然气")),
    "lines of an issue corrected": (correct(2018, 2, NOTES),),
    "a document of another title, number and day": (edit(2018, 2, "关于表彰2017年度", "关于命名2017年度"), edit(2018, 2, "〔2018〕8号", "〔2018〕18号"),
                                                    edit(2018, 2, "2018年4月20日", "2018年4月21日")),
    "a line more": (edit(2018, 2, "经市政府研究", "请认真贯彻执行。\n\n经市政府研究"),),
    "a person named once more": (edit(2019, 1, "郭晓敏", "陈敢、郭晓敏"),),
    "one person who were two": (replace("people.yml", "- {name: 夏林辉, ", "- {name: 陈娟, "),),
    "other lists": (append("topics.yml", "\n  - {id: ranqi, name: 燃气, words: [燃气]}\n"), append("organs.yml", "\n  - {id: xinjigou, name: 海门市养犬管理所}\n"),
                    replace("site.yml", "people_noindex: true", "people_noindex: false")),
}


def apply(project: Path, change: str) -> None:
    for step in CHANGES[change]:
        step(project)


@pytest.mark.parametrize("change", CHANGES)
def test_after_a_change_the_docs_are_those_made_anew(project: Path, change: str) -> None:
    apply(project, change)
    assert_as_anew(project)


def assert_as_anew(project: Path) -> None:
    write(project)
    after = contents(project)
    shutil.rmtree(project / "build" / "docs")
    (project / "build" / "docs.memory").unlink()
    for path in (project / "build" / "cache").glob("*/*"):
        if path.name != "issue":    # what is read of an issue is another test's affair, and takes long
            path.unlink()
    write(project)
    clean = contents(project)
    assert after.keys() == clean.keys()
    assert [name for name in sorted(clean) if after[name] != clean[name]] == []


def test_nothing_is_written_where_nothing_changed(project: Path) -> None:
    assert write(project) == 0
    apply(project, "an issue added at the end")
    assert 0 < write(project) < len(contents(project)) / 2


def test_a_line_corrected_changes_what_shows_it_and_makes_nothing_else(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []

    class Counted(DocsWriter):
        def take(self, part: Part) -> None:
            def make() -> Iterable[tuple[str, bytes]]:
                made.append(part.name)
                return part.make()

            super().take(replaced(part, make=make))

    monkeypatch.setattr(site, "DocsWriter", Counted)
    correct(2018, 2, "".join(NOTES.splitlines(keepends=True)[:2]))(project)
    write(project)
    families = Counter(name.split(" ")[0] for name in made)
    assert families["document"] == 1 and families["organ"] < 30 and not families["person"] and not families["post"] and not families["entry"], families


def test_pages_with_a_page_for_each_year_are_those_made_anew(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(years.part_years, "__defaults__", (20,))
    (project / "build" / "docs.memory").unlink()
    write(project)
    assert all(list((project / "build" / "docs" / name).glob("*/2018.md")) for name in ("organs", "people", "topics"))
    for change in ("an issue added at the end", "words of the first issue", "the issue in the middle gone"):
        apply(project, change)
        assert_as_anew(project)

"""Of the index only what a change concerns is made again, and after every change it is that of a clean build."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.linking.knowledge import learn
from generator.parts import Part
from generator.publishing.docs import DocsWriter
from generator.publishing.preparation import load_with_store
from generator.search import shelf
from generator.search.files import IndexPart, write_print, write_segment
from generator.search.index import search_parts
from generator.search.layout import LaidOut, lay_out
from generator.search.records import Volume
from tests.support.bulletins import make_project

TEXT = """云州市人民政府文件

云州市人民政府关于造林的通知

云府发〔2019〕5号

各县人民政府：

请市林业局按照云政规〔2018〕2号文件执行。

云州市人民政府

2019年3月1日
"""
ORGANS = "organs:\n  - {id: linyeju, name: 云州市林业局, short: 市林业局}\n  - {id: shuiwuju, name: 云州市水务局, short: 市水务局}\n"


class Work:
    """What a build of the index makes: the volumes laid out, those printed, the segments listed."""

    def __init__(self) -> None:
        self.laid: list[str] = []
        self.printed: list[str] = []
        self.listed: list[str] = []

    def watch(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def noted_layout(volume: Volume) -> LaidOut:
            self.laid.append(volume.name)
            return lay_out(volume)

        def noted_print(laid: LaidOut) -> tuple[str, dict[str, bytes]]:
            self.printed.append(laid.name)
            return write_print(laid)

        def noted_segment(name: str, *arguments: object) -> IndexPart:
            self.listed.append(name)
            return write_segment(name, *arguments)  # type: ignore[arg-type]

        for name, noted in (("lay_out", noted_layout), ("write_print", noted_print), ("write_segment", noted_segment)):
            monkeypatch.setattr(shelf, name, noted)

    def of(self, project: Path) -> "Work":
        """The work of one build."""
        for names in (self.laid, self.printed, self.listed):
            names.clear()
        build(project)
        return self


def parts_of(project: Path) -> list[Part]:
    return list(search_parts(learn(load_with_store(project, lambda _: None)[0])))


def build(project: Path) -> None:
    """Brings the index in `build/docs` up to date, and nothing else."""
    writer = DocsWriter(project)
    for part in search_parts(learn(load_with_store(project, lambda _: None)[0])):
        writer.take(part)
    writer.finish()


def put(project: Path, year: int, number: int, document: int, text: str = TEXT) -> None:
    """An issue, also in the place of another."""
    shutil.rmtree(project / "content" / str(year) / f"{number:02d}", ignore_errors=True)
    make_project(project, text.replace("〔2019〕5号", f"〔{year}〕{document}号"), year, number, {})


def index_of(project: Path) -> dict[str, bytes]:
    docs = project / "build" / "docs"
    return {path.relative_to(docs).as_posix(): path.read_bytes() for path in sorted(docs.rglob("*")) if path.is_file()}


def assert_as_clean(project: Path) -> None:
    copy = project.parent / "clean"
    shutil.copytree(project, copy, ignore=shutil.ignore_patterns("build"))
    build(copy)
    assert index_of(project) == index_of(copy)
    shutil.rmtree(copy)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Two years of two issues each."""
    folder = tmp_path / "甲 乙"
    for year in (2018, 2019):
        for number in (1, 2):
            put(folder, year, number, number)
    (folder / "site_config" / "organs.yml").write_text(ORGANS, encoding="utf-8")
    build(folder)
    return folder


@pytest.fixture
def work(project: Path, monkeypatch: pytest.MonkeyPatch) -> Work:
    found = Work()
    found.watch(monkeypatch)
    return found


def test_nothing_of_an_unchanged_bulletin_is_made_again(project: Path, work: Work) -> None:
    work.of(project)
    assert (set(work.laid), set(work.printed), work.listed) == ({"names"}, {"names"}, [])


def test_another_issue_makes_its_own_print_and_the_lists_of_its_year_alone(project: Path, work: Work) -> None:
    put(project, 2019, 3, 3, TEXT.replace("云政规〔2018〕2号", "云林发〔2018〕4号"))     # and a series that none had before
    work.of(project)
    assert {*work.laid} == {"names", "2019-03"}
    assert {*work.printed} == {"names", "2019-03"} and work.listed == ["2019"]


def test_a_corrected_line_makes_one_print_and_one_segment(project: Path, work: Work) -> None:
    put(project, 2018, 2, 2, TEXT.replace("造林", "护林"))
    work.of(project)
    assert {*work.laid} == {*work.printed} == {"names", "2018-02"} and work.listed == ["2018"]


def test_what_the_manifest_says_is_made_again_where_it_is_lost(project: Path, work: Work) -> None:
    before = index_of(project)
    shutil.rmtree(project / "build" / "cache" / "bulletin")
    assert sorted(work.of(project).listed) == ["2018", "2019", "names"]
    assert index_of(project) == before
    assert work.of(project).listed == []


def test_parts_give_the_same_in_whatever_order_they_are_made(project: Path) -> None:
    files = {path: data for part in reversed(parts_of(project)) for path, data in part.make()}
    assert files == index_of(project)


CHANGES: dict[str, Callable[[Path], object]] = {
    "an issue added": lambda project: put(project, 2019, 3, 3),
    "an issue changed": lambda project: put(project, 2018, 2, 2, TEXT.replace("造林", "护林")),
    "an issue removed": lambda project: shutil.rmtree(project / "content" / "2018" / "01"),
    "a year removed": lambda project: shutil.rmtree(project / "content" / "2018"),
    "five years over": lambda project: put(project, 2020, 1, 1),
    "an earlier issue with the document of a later one": lambda project: put(project, 2017, 1, 1, TEXT.replace("〔2019〕5号", "〔2018〕1号")),
    "a series known that stands in an old issue": lambda project: put(project, 2019, 3, 3, TEXT.replace("云府发", "政规")),
    "an organ that none had named": lambda project: put(project, 2019, 3, 3, TEXT.replace("市林业局", "市水务局")),
    "a traditional character that none had printed": lambda project: put(project, 2019, 3, 3, TEXT.replace("请", "請")),
    "no organs": lambda project: (project / "site_config" / "organs.yml").write_text("organs: []\n", encoding="utf-8"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_after_a_change_the_index_is_that_of_a_clean_build(project: Path, change: str) -> None:
    before = index_of(project)
    CHANGES[change](project)
    build(project)
    assert index_of(project) != before
    assert_as_clean(project)

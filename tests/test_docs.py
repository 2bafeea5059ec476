"""Bringing `build/docs` to what its parts give: what is kept, what is made again, what goes."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from generator.linking.knowledge import Knowledge, learn
from generator.pages import years
from generator.parts import Part
from generator.project import load_bulletin
from generator.publishing.docs import DocsWriter, WrittenDocs
from generator.publishing.site import find_parts
from tests.support.bulletins import ROOT, make_project, real_knowledge
from tests.test_timeline import ORDER


class Maker:
    """Makes parts of one file and counts how often each was made."""

    def __init__(self, project: Path) -> None:
        self.project, self.made = project, list[str]()

    def part(self, name: str, key: str | None, text: str = "", path: str = "") -> Part:
        def make() -> Iterator[tuple[str, bytes]]:
            self.made.append(name)
            yield path or f"{name}.md", (text or name).encode()

        return Part(name, key, make)

    def write(self, *parts: Part) -> WrittenDocs:
        self.made.clear()
        writer = DocsWriter(self.project)
        for part in parts:
            writer.take(part)
        return writer.finish()

    def text(self, path: str) -> str:
        return (self.project / "build" / "docs" / path).read_text()


@pytest.fixture
def maker(tmp_path: Path) -> Maker:
    return Maker(tmp_path)


def test_a_part_is_made_again_only_under_another_key(maker: Maker) -> None:
    first = maker.write(maker.part("a", "1"), maker.part("b", "1"), maker.part("c", None))
    assert maker.made == ["a", "b", "c"] and first.written == 3
    second = maker.write(maker.part("a", "1"), maker.part("b", "2", "new"), maker.part("c", None))
    assert maker.made == ["b", "c"] and second.written == 1 and maker.text("b.md") == "new"
    assert second.digests.keys() == first.digests.keys() and second.digests["a.md"] == first.digests["a.md"] and second.pages == 3


@pytest.mark.parametrize("harm", ["touch", "write", "delete"])
def test_a_file_that_is_not_as_it_was_written_is_made_again(maker: Maker, harm: str) -> None:
    maker.write(maker.part("a", "1"), maker.part("b", "1"))
    path = maker.project / "build" / "docs" / "a.md"
    if harm == "delete":
        path.unlink()
    else:
        path.write_text("x" if harm == "write" else "a")
    maker.write(maker.part("a", "1"), maker.part("b", "1"))
    assert maker.made == ["a"] and maker.text("a.md") == "a"


def test_what_no_part_gives_any_more_goes(maker: Maker) -> None:
    maker.write(maker.part("a", "1", path="2018/01/a.md"), maker.part("b", "1"))
    maker.write(maker.part("b", "1"))
    assert [path.name for path in (maker.project / "build" / "docs").rglob("*")] == ["b.md"]


def test_of_two_parts_with_one_path_the_last_gives_the_file_in_every_build(maker: Maker) -> None:
    for _ in range(2):
        maker.write(maker.part("a", "1", "first", "same.md"), maker.part("b", "1", "last", "same.md"))
        assert maker.text("same.md") == "last"
    maker.write(maker.part("a", "2", "other", "same.md"), maker.part("b", "1", "last", "same.md"))
    assert maker.text("same.md") == "last"


def test_a_memory_that_cannot_be_read_costs_only_time(maker: Maker) -> None:
    maker.write(maker.part("a", "1"))
    (maker.project / "build" / "docs.memory").write_bytes(b"?")
    assert maker.write(maker.part("a", "1")).written == 0
    assert maker.made == ["a"]


def test_a_file_where_a_folder_was_and_a_folder_where_a_file_was(maker: Maker) -> None:
    maker.write(maker.part("a", "1", path="x/y.md"), maker.part("b", "1", path="z"))
    maker.write(maker.part("a", "2", path="x"), maker.part("b", "2", path="z/y.md"))
    assert maker.text("x") == "a" and maker.text("z/y.md") == "b"


CHRONICLE = """
市政府大事记
·3月9日，市委书记罗明远在林业局植树。
·市委书记罗明远察看市林业局苗圃，并了解《中华人民共和国森林法》的执行。
"""


def several_years(folder: Path) -> Knowledge:
    organs = "organs:\n  - {id: linyeju, name: 云州市林业局, variants: [市林业局, 林业局], kind: department}\n"
    for year in (2019, 2020):
        make_project(folder, ORDER.format(year=year) + CHRONICLE, year, 2, {"site.yml": "title: 云州公报\n", "organs.yml": organs})
    return learn(load_bulletin(folder)[0])


def test_the_name_of_a_part_tells_where_its_files_stand(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The preview makes no other parts in search of a page."""
    monkeypatch.setattr(years.part_years, "__defaults__", (1,))
    for known in (real_knowledge(), several_years(tmp_path)):
        paths = {part.name: [path for path, _ in part.make()] for part in find_parts(ROOT, known)}
        assert {name: wrong for name, own in paths.items() if (wrong := [path for path in own if not Part(name, None, dict).may_give(path)])} == {}
    assert {"organ linyeju 2019", "citations 2019/citations.html", "index documents/2019.html", "timeline undated/timeline/2019.html"} <= paths.keys()

"""Bringing `build/docs` to what its parts give: what is kept, what is made again, what goes."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from generator.parts import Part
from generator.publishing.docs import DocsWriter, WrittenDocs


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

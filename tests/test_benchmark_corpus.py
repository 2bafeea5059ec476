"""The bulletins that benchmarks measure: they read like the real one, and no two issues print the same."""

import re
from pathlib import Path

from generator.project import load_bulletin
from tests.benchmarks.corpus import add_issue, make_corpus, make_source, original
from tests.support.bulletins import real_bulletin


def _sentences(text: str) -> set[str]:
    return {sentence for sentence in re.split("[。；\n]", text) if len(sentence) > 20 and not sentence.startswith("\t")}


def test_issues_of_the_corpus_read_like_the_real_one(tmp_path: Path) -> None:
    project = make_corpus(tmp_path / "corpus", 2)
    add_issue(project, original().year, 6)      # the first of the next year
    bulletin, _ = load_bulletin(project)
    real = real_bulletin()[0].issues[0]
    counts = [(len(issue.documents), sum(len(d.tables) for d in issue.documents), len(issue.chronicle)) for issue in bulletin.issues]
    assert counts == [(len(real.documents), sum(len(d.tables) for d in real.documents), len(real.chronicle))] * 3
    assert [issue.meta.id for issue in bulletin.issues] == ["2018-01", "2018-02", "2019-01"]


def test_no_number_is_printed_twice_and_dates_move_on(tmp_path: Path) -> None:
    bulletin, _ = load_bulletin(make_corpus(tmp_path / "corpus", 3))
    numbers = [str(document.number) for _, document in bulletin.documents()]
    assert len(set(numbers)) == len(numbers)
    for issue in bulletin.issues:
        days = [entry.days for entry in issue.chronicle]
        assert all(d is not None and issue.meta.first_month <= d.first <= issue.meta.last_day for d in days)


def test_texts_differ_from_issue_to_issue_and_no_real_name_stays() -> None:
    sources = [make_source(place) for place in (0, 1, 6)]
    for number, one in enumerate(sources):
        for other in sources[number + 1:]:
            shared = _sentences(one) & _sentences(other)
            assert len(shared) < len(_sentences(one)) / 2
    names = {name for found in original().names.values() for name in found if len(name) == 3}
    assert not [name for name in names if sum(source.count(name) for source in sources) > 3 * len(sources)]


def test_the_same_issue_is_the_same_text_each_time() -> None:
    assert make_source(7) == make_source(7) != make_source(7, seed=2)

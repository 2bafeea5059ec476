"""The search benchmark judges rivals fairly: by query, against plain substring search, with what cannot be said left out."""

import pytest

from tests.benchmarks.processes import not_run
from tests.benchmarks.search import Candidate, judged, share_below, table
from tests.benchmarks.searching import Answer

_PAGES = {"a.html": "市政府印发通知", "b.html": "印发", "c.html": "通知"}


def _asked(query: str, *found: str) -> Answer:
    return Answer(query, 1000, 0.2, 0.1, found)


def test_recall_and_precision_are_means_over_queries() -> None:
    candidate = judged(Candidate(1, "rival", 1.0, "1 s", (_asked("印发", "a.html"), _asked("通知", "a.html", "b.html", "c.html"))), _PAGES)
    assert candidate.recall == pytest.approx((1 / 2 + 1) / 2)
    assert candidate.precision == pytest.approx((1 + 2 / 3) / 2)


def test_a_query_that_stands_nowhere_counts_against_precision_only() -> None:
    candidate = judged(Candidate(1, "rival", 1.0, "1 s", (_asked("煤气罐", "b.html"), _asked("印发通知", "a.html"))), _PAGES)
    assert (candidate.recall, candidate.precision) == (1, 0.5)


def test_a_query_without_an_answer_counts_against_recall_only() -> None:
    candidate = judged(Candidate(1, "rival", 1.0, "1 s", (Answer("印发", 0, 30, 30, None),)), _PAGES)
    assert (candidate.recall, candidate.precision) == (0, None)


def test_the_query_is_folded_as_the_pages_are() -> None:
    assert judged(Candidate(1, "rival", 1.0, "1 s", (_asked("印 发", "a.html", "b.html"),)), _PAGES).recall == 1


def test_a_share_of_the_queries_is_counted_whole() -> None:
    assert share_below(list(range(1, 11)), 0.9) == 9
    assert share_below([5], 0.9) == 5


def test_a_search_that_was_not_measured_shows_no_figure() -> None:
    row = list(table([Candidate(30, "Material", 0.0, "did not end in 1200 s")]))[-1]
    assert "did not end in 1200 s" in row and row.count("–") == 6


def test_bulletins_that_were_not_measured_are_named() -> None:
    assert "30 and 120 issues" in not_run([1, 6, 6])
    assert not_run(size for size in (120, 1, 6, 30)) == ""

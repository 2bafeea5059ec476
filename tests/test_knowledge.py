"""What linking knows of a bulletin is one object: each reading is made once, and two bulletins never share one."""

import ast
import datetime
from functools import cached_property
from pathlib import Path

import pytest

from generator.linking.knowledge import Knowledge, learn
from generator.project import load_bulletin
from tests.support.bulletins import ROOT, make_project, real_bulletin

READINGS = [name for name, value in vars(Knowledge).items() if isinstance(value, cached_property)]


@pytest.mark.parametrize("name", READINGS)
def test_a_reading_is_made_once_and_only_when_asked_for(name: str) -> None:
    known = learn(real_bulletin()[0])
    assert name not in vars(known)
    assert getattr(known, name) is getattr(known, name)


def test_two_bulletins_know_nothing_of_each_other(tmp_path: Path) -> None:
    real = learn(real_bulletin()[0])
    small = learn(load_bulletin(make_project(tmp_path, "云州市人民政府关于植树的通知\n云府发〔2019〕1号\n请植树。\n", 2019, 2))[0])
    assert real.ledger and not small.ledger and real.people.persons and not small.people.persons
    assert small.day == datetime.date(2019, 4, 30) and real.day == datetime.date(2018, 2, 28)


def test_the_stated_day_may_be_given() -> None:
    assert learn(real_bulletin()[0], "1577836800").references.day == datetime.date(2020, 1, 1)


# A worker process has no other place for what it is given once, at its start.
_WORKERS = {"generator/rendering/pool.py"}
_MODULES = sorted(path for path in (ROOT / "generator").rglob("*.py") if path.relative_to(ROOT).as_posix() not in _WORKERS)


@pytest.mark.parametrize("path", _MODULES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_module_keeps_the_last_result_for_itself(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert not [node.lineno for node in ast.walk(tree) if isinstance(node, ast.Global)]
    kept = [node.lineno for node in tree.body if isinstance(node, ast.Assign | ast.AnnAssign) and isinstance(node.value, ast.List | ast.Dict)
            and not (node.value.elts if isinstance(node.value, ast.List) else node.value.keys)]
    assert not kept, "an empty list or dict in a module is filled at run time"

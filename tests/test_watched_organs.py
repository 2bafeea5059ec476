"""A change of organs.yml is read into those issues alone in which it can make a difference, and what is kept for the others is what they would give anew."""

import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import pytest
import yaml

from generator.authority.organs import Organ, OrganList
from generator.authority.watched_organs import WatchedOrgans
from generator.bulletin import Bulletin
from generator.linking.knowledge import learn
from generator.notation.folding import fold
from generator.project import load_bulletin
from generator.publishing.data import headings
from generator.store import Store
from tests.support.bulletins import ROOT, make_project

BUREAU = Organ("linyeju", "云州市林业局", None, ("林业局",), "department", "shizhengfu")
CITY = Organ("shizhengfu", "云州市人民政府", "市政府", (), "government")


def listed(*entries: Organ, collectives: frozenset[str] = frozenset(), outside: tuple[str, ...] = ()) -> WatchedOrgans:
    by_form = {fold(form): organ for organ in reversed(entries) for form in organ.forms()}
    return WatchedOrgans(OrganList(entries, by_form, collectives, outside, {organ.id: organ for organ in entries}))


def asked(organs: WatchedOrgans, ask: Callable[[WatchedOrgans], object]) -> bytes:
    with organs.watching() as watch:
        ask(organs)
    return b"nothing" if watch.is_empty else watch.packed()


@pytest.mark.parametrize("ask, other, matters", [
    (lambda o: o.find("林业局"), listed(BUREAU, replace(CITY, variants=("本府",))), False),
    (lambda o: o.find("林业局"), listed(replace(BUREAU, variants=()), CITY), True),
    (lambda o: o.find("林业局"), listed(replace(BUREAU, kind="office"), CITY), True),
    (lambda o: o.find("林业局"), listed(replace(BUREAU, part_of=None), CITY), True),
    (lambda o: o.find("林业局"), listed(replace(BUREAU, only_listed=frozenset({"林业局"})), CITY), True),
    (lambda o: o.find("林业局"), listed(replace(BUREAU, note="另注"), CITY), False),
    (lambda o: o.find("农业局"), listed(BUREAU, CITY, Organ("nongyeju", "云州市农业局", None, ("农业局",), None)), True),
    (lambda o: o.find("农业局"), listed(BUREAU, CITY, Organ("nongyeju", "云州市农业局", None, (), None)), False),
    (lambda o: o.reads("请云州市林业局办"), listed(replace(BUREAU, name="云州市林业"), CITY), True),
    (lambda o: o.reads("请云州市林业局办"), listed(BUREAU), False),
    (lambda o: o.reads("办"), listed(BUREAU, CITY, Organ("b", "办", None, (), None)), True),
    (lambda o: o.of_id("shizhengfu"), listed(BUREAU, replace(CITY, name="云州府")), True),
    (lambda o: o.of_id("shizhengfu"), listed(BUREAU), True),
    (lambda o: o.of_id("linyeju"), listed(BUREAU), False),
    (lambda o: o.of_id("none"), listed(BUREAU, CITY, Organ("none", "甲乙", None, (), None)), True),
    (lambda o: o.forms_of(o.entries[1]), listed(BUREAU, replace(CITY, variants=("本府",))), True),
    (lambda o: o.is_collective("各局"), listed(BUREAU, CITY, collectives=frozenset({"各局"})), True),
    (lambda o: o.find("甲乙"), listed(BUREAU, CITY, outside=("北州",)), True),
    (lambda o: o.reads_all(), listed(BUREAU, replace(CITY, variants=("本府",))), True),
])
def test_what_was_asked_tells_what_matters(ask: Callable[[WatchedOrgans], object], other: WatchedOrgans, matters: bool) -> None:
    own = listed(BUREAU, CITY)
    table = asked(own, ask)
    assert table != b"nothing" and own.key_for(table) == listed(BUREAU, CITY).key_for(table)
    assert (own.key_for(table) != other.key_for(table)) is matters


def test_the_key_of_the_whole_list_knows_every_form() -> None:
    assert listed(BUREAU, CITY).key == listed(BUREAU, CITY).key
    assert len({listed(*entries).key for entries in ((BUREAU,), (CITY,), (BUREAU, CITY), (replace(BUREAU, variants=()), CITY))}) == 4


def test_who_asks_nothing_depends_on_nothing() -> None:
    assert asked(listed(BUREAU), lambda _: None) == b"nothing"


def test_what_is_asked_within_is_asked_without() -> None:
    organs = listed(BUREAU, CITY)
    with organs.watching() as outer:
        inner = asked(organs, lambda o: o.find("林业局"))
    assert outer.packed() == inner


# ---------------------------------------------------------------- the real issue


def changes(data: Mapping[str, Any], text: str) -> Iterator[dict[str, Any]]:
    """organs.yml after a change of one organ, some that are printed often, some seldom, some never."""
    random = Random(6)
    for number in range(10):
        organs = [dict(organ) for organ in data["organs"]]
        organ = random.choice(organs)
        named = {other.get("part_of") for other in organs} | {change["id"] for other in organs for key in ("predecessors", "successors")
                                                                for change in other.get(key, ())}
        if number % 5 == 0 and organ["id"] not in named:
            organs.remove(organ)
        elif number % 5 == 1:
            organ["kind"] = "upper"
        elif number % 5 == 2:
            begin = random.randrange(len(text) - 4)
            organs.append({"id": "new", "name": "".join(text[begin:begin + 4].split()) + "局"})
        elif number % 5 == 3:
            organ["variants"] = organ.get("variants", [])[1:]
            organ.pop("only_listed", None)
        else:
            organ["variants"] = [*organ.get("variants", ()), "从未印出之局"]
        yield {**data, "organs": organs}


def test_what_is_kept_is_what_every_changed_list_gives(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "site_config", tmp_path / "site_config")
    shutil.copytree(ROOT / "content" / "2018" / "01", tmp_path / "content" / "2018" / "01")
    path, store = tmp_path / "site_config" / "organs.yml", Store(tmp_path / "cache")
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    bulletin, _ = load_bulletin(tmp_path, store=store)
    learn(bulletin).references, learn(bulletin).organs     # kept from here on
    kept = 0
    for changed in changes(data, (tmp_path / "content/2018/01/source.txt").read_text(encoding="utf-8")):
        path.write_text(yaml.safe_dump(changed, allow_unicode=True), encoding="utf-8")
        before = {name: store.look(name, "2018-01", bulletin.keys[0]) for name in ("organs", "dates", "citations")}
        bulletin, faults = load_bulletin(tmp_path, store=store)
        assert not [fault for fault in faults if fault.code.stops], faults
        known, anew = learn(bulletin), learn(Bulletin(bulletin.authority, bulletin.issues))
        assert known.organs.mentions == anew.organs.mentions and known.organs.unknown == anew.organs.unknown
        assert known.references == anew.references
        kept += sum(store.look(name, "2018-01", bulletin.keys[0]) is found for name, found in before.items())
    assert kept >= 10


# ---------------------------------------------------------------- what an issue is read by

TWO = """云州市人民政府关于造林的通知
云府发〔2019〕5号
各县人民政府：
一、要求
请认真造林。
云州市人民政府
2019年3月1日

云州市林业局关于防火的通知
各县人民政府：
一、要点
请认真防火。
云州市林业局
2019年4月1日
"""


def test_an_organ_by_which_lines_become_a_document_of_their_own(tmp_path: Path) -> None:
    """The files of the issue are the same then, but nothing holds that was made of it as it was read before."""
    organs = "organs:\n  - {id: shuiliju, name: 云州市水利局}\n"
    project, store = make_project(tmp_path / "p", TWO, 2019, 2, {"site.yml": "title: 云州公报\n", "organs.yml": organs}), Store(tmp_path / "cache")
    before, _ = load_bulletin(project, store=store)
    assert [len(own) for own in headings(before)] == [1] and list(learn(before).record_keys) == [document.id for _, document in before.documents()]
    (project / "site_config" / "organs.yml").write_text(organs + "  - {id: linyeju, name: 云州市林业局}\n", encoding="utf-8")
    after, _ = load_bulletin(project, store=store)
    assert [len(own) for own in headings(after)] == [2]
    assert list(learn(after).record_keys) == [document.id for _, document in after.documents()]


def test_another_form_of_an_organ_leaves_the_issue_as_it_was_read(tmp_path: Path) -> None:
    organs = "organs:\n  - {id: linyeju, name: 云州市林业局}\n"
    project, store = make_project(tmp_path / "p", TWO, 2019, 2, {"site.yml": "title: 云州公报\n", "organs.yml": organs}), Store(tmp_path / "cache")
    before, _ = load_bulletin(project, store=store)
    (project / "site_config" / "organs.yml").write_text(organs.replace("}", ", variants: [林业办]}"), encoding="utf-8")
    after, _ = load_bulletin(project, store=store)
    assert after.keys == before.keys and after.issues[0] is before.issues[0]

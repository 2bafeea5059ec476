"""organs.yml: the organs this bulletin names, each with its full name and the other forms it is printed in."""

import datetime
import enum
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from generator.authority.series import pinyin_slug
from generator.authority.yaml_file import Key, YamlFile, load_yaml
from generator.diagnostics import Diagnostic
from generator.notation.folding import fold

_KNOWN = {"id", "name", "short", "variants", "kind", "part_of", "predecessors", "successors", "note", "only_listed"}
_CHANGE_KEYS = {"id", "date", "reason"}
_FILE_KEYS = {"organs", "collectives", "outside"}
_ID = re.compile("[a-z][a-z0-9-]{0,60}")
_EXAMPLE = "写法：- {id: caizhengju, name: 某某市财政局, variants: [市财政局, 财政局], kind: department}"
_SHORTEST_IN_PROSE = 3


class OrganKind(enum.Enum):
    """What an organ is, in the order in which lists show them."""

    PARTY = "party"
    CONGRESS = "congress"
    GOVERNMENT = "government"
    CPPCC = "cppcc"
    OFFICE = "office"
    DEPARTMENT = "department"
    DISTRICT = "district"
    COURT = "court"
    ORGANIZATION = "organization"
    COMPANY = "company"
    HOSPITAL = "hospital"
    SCHOOL = "school"
    UPPER = "upper"
    OTHER = "other"


@dataclass(frozen=True)
class OrganChange:
    """An organ that came before or after another (前身, 后继). `date` is None where nobody has said when."""

    organ: str
    date: datetime.date | None
    reason: str | None


@dataclass(frozen=True)
class Organ:
    """One organ (机构). `variants` are further printed forms, `only_listed` those of its forms that running text uses for other things too."""

    id: str
    name: str
    short: str | None
    variants: tuple[str, ...]
    kind: str | None
    part_of: str | None = None
    predecessors: tuple[OrganChange, ...] = ()
    successors: tuple[OrganChange, ...] = ()
    note: str | None = None
    only_listed: frozenset[str] = frozenset()

    def forms(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys((self.name, *((self.short,) if self.short else ()), *self.variants)))

    def counts_in_prose(self, form: str) -> bool:
        """True where the form tells the organ in running text too; two characters never do (农行, 法院)."""
        key = fold(form)
        return len(key) >= _SHORTEST_IN_PROSE and key not in self.only_listed


@dataclass(frozen=True)
class OrganList:
    """The organs of a bulletin, found by any printed form. `collectives` (各区镇) are forms that are knowingly no organ."""

    entries: tuple[Organ, ...]
    by_form: Mapping[str, Organ]
    collectives: frozenset[str] = frozenset()
    outside: tuple[str, ...] = ()   # places whose 市政府 is not this city's
    by_id: Mapping[str, Organ] = field(default_factory=dict)

    def find(self, form: str) -> Organ | None:
        return self.by_form.get(fold(form))

    def of_id(self, organ_id: str) -> Organ | None:
        return self.by_id.get(organ_id)

    def forms_of(self, organ: Organ) -> tuple[str, ...]:
        return organ.forms()

    def reads(self, key: str) -> None:
        """To be told of folded words before they are searched for forms of the list by other means than `find`."""

    def reads_all(self) -> None:
        """To be told where something depends on the list as a whole."""

    def is_collective(self, form: str) -> bool:
        return fold(form) in self.collectives

    def parts_of(self, organ: Organ) -> tuple[Organ, ...]:
        return tuple(other for other in self.entries if other.part_of == organ.id)


class AskedOrgans(OrganList):
    """The list known only by asking which organ bears a name; anything else asked of it is an error. Of the organ found, no more may be used than its id."""

    def __init__(self, ask: Callable[[str], Organ | None]) -> None:
        object.__setattr__(self, "_ask", ask)

    def find(self, printed: str) -> Organ | None:
        found: Organ | None = object.__getattribute__(self, "_ask")(printed)
        return found

    def __getattribute__(self, name: str) -> Any:
        if name not in ("find", "__class__"):
            raise LookupError(f"organs: {name}")
        return object.__getattribute__(self, name)


def suggest_organ(form: str) -> str:
    """A ready line for organs.yml."""
    return f"- {{id: {pinyin_slug(form)}, name: {form}}}"


def load_organs(folder: Path, shown: str) -> tuple[OrganList, tuple[Diagnostic, ...]]:
    """The organs in `folder`/organs.yml and what is wrong in them.

    Ids are unique and ASCII, no printed form is claimed twice, kinds and keys are known, organs that are referred to exist.
    """
    file = load_yaml(folder / "organs.yml", f"{shown}/organs.yml")
    faults = file.unknown(_FILE_KEYS)
    entries: list[Organ] = []
    places: dict[str, tuple[Key, ...]] = {}
    by_form: dict[str, Organ] = {}
    for index, item in enumerate(file.listed(("organs",), faults)):
        at = ("organs", index)
        organ = _read(file, at, item, faults)
        if organ is None:
            continue
        if organ.id in places:
            faults.append(file.fault((*at, "id"), f"编号“{organ.id}”用了两次。", "每个机构的 id 各不相同。"))
            continue
        for form in organ.forms():
            other = by_form.setdefault(fold(form), organ)
            if other is not organ:
                faults.append(file.fault(at, f"“{form}”已经是“{other.name}”的写法。", "一种写法只能属于一个机构；分不清的写法请删去。"))
        places[organ.id] = at
        entries.append(organ)
    faults += _references(file, entries, places)
    collectives = frozenset(filter(None, (fold(str(word)) for word in file.listed(("collectives",), faults))))
    faults += [file.fault(("collectives",), f"“{by_form[word].name}”的写法又列在 collectives 里。", "两处只留一处。") for word in sorted(collectives & by_form.keys())]
    outside = tuple(str(word) for word in file.listed(("outside",), faults) if fold(str(word)))
    return OrganList(tuple(entries), by_form, collectives, outside, {organ.id: organ for organ in entries}), tuple(faults)


def _read(file: YamlFile, at: tuple[Key, ...], item: Any, faults: list[Diagnostic]) -> Organ | None:
    if not isinstance(item, dict) or not item.get("id") or not fold(str(item.get("name") or "")):
        faults.append(file.fault(at, "这一条缺少 id 或 name。", _EXAMPLE))
        return None
    faults += [file.fault((*at, key), f"不认识的项目“{key}”。", "可用的项目：" + "、".join(sorted(_KNOWN)) + "。") for key in item if key not in _KNOWN]
    if not _ID.fullmatch(str(item["id"])) or item["id"] == "index":
        faults.append(file.fault((*at, "id"), f"编号“{item['id']}”只能用小写字母、数字和连字符，以字母开头，也不能是 index。", _EXAMPLE))
        return None
    kind = str(item["kind"]) if item.get("kind") else None
    if kind is not None and kind not in {known.value for known in OrganKind}:
        faults.append(file.fault((*at, "kind"), f"不认识的种类“{kind}”。", "可用的种类：" + "、".join(known.value for known in OrganKind) + "。"))
        kind = None
    variants = tuple(map(str, file.listed((*at, "variants"), faults)))
    name, short = str(item["name"]), str(item["short"]) if item.get("short") else None
    blank = [key for key, forms in (("short", (short,)), ("variants", variants)) for form in forms if form is not None and not fold(form)]
    faults += [file.fault((*at, key), "这里有一种空白的写法。", "请写上印出的字，或删去这一种。") for key in blank]
    short, variants = short if "short" not in blank else None, tuple(form for form in variants if fold(form))
    listed = tuple(map(str, file.listed((*at, "only_listed"), faults)))
    strange = [form for form in listed if form not in (name, short, *variants)]
    faults += [file.fault((*at, "only_listed"), f"only_listed 里的“{form}”不是这个机构的写法。", "先写进 variants。") for form in strange]
    return Organ(str(item["id"]), name, short, variants, kind, str(item["part_of"]) if item.get("part_of") else None,
                 _changes(file, (*at, "predecessors"), faults), _changes(file, (*at, "successors"), faults),
                 str(item["note"]) if item.get("note") else None, frozenset(map(fold, listed)))


def _changes(file: YamlFile, at: tuple[Key, ...], faults: list[Diagnostic]) -> tuple[OrganChange, ...]:
    found = []
    for index, item in enumerate(file.listed(at, faults)):
        place = (*at, index)
        if not isinstance(item, dict) or not item.get("id") or set(item) - _CHANGE_KEYS:
            faults.append(file.fault(place, "前身、后继要写 id，可以写 date 和 reason。", "写法：- {id: jianchaju, date: 2018-01-19, reason: 某文件所说}"))
            continue
        date = item.get("date")
        if date is not None and not isinstance(date, datetime.date):
            faults.append(file.fault((*place, "date"), "date 应是日期。", "写法：2018-01-19"))
            date = None
        found.append(OrganChange(str(item["id"]), date, str(item["reason"]) if item.get("reason") else None))
    return tuple(found)


def _references(file: YamlFile, entries: list[Organ], places: Mapping[str, tuple[Key, ...]]) -> list[Diagnostic]:
    faults = []
    for organ in entries:
        at = places[organ.id]
        if organ.part_of == organ.id or (organ.part_of and organ.part_of not in places):
            faults.append(file.fault((*at, "part_of"), f"没有编号为“{organ.part_of}”的上级机构。", "请写名录中另一个机构的 id。"))
        for key, changes in (("predecessors", organ.predecessors), ("successors", organ.successors)):
            faults += [file.fault((*at, key), f"没有编号为“{change.organ}”的机构。", "请先在名录中写上它。")
                       for change in changes if change.organ not in places]
    return faults

"""organs.yml: the organs this bulletin names, each with its full name and the other forms it is printed in."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from generator.authority.yaml_file import load_yaml
from generator.diagnostics import Diagnostic
from generator.notation.folding import fold

_KNOWN = {"id", "name", "short", "variants", "kind"}


@dataclass(frozen=True)
class Organ:
    """One organ (机构). `variants` are further printed forms."""

    id: str
    name: str
    short: str | None
    variants: tuple[str, ...]
    kind: str | None

    def forms(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys((self.name, *((self.short,) if self.short else ()), *self.variants)))


@dataclass(frozen=True)
class OrganList:
    """The organs of a bulletin, found by any printed form."""

    entries: tuple[Organ, ...]
    by_form: Mapping[str, Organ]

    def find(self, form: str) -> Organ | None:
        return self.by_form.get(fold(form))


def load_organs(folder: Path, shown: str) -> tuple[OrganList, tuple[Diagnostic, ...]]:
    """The organs in `folder`/organs.yml and what is wrong in them: ids are unique, no printed form is claimed twice."""
    file = load_yaml(folder / "organs.yml", f"{shown}/organs.yml")
    faults = file.unknown({"organs"})
    entries: list[Organ] = []
    by_form: dict[str, Organ] = {}
    for index, item in enumerate(file.listed(("organs",), faults)):
        at = ("organs", index)
        if not isinstance(item, dict) or not item.get("id") or not item.get("name"):
            faults.append(file.fault(at, "这一条缺少 id 或 name。", "写法：- {id: caizhengju, name: 某某市财政局, variants: [市财政局, 财政局]}"))
            continue
        faults += [file.fault((*at, key), f"不认识的项目“{key}”。", "可用的项目：" + "、".join(sorted(_KNOWN)) + "。") for key in item if key not in _KNOWN]
        organ = Organ(str(item["id"]), str(item["name"]), str(item["short"]) if item.get("short") else None,
                      tuple(map(str, file.listed((*at, "variants"), faults))), str(item["kind"]) if item.get("kind") else None)
        if any(other.id == organ.id for other in entries):
            faults.append(file.fault((*at, "id"), f"编号“{organ.id}”用了两次。", "每个机构的 id 各不相同。"))
            continue
        for form in organ.forms():
            other = by_form.setdefault(fold(form), organ)
            if other is not organ:
                faults.append(file.fault(at, f"“{form}”已经是“{other.name}”的写法。", "一种写法只能属于一个机构；分不清的写法请删去。"))
        entries.append(organ)
    return OrganList(tuple(entries), by_form), tuple(faults)

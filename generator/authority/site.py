"""site.yml: what the bulletin is called and who publishes it."""

import re
from dataclasses import dataclass
from pathlib import Path

from generator.authority.yaml_file import YamlFile, load_yaml
from generator.diagnostics import Diagnostic

MOST_ISSUES = 99        # in a year: the address of an issue has two digits
_TEXT_KEYS = {"title": "政府公报", "city": "", "office": "", "description": "", "contact": ""}
LEVELS = "省市县区州旗盟"     # what a place is, by the last sign of its name
_GOVERNMENT = re.compile(f"([{LEVELS}])人民政府")
_KNOWN = {*_TEXT_KEYS, "issues_per_year", "people_noindex"}


@dataclass(frozen=True)
class Site:
    """The bulletin as a whole. `city` may be empty; `issues_per_year` is from 1 to 99."""

    title: str
    city: str
    office: str
    description: str
    contact: str
    issues_per_year: int
    people_noindex: bool = True     # pages of people ask search engines to leave them out

    @property
    def level(self) -> str:
        """县 of 云山县 or 云山县人民政府公报: by it the bulletin's own print calls the place (我县, 县财政局). "" where neither city nor title says it."""
        government = _GOVERNMENT.search(self.title)
        return government[1] if government else level_of(self.city)


def level_of(place: str) -> str:
    """The sign of LEVELS that the name of a place ends with; "" where it ends with none or has no name before it, as 云州 of 云州市."""
    return place[-1] if len(place) > 1 + place.endswith("州") and place[-1] in LEVELS else ""


def load_site(folder: Path, shown: str) -> tuple[Site, tuple[Diagnostic, ...]]:
    """The site settings in `folder`/site.yml, with what is wrong in them. Raises `InputFault` where it is not YAML."""
    file = load_yaml(folder / "site.yml", f"{shown}/site.yml")
    faults = [file.fault((key,), f"不认识的设置“{key}”。", "可用的设置：" + "、".join(sorted(_KNOWN)) + "。")
              for key in file.data if key not in _KNOWN]
    texts = {key: _text(file, key, default, faults) for key, default in _TEXT_KEYS.items()}
    per_year = file.data.get("issues_per_year", 6)
    if not isinstance(per_year, int) or isinstance(per_year, bool) or not 1 <= per_year <= MOST_ISSUES:
        faults.append(file.fault(("issues_per_year",), f"每年期数须是 1 到 {MOST_ISSUES} 的整数。"))
        per_year = 6
    noindex = file.data.get("people_noindex", True)
    if not isinstance(noindex, bool):
        faults.append(file.fault(("people_noindex",), "people_noindex 应是 true 或 false。", "不写就是 true：请搜索引擎不收录人物网页。"))
        noindex = True
    return Site(**texts, issues_per_year=per_year, people_noindex=noindex), tuple(faults)


def _text(file: YamlFile, key: str, default: str, faults: list[Diagnostic]) -> str:
    value = file.data.get(key, default)
    if value is None:
        return default
    if not isinstance(value, str | int):
        faults.append(file.fault((key,), f"“{key}”应是一行文字。"))
        return default
    return str(value)

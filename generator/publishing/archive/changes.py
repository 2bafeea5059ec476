"""What is new since the last copy, worked out from the data files of both; each change with its reason."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import yaml

from generator.appointments import Action
from generator.publishing.archive.layout import SOURCES_FOLDER, TEXT_FOLDER
from generator.publishing.schema import FILES

Record = Mapping[str, Any]
ReadFile = Callable[[str], bytes | None]    # the content of a file of a copy's site by its path, None where it has none

_NOT_CONTENT = {"url", "id", "issue"}


@dataclass(frozen=True)
class Change:
    """One record that is new, corrected or withdrawn: `details` say what of it, `reason` why."""

    name: str
    url: str | None
    details: tuple[str, ...]
    reason: str


@dataclass(frozen=True)
class Changes:
    """All changes since the copy of `since`."""

    since: str
    new_documents: tuple[Change, ...] = ()
    corrected_documents: tuple[Change, ...] = ()
    withdrawn_documents: tuple[Change, ...] = ()
    people: tuple[Change, ...] = ()
    posts: tuple[Change, ...] = ()

    @property
    def is_empty(self) -> bool:
        return not (self.new_documents or self.corrected_documents or self.withdrawn_documents or self.people or self.posts)


def compare(old: ReadFile, new: ReadFile, versions: tuple[str, str], since: str) -> Changes:
    """The changes from the copy `old` to the copy `new`; `versions` are the programs that made them."""
    reasons = _Reasons(old, new, versions)
    before, after = _by_id(old, "documents.json"), _by_id(new, "documents.json")
    records = {**_by_id(old, "chronicle.json"), **_by_id(new, "chronicle.json"), **before, **after}
    return Changes(
        since,
        tuple(_change(after[id_], reasons.of_issue(after[id_]["issue"])) for id_ in after if id_ not in before),
        tuple(_corrected(before, after, old, new, reasons)),
        tuple(Change(_name(before[id_]), None, (), reasons.of_issue(before[id_]["issue"])) for id_ in before if id_ not in after),
        tuple(_people(old, new, reasons, records)), tuple(_posts(old, new, reasons, records)))


def _corrected(before: Mapping[str, Record], after: Mapping[str, Record], old: ReadFile, new: ReadFile, reasons: "_Reasons") -> Iterator[Change]:
    names = {field.name: field.meaning for file in FILES if file.name == "documents.json" for field in file.fields}
    for id_, record in after.items():
        if id_ not in before:
            continue
        details = [f"{names.get(key, key)}：{_shown(before[id_].get(key))} → {_shown(value)}" for key, value in record.items()
                   if key not in _NOT_CONTENT and before[id_].get(key) != value]
        text = f"{TEXT_FOLDER}/{record['url'].removesuffix('.html')}.txt"
        if old(text) != new(text):
            details.append("正文或编排有改动")
        if details:
            yield _change(record, reasons.of_issue(record["issue"]), details)


def _people(old: ReadFile, new: ReadFile, reasons: "_Reasons", records: Mapping[str, Record]) -> Iterator[Change]:
    """People who are new, gone, or whose posts or mentions changed."""
    before, after = _by_id(old, "people.json"), _by_id(new, "people.json")
    for id_ in sorted({**before, **after}):
        was, now = before.get(id_), after.get(id_)
        if was == now:
            continue
        details = ["新列入"] if was is None else ["不再列入"] if now is None else list(_person_details(was, now))
        person = now or was or {}
        fresh = [m for m in (now or {}).get("mentions", ()) if m not in (was or {}).get("mentions", ())] or (was or {}).get("mentions", ())
        yield Change(person["name"], now["url"] if now else None, tuple(details), reasons.of_records([str(m["id"]) for m in fresh], records))


def _person_details(was: Record, now: Record) -> Iterator[str]:
    for post in now["posts"]:
        if post not in was["posts"]:
            yield f"职务：{post['organ'] or ''}{post['post'] or ''}（{post['from'] or '不详'} 至 {post['to'] or '不详'}）"
    more = sum(mention not in was["mentions"] for mention in now["mentions"])
    gone = sum(mention not in now["mentions"] for mention in was["mentions"])
    if more or gone:
        yield f"出处：增加{more}处" + (f"，减少{gone}处" if gone else "")


def _posts(old: ReadFile, new: ReadFile, reasons: "_Reasons", records: Mapping[str, Record]) -> Iterator[Change]:
    """Appointments that are new or no longer read; the line in the source does not matter."""
    before, after = _rows(old, "personnel_changes.json"), _rows(new, "personnel_changes.json")
    known = {_post_key(row) for row in before}
    now = {_post_key(row) for row in after}
    for row in (*(r for r in after if _post_key(r) not in known), *(r for r in before if _post_key(r) not in now)):
        is_new = _post_key(row) not in known
        yield Change(f"{row['person']}：{Action(row['action']).shown} {row['organ_full'] or row['organ'] or ''}{row['post'] or ''}",
                     row["url"] if is_new else None, ("新列入" if is_new else "不再列入",), reasons.of_records([row["document"]], records))


def _post_key(row: Record) -> tuple[Any, ...]:
    return tuple(row[key] for key in ("document", "person", "action", "organ", "post", "date"))


def _change(record: Record, reason: str, details: Sequence[str] = ()) -> Change:
    return Change(_name(record), record["url"], tuple(details), reason)


def _name(record: Record) -> str:
    return f"《{record['title']}》" + (f"（{record['number']}）" if record["number"] else "") if record["title"] else str(record["number"] or record["id"])


def _shown(value: Any) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False) if value not in (None, [], ()) else "（无）"
    return text if len(text) <= 60 else text[:60] + "……"


def _by_id(read: ReadFile, name: str) -> dict[str, Record]:
    return {row["id"]: row for row in _rows(read, name)}


def _rows(read: ReadFile, name: str) -> list[Record]:
    content = read(f"data/{name}")
    return json.loads(content) if content else []


# ---------------------------------------------------------------- reasons


@dataclass
class _Reasons:
    """Why records of an issue changed, by what the two copies themselves show: sources, issue.yml, settings, program."""

    old: ReadFile
    new: ReadFile
    versions: tuple[str, str]
    known: dict[str, str] = field(default_factory=dict)

    def of_issue(self, issue: str) -> str:
        if issue not in self.known:
            self.known[issue] = "；".join(self._find(issue))
        return self.known[issue]

    def of_records(self, ids: Sequence[str], records: Mapping[str, Record]) -> str:
        """The reasons of the issues these records stand in."""
        issues = dict.fromkeys(issue for id_ in ids if (issue := _issue_of(id_, records)))
        return "；".join(dict.fromkeys(self.of_issue(issue) for issue in issues)) or self._elsewhere()

    def _find(self, issue: str) -> list[str]:
        folder = f"{SOURCES_FOLDER}/content/{issue.replace('-', '/')}"
        before, after = self.old(f"{folder}/issue.yml"), self.new(f"{folder}/issue.yml")
        shown = f"{issue[:4]}年第{int(issue[5:])}期"
        if before is None or after is None:
            return [f"{'新收入' if before is None else '不再收入'}{shown}"]
        reasons = []
        if _sha256_in(before) != _sha256_in(after):
            reasons.append(f"{shown}的原稿换过")
        if before != after:
            given = [reason for reason in _reasons_in(after) if reason not in _reasons_in(before)]
            reasons.append("编者的更正：" + "；".join(given) if given else f"{shown}的 issue.yml 改过")
        return reasons or [self._elsewhere()]

    def _elsewhere(self) -> str:
        changed = [name for name in ("site.yml", "series.yml", "organs.yml", "people.yml", "topics.yml", "everyday.yml", "layouts.yml")
                   if self.old(f"{SOURCES_FOLDER}/site_config/{name}") != self.new(f"{SOURCES_FOLDER}/site_config/{name}")]
        if changed:
            return f"名录或设置改过（{'、'.join(changed)}）"
        if self.versions[0] != self.versions[1]:
            return f"程序由 {self.versions[0]} 换成 {self.versions[1]}"
        return "随其他各期的收入而变（引用、有效性、人名的归属等）"


def _issue_of(record: str, records: Mapping[str, Record]) -> str | None:
    """The issue of a document or chronicle entry, or of a table or a row of it; None for anything else."""
    id_ = record.partition("#")[0]
    found = records.get(id_) or records.get(id_.rpartition("-t")[0])
    return found["issue"] if found else None


def _sha256_in(issue_file: bytes) -> Any:
    return (yaml.safe_load(issue_file) or {}).get("sha256")


def _reasons_in(issue_file: bytes) -> list[str]:
    """Every reason an editor gave in issue.yml, at whatever depth."""
    def walk(value: Any) -> Iterator[str]:
        if isinstance(value, dict):
            if isinstance(value.get("reason"), str):
                yield value["reason"]
            value = list(value.values())
        if isinstance(value, list):
            for item in value:
                yield from walk(item)

    return list(walk(yaml.safe_load(issue_file)))

"""Bad input of every kind: each gets a report in Chinese that names the file (and line), changes nothing and never ends in a traceback."""

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.authority.bundle import load_authority
from generator.diagnostics import Code, InputFault
from generator.reading.accepted_file import load_accepted
from generator.reading.issue_file import load_issue_file
from tests.test_cli import GOOD, call, kept, tree

ISSUE, ACCEPTED, SOURCE = "content/2019/02/issue.yml", "content/2019/02/accepted.yml", "content/2019/02/source.txt"
SITE, SERIES, ORGANS, PEOPLE, TOPICS, LAYOUTS = (f"site_config/{name}.yml" for name in ("site", "series", "organs", "people", "topics", "layouts"))
# How many lines a new issue.yml has: what is added begins on the next.
ADDED = 9
ENTRY = "  - {code: 书名号不成对, words: 甲, reason: 已核对, date: 2026-11-24}\n"

# A setting or list that replaces the file: its text, the kind of message, the line.
FILES: Mapping[str, tuple[str, bytes | str, Code, int | None]] = {
    "settings in GB18030": (SITE, "title: 云州市人民政府公报\n".encode("gb18030"), Code.CONFIG, 1),
    "settings indented by a tab": (SITE, "title: 公报\n\tcity: 云州市\n", Code.CONFIG, 2),
    "settings that are a list": (SITE, "- 公报\n- 云州市\n", Code.CONFIG, 1),
    "a setting twice": (SITE, "title: 甲\ntitle: 乙\n", Code.CONFIG, 2),
    "an unknown setting": (SITE, "title: 公报\ntitel: 公报\n", Code.CONFIG, 2),
    "no issues in a year": (SITE, "title: 公报\nissues_per_year: 0\n", Code.CONFIG, 2),
    "a quotation mark left open": (SITE, 'title: "公报\ncity: 云州市\n', Code.CONFIG, None),
    "a series without its word": (SERIES, "series:\n  - {slug: yff, issuer: 云州市人民政府}\n", Code.CONFIG, 2),
    "a series with a Chinese address": (SERIES, "series:\n  - {word: 云府发, slug: 云府, issuer: 云州市人民政府}\n", Code.CONFIG, 2),
    "a series twice": (SERIES, "series:\n  - {word: 云府发, slug: a, issuer: 甲市人民政府}\n  - {word: 云府发, slug: b, issuer: 乙市人民政府}\n", Code.CONFIG, 3),
    "one form of two organs": (ORGANS, "organs:\n  - {id: a, name: 云州市甲局, variants: [市局]}\n  - {id: b, name: 云州市乙局, variants: [市局]}\n", Code.CONFIG, 3),
    "organs that are no list": (ORGANS, "organs: 云州市林业局\n", Code.CONFIG, 1),
    "one person without a reason": (PEOPLE, "same:\n  - {name: 王立新}\n", Code.CONFIG, 2),
    "a topic without words": (TOPICS, "topics:\n  - {id: zaolin, name: 造林}\n", Code.CONFIG, 2),
    "a pattern that is none": (LAYOUTS, "sections:\n  - {kind: documents, pattern: '(', examples: ['(']}\n", Code.CONFIG, 2),
    "a pattern its example does not fit": (LAYOUTS, "sections:\n  - {kind: documents, pattern: 要闻选登, examples: [大事记]}\n", Code.CONFIG, 2),
    "accepted entries that are no list": (ACCEPTED, "accepted: 全部\n", Code.ACCEPTED_FILE, 1),
    "an accepted kind that does not exist": (ACCEPTED, "accepted:\n" + ENTRY.replace("书名号不成对", "书名号"), Code.ACCEPTED_FILE, 2),
    "an accepted entry without a reason": (ACCEPTED, "accepted:\n" + ENTRY.replace("reason: 已核对, ", ""), Code.ACCEPTED_FILE, 2),
    "an accepted entry of a fault that stops": (ACCEPTED, "accepted:\n" + ENTRY.replace("书名号不成对", "原稿已变动"), Code.ACCEPTED_FILE, 2),
    "an accepted entry with a line in words": (ACCEPTED, "accepted:\n" + ENTRY.replace("date:", "line: 第四行, date:"), Code.ACCEPTED_FILE, 2),
    "an accepted entry with a key misspelt": (ACCEPTED, "accepted:\n" + ENTRY.replace("date:", "lines: 4, date:"), Code.ACCEPTED_FILE, 2),
    "an accepted entry without a day": (ACCEPTED, "accepted:\n" + ENTRY.replace("2026-11-24", "昨天"), Code.ACCEPTED_FILE, 2),
    "an accepted entry that is a word": (ACCEPTED, "accepted:\n  - 书名号不成对\n", Code.ACCEPTED_FILE, 2),
    "an accepted doubt that is gone": (ACCEPTED, "accepted:\n" + ENTRY, Code.ACCEPTED_UNUSED, 2),
    "accepted.yml that is no YAML": (ACCEPTED, "accepted: [\n", Code.ACCEPTED_FILE, None),
    "accepted.yml in UTF-16": (ACCEPTED, "accepted: []\n".encode("utf-16"), Code.ACCEPTED_FILE, 1),
    "a source that is gone": (SOURCE, b"", Code.SOURCE_CHANGED, None),
    "a source that was changed": (SOURCE, GOOD.replace("造林", "防火"), Code.SOURCE_CHANGED, None),
}

# What is changed in the good issue.yml: (old, new) or what is added; the kind of message, the line.
CHANGES: Mapping[str, tuple[str | tuple[str, str], Code, int | None]] = {
    "no year": (("year: 2019\n", ""), Code.ISSUE_FILE, 2), "a number in words": (("number: 2\n", "number: 第二期\n"), Code.ISSUE_FILE, 3),
    "the number of another folder": (("number: 2\n", "number: 3\n"), Code.ISSUE_FILE, 3), "no digest": (("sha256: ", "sha: "), Code.ISSUE_FILE, 2),
    "a source elsewhere": (("source: source.txt", "source: ../source.txt"), Code.ISSUE_FILE, 6), "a day that does not exist": ("checked: 2019-02-30\n", Code.ISSUE_FILE, ADDED),
    "months the wrong way": (("period: 2019-03 至 2019-04", "period: 2019-04 至 2019-03"), Code.ISSUE_FILE, 5),
    "a whole number in words": (("whole_number: null", "whole_number: 七十一"), Code.ISSUE_FILE, 4), "an unknown entry": ("corection: []\n", Code.ISSUE_FILE, ADDED),
    "brackets without end": ("placements: " + "[" * 3000 + "\n", Code.ISSUE_FILE, None), "an alias to itself": ("title: &a [*a]\n", Code.ISSUE_FILE, None),
    "placements that are no list": ("placements: 第9行\n", Code.ISSUE_FILE, ADDED),
    "a placement without a reason": ("placements:\n  - {document: 云府发〔2019〕5号, after: 甲, lines: 1-2, date: 2026-11-24}\n", Code.ISSUE_FILE, ADDED + 1),
    "a placement of unknown form": ("placements:\n  - {document: 甲, after: 甲, lines: 1-2, as: 附件, reason: 理由, date: 2026-11-24}\n", Code.ISSUE_FILE, ADDED + 1),
    "a placement that finds nothing": ("placements:\n  - {document: 云府发〔2019〕5号, after: 甲, lines: 1-2, reason: 理由, date: 2026-11-24}\n", Code.PLACEMENT, None),
    "corrections that are no list": ("corrections: {set: date}\n", Code.ISSUE_FILE, ADDED),
    "a correction of no kind": ("corrections:\n  - {line: 4, reason: 理由, date: 2026-11-24}\n", Code.ISSUE_FILE, ADDED + 1),
    "a correction of two kinds": ("corrections:\n  - {join: 4-5, split: 4, words: 请, before: 请, reason: 理由, date: 2026-11-24}\n", Code.ISSUE_FILE, ADDED + 1),
    "a correction without a reason": ("corrections:\n  - {erratum: 4, words: 造林, to: 植树, date: 2026-11-24}\n", Code.ISSUE_FILE, ADDED + 1),
    "a correction with a key misspelt": ("corrections:\n  - {erratum: 4, word: 造林, words: 造林, to: 植树, reason: 理由, date: 2026-11-24}\n", Code.ISSUE_FILE, ADDED + 1),
    "a correction of words that are not there": ("corrections:\n  - {erratum: 4, words: 防火, to: 植树, reason: 理由, date: 2026-11-24}\n", Code.EDIT_MISMATCH, ADDED + 1),
    "a correction beyond the end": ("corrections:\n  - {erratum: 9999, words: 造林, to: 植树, reason: 理由, date: 2026-11-24}\n", Code.EDIT_MISMATCH, ADDED + 1),
    "a correction of line 0": ("corrections:\n  - {erratum: 0, words: 造林, to: 植树, reason: 理由, date: 2026-11-24}\n", Code.EDIT_MISMATCH, ADDED + 1),
    "a date that is no date": ("corrections:\n  - {set: date, document: 云府发〔2019〕5号, to: 三月, reason: 理由, date: 2026-11-24}\n", Code.ISSUE_FILE, ADDED + 1),
    "a fact that is none": ("corrections:\n  - {set: colour, document: 云府发〔2019〕5号, to: 红, reason: 理由, date: 2026-11-24}\n", Code.ISSUE_FILE, ADDED + 1),
    "a fact of no document": ("corrections:\n  - {set: date, document: 云府发〔2019〕6号, to: 2019-03-05, reason: 理由, date: 2026-11-24}\n", Code.EDIT_MISMATCH, ADDED + 1),
    "a printed fact unquoted": ("corrections:\n  - {set: date, document: 云府发〔2019〕5号, to: 2019-03-06, reason: 理由, date: 2026-11-24}\n", Code.EDIT_MISMATCH, ADDED + 1),
}


def packed(files: Mapping[str, str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return out.getvalue()


BOMB = '<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]><w:document xmlns:w="w">&b;</w:document>'
RECEIVED: Mapping[str, tuple[str, bytes]] = {
    "nothing": ("公报.txt", b""), "a picture": ("公报.txt", b"\x89PNG\r\n\x1a\n" + bytes(200)), "a PDF by another name": ("公报.txt", b"%PDF-1.7\n" + bytes(range(256))),
    "a Word file cut short": ("公报.docx", packed({"word/document.xml": "<a/>" * 99})[:200]), "a packed file without text": ("公报.docx", packed({"readme.txt": "甲"})),
    "a Word file of broken XML": ("公报.docx", packed({"[Content_Types].xml": "<Types/>", "word/document.xml": "<w:document><w:body>"})),
    "a Word file with entities": ("公报.docx", packed({"[Content_Types].xml": "<Types/>", "word/document.xml": BOMB})),
    "an old Word file that is none": ("公报.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)),
    "a web page without text": ("公报.html", b"<!doctype html><title></title><body></body>"),
    "bytes in no encoding": ("公报.txt", GOOD.encode()[:40] + b"\xff\xfe\xfd" + GOOD.encode()[40:]), "a text without documents": ("公报.txt", "今天天气很好。\n".encode()),
    "a table of a spreadsheet": ("公报.xlsx", packed({"xl/workbook.xml": "<workbook/>"})),
}


def test_there_are_many_kinds() -> None:
    assert len(FILES) + len(CHANGES) + len(RECEIVED) >= 60


@pytest.mark.parametrize("case", FILES)
def test_a_bad_file_is_named_and_nothing_changes(case: str, tmp_path: Path) -> None:
    name, content, code, line = FILES[case]
    project = kept(tmp_path)
    (project / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    reported(project, name, code, line)


@pytest.mark.parametrize("case", CHANGES)
def test_a_bad_issue_file_is_named_and_nothing_changes(case: str, tmp_path: Path) -> None:
    change, code, line = CHANGES[case]
    project = kept(tmp_path)
    text = (project / ISSUE).read_text(encoding="utf-8")
    if isinstance(change, tuple):
        assert change[0] in text
        text = text.replace(*change)
    else:
        assert len(text.splitlines()) == ADDED - 1
        text += change
    (project / ISSUE).write_text(text, encoding="utf-8")
    reported(project, ISSUE, code, line)


def reported(project: Path, name: str, code: Code, line: int | None) -> None:
    """Checking and building say it, with the place; a fault that stops leaves no site, and nothing else is touched."""
    before = tree(project)
    done = call(project, "check", "--all")
    place = name if line is None else f"{name}:{line}"
    assert f"{place}" in done.out and f"[{code.label}]" in done.out, done.out
    assert any(text.startswith(place) and f"[{code.label}]" in text for text in done.out.splitlines()), done.out
    assert done.status == (0 if code is Code.ACCEPTED_UNUSED else 1)
    if code.stops:
        assert call(project, "build").status == 1 and not (project / "site").exists()
    assert tree(project) == before


@pytest.mark.parametrize("case", RECEIVED)
def test_what_cannot_be_taken_in_is_said_and_nothing_is_stored(case: str, tmp_path: Path) -> None:
    name, data = RECEIVED[case]
    project = kept(tmp_path / "项目")
    path = tmp_path / name
    path.write_bytes(data)
    before = tree(project)
    done = call(project, "new", "2019", "3", path)
    assert done.status == 1 and "没有收入" in done.out and str(path) in done.out and "建议：" in done.out
    assert tree(project) == before


# ---------------------------------------------------------------- fuzz

SCALAR = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), st.text(max_size=8), st.dates(),
                   st.sampled_from(["date", "4-5", "云府发〔2019〕5号", "书名号不成对", "正文"]))
KEYS = st.sampled_from(["set", "join", "split", "erratum", "words", "before", "to", "document", "reason", "date", "lines", "after", "as", "connect", "code", "line", "printed"])
VALUE = st.recursive(SCALAR, lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(KEYS, inner, max_size=6)), max_leaves=8)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return kept(tmp_path_factory.mktemp("fuzz"))


@settings(max_examples=120)
@given(key=st.sampled_from(["corrections", "placements", "whole_number", "period", "title", "source", "converted"]), value=VALUE)
def test_no_value_in_issue_yml_ends_in_a_traceback(project: Path, key: str, value: object) -> None:

    text = "\n".join(line for line in (project / ISSUE).read_text(encoding="utf-8").splitlines() if not line.startswith(key + ":"))
    path = project / "content" / "2019" / "02" / "fuzz.yml"
    path.write_text(text + "\n" + yaml.safe_dump({key: value}, allow_unicode=True), encoding="utf-8")
    try:
        load_issue_file(path, "fuzz.yml", 6)
    except InputFault as fault:
        assert fault.diagnostic.path == "fuzz.yml"
    finally:
        path.unlink()


@settings(max_examples=120)
@given(value=VALUE)
def test_no_value_in_accepted_yml_ends_in_a_traceback(project: Path, value: object) -> None:

    path = project / ACCEPTED
    path.write_text(yaml.safe_dump({"accepted": value}, allow_unicode=True), encoding="utf-8")
    entries, faults = load_accepted(path, ACCEPTED)
    path.unlink()
    if isinstance(value, list):
        assert len(entries) + len(faults) == len(value)


@settings(max_examples=120)
@given(name=st.sampled_from(["site", "series", "organs", "people", "topics", "layouts"]), data=st.one_of(st.binary(max_size=60), st.text(max_size=60).map(str.encode)))
def test_no_bytes_in_a_setting_end_in_a_traceback(project: Path, name: str, data: bytes) -> None:
    path = project / "site_config" / f"{name}.yml"
    kept_bytes = path.read_bytes() if path.exists() else None
    path.write_bytes(data)
    try:
        load_authority(project / "site_config")
    except InputFault as fault:
        assert fault.diagnostic.path.endswith(f"{name}.yml")
    finally:
        path.unlink() if kept_bytes is None else path.write_bytes(kept_bytes)


@settings(max_examples=60)
@given(words=st.lists(st.one_of(st.text(max_size=12), st.sampled_from(["new", "check", "explain", "data", "--project", "--all", "--ready", "2019", "2", "2019/02"])), max_size=5))
def test_no_words_on_the_command_line_end_in_a_traceback(project: Path, words: list[str]) -> None:
    if not {"build", "serve", "data"} & set(words):
        call(project, *(word for word in words if word not in ("-h", "--help") and not word.startswith("--h")))

"""The verdict in words, for the terminal and for the report file."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import groupby

from generator.publishing.archive.bag import UPDATE_FROM
from generator.publishing.archive.findings import Fault, Verdict
from generator.publishing.archive.layout import ISSUES_LABEL, count_labels

_MOST_OF_A_KIND = 20
_NAMES = {"Gongbao-Documents": "公文", "Gongbao-Tables": "表格", "Gongbao-Entries": "大事记"}


def render_verdict(verdict: Verdict, most: int | None = _MOST_OF_A_KIND) -> str:
    """The verdict line by line; of each kind of fault at most `most`, None for all."""
    return "\n".join(_lines(verdict, most))


def _lines(verdict: Verdict, most: int | None) -> Iterator[str]:
    yield f"检验：{verdict.name}"
    if verdict.info:
        said = defaultdict(lambda: "未注明", verdict.info)
        yield f"内容：{said['External-Description']}，制作单位 {said['Source-Organization']}，日期 {said['Bagging-Date']}"
        yield f"期次：{said[ISSUES_LABEL]}；{'，'.join(f'{_NAMES[label]} {said[label]}' for label in count_labels())}；文件 {verdict.files} 个，{verdict.octets} 字节"
    yield _signature(verdict)
    for kind, group in groupby(verdict.findings, lambda finding: finding.kind):
        rows, more = list(group), verdict.more.get(kind, 0)
        yield f"【{kind}】{len(rows) + more} 处"
        for row in rows[:most]:
            yield "    " + "：".join(part for part in (row.path, row.detail) if part)
        if most is not None and len(rows) > most:
            yield f"    ……还有 {len(rows) + more - most} 处，见检验报告"
        elif more:
            yield f"    ……还有 {more} 处，太多，没有一一列出"
    yield _conclusion(verdict)


def _signature(verdict: Verdict) -> str:
    if verdict.fingerprint is None:
        return "签名：没有有效的签名"
    if not verdict.is_whole:
        return f"签名：清单由指纹 {verdict.fingerprint} 的密钥签过，但内容与清单不符，见下"
    checked = "与要求的指纹相同" if verdict.signer_expected and verdict.is_whole else "请打电话给制作单位核对；不相同就不是那个单位制作的"
    return f"签名：有效，指纹 {verdict.fingerprint}（{checked}）"


def _conclusion(verdict: Verdict) -> str:
    if verdict.is_whole and verdict.fingerprint is not None:
        return "结论：完好。文件齐全、没有改动，签名有效。"
    if verdict.is_whole:
        return "结论：完好，但没有签名。文件齐全、没有改动；是谁制作的不能由此证明。"
    if _is_update(verdict):
        return "结论：这是更新包，不是整份拷贝。请先用 gongbao apply 把它用到旧拷贝的文件夹上，再检验那个文件夹。"
    return "结论：不合格，请不要使用。请重新拷贝一次再检验；仍不合格，请向制作单位索取新的拷贝。"


def _is_update(verdict: Verdict) -> bool:
    """An update lacks files of the copy it leads to, and that is all."""
    allowed = {Fault.MISSING.value, Fault.COUNT.value, Fault.BROKEN_LINK.value}
    return UPDATE_FROM in verdict.info and {finding.kind for finding in verdict.findings} <= allowed

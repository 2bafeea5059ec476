"""What is said of annexes that are announced and not printed: the same in the report and on the page."""

from pathlib import Path

import pytest

from generator.diagnostics import Code
from generator.linking.knowledge import learn
from generator.pages.documents import document_parts
from generator.project import load_bulletin
from tests.support.bulletins import make_project
from tests.support.pages import made

NOTICE = "云州市人民政府关于防火的通知\n云府发〔2019〕5号\n各区、县人民政府：\n请做好防火工作。\n附件：{announced}\n云州市人民政府\n2019年3月5日\n{behind}"


@pytest.mark.parametrize(("announced", "behind", "is_missing"), [
    ("防火任务表", "", True),
    ("防火任务表（略）", "", False),
    ("防火任务表", "（附件略）\n", False),
    ("防火任务表", "附件\n防火任务表\n各区负责本区防火。\n", False),
])
def test_report_and_page_miss_the_same_annexes(announced: str, behind: str, is_missing: bool, tmp_path: Path) -> None:
    bulletin, diagnostics = load_bulletin(make_project(tmp_path, NOTICE.format(announced=announced, behind=behind), 2019, 2))
    pages = made(document_parts(learn(bulletin), bulletin.issues[0]))
    assert any(found.code is Code.ANNEX_NOT_PRINTED for found in diagnostics) is is_missing
    assert any("附件说明列出，印本未载" in text for text in pages.values()) is is_missing

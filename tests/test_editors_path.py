"""The way of an editor who has only EDITORS.md: a Word file, its report, a correction, an unknown organ, an accepted doubt, the published site."""

from pathlib import Path

import docx
import pytest
from bs4 import BeautifulSoup

from generator.diagnostics import Code
from tests.support.bulletins import make_project
from tests.test_cli import CONFIG, call

FIRST = "云州市人民政府关于开展防火工作的通知\n云府发〔2019〕1号\n各区、县人民政府：\n请市林业局牵头做好防火工作。\n云州市人民政府\n2019年1月5日\n"
PARAGRAPHS = ("云州市人民政府关于印发造林方案的通知", "云府发〔2019〕2号", "各区、县人民政府：", "各单位要加强领导，落实", "资金，按期完成任务。", "任务分解如下：")
ROWS = (("责任单位", "面积（亩）"), ("市林业局", "1200"), ("市林果技术推广中心", "1800"), ("合计", "3100"))


def word_file(path: Path) -> Path:
    document = docx.Document()
    for text in PARAGRAPHS:
        document.add_paragraph(text)
    table = document.add_table(len(ROWS), 2)
    for row, texts in zip(table.rows, ROWS, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    document.add_paragraph("")
    document.add_paragraph("云州市人民政府")
    document.save(str(path))
    return path


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("公报 项目")
    return make_project(folder, FIRST, 2019, 1, CONFIG | {"organs.yml": "organs:\n  - {id: linyeju, name: 云州市林业局, variants: [市林业局]}\n"})


def test_from_a_word_file_to_the_site(project: Path) -> None:
    new = call(project, "new", "2019", "2", word_file(project.parent / "第2期.docx"))
    assert new.status == 0 and "公文 1 件" in new.out
    assert all(f"[{code.label}]" in new.out for code in (Code.NO_DATE, Code.TOTAL_DIFFERS, Code.UNKNOWN_ORGAN))
    _correct(project, new.out)
    again = call(project, "check", "2019/02", "--ready")
    assert "错误 0 处，疑点 0 处，提示 1 处。" in again.out
    ready = again.out[again.out.index("accepted:"):].split("\n\n")[0].replace("写明理由", "印本如此")
    (project / "content/2019/02/accepted.yml").write_text(ready + "\n", encoding="utf-8")
    built = call(project, "build")
    assert built.status == 0 and "另有 1 处已认可" in built.out
    page = BeautifulSoup((project / "site/2019/02/yff-2019-2.html").read_bytes(), "lxml")
    assert "各单位要加强领导，落实资金，按期完成任务。" in page.text and "编者注" in page.text and "2019年3月5日" in page.text
    assert page.select_one('a[href$="organs/shilinguojishutuiguangzhongxin.html"]') is not None


def _correct(project: Path, report: str) -> None:
    """What the report and the handbook say: the line for the organ, the words that find a paragraph, the line for the date."""
    found = call(project, "explain", "content/2019/02/source.docx:落实").out
    first = int(found.split("第", 1)[1].split("段")[0])
    advice = next(line for line in report.splitlines() if "{set: date" in line)
    dated = advice[advice.index("- {set"):].replace("年-月-日", "2019-03-05").replace("写明依据", "据存档").replace("今天的日期", "2019-04-01")
    joined = f"  - {{join: {first}-{first + 1}, words: 各单位要加强领导, reason: 印本是一段, date: 2019-04-01}}\n"
    with (project / "content/2019/02/issue.yml").open("a", encoding="utf-8") as file:
        file.write(f"corrections:\n{joined}  {dated}\n")
    organ = next(line for line in report.splitlines() if "- {id: shilinguo" in line)
    with (project / "site_config/organs.yml").open("a", encoding="utf-8") as file:
        file.write("  " + organ[organ.index("- {id"):] + "\n")

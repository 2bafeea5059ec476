"""The preview shows what a build would make, tells browsers of a change, and stays at the last good state while something hinders it."""

import socket
import struct
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from generator.linking.knowledge import learn
from generator.project import load_bulletin
from generator.publishing import preview as preview_module
from generator.publishing.build import build_site
from generator.publishing.preview import Preview, PreviewServer, serve, snapshot, watch
from tests.support.bulletins import make_project

TEXT = """云州市人民政府关于造林的通知
云府发〔2019〕{number}号
各县人民政府：
请市林业局于2019年5月1日前执行。
云州市人民政府
2019年3月{number}日
"""
ISSUE = "content/2019/06/issue.yml"
GENEROUS = 60.0     # seconds; the figures stand in tests/benchmarks/figures


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A year of issues."""
    for number in range(1, 7):
        make_project(tmp_path, TEXT.format(number=number), 2019, number)
    return tmp_path


@pytest.fixture
def preview(project: Path) -> Preview:
    made = Preview(project, lambda _: None)
    made.refresh()
    return made


@pytest.fixture
def address(project: Path, preview: Preview) -> Iterator[str]:
    """A running preview of the project."""
    server = PreviewServer(("127.0.0.1", 0), preview)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    threading.Thread(target=watch, args=(project, preview, snapshot(project)), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


def fetch(address: str) -> str:
    with urllib.request.urlopen(address, timeout=GENEROUS) as answer:
        return str(answer.read().decode())


def until(comes: Callable[[], bool]) -> None:
    """Waits for what comes by itself: several files are not written at one moment."""
    end = time.monotonic() + GENEROUS
    while not comes():
        assert time.monotonic() < end
        time.sleep(0.1)


def number_of(project: Path, text: str) -> None:
    path = project / ISSUE
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("whole_number")]
    path.write_text("\n".join([*lines, f"whole_number: {text}", ""]), encoding="utf-8")


def test_every_page_and_file_is_that_of_a_build(project: Path, preview: Preview) -> None:
    build_site(project, learn(load_bulletin(project)[0]), "gongbao", lambda _: None, time.monotonic())
    site = project / "site"
    for path in sorted(site.rglob("*")):
        name = path.relative_to(site).as_posix()
        if path.is_file():
            shown, built = preview.page(name), path.read_bytes()
            assert shown is not None, name
            if name.endswith(".html"):
                before, _, rest = shown.rpartition(b"<script>(function ask()")
                assert before + rest[rest.index(b"</script>") + 9:] == built, name
            else:
                assert shown == built, name
    assert preview.page("2019/06/none.html") is None and preview.page("../mkdocs.yml") is None and preview.page("assets/../../../mkdocs.yml") is None


def test_a_change_arrives(project: Path, address: str) -> None:
    """What a browser does: it shows a page, asks for a change, and loads the page again."""
    assert "总第66期" not in fetch(address + "2019/06/index.html")
    number_of(project, "66")
    assert fetch(address + "_gongbao/changed?seen=1") == "2"
    assert "总第66期" in fetch(address + "2019/06/index.html")
    (project / "site_config" / "site.yml").write_text("title: 云州公报\n", encoding="utf-8")
    assert fetch(address + "_gongbao/changed?seen=2") == "3"
    assert "云州公报" in fetch(address)
    make_project(project, TEXT.format(number=7), 2020, 1, {})
    until(lambda: "2020年第1期" in fetch(address))


def test_a_fault_is_shown_on_the_page_and_goes_with_its_cause(project: Path, address: str) -> None:
    number_of(project, "[66")
    assert fetch(address + "_gongbao/changed?seen=1") == "2"
    page = fetch(address + "2019/06/index.html")
    assert "有错误，下面是改正以前的样子" in page and "content/2019/06/issue.yml:" in page and "第6期" in page
    (project / "site_config" / "site.yml").write_text("title: [", encoding="utf-8")
    assert fetch(address + "_gongbao/changed?seen=2") == "3" and "site_config/site.yml" in fetch(address)
    (project / "site_config" / "site.yml").write_text("title: 云州公报\n", encoding="utf-8")
    number_of(project, "66")
    until(lambda: "总第66期" in fetch(address + "2019/06/index.html"))
    assert "有错误" not in fetch(address)


def test_a_project_that_is_faulty_from_the_start(project: Path) -> None:
    number_of(project, "[66")
    shown = Preview(project, lambda _: None)
    shown.refresh()
    assert "content/2019/06/issue.yml:" in (shown.page("index.html") or b"").decode()


def test_a_theme_that_fails_is_told(project: Path, preview: Preview) -> None:
    footer = project / "theme" / "overrides" / "partials" / "footer.html"
    footer.write_text("{% if %}", encoding="utf-8")
    preview.refresh()
    assert "网页样式或 mkdocs.yml 有错" in preview.faults[0]


def test_a_page_that_is_not_there(address: str) -> None:
    with pytest.raises(urllib.error.HTTPError) as answer:
        fetch(address + "none.html")
    assert answer.value.code == 404 and "没有这一页" in answer.value.read().decode()


def test_an_address_in_use_is_told(project: Path) -> None:
    taken = PreviewServer(("127.0.0.1", 0), Preview(project, lambda _: None))
    said: list[str] = []
    assert serve(project, f"127.0.0.1:{taken.server_port}", said.append) == 1
    assert "正被占用" in said[0]
    taken.server_close()


def test_serving_ends_with_an_interrupt(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(preview_module, "watch", interrupt)
    said: list[str] = []
    assert serve(project, "127.0.0.1:0", said.append) == 0
    assert any("预览已经打开" in text for text in said)


def test_a_browser_that_breaks_off_is_no_fault_to_tell(address: str, capfd: pytest.CaptureFixture[str]) -> None:
    at_once = struct.pack("ii", 1, 0)       # the connection is reset, as by a window that is closed
    for asked, waits in (("_gongbao/changed?seen=0", 0.0), ("2019/06/index.html", 0.0), ("2019/06/index.html", 1.0)):
        client = socket.create_connection(("127.0.0.1", int(address.rpartition(":")[2].strip("/"))))
        client.send(f"GET /{asked} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
        time.sleep(waits)
        client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, at_once)
        client.close()
    assert "2019年第6期" in fetch(address + "2019/06/index.html")
    time.sleep(0.5)
    assert capfd.readouterr().err == ""

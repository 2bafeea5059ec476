"""Firefox driven over WebDriver BiDi, which it speaks by itself: no driver program stands between."""

import json
import re
import shutil
import subprocess
import time
from itertools import count
from pathlib import Path
from typing import IO, Any

from websockets.sync.client import ClientConnection, connect

_LISTENING = re.compile(r"WebDriver BiDi listening on (ws://\S+)")
_ENTER = "\ue007"


class FirefoxFault(Exception):
    """Firefox did not do what it was told."""


class Firefox:
    """One window of a Firefox with a profile of its own in `profile`."""

    def __init__(self, program: str, profile: Path) -> None:
        self._process = subprocess.Popen([program, "--headless", "--no-remote", "--profile", str(profile), "--remote-debugging-port", "0"],
                                         stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        assert self._process.stderr is not None
        self._socket: ClientConnection = connect(_address(self._process.stderr) + "/session", max_size=None)
        self._ids = count(1)
        self._tell("session.new", {"capabilities": {}})
        self._window = self._tell("browsingContext.getTree", {})["contexts"][0]["context"]

    def _tell(self, method: str, params: dict[str, Any]) -> Any:
        number = next(self._ids)
        self._socket.send(json.dumps({"id": number, "method": method, "params": params}))
        while True:
            answer = json.loads(self._socket.recv(timeout=30))
            if answer.get("id") == number:
                if answer["type"] == "error":
                    raise FirefoxFault(f"{method}: {answer['message']}")
                return answer["result"]

    def open(self, url: str) -> None:
        self._tell("browsingContext.navigate", {"context": self._window, "url": url, "wait": "complete"})

    def evaluate(self, expression: str) -> Any:
        """The value of a JavaScript expression, as what JSON can say of it."""
        answer = self._tell("script.evaluate", {"expression": f"JSON.stringify({expression})", "target": {"context": self._window}, "awaitPromise": True})
        if answer["type"] != "success":
            raise FirefoxFault(answer["exceptionDetails"]["text"])
        return json.loads(answer["result"]["value"])

    def type(self, words: str, enter: bool = True) -> None:
        """Presses the keys one after the other in whatever has the focus."""
        keys = [{"type": kind, "value": key} for key in words + (_ENTER if enter else "") for kind in ("keyDown", "keyUp")]
        self._tell("input.performActions", {"context": self._window, "actions": [{"type": "key", "id": "keys", "actions": keys}]})

    def wait(self, expression: str, seconds: float = 15) -> Any:
        """The value of the expression as soon as it is true."""
        end = time.monotonic() + seconds
        while True:
            try:
                value = self.evaluate(expression)
            except FirefoxFault:    # the page is on its way to the next one
                value = None
            if value:
                return value
            if time.monotonic() > end:
                raise FirefoxFault(f"never true: {expression}")
            time.sleep(0.05)

    def close(self) -> None:
        self._socket.close()
        self._process.terminate()
        self._process.wait(timeout=20)


def find_firefox() -> str | None:
    return shutil.which("firefox-esr") or shutil.which("firefox")


def _address(stderr: IO[str]) -> str:
    for line in stderr:
        if found := _LISTENING.search(line):
            return found[1]
    raise FirefoxFault("Firefox ended without a word about WebDriver BiDi")

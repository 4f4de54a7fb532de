from __future__ import annotations

from pathlib import Path

import pytest

from wkt_cli import project as module
from wkt_cli.errors import ConnectorFileError
from wkt_cli.project import Project, bundled_folder, is_path


def touch(*paths: Path) -> None:
    for path in paths:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("connector = {}\n", encoding="utf-8")


@pytest.fixture
def bundled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "bundled"
    touch(folder / "percolate.py", folder / "ruby" / "percolate.rb")
    monkeypatch.setattr(module, "bundled_folder", lambda: folder)
    return folder


@pytest.fixture
def project(tmp_path: Path, bundled: Path) -> Project:
    touch(tmp_path / "home" / "connectors" / "mine.py")
    return Project.find(tmp_path / "home")


@pytest.mark.parametrize("mark", ["connectors/", ".wkt/", "connector.py", "connector.rb"])
def test_the_nearest_folder_upwards_is_the_project(tmp_path: Path, mark: str) -> None:
    deep = tmp_path / "root" / "a" / "b"
    deep.mkdir(parents=True)
    marked = tmp_path / "root" / mark
    if mark.endswith("/"):
        marked.mkdir()
    else:
        touch(marked)
    found = Project.find(deep)
    assert found.root == tmp_path / "root"
    assert found.start == deep
    assert found.gem_layout is (not mark.endswith("/"))
    beside = ".wkt/settings.yaml" if found.gem_layout else "settings.yaml"
    assert found.settings_file == tmp_path / "root" / beside


def test_without_a_mark_the_start_is_the_project(tmp_path: Path) -> None:
    (tmp_path / "settings.yaml").touch()
    assert Project.find(tmp_path / "none").root == tmp_path / "none"


def test_own_connectors_come_first_and_hide_bundled_ones(project: Project) -> None:
    touch(project.root / "connectors" / "percolate.py", project.root / "connectors" / "deep" / "er.py")
    shown = [(found.name, found.form, found.bundled) for found in project.connectors()]
    assert shown == [
        ("deep/er", "Python", False), ("mine", "Python", False), ("percolate", "Python", False),
        ("ruby/percolate", "Ruby", True),
    ]


def test_private_files_are_no_connectors(project: Project) -> None:
    folder = project.root / "connectors"
    touch(folder / "_base.py", folder / "__init__.py", folder / ".hidden.py", folder / "pack" / "__init__.py",
          folder / "pack" / "helper.py", folder / "__pycache__" / "mine.py", folder / "notes.txt")
    assert [found.name for found in project.connectors() if not found.bundled] == ["mine"]


def test_a_connector_in_the_root_is_listed(project: Project) -> None:
    touch(project.root / "connector.py", project.root / "setup.py")
    assert [found.name for found in project.connectors() if not found.bundled] == ["connector", "mine"]
    assert project.locate("connector").path == project.root / "connector.py"


def test_look_up_by_name(project: Project, bundled: Path) -> None:
    assert project.locate("mine").path == project.root / "connectors" / "mine.py"
    assert project.locate("ruby/percolate").path == bundled / "ruby" / "percolate.rb"
    assert project.locate("ruby\\percolate").bundled
    assert project.load("mine").name == "mine"


def test_look_up_by_path(project: Project) -> None:
    touch(project.root / "other" / "x.py")
    for text in ("./other/x.py", "other/x.py", str(project.root / "other" / "x.py")):
        found = project.locate(text)
        assert (found.name, found.path.name, found.bundled) == ("x", "x.py", False)


def test_a_name_that_one_folder_holds_twice_names_both(project: Project) -> None:
    touch(project.root / "connectors" / "mine.rb")
    with pytest.raises(ConnectorFileError) as caught:
        project.locate("mine")
    assert "mine.py" in caught.value.message
    assert "mine.rb" in caught.value.message
    assert project.locate("percolate")


def test_an_unknown_name_gets_near_ones_and_the_folders(project: Project, bundled: Path) -> None:
    with pytest.raises(ConnectorFileError) as caught:
        project.locate("perclate")
    hint = caught.value.hint or ""
    assert "`percolate`" in hint
    assert str(bundled) in hint
    assert str(project.root / "connectors") in hint


def test_an_unknown_path_gets_near_files(project: Project) -> None:
    with pytest.raises(ConnectorFileError) as caught:
        project.locate("connectors/mnie.py")
    assert "`mine.py`" in (caught.value.hint or "")


def test_a_folder_is_no_connector(project: Project) -> None:
    with pytest.raises(ConnectorFileError):
        project.locate("./connectors")


def test_the_bundled_folder_is_not_listed_twice(tmp_path: Path, bundled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    touch(tmp_path / "checkout" / "connectors" / "one.py")
    monkeypatch.setattr(module, "bundled_folder", lambda: tmp_path / "checkout" / "connectors")
    assert [(found.name, found.bundled) for found in Project.find(tmp_path / "checkout").connectors()] == [
        ("one", True)]


def test_bundled_connectors_are_found_in_checkout_or_wheel() -> None:
    assert (bundled_folder() / "percolate.py").is_file()


@pytest.mark.parametrize(("text", "path"), [
    ("percolate", False), ("ruby/percolate", False), ("./x", True), ("../x", True), ("/x", True), ("~/x.py", True),
    ("C:\\x.py", True), ("C:/x.py", True), (".\\x.py", True), ("x.py", True), ("X.PY", True), ("a.b", False),
])
def test_paths_and_names(text: str, path: bool) -> None:
    assert is_path(text) is path

"""Official lists on the command line."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.cli.commanding import Capture, refusal, rows
from tests.directory.importing.invented import ALL, DIVISIONS, OTHERS
from tests.support.cast import Cast

from muster.cli.app import REFUSED, main
from muster.directory.models import Import, Organization
from muster.responders.models import WorkRole

NICE = """{"response": {"elements": {"documents": [{"version": "2.1.0"}], "elements": [
    {"element_type": "work_role", "element_identifier": "PD-WRL-003", "title": "Response"}]}}}"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Named so that the alphabet would read them in the wrong order."""
    for place, (name, text) in enumerate(reversed(ALL.items())):
        (tmp_path / f"{place}-{name}").write_text(text)
    (tmp_path / "roles.json").write_text(NICE)
    return tmp_path


def test_a_folder_is_read_in_the_order_in_which_lists_build_on_each_other(
    cast: Cast, capsys: Capture, folder: Path
) -> None:
    read = rows(capsys, "import", folder, who=cast.coordinator)
    assert [row["list"] for row in read] == [
        *("divisions", "divisions", "population", "gazetteer", "adjacency"),
        *("domains", "work_roles"),
    ]
    assert not any(row["refused"] for row in read)
    assert Organization.objects.filter(name="City of Reed").exists()
    assert WorkRole.objects.get().name == "Response"


def test_what_was_read_already_is_not_read_again_until_it_is_asked_for(
    cast: Cast, capsys: Capture, folder: Path
) -> None:
    one = folder / "5-divisions.csv"
    rows(capsys, "import", one, who=cast.coordinator)
    [again] = rows(capsys, "import", one, who=cast.coordinator)
    assert again["read_already"]
    [forced] = rows(capsys, "import", one, "--again", who=cast.coordinator)
    assert (forced["added"], forced["changed"]) == (0, 0)


def test_a_dry_run_says_so_and_keeps_nothing(cast: Cast, capsys: Capture, folder: Path) -> None:
    code = main(["import", str(folder), "--dry-run", "--as", cast.coordinator.email])
    said = capsys.readouterr().out
    assert code == 0
    assert "would be added" in said
    assert "nothing was kept" in said
    assert not Import.objects.exists()


def test_every_refused_row_is_shown_and_written_where_asked(
    cast: Cast, capsys: Capture, tmp_path: Path
) -> None:
    file, refused = tmp_path / "others.csv", tmp_path / "refused.csv"
    file.write_text(OTHERS)
    assert main(["import", str(file), "--as", cast.coordinator.email]) == 0
    assert "line 2" in capsys.readouterr().out
    again = ["import", str(file), "--again", "--refused", str(refused)]
    assert main([*again, "--as", cast.coordinator.email]) == 0
    assert "which is not in the directory." in refused.read_text()


def test_an_unreadable_file_does_not_keep_the_others_from_being_read(
    cast: Cast, capsys: Capture, tmp_path: Path
) -> None:
    good, bad = tmp_path / "good.csv", tmp_path / "bad.csv"
    good.write_text(DIVISIONS)
    bad.write_text("name,phone\nx,1\n")
    code = main(["import", str(bad), str(good), "--as", cast.coordinator.email])
    captured = capsys.readouterr()
    assert code == REFUSED
    assert "bad.csv was not read." in captured.err
    assert "7 added" in captured.out


def test_a_town_is_told_who_reads_lists(cast: Cast, capsys: Capture, folder: Path) -> None:
    assert "Only the hub coordinator" in refusal(
        capsys, "import", folder, who=cast.keene_representative
    )

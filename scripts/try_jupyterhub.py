"""Try docs/jupyterhub.md from its first line to its last: a real JupyterHub with two users, on this machine.

    python scripts/try_jupyterhub.py [--picture FILE]

takes the snippets from the page, with a throw-away folder for /opt/dlcourse and this working copy for the course, and
prints what it saw. It makes two Unix users and removes them again, with all their processes, also after a failure. It
needs Linux, root, Node.js, a Python 3.11 or newer as /usr/bin/python3 that all may run, the registries of Python and
npm, and what the tests of the course need (`pip install -e ".[test]"`, Chromium, bubblewrap). It takes some minutes;
the exit code is 1 if something is not as the page says.
"""

import argparse
import contextlib
import csv
import json
import os
import pwd
import re
import shutil
import sys
import tempfile
from pathlib import Path

import nbformat
import psutil
from hub_on_trial import PASSWORD, STUB, Hub, Server, check, run, snippet, unix_user

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from browser import ARGUMENTS, PATIENCE, SIZE, Notebook, chromium  # noqa: E402

ANN, BOB = "dltrial-ann", "dltrial.bob_2"
RIGHT, WRONG = "return image / largest", "return image * largest"
SUM = "return np.sum(x * w) + b"
MISCHIEF = """
import os
os.remove("02_forward.ipynb"); os.symlink({other!r}, "02_forward.ipynb")
os.remove("03_losses.ipynb"); os.mkfifo("03_losses.ipynb")
os.remove("04_backprop.ipynb"); os.truncate(os.open("04_backprop.ipynb", os.O_CREAT | os.O_WRONLY), 10**9)
os.utime("05_optimizers.ipynb", (10**9, 10**9))
os.symlink(os.path.dirname({other!r}), "feedback")
try: open({other!r}); print("ANOTHER'S FILE IS OPEN")
except PermissionError: print("refused")
"""


def is_kernel(process, user):
    """Whether a process is a kernel of this user's."""
    return process.info["username"] == user and "ipykernel_launcher" in process.info["cmdline"]


def megabytes(user):
    """What a user's processes take for themselves: of the largest kernel, and of the rest."""
    found = {"kernel": 0, "server": 0}
    for process in psutil.process_iter(["username", "cmdline"]):
        if process.info["username"] == user:
            kind = "kernel" if is_kernel(process, user) else "server"
            found[kind] = max(found[kind], round(process.memory_full_info().uss / 1e6))
    return found


def look(hub, server, picture):
    """Open a lesson in a browser, run an explorer and an answer, and take a picture."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        page = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS).new_page(viewport=SIZE)
        page.set_default_timeout(PATIENCE)
        page.goto(f"{hub.address}/hub/login")
        page.fill("input[name=username]", server.user)
        page.fill("input[name=password]", PASSWORD)
        page.click("input[type=submit]")
        page.wait_for_url(re.compile("/lab"))
        page.locator(".jp-DirListing-item").filter(has_text="14_attention.ipynb").wait_for()
        check(f"{server.user}: after the login JupyterLab shows the notebooks", True, page.url.split(hub.address)[1])
        notebook = Notebook.open_from_list(page, server.folder / "00_start_here.ipynb")
        check(f"{server.user}: no dialog, no news", page.locator(".jp-Dialog, .Toastify__toast").count() == 0)
        notebook.run("imports")
        explorer = notebook.run("explore-reader")
        explorer.locator("canvas, svg, button").first.wait_for()
        check(f"{server.user}: an explorer (anywidget) is drawn", True)
        stub = next(cell.source for cell in notebook.blank if cell.get("id") == "rescale")
        text = stub.replace(STUB, RIGHT)
        told = notebook.run("rescale", text).inner_text()
        check(f"{server.user}: the answer is checked", "start_here.rescale — right" in told, told.splitlines()[0])
        notebook.save()
        if picture:
            page.screenshot(path=picture)
    check(f"{server.user}: progress is kept", (server.folder / ".dlcourse-progress.json").exists())
    check(f"{server.user}: my_dlcourse is written", any((server.folder / "my_dlcourse").glob("*.py")))
    runtime = server.folder.parent / ".local/share/jupyter/runtime"
    transports = {json.loads(path.read_text())["transport"] for path in runtime.glob("kernel-*.json")}
    check(f"{server.user}: what the kernel says goes through files in the home only", transports == {"ipc"})


def owned(user):
    """Whether everything in a home is its user's."""
    entry = pwd.getpwnam(user)
    return all(path.lstat().st_uid == entry.pw_uid for path in Path(entry.pw_dir).rglob("*"))


def hand_out(hub):
    """Both log in and find the course; returns their servers."""
    check("a wrong password is refused", hub.log_in(ANN, "no")[1].status_code == 403)
    check("who is not in students.txt is refused", hub.log_in("root")[1].status_code == 403)
    servers = []
    for user in (ANN, BOB):
        session, page = hub.log_in(user)
        check(f"{user}: logs in", page.ok, page.url.split(hub.address)[1])
        hub.wait_for_server(user)
        server = Server(hub, user)
        listed = {item["name"] for item in server.api("GET", "contents/my-dlcourse").json()["content"]}
        wanted = {path.name for path in (ROOT / "notebooks").glob("*.ipynb")}
        check(f"{user}: finds {len(wanted)} notebooks", wanted <= listed)
        check(f"{user}: everything in the home is the user's", owned(user))
        servers.append((server, session))
    (ann, _), (bob, session) = servers
    check("one user's server is closed to the other", not session.get(f"{ann.address}api/contents", timeout=30).ok)
    return ann, bob


def update(hub, ann, bob):
    """A new edition of a lesson arrives: beside for who worked on it, in place for who did not."""
    written = ann.answer("01_neuron.ipynb", "weighted-sum", SUM)
    told = ann.execute("import numpy as np\nfrom dlcourse import exercise", written, name="01_neuron.ipynb")
    check(f"{ANN}: answers an exercise of lesson 01", "right" in told)
    (course,) = hub.place.glob("lib/python3*/site-packages/dlcourse/notebooks/01_neuron.ipynb")
    edition = nbformat.read(course, 4)
    edition.cells.append(nbformat.v4.new_markdown_cell("A newer edition.", id="newer"))
    nbformat.write(edition, course)
    before = (ann.folder / course.name).read_bytes()
    for user in (ANN, BOB):
        hub.restart(user)
    check(f"{ANN}: what was worked on is as it was", (ann.folder / course.name).read_bytes() == before)
    beside = ann.folder / "01_neuron.new-edition.ipynb"
    check(f"{ANN}: the newer edition is beside it", beside.exists() and "A newer edition." in beside.read_text())
    check(f"{ANN}: with the right answer in it", SUM in beside.read_text())
    check(f"{BOB}: what was not touched is up to date", "A newer edition." in (bob.folder / course.name).read_text())


def work(ann, bob):
    """One answers everything, the other answers wrongly and lays traps."""
    solve = "!dlcourse solve 00_start_here.ipynb -o solved.ipynb --all && mv solved.ipynb 00_start_here.ipynb"
    check(f"{ANN}: answers everything", "Wrote solved.ipynb" in ann.execute(solve))
    bob.answer("00_start_here.ipynb", "rescale", WRONG)
    told = bob.execute(MISCHIEF.format(other=str(ann.folder / "02_forward.ipynb")))
    check(f"{BOB}: another's home is closed", "refused" in told and "IS OPEN" not in told, told[-300:])
    shown = bob.execute("%matplotlib inline\nimport matplotlib.pyplot as plt\n_ = plt.plot([1, 2])\nplt.show()")
    check(f"{BOB}: %matplotlib shows a figure", "image/png" in shown)
    print("MB that processes have for themselves:", megabytes(BOB))


def collect_and_grade(hub, ann, bob):
    """The page's sections 3 to 5."""
    (hub.place / "homes.py").write_text(snippet("# homes.py"), "utf-8")
    for line in snippet("python3 homes.py collect").splitlines():
        print(f"$ {line}\n{run(line, hub.place, hub.path)}")
    place = hub.place / "collected" / BOB
    names = {path.name for path in place.iterdir()}
    check(
        "the link, the pipe and the huge file stay behind, and nothing else",
        names == {path.name for path in (ROOT / "notebooks").glob("*.ipynb")} - MISSING,
    )
    for server in (ann, bob):
        copy, original = hub.place / "collected" / server.user, server.folder
        check(
            f"{server.user}: times are kept",
            all(path.stat().st_mtime_ns == (original / path.name).stat().st_mtime_ns for path in copy.iterdir()),
        )
    with open(hub.place / "results" / "grades.csv", encoding="utf-8-sig", newline="") as stream:
        rows = {row["student"]: row for row in csv.DictReader(stream)}
    check("the grades are right", rows[ANN]["status"] == "correct" and rows[BOB]["score"] == "0", list(rows.values()))
    print(run(snippet("python3 homes.py give-back"), hub.place, hub.path))
    page = ann.api("GET", "contents/my-dlcourse/feedback/start_here.html")
    check(f"{ANN}: reads the feedback", "rescale" in page.json().get("content", ""))
    check(f"{ANN}: it is the user's", owned(ANN))
    check(f"{BOB}: the trap in the home led nowhere", not list(ann.folder.glob("*.html")))


MISSING = {"02_forward.ipynb", "03_losses.ipynb", "04_backprop.ipynb"}


def main():
    """Run the whole trial."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--picture", help="where to put a picture of JupyterLab")
    given = parser.parse_args()
    if os.name != "posix" or os.geteuid():
        raise SystemExit("This makes Unix users: run it as root, on a machine where that may be.")
    with tempfile.TemporaryDirectory(prefix="dltrial-") as folder, contextlib.ExitStack() as stack:
        place = Path(folder, "dlcourse")
        Path(folder).chmod(0o755)
        hub = Hub(place)
        run(hub.here(snippet("npm install")), folder)
        for user in (ANN, BOB):
            stack.enter_context(unix_user(user))
        (place / "students.txt").write_text(f"{ANN}\n{BOB}\n", "utf-8")
        try:
            with hub.running():
                ann, bob = hand_out(hub)
                look(hub, ann, given.picture)
                update(hub, ann, bob)
                work(ann, bob)
                collect_and_grade(hub, ann, bob)
        finally:
            kept = given.picture and shutil.copy(hub.log, Path(given.picture).with_suffix(".log"))
            print("The hub's log:", kept or "not kept")
    print("Everything is as the page says.")


if __name__ == "__main__":
    main()

"""What is missing on this machine, and how to get it."""

import importlib.metadata
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import webbrowser
from dataclasses import dataclass
from pathlib import Path

FREE_MEGABYTES = 200
# What things are for, in the order in which they are told: what a learner needs comes first.
LEARNERS = ("course", "lab", "convenience")
GRADING, TESTS = "grading others' work", "tests"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")


@dataclass
class Finding:
    """One thing that was looked at.

    `purpose` is "course" for what a notebook needs, "lab" for what JupyterLab and the command line need besides, else
    what it is for; see LEARNERS, GRADING and TESTS.
    """

    name: str
    good: bool
    found: str
    remedy: str = ""
    purpose: str = "course"


def examine(why_no_sandbox, folder=".", everything=False):
    """Look at what a learner needs, or at everything.

    Parameters
    ----------
    why_no_sandbox : function
        Says why the sandbox of `dlcourse grade` does not work here, "" if it does; asked where bubblewrap is there.
    folder : path
        Where the learner wants to work.
    everything : bool
        Look at what grading and the tests of the course need, too.

    Returns
    -------
    list of Finding
        What learners need comes first.
    """
    found = [_python(), *_packages(), _lessons(), _folder(folder), _space(folder), _kernel(), _web_browser()]
    if everything:
        found += [_bubblewrap(why_no_sandbox), _test_browser(), _node()]
    order = (*LEARNERS, GRADING, TESTS) if everything else LEARNERS
    return [finding for purpose in order for finding in found if finding.purpose == purpose]


def _python():
    try:
        wanted = importlib.metadata.metadata("dlcourse")["Requires-Python"]
    except importlib.metadata.PackageNotFoundError:
        wanted = ">=3.11"
    from packaging.specifiers import SpecifierSet

    version = platform.python_version()
    good = SpecifierSet(wanted).contains(version, prereleases=True)
    remedy = f"install a Python that is {wanted}, from python.org or conda-forge"
    return Finding("Python", good, f"{version}, {sys.executable}", remedy)


def _packages():
    from packaging.requirements import Requirement

    try:
        requirements = [Requirement(text) for text in importlib.metadata.requires("dlcourse") or []]
    except importlib.metadata.PackageNotFoundError:
        remedy = f"{_pip()} dlcourse (or -e . in the repository)"
        return [Finding("dlcourse", False, "not installed as a package", remedy)]
    wanted = {}  # package -> (requirement, purpose)
    for extra, purpose in (("", "course"), ("lab", "lab"), ("test", TESTS)):
        for item in requirements:
            known = wanted.get(item.name)
            # [test] repeats [lab]; but [lab] may want a newer version than a notebook does.
            if (
                item.name != "dlcourse"
                and _belongs(item, extra)
                and not (known and known[0].specifier == item.specifier)
            ):
                wanted[item.name] = (item, purpose)
    return [_package(item, purpose) for item, purpose in wanted.values()]


def _belongs(requirement, extra):
    """Whether a requirement is one of an extra ("" for those without one) on this machine."""
    if requirement.marker is None:
        return not extra
    without = requirement.marker.evaluate({"extra": ""})
    return without if not extra else not without and requirement.marker.evaluate({"extra": extra})


def _package(requirement, purpose):
    remedy = f'{_pip()} "{requirement.name}{requirement.specifier}"'
    try:
        version = importlib.metadata.version(requirement.name)
    except importlib.metadata.PackageNotFoundError:
        return Finding(requirement.name, False, "not installed", remedy, purpose)
    good = requirement.specifier.contains(version, prereleases=True)
    found = version if good else f"{version}, wanted is {requirement.specifier}"
    return Finding(requirement.name, good, found, remedy, purpose)


def _lessons():
    remedy = f"{_pip()} --force-reinstall dlcourse"
    try:
        from dlcourse.coursework.catalog import lesson_catalog

        lessons = [lesson for lesson in lesson_catalog()["lessons"] if lesson["notebook"]]
    except Exception as error:  # whatever is wrong with the installation, the table must still appear
        return Finding("lessons", False, f"{type(error).__name__}: {error}", remedy)
    exercises = sum(len(lesson["exercises"]) for lesson in lessons)
    return Finding("lessons", bool(lessons), f"{len(lessons)} notebooks, {exercises} exercises", remedy)


def _kernel():
    """Start the kernel that `dlcourse lab` offers, and let it add two numbers."""
    try:
        from dlcourse.lab.server import write_kernel

        with tempfile.TemporaryDirectory() as folder:
            write_kernel(Path(folder) / "kernels" / "python3")
            answer = _ask_kernel(Path(folder) / "kernels")
    except Exception as error:  # as above
        return Finding("notebook kernel", False, f"{type(error).__name__}: {error}", f"{_pip()} ipykernel", "lab")
    found = "starts and runs code" if answer == "ok" else f"starts, but answers {answer!r}"
    return Finding("notebook kernel", answer == "ok", found, f"{_pip()} --force-reinstall ipykernel", "lab")


def _ask_kernel(folder):
    from jupyter_client.kernelspec import KernelSpecManager
    from jupyter_client.manager import KernelManager

    specifications = KernelSpecManager(kernel_dirs=[str(folder)])
    manager = KernelManager(kernel_name="python3", kernel_spec_manager=specifications)
    manager.start_kernel(stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    client = manager.client()
    client.start_channels()
    try:
        client.wait_for_ready(timeout=30)
        answer = client.execute("assert 1 + 1 == 2", reply=True, timeout=30)
        return answer["content"]["status"]
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


def _web_browser():
    try:
        found = webbrowser.get().__class__.__name__ or "found"
        return Finding("web browser", True, found)
    except webbrowser.Error:
        remedy = "`dlcourse lab --no-browser` prints an address to open in any browser"
        return Finding("web browser", False, "none found", remedy, "convenience")


def _folder(folder):
    try:
        with tempfile.NamedTemporaryFile(dir=folder):
            pass
    except OSError as error:
        return Finding("this folder", False, f"cannot be written ({error.strerror})", "change to one of your own")
    return Finding("this folder", True, f"{os.path.abspath(folder)} can be written")


def _space(folder):
    free = shutil.disk_usage(folder).free / 1e6
    text = f"{free / 1000:.1f} GB free"
    return Finding("disk space", free > FREE_MEGABYTES, text, f"free {FREE_MEGABYTES} MB on this disk")


def _bubblewrap(why_not):
    purpose = GRADING
    if not sys.platform.startswith("linux"):
        remedy = "grade in Linux: a virtual machine or a container"
        return Finding("bubblewrap", False, f"needs Linux, this is {platform.system()}", remedy, purpose)
    if not shutil.which("bwrap"):
        remedy = "apt install bubblewrap (Debian, Ubuntu), dnf install bubblewrap (Fedora)"
        return Finding("bubblewrap", False, "not installed", remedy, purpose)
    problem = why_not()
    remedy = "this system forbids user namespaces: allow them for bwrap (AppArmor, container options)"
    return Finding("bubblewrap", not problem, problem or "works", remedy, purpose)


def _test_browser():
    found = next(filter(None, map(shutil.which, BROWSERS)), "")
    remedy = "apt install chromium (Debian), or playwright install chromium"
    return Finding("Chromium", bool(found), found or "not found", remedy, TESTS)


def _node():
    found = shutil.which("node") or ""
    remedy = "apt install nodejs npm (Debian); CONTRIBUTING.md says what npm brings for Python in a browser"
    return Finding("Node.js", bool(found), found or "not found", remedy, TESTS)


def _pip():
    """The command that installs into this very environment: another Python may be the first on the path."""
    python = f'"{sys.executable}"' if " " in sys.executable else sys.executable
    return f"{python} -m pip install"

"""The command that builds a sandbox with bubblewrap, and whether it works here.

What is in the sandbox: the interpreter, NumPy, packages that were asked for, a handful of the engine's modules, and
an empty /tmp. What is not: the course's references and specifications, other submissions, the grade book, the
network, the environment, any right.
"""

import functools
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from dlcourse.grading.sandbox.bound_files import hidden_paths, interpreter_paths, package_paths
from dlcourse.grading.sandbox.trouble import BUSY, UNPROTECTED, SandboxError, Shortage, said, shortage

ENGINE = (  # patterns below the package
    "checking/__init__.py",
    "checking/runtime/*.py",
    "grading/sandbox/__init__.py",
    "grading/sandbox/calls.py",
    "grading/sandbox/runner.py",
    "grading/sandbox/seccomp.py",
    "grading/sandbox/worker.py",
)
# What `import dlcourse` finds in the sandbox: nothing is checked, hinted at or recorded there.
PACKAGE = """
from dlcourse.checking.runtime.packing import pack, unpack


def exercise(*_arguments, **_options):
    return lambda function: function


def question(*_arguments, **_options):
    return None


hint = solution = progress = question
"""
HOME = "/course"
PACKAGES = "/packages"
DEVICES = ("/dev/null", "/dev/zero", "/dev/random", "/dev/urandom")
NOBODY = 65534


def engine_folder():
    """A new folder with what the worker imports, and nothing else of the course.

    Returns
    -------
    Path
        To be removed by the caller.

    Raises
    ------
    Shortage
        If it cannot be written.
    """
    folder = None
    try:
        folder = Path(tempfile.mkdtemp(prefix="dlcourse-engine-"))
        _fill(folder)
    except OSError as error:
        if folder:
            shutil.rmtree(folder, ignore_errors=True)
        raise shortage(error, folder or Path(tempfile.tempdir or "/tmp", "engine")) or error from None
    return folder


def _fill(folder):
    import dlcourse

    here = Path(dlcourse.__file__).parent
    for path in [path for pattern in ENGINE for path in here.glob(pattern)]:
        target = folder / "dlcourse" / path.relative_to(here)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(path.read_text("utf-8"), "utf-8")
    (folder / "dlcourse" / "__init__.py").write_text(PACKAGE, "utf-8")
    (folder / "dlcourse" / "grading" / "__init__.py").write_text("", "utf-8")
    _compile(folder)
    for path in (folder, *folder.rglob("*")):  # whatever the umask is
        path.chmod(0o755 if path.is_dir() else 0o644)


def _compile(folder):
    """Bytecode beside the sources: the sandbox cannot write any."""
    import compileall

    compileall.compile_dir(folder, quiet=2, force=True)


def bubblewrap():
    """The path of the program bwrap.

    Raises
    ------
    SandboxError
        If it is not installed.
    """
    found = shutil.which("bwrap")
    if not found:
        raise SandboxError(
            "Grading needs bubblewrap, which is not installed: `sudo apt install bubblewrap` (or your system's "
            f"equivalent), {UNPROTECTED}."
        )
    return found


def command(engine, packages=()):
    """The bwrap command up to the Python inside, as a list of arguments."""
    arguments = [bubblewrap(), "--unshare-all", "--unshare-user", "--disable-userns", "--die-with-parent"]
    arguments += ["--new-session", "--clearenv", "--cap-drop", "ALL", "--uid", "65534", "--gid", "65534"]
    arguments += ["--hostname", "sandbox", "--as-pid-1"]
    bound = interpreter_paths()
    for name in bound:
        if os.path.islink(name):
            arguments += ["--symlink", os.readlink(name), name]
        else:
            arguments += ["--ro-bind", name, name]
    # Each a file system of its own, and read-only like everything: what one exercise left there, another would find.
    locked = hidden_paths([os.path.realpath(name) for name in bound])
    for name in locked:
        arguments += ["--tmpfs", name]
    arguments += ["--dir", PACKAGES]
    for path in package_paths(("numpy", *packages)):
        arguments += ["--ro-bind", str(path), f"{PACKAGES}/{path.name}"]
    for name in DEVICES:
        arguments += ["--dev-bind", name, name]
    for name in locked:
        arguments += ["--remount-ro", name]
    # No /proc: through it a runner could reach the supervisor's descriptors.
    arguments += ["--ro-bind", str(engine), HOME, "--size", "16777216", "--tmpfs", "/tmp", "--remount-ro", "/"]
    arguments += ["--chdir", "/tmp"]
    for name, value in environment(HOME, PACKAGES).items():
        arguments += ["--setenv", name, value]
    return [*arguments, os.path.realpath(sys.executable)]


@functools.cache
def identity():
    """Who starts the sandbox, as options of Popen: if the grader is root, nobody, where nobody can.

    Inside it makes a difference: root's limits on processes do not limit, and root owns the devices.
    """
    options = {"user": NOBODY, "group": NOBODY, "extra_groups": ()}
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        return {}
    return options if not _try(options) else {}


@functools.cache
def probe():
    """Whether a sandbox works here.

    Returns
    -------
    str or None
        None if it does, else a sentence that says why not and what to do.
    """
    try:
        problem = _try(identity())
    except SandboxError as error:
        return str(error)
    return no_sandbox(problem) if problem else None


def no_sandbox(problem):
    """A sentence on a machine on which bubblewrap is installed and cannot run."""
    return (
        f"The sandbox does not work here ({problem}): allow user namespaces for bwrap (its AppArmor profile, the "
        f"options of the container), {UNPROTECTED}."
    )


def why_it_fails(error, sandboxed=True):
    """A sentence on a worker that could not be started, or did not answer the first time.

    Parameters
    ----------
    error : Lost or OSError
    sandboxed : bool
        Whether it was to be in a sandbox.
    """
    lack = shortage(error) if isinstance(error, OSError) else None
    if lack:
        return str(lack)
    if not sandboxed:
        return "The worker does not start: `dlcourse doctor --all` says what is missing."
    return probe() or f"A sandbox starts here, but not the worker in it ({error}): grade again, and report it."


def why_not():
    """Why a sandbox with NumPy does not start here, or ""."""
    try:
        return _try(identity())
    except SandboxError as error:
        return str(error)


def _try(options):
    """Why a sandbox started in this way does not work, or "".

    Raises
    ------
    Shortage
        If the machine lacks what any worker needs.
    """
    engine = engine_folder()
    try:
        result = subprocess.run(
            [*command(engine), "-S", "-P", "-c", "import dlcourse.grading.sandbox.worker"],
            capture_output=True, text=True, errors="replace", timeout=60, check=False, env={}, cwd="/", **options
        )  # fmt: skip
    except OSError as error:
        lack = shortage(error)
        if lack:
            raise lack from None
        return str(error)
    except subprocess.TimeoutExpired:
        raise Shortage(f"Grading stops here: {BUSY}.") from None
    finally:
        shutil.rmtree(engine, ignore_errors=True)
    if result.returncode == 0:
        return ""
    lack = said(result.stderr, engine)
    if lack:
        raise lack
    return (result.stderr.strip().splitlines() or ["it fails"])[-1][:300]


def environment(home, packages):
    """The environment of the worker: complete, nothing is inherited."""
    return {
        "PYTHONPATH": f"{home}:{packages}",
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONHASHSEED": "0",
        "OPENBLAS_NUM_THREADS": "1",
        "OMP_NUM_THREADS": "1",
        "LANG": "C.UTF-8",
        "PATH": "/usr/bin",
        "HOME": "/tmp",
    }

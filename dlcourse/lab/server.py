"""A JupyterLab server for one folder, set up for the course and ended cleanly.

Nothing is written to the learner's own Jupyter configuration: a temporary folder, put first on Jupyter's
search paths, holds a kernel that runs this very Python and the settings that keep the news pop-up away and the
pictures of explorers in the notebook.
"""

import contextlib
import json
import os
import secrets
import signal
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from pathlib import Path

START_SECONDS = 60
STOP_SECONDS = 10
SETTINGS = {
    "@jupyterlab/apputils-extension:notification": {"fetchNews": "false", "checkForUpdates": False},
    # Explorers are seen again when the notebook is opened on another day; without it there would be an error message.
    "@jupyter-widgets/jupyterlab-manager:plugin": {"saveState": True},
}


class Server:
    """JupyterLab as a child process: `with Server(folder) as server: ...` starts and ends it.

    Parameters
    ----------
    folder : path
    browser : bool
        Whether JupyterLab opens a browser.
    port : int, optional
    first : str
        The notebook to open.

    Attributes
    ----------
    log : Path
        What JupyterLab and its kernels say, kept out of the learner's terminal.
    process : subprocess.Popen
    address, token, port
        Known after `wait_until_ready`; address ends with a slash.
    url : str
        Where the first notebook opens, with the token.
    """

    def __init__(self, folder, *, browser=True, port=None, first="00_start_here.ipynb"):
        self.folder = Path(folder).absolute()
        self.state = self.folder / ".dlcourse-lab"
        self.log = self.state / "jupyterlab.log"
        self.browser, self.wanted_port, self.first = browser, port, first
        self.token = os.environ.get("JUPYTER_TOKEN") or secrets.token_hex(24)
        self.process = self.address = self.port = None

    def __enter__(self):
        self._temporary = tempfile.TemporaryDirectory(prefix="dlcourse-", ignore_cleanup_errors=True)
        try:
            environment = self._environment(Path(self._temporary.name))
            self.log.parent.mkdir(exist_ok=True)
            # The log tells the token, which lets whoever has it run code: for the learner's eyes only.
            with open(self.log, "wb", opener=lambda path, flags: os.open(path, flags, 0o600)) as log:
                # In a session of its own, Ctrl-C in the terminal reaches this process only, which then
                # ends the server in order; JupyterLab itself would ask whether it should.
                self.process = subprocess.Popen(
                    self._command(),
                    env=environment,
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=subprocess.STDOUT,
                    start_new_session=True,
                    creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),  # the same on Windows
                )
        except BaseException:
            if self.process:
                self.stop()
            self._temporary.cleanup()
            raise
        return self

    def __exit__(self, *_error):
        self.stop()
        self._temporary.cleanup()

    @property
    def url(self):
        """Where the first notebook opens, with the token."""
        return f"{self.address}lab/tree/{self.first}?token={self.token}"

    def _command(self):
        command = [
            *(sys.executable, "-m", "jupyterlab"),
            f"--ServerApp.root_dir={self.folder}",
            f"--LabApp.default_url=/lab/tree/{self.first}",
            # Open tabs are remembered for each folder: those of other folders would not be found here.
            f"--LabApp.workspaces_dir={self.state / 'workspaces'}",
        ]
        command += [f"--ServerApp.port={self.wanted_port}"] if self.wanted_port else []
        command += [] if self.browser else ["--no-browser"]
        # As root (containers) JupyterLab wants to be told that this is meant.
        command += ["--allow-root"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
        return command

    def _environment(self, folder):
        write_kernel(folder / "kernels" / "python3")
        settings = folder / "labconfig" / "default_setting_overrides.json"
        settings.parent.mkdir()
        settings.write_text(json.dumps(SETTINGS), "utf-8")
        environment = dict(os.environ, JUPYTER_TOKEN=self.token)  # not an argument: others see those
        for name in ("JUPYTER_PATH", "JUPYTER_CONFIG_PATH"):
            environment[name] = os.pathsep.join(filter(None, [str(folder), os.environ.get(name)]))
        environment.pop("MPLBACKEND", None)  # a choice for the terminal: kernels would show no figures
        # For the small arrays of the course, threads wait for one another more than they help: where other programs
        # run, a notebook takes three times as long with two of them. Whoever has set a number keeps it.
        if "OMP_NUM_THREADS" not in environment:
            for name in ("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
                environment.setdefault(name, "1")
        return environment

    def wait_until_ready(self, seconds=START_SECONDS):
        """Wait for the server; False if it ended or took too long."""
        from jupyter_core.paths import jupyter_runtime_dir

        record = Path(jupyter_runtime_dir()) / f"jpserver-{self.process.pid}.json"
        end = time.monotonic() + seconds
        while time.monotonic() < end and self.process.poll() is None:
            try:
                content = json.loads(record.read_text("utf-8"))
                self.address, self.port, self.token = content["url"], content["port"], content["token"]
                self._request("api")
                return True
            except (OSError, ValueError):  # not there yet, half written, not listening
                time.sleep(0.05)
        return False

    def _request(self, path, method="GET"):
        request = urllib.request.Request(
            self.address + path, method=method, headers={"Authorization": f"token {self.token}"}
        )
        # No proxy: the server is on this machine.
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(request, timeout=5) as answer:
            return answer.read()

    def wait(self):
        """Wait until JupyterLab is shut down; returns its exit code."""
        return self.process.wait()

    def stop(self):
        """End JupyterLab and its kernels; the last resort after some seconds is to kill it."""
        with signals(signal.SIG_IGN):  # a second Ctrl-C must not leave it behind
            if self.process.poll() is None:
                try:
                    self._request("api/shutdown", "POST")  # ends the kernels first, on every platform
                except (OSError, TypeError):  # not started yet
                    self.process.terminate()
            for force in (self.process.terminate, self.process.kill):
                try:
                    self.process.wait(STOP_SECONDS)
                    return
                except subprocess.TimeoutExpired:
                    force()
            self.process.wait()


@contextlib.contextmanager
def signals(handler):
    """While the block runs, `handler` is called when the process is asked to end."""
    before = {}
    if threading.current_thread() is threading.main_thread():
        for name in ("SIGINT", "SIGTERM", "SIGHUP"):
            number = getattr(signal, name, None)  # Windows has no SIGHUP
            if number is not None:
                before[number] = signal.signal(number, handler)
    try:
        yield
    finally:
        for number, handler_before in before.items():
            signal.signal(number, handler_before)


def interrupt(_number, _frame):
    """A signal handler: being asked to end is the same as Ctrl-C."""
    raise KeyboardInterrupt


def write_kernel(folder):
    """Write the specification of a kernel that runs this very Python."""
    from ipykernel.kernelspec import write_kernel_spec

    folder.parent.mkdir(parents=True, exist_ok=True)
    write_kernel_spec(folder)

"""A JupyterHub set up as docs/jupyterhub.md says, its users, and what one asks them: for try_jupyterhub.py."""

import contextlib
import json
import os
import pwd
import re
import signal
import socket
import subprocess
import time
import uuid
from pathlib import Path
from urllib.parse import quote

import psutil
import requests
import websocket

ROOT = Path(__file__).resolve().parent.parent
PASSWORD = uuid.uuid4().hex
TOKEN = uuid.uuid4().hex
PLACE = "/opt/dlcourse"  # as the page says
STUB = "# Your code here.\n    raise NotImplementedError"
OURS = """
c.JupyterHub.authenticator_class = "dummy"
c.DummyAuthenticator.password = {password!r}
c.JupyterHub.bind_url = "http://127.0.0.1:{port}"
c.JupyterHub.hub_bind_url = "http://127.0.0.1:{hub}"
c.ConfigurableHTTPProxy.api_url = "http://127.0.0.1:{proxy}"
c.JupyterHub.services = [{{"name": "trial", "api_token": {token!r}}}]
scopes = ["admin:users", "admin:servers", "tokens"]
c.JupyterHub.load_roles = [{{"name": "trial", "services": ["trial"], "scopes": scopes}}]
"""


def check(what, truth, shown=""):
    """Say what was looked at; end here if it is not so."""
    print(f"{time.strftime('%H:%M:%S')} {'ok ' if truth else 'NOT'} {what}{f': {shown}' if shown else ''}", flush=True)
    if not truth:
        raise SystemExit(1)


def snippet(beginning):
    """The block of the page with a line that begins so."""
    page = (ROOT / "docs" / "jupyterhub.md").read_text("utf-8")
    blocks = re.findall(r"^```(?:bash|python)\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
    return next(block for block in blocks if re.search(f"^{re.escape(beginning)}", block, re.MULTILINE))


def clean(path):
    """The environment of an administrator, without what would lead Python to this working copy."""
    ours = ("PYTHON", "VIRTUAL_ENV", "JUPYTER", "DLCOURSE", "OPENBLAS", "MKL")
    return {name: value for name, value in os.environ.items() if not name.startswith(ours)} | {"PATH": path}


def run(command, folder, path=os.defpath):
    """Run lines of a shell as an administrator would, and return what they print."""
    done = subprocess.run(["bash", "-euc", command], cwd=folder, env=clean(path), capture_output=True, text=True)
    if done.returncode:
        check(f"`{command.strip().splitlines()[0]}` …", False, done.stdout + done.stderr)
    return done.stdout


class Hub:
    """The hub of the trial, and what one asks it for.

    Parameters
    ----------
    place : Path
        What /opt/dlcourse is on the page.
    """

    def __init__(self, place):
        self.place, self.path = place, f"{place}/bin:{os.defpath}"
        self.log = place / "hub.log"

    def here(self, text):
        """A snippet for the throw-away folder and this working copy."""
        return text.replace('".[lab]"', f'"{ROOT}[lab]"').replace(PLACE, str(self.place))

    @contextlib.contextmanager
    def running(self):
        """The hub, while the block runs."""
        port, hub, proxy = free_ports(3)
        self.address = f"http://127.0.0.1:{port}"
        ours = OURS.format(password=PASSWORD, token=TOKEN, port=port, hub=hub, proxy=proxy)
        config = self.place / "jupyterhub_config.py"
        config.write_text(self.here(snippet("# jupyterhub_config.py")) + ours, "utf-8")
        config.chmod(0o600)
        with open(self.log, "wb") as log:
            process = subprocess.Popen(
                [f"{self.place}/bin/jupyterhub"],
                cwd=self.place,
                env=clean(self.path),
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        try:
            wait_for("the hub to answer", lambda: self.api("GET", "").ok)
            yield
        finally:
            process.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(30)
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)  # the proxy is in the hub's session

    def api(self, method, path, **options):
        """Ask the hub's REST interface as an administrator does."""
        headers = {"Authorization": f"token {TOKEN}"}
        return requests.request(method, f"{self.address}/hub/api/{path}", headers=headers, timeout=30, **options)

    def log_in(self, user, password=PASSWORD):
        """Fill in the form; returns a session with the cookies, and the page after it."""
        session, form = requests.Session(), f"{self.address}/hub/login"
        session.get(form, timeout=30)
        given = {"username": user, "password": password, "_xsrf": session.cookies.get("_xsrf", path="/hub/")}
        return session, session.post(form, data=given, timeout=60)

    def restart(self, user):
        """Stop a user's server and start it again."""
        self.api("DELETE", f"users/{user}/server")
        wait_for("a server to stop", lambda: not self.server(user))
        check(f"{user}: the server starts again", self.api("POST", f"users/{user}/server").ok)
        self.wait_for_server(user)

    def server(self, user):
        """What the hub says of a user's server, None if there is none."""
        return self.api("GET", f"users/{user}").json().get("servers", {}).get("")

    def wait_for_server(self, user):
        """Wait until it can be used."""
        wait_for("a server to be ready", lambda: (self.server(user) or {}).get("ready"))


class Server:
    """The Jupyter server of one user, asked as this user."""

    def __init__(self, hub, user):
        self.user, self.address = user, f"{hub.address}/user/{quote(user)}/"
        self.token = hub.api("POST", f"users/{user}/tokens", json={"note": "trial"}).json()["token"]
        self.folder = Path(pwd.getpwnam(user).pw_dir, "my-dlcourse")
        self.headers = {"Authorization": f"token {self.token}"}

    def api(self, method, path, **options):
        """Ask the server's REST interface."""
        return requests.request(method, f"{self.address}api/{path}", headers=self.headers, timeout=60, **options)

    def answer(self, name, cell_id, body):
        """Write the body of an answer into a notebook, and save it as JupyterLab does; returns the cell's text."""
        content = self.api("GET", f"contents/my-dlcourse/{name}").json()["content"]
        (cell,) = [cell for cell in content["cells"] if cell["id"] == cell_id]
        check(f"{self.user}: {name} has the exercise {cell_id}", STUB in cell["source"])
        cell["source"] = cell["source"].replace(STUB, body)
        saved = self.api("PUT", f"contents/my-dlcourse/{name}", json={"type": "notebook", "content": content})
        check(f"{self.user}: saves {name}", saved.ok)
        return cell["source"]

    def execute(self, *sources, name="00_start_here.ipynb"):
        """Run code in a kernel of a notebook, through the hub's websocket; returns all it prints and shows."""
        wanted = {"path": f"my-dlcourse/{name}", "name": name, "type": "notebook", "kernel": {"name": "python3"}}
        session = self.api("POST", "sessions", json=wanted).json()
        address = f"{self.address}api/kernels/{session['kernel']['id']}/channels".replace("http:", "ws:")
        channel = websocket.create_connection(address, header=self.headers, timeout=60)
        found = []
        for source in sources:
            request = {"msg_id": uuid.uuid4().hex, "msg_type": "execute_request", "session": "trial", "version": "5.3"}
            request |= {"username": self.user, "date": "2026-01-01T00:00:00Z"}
            content = {"code": source, "silent": False, "store_history": True, "allow_stdin": False}
            message = {"header": request, "parent_header": {}, "metadata": {}, "content": content, "channel": "shell"}
            channel.send(json.dumps(message))
            while True:
                heard = json.loads(channel.recv())
                if heard["parent_header"].get("msg_id") != request["msg_id"]:
                    continue
                if heard["msg_type"] == "status" and heard["content"]["execution_state"] == "idle":
                    break
                if heard["msg_type"] in ("stream", "display_data", "execute_result", "error"):
                    found.append(json.dumps(heard["content"], ensure_ascii=False))
        channel.close()
        return "\n".join(found)


def free_ports(count):
    """Ports of this machine that nobody listens on."""
    with contextlib.ExitStack() as stack:
        taken = [stack.enter_context(socket.socket()) for _ in range(count)]
        for each in taken:
            each.bind(("127.0.0.1", 0))
        return [each.getsockname()[1] for each in taken]


def wait_for(what, is_there, seconds=90):
    """Wait for a condition."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        with contextlib.suppress(requests.ConnectionError):
            if is_there():
                return
        time.sleep(0.2)
    check(f"waited for {what}", False)


@contextlib.contextmanager
def unix_user(name):
    """A user of this machine, made as the page says, while the block runs."""
    if any(entry.pw_name == name for entry in pwd.getpwall()):
        check(f"there is no user {name} yet", False)
    run(re.sub(r"\bann$", name, snippet("useradd"), flags=re.MULTILINE), "/", f"/usr/sbin:/sbin:{os.defpath}")
    uid = pwd.getpwnam(name).pw_uid
    try:
        yield
    finally:
        for _ in range(3):  # all that runs as this user was started by the trial
            for process in psutil.process_iter(["uids"]):
                with contextlib.suppress(psutil.NoSuchProcess):
                    if process.info["uids"].real == uid:
                        process.kill()
            time.sleep(0.2)
        subprocess.run(["/usr/sbin/userdel", "--remove", name], check=True, capture_output=True)

"""What a page does with widgets, over a kernel's channels: it opens what the kernel opens, and sends what is moved.

This is the protocol of Jupyter's widgets, version 2 (jupyter-widgets/ipywidgets, packages/schema/messages.md), and no
front end: what it shows, it shows as data.
"""

import json
from contextlib import contextmanager
from unittest import mock

from jupyter_client.manager import KernelManager

WIDGET = "application/vnd.jupyter.widget-view+json"
PATIENCE = 60  # seconds


def specify_kernel(python, folder):
    """Write down the kernel "another", of another Python; gives the variables with which Jupyter finds it."""
    specification = folder / "kernels" / "another" / "kernel.json"
    specification.parent.mkdir(parents=True, exist_ok=True)
    command = [str(python), "-m", "ipykernel_launcher", "-f", "{connection_file}"]
    specification.write_text(json.dumps({"argv": command, "display_name": "another", "language": "python"}))
    return {"JUPYTER_PATH": str(folder)}


@contextmanager
def page(python, folder, variables):
    """A Page with a kernel of another Python, whose environment is `variables` alone; it ends with the block."""
    with mock.patch.dict("os.environ", specify_kernel(python, folder)):
        manager = KernelManager(kernel_name="another")
        manager.start_kernel(cwd=folder, env=variables)
    client = manager.client()
    try:
        client.start_channels()
        client.wait_for_ready(PATIENCE)
        yield Page(client)
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


class Page:
    """What a page knows of its kernel: the state of each widget.

    Parameters
    ----------
    client : jupyter_client.blocking.BlockingKernelClient
    """

    def __init__(self, client):
        self.client = client
        self.models = {}  # by id: the state
        self.opened = {}  # by id: the message with which it was opened

    def run(self, code):
        """Run code; gives the bundles that it shows."""
        said = self._follow(self.client.execute(code))
        errors = [message["content"] for message in said if message["msg_type"] == "error"]
        assert not errors, "\n".join(errors[0]["traceback"])
        return [
            message["content"]["data"] for message in said if message["msg_type"] in ("execute_result", "display_data")
        ]

    def send(self, model_id, **state):
        """Send what a page would if somebody moved a control; gives the state that comes back, changes alone.

        The page keeps what it sent, as a front end does, unless the kernel says otherwise.
        """
        self.models[model_id].update(state)
        data = {"method": "update", "state": state, "buffer_paths": []}
        message = self.client.session.msg("comm_msg", {"comm_id": model_id, "data": data})
        self.client.shell_channel.send(message)
        changed = {}
        for said in self._follow(message["header"]["msg_id"]):
            assert said["msg_type"] != "error", said["content"]
            assert said["msg_type"] != "stream", said["content"]["text"]  # what a page's message raises is printed
            if said["msg_type"] == "comm_msg" and said["content"]["comm_id"] == model_id:
                changed |= _state(said)
        return changed

    def _follow(self, request):
        """All messages about a request, till the kernel is idle again; widgets are opened and kept up to date."""
        messages = []
        while True:
            message = self.client.get_iopub_msg(timeout=PATIENCE)
            if message["parent_header"].get("msg_id") != request:
                continue
            messages.append(message)
            if message["msg_type"] == "comm_open":
                self.opened[message["content"]["comm_id"]] = message
                self.models[message["content"]["comm_id"]] = _state(message)
            elif message["msg_type"] == "comm_msg":
                self.models[message["content"]["comm_id"]].update(_state(message))
            elif message["msg_type"] == "status" and message["content"]["execution_state"] == "idle":
                return messages


def _state(message):
    """The state in a message, its binary parts put back into their places."""
    data = message["content"]["data"]
    state = dict(data.get("state", {}))
    for path, buffer in zip(data.get("buffer_paths", []), message["buffers"], strict=True):
        [name] = path  # no widget of the course has binary parts further down
        state[name] = bytes(buffer)
    return state

"""The learner's folder, the JupyterLab server, and what is missing on a machine."""

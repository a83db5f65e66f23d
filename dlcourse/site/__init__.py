"""The web edition: the course's own notebooks as static pages, made by `dlcourse site`.

nbconvert makes the pages, with templates of ours: it comes with JupyterLab, shows what is stored in a notebook as
Jupyter itself does, and leaves each cell to a template, so that an exercise, a hint or a guess can be what it is. A
generator of books (Sphinx, MyST) would bring a theme to bend around these, and more to install.
"""

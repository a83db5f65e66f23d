"""Figures in an IPython shell: shown with their alt text. Matplotlib is imported with the first figure, not before."""


def register(shell):
    """Make an IPython shell display described figures with their alt text.

    A described figure appears as an ``<img>`` with its alt text, and with ``Figure: ALT TEXT`` as its plain twin.
    Others appear as they always do. Described axes at the end of a cell show nothing of their own: their figure
    appears anyway.

    Parameters
    ----------
    shell : InteractiveShell or None
        As from ``get_ipython()``; None does nothing.
    """
    if shell is None:
        return
    from IPython.display import publish_display_data

    def show_figure(figure):
        import matplotlib.pyplot as plt

        from dlcourse.figures.display import alt_text, picture_html, png

        alt = alt_text(figure)
        if not alt:
            raise NotImplementedError  # IPython's word for: display it as you would have
        publish_display_data({"text/html": picture_html(png(figure), alt), "text/plain": f"Figure: {alt}"})
        if "inline" in plt.get_backend():
            plt.close(figure)  # or it appears once more at the end of the cell

    def show_axes(ax):
        from dlcourse.figures.display import alt_text

        if not alt_text(ax):
            raise NotImplementedError

    # By name, so that matplotlib need not be there yet; and not the formatters by type of output: the inline
    # backend sets those anew when it starts.
    formatter = shell.display_formatter.ipython_display_formatter
    formatter.for_type_by_name("matplotlib.figure", "Figure", show_figure)
    formatter.for_type_by_name("matplotlib.axes._axes", "Axes", show_axes)

"""The authors' command: quiet outputs, the same bytes twice, and remarks."""

import base64
import io
import json

import nbformat
import pytest
from click.testing import CliRunner
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from PIL import Image

from dlcourse.coursework.authoring import alt_texts, changed_cells, long, main, remarks, slow
from dlcourse.coursework.files import text_of
from dlcourse.coursework.quiet import AuthoringError, quiet

FRONT_END = {  # what front ends note in a cell
    "jupyter": {"outputs_hidden": True, "source_hidden": True},
    "ExecuteTime": {"end_time": "2026-01-02T10:11:12"},
    "execution": {"iopub.status.busy": "2026-01-02T10:11:12"},
    "vscode": {"languageId": "python"},
    "colab": {"base_uri": "https://x"},
    "collapsed": True,
    "editable": False,
    "slideshow": {"slide_type": ""},
}
FIGURE = "from dlcourse import figures\nfrom dlcourse.lessons import neuron\n"
FIGURE += 'figures.activation_curves({"step": neuron.step}, "T");'
SOURCES = [
    "from dlcourse import exercise, explore, progress",
    'print("one")\nimport sys\nprint("two")\n1 + 1',
    '@exercise("neuron.relu")\ndef relu(z):\n    raise NotImplementedError',
    "explore.start_here.threshold()",
    FIGURE,
]


def png(colour, **options):
    stream = io.BytesIO()
    Image.new("RGB", (3, 2), colour).save(stream, "png", **options)
    return base64.b64encode(stream.getvalue()).decode()


def picture(data, alt="red"):
    return new_output("display_data", data={"text/html": f'<img src="data:image/png;base64,{data}" alt="{alt}">'})


def notebook(*outputs, source="1", **metadata):
    cell = new_code_cell(source, outputs=list(outputs), execution_count=7, metadata=metadata)
    cell["id"] = "cell"
    return new_notebook(cells=[cell])


@pytest.fixture
def path(tmp_path):
    """A notebook that was never run, with marks of an editor in it."""
    cells = [new_markdown_cell("# A lesson\n\n"), *(new_code_cell(source) for source in SOURCES)]
    cells[1].metadata.update(scrolled=True, tags=["setup"], dlcourse={"claims": ["B1"]})
    cells[1].metadata.update(FRONT_END)
    content = new_notebook(cells=cells, metadata={"dlcourse": {"minutes": 5}, "widgets": {"x": 1}})
    path = tmp_path / "01_lesson.ipynb"
    nbformat.write(content, path)
    return path


def call(*arguments):
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


@pytest.mark.slow
def test_it_stores_quiet_outputs_and_twice_changes_nothing(path, tmp_path):
    checked = call("--check", path)
    assert (checked.exit_code, "would change" in checked.output) == (1, True)
    first = call(path)
    assert first.exit_code == 0, first.output
    assert "written" in first.output
    stored = path.read_bytes()
    assert [item.name for item in tmp_path.iterdir()] == [path.name]
    _examine(nbformat.reads(stored.decode(), as_version=4), stored.decode())
    for arguments in ((path,), ("--check", path)):
        again = call(*arguments)
        assert (again.exit_code, again.output) == (0, f"{path.name}: unchanged\n")
        assert path.read_bytes() == stored
    path.write_bytes(stored.replace(b'"two\\n"', b'"six\\n"'))
    assert "cells that change: 3\n" in call("--check", path).output  # and not those that were stored as lists of lines


def _examine(content, text):
    assert text.startswith('{\n "cells"')
    assert text.endswith("}\n")
    assert set(content.metadata) == {"dlcourse", "kernelspec", "language_info"}
    assert content.cells[1].metadata == {"tags": ["setup"], "dlcourse": {"claims": ["B1"]}}
    codes = [cell for cell in content.cells if cell.cell_type == "code"]
    assert [cell.execution_count for cell in codes] == [1, 2, 3, 4, 5]
    printed, value = codes[1].outputs
    assert printed.text == "one\ntwo\n"
    assert (value.data["text/plain"], value.execution_count) == ("2", 2)
    html = codes[2].outputs[0].data["text/html"]
    assert "the reference is right here; yours is checked when you run the cell" in html
    [explorer] = codes[3].outputs
    assert set(explorer.data) == {"text/plain", "text/html"}
    assert alt_texts(codes[4].outputs[0])[0].startswith("T.")
    assert "widget-view" not in text
    assert 'execution"' not in text


@pytest.mark.slow
@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("1 / 0", "cell 1 did not finish:"),
        ("import sys\nprint('oh', file=sys.stderr)", "cell 1 writes to stderr: oh"),
        ("import os\nos._exit(1)", "cell 1 did not finish:"),
    ],
)
def test_a_cell_that_fails_is_named_and_nothing_is_written(path, source, said):
    nbformat.write(new_notebook(cells=[new_code_cell(source)]), path)
    before = path.read_bytes()
    result = call(path)
    assert result.exit_code == 1
    assert f"{path.name}: {said}" in result.output
    assert path.read_bytes() == before


def test_a_file_that_is_no_notebook(tmp_path):
    result = call(tmp_path / "no.ipynb")
    assert result.exit_code == 1
    assert "does not exist" in result.output


def test_form_is_told_without_a_run(tmp_path):
    content = quiet(notebook(new_output("stream", text="1\n"), source="print(1)"))
    content.metadata["dlcourse"]["minutes"] = 5
    path = tmp_path / "01_lesson.ipynb"
    for change, code in (({}, 0), ({"execution_count": 2}, 1), ({"metadata": {"scrolled": True}}, 1)):
        changed = nbformat.from_dict(content)
        changed.cells[0].update(nbformat.from_dict(change))
        path.write_text(text_of(changed), "utf-8")
        before = path.read_bytes()
        result = call("--form", path)
        said = f"{path.name}: is not as the authors' command stores it: run `python -m dlcourse.coursework.authoring "
        assert (result.exit_code, result.output) == (code, f"{said}{path}`\n" if code else ""), change
        assert path.read_bytes() == before
    missing = call("--form", tmp_path / "no.ipynb")
    assert (missing.exit_code, "no.ipynb does not exist" in missing.output) == (1, True)


def test_a_picture_with_the_same_pixels_keeps_its_bytes():
    old, same, other = png("red", compress_level=0), png("red", compress_level=9), png("blue")
    assert old != same
    before = notebook(picture(old))

    def stored(fresh, before):
        return quiet(notebook(fresh), before).cells[0].outputs[0]

    assert stored(picture(same), before) == picture(old)
    assert stored(picture(same, alt="a new text"), before) == picture(old, alt="a new text")
    assert stored(picture(other), before) == picture(other)
    assert stored(picture(same), notebook(picture("AAAA"))) == picture(same)
    plain = new_output("display_data", data={"image/png": same})  # a picture as it was stored in earlier editions
    assert stored(plain, before).data["image/png"] == old
    assert stored(picture(same), notebook(new_output("display_data", data={"image/png": old}))) == picture(old)


def test_each_of_several_pictures_keeps_its_own_bytes():
    colours = ("red", "blue", "green")
    old = [png(colour, compress_level=0) for colour in colours]
    same = [png(colour, compress_level=9) for colour in colours]

    def shown(*data):
        images = "".join(
            f'<p>{k}</p><img src="data:image/png;base64,{each}" alt="no. {k}">' for k, each in enumerate(data)
        )
        return new_output("display_data", data={"text/html": images, "text/plain": "three"})

    def stored(*fresh, before):
        return quiet(notebook(*fresh), notebook(*before)).cells[0].outputs

    assert stored(shown(*same), before=[shown(*old)]) == [shown(*old)]
    turned = [same[2], same[0], same[1]]  # matched by what they show, not by their place
    assert stored(shown(*turned), before=[shown(*old)]) == [shown(old[2], old[0], old[1])]
    fresh = png("white")
    assert stored(shown(same[0], fresh), before=[shown(*old)]) == [shown(old[0], fresh)]
    apart = [picture(each) for each in same]  # in outputs of their own
    assert stored(*apart, before=[shown(*old)]) == [picture(each) for each in old]
    both = new_output("display_data", data={"image/png": same[0], **shown(same[1]).data})
    kept = new_output("display_data", data={"image/png": old[0], **shown(old[1]).data})
    assert stored(both, before=[shown(*old)]) == [kept]


def test_a_picture_of_another_size_or_cell_is_another_picture():
    wide = io.BytesIO()
    Image.new("RGB", (2, 3), "red").save(wide, "png")  # as many pixels, and all of them alike
    turned = base64.b64encode(wide.getvalue()).decode()
    before = notebook(picture(png("red")))
    assert quiet(notebook(picture(turned)), before).cells[0].outputs == [picture(turned)]
    before.cells[0]["id"] = "other"
    same = picture(png("red", compress_level=0))
    assert quiet(notebook(same), before).cells[0].outputs == [same]


def test_stored_errors_are_refused():
    error = new_output("error", ename="ValueError", evalue="no", traceback=[])
    with pytest.raises(AuthoringError, match="cell 1 raises ValueError: no"):
        quiet(notebook(error))


def test_ids_are_kept_and_made_where_they_are_missing():
    content = notebook()
    content.cells += [nbformat.from_dict(content.cells[0]) for _ in range(2)]
    del content.cells[2]["id"]
    ids = [cell["id"] for cell in quiet(content).cells]
    assert ids[0] == "cell"
    assert len(set(ids)) == 3
    assert ids == [cell["id"] for cell in quiet(content).cells]


def test_trailing_spaces_go_and_empty_cells_are_not_counted():
    content = notebook(source="1  \n2\n\n")
    content.cells.insert(0, new_code_cell(""))
    cells = quiet(content).cells
    assert cells[1].source == "1\n2"
    assert [cell.execution_count for cell in cells] == [None, 1]


def test_the_given_notebook_is_left_alone():
    content = notebook(picture(png("red")), scrolled=True)
    before = json.dumps(content)
    quiet(content)
    assert json.dumps(content) == before


def test_remarks():
    assert remarks(notebook(picture(png("red")))) == []
    assert remarks(notebook(source="1\n" * 15 + "1")) == ["cell 1 has 16 lines; at most 15 are easy to read"]
    assert remarks(notebook(picture(png("red"), alt=""))) == ["cell 1 shows a picture without an alt text"]
    [remark] = remarks(notebook(new_output("stream", text="x" * 600_000)))
    assert remark.startswith("the notebook has 600 kB")


DATA = "data:image/png;base64,AAAA"


@pytest.mark.parametrize(
    ("html", "alts"),
    [
        (f'<img src="{DATA}" alt="red">', ["red"]),
        (f"<img alt='red &amp; \"blue\"' src='{DATA}'>", ['red & "blue"']),
        (f"<IMG SRC={DATA} ALT=red />", ["red"]),
        (f'<img\n  src="{DATA}"\n  alt="a\n  b > c">', ["a b > c"]),
        (f'<img src="{DATA}">', [""]),
        (f'<img src="{DATA}" alt>', [""]),
        (f'<img src="{DATA}" alt="">', [""]),
        (f'<img src="{DATA}" alt="  \n">', [""]),
        (f"<img src={DATA} data-alt='red' title=\"red\" aria-alt=red>", [""]),
        (f'<img src="{DATA}" alt="" alt="red">', [""]),  # of two, a browser takes the first
        (f'<p alt="red"><img src="{DATA}"></p>', [""]),
        (f'<img src="{DATA}" alt="red"><b>or</b><img src="{DATA}"><img src="{DATA}" alt="blue">', ["red", "", "blue"]),
        ("<!-- <img> --> a < b &lt;img&gt;", []),
        ("<imgage>", []),
        ('<svg aria-label="a line"><path d="M0 0"/></svg>', ["a line"]),
        ("<svg><title>a <b>line</b></title><title>more</title></svg>", ["a line"]),
        ("<svg><svg><title>a part</title></svg><image href='x'/></svg>", [""]),
        ("<svg/><p>text</p>", [""]),
        ("<title>none</title><p>text</p>", []),
    ],
)
def test_alt_texts_are_found_in_every_form_of_html(html, alts):
    output = new_output("display_data", data={"text/html": html})
    assert alt_texts(output) == alts
    said = ["cell 1 shows a picture without an alt text"]
    assert remarks(notebook(output)) == (said if "" in alts else [])


@pytest.mark.parametrize("kind", ["image/png", "image/jpeg", "image/svg+xml", "image/gif"])
@pytest.mark.parametrize("where", [None, "image/png", "the kind"])
def test_a_picture_that_is_no_html_has_no_alt_text(kind, where):
    """Wherever one is written down: nobody reads it to anybody."""
    metadata = {} if where is None else {kind if where == "the kind" else where: {"alt": "red"}}
    output = new_output("display_data", data={kind: "<svg/>", "text/plain": "red"}, metadata=metadata)
    assert alt_texts(output) == [""]
    assert remarks(notebook(output)) == ["cell 1 shows a picture without an alt text"]


def test_a_picture_in_two_forms_is_remarked_even_if_one_has_an_alt_text():
    """The other one makes the notebook twice as large, and is what some front ends show."""
    output = picture(png("red"))
    output.data["image/png"] = png("red")
    assert alt_texts(output) == ["red", ""]


@pytest.mark.slow
def test_a_plain_figure_of_matplotlib_is_remarked(path):
    plain = "import matplotlib.pyplot as plt\nplt.plot([1, 2]);"
    cells = [new_code_cell(f"from dlcourse import exercise\n{plain}"), new_code_cell(FIGURE)]
    nbformat.write(new_notebook(cells=cells), path)
    result = call(path)
    assert result.exit_code == 0, result.output
    assert "    cell 1 shows a picture without an alt text\n" in result.output
    assert "cell 2 shows" not in result.output


def test_remarks_on_time():
    assert slow({0: 9.0, 1: 0.1}) == []
    assert slow({0: 10.5}) == ["cell 1 took 10.5 s; at most 10 s keep a reader"]
    assert slow(dict.fromkeys(range(7), 9.0)) == ["the notebook took 63 s; at most 60 s are wanted"]


@pytest.mark.parametrize(
    ("minutes", "said"),
    [
        ([20, 40], []),
        ([15, 45], ["the sitting 1 takes 15 minutes", "the sitting 2 takes 45 minutes"]),
        ([40, 40, 40], ["the core takes 120 minutes"]),
    ],
)
def test_remarks_on_sittings(minutes, said):
    content = new_notebook(metadata={"dlcourse": {"minutes": sum(minutes)}})
    for number, count in enumerate(minutes, 1):
        content.cells.append(new_markdown_cell("## S"))
        content.cells[-1].metadata["dlcourse"] = {"sitting": str(number), "minutes": count}
    content.cells.append(new_markdown_cell("## On your own"))
    content.cells[-1].metadata["dlcourse"] = {"sitting": "On your own", "minutes": 5, "core": False}
    assert [remark.partition(";")[0] for remark in long(content)] == said


def test_the_cells_that_change_are_named():
    before, after = notebook(), notebook(picture(png("red")))
    assert changed_cells(before, before) == []
    assert changed_cells(before, after) == [1]
    assert text_of(before) != text_of(after)

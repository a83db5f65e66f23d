"""The explorer of lesson 17: the boxes of a reader, from all that it says to one for each digit."""

from functools import cache

import numpy as np
from matplotlib.patches import Rectangle

from dlcourse.data import networks
from dlcourse.experiments.vision import judging, reader, scenery
from dlcourse.explore._explorer import Explorer, asked, choice, slider
from dlcourse.explore._pictures import bare
from dlcourse.figures.style import INK, INKED, NEGATIVE, PAPER, POSITIVE, number
from dlcourse.lessons import vision

SCENES = {  # a kind, and the seed of one in which there is something to see
    "apart": ("apart", 2),
    "touching": ("touching", 13),
    "crossing": ("crossing", 18),
    "apart, one not read": ("apart", 0),
    "touching, some not read": ("touching", 0),
    "crossing, some not read": ("crossing", 20),
}
MOST = 140  # boxes that are drawn: the best ones
ALL = "all boxes"
NAMED = 12  # boxes with a number on them
FLOOR = 0.05
HIT, WRONG, TRUTH = POSITIVE, NEGATIVE, INK


@cache
def _read():
    """The scenes, and all that the stored reader finds on them, by name."""
    layers, network = reader.lesson_layers(), networks.scene_network()
    seen = {name: scenery.scenes(1, kind=kind, seed=seed)[0] for name, (kind, seed) in SCENES.items()}
    return seen, {name: reader.detect(each["image"], network, floor=FLOOR, **layers) for name, each in seen.items()}


class _Boxes(Explorer):
    def __init__(self, suppress, match):
        self.suppress, self.match = suppress, match
        self.scenes, self.detections = _read()
        controls = {
            "scene": choice("scene", SCENES, "touching"),
            "score": slider("least score", 0.05, 0.05, 0.95, 0.05),
            "overlap": slider("suppress boxes with an IoU above", 0.8, 0.0, 1.0, 0.05),
            "among": choice("suppress among", (ALL, "boxes with the same digit")),
        }
        super().__init__("the boxes of a reader of digits, by score and by suppression", controls, size=(5.0, 4.9))

    def build(self):
        ax = self.figure.subplots()
        rim = bare(ax, "Boxes around digits", "dotted: where the digits are; dashed: no hit")
        side = scenery.SIDE
        self.sheet = ax.imshow(np.zeros((side, side)), cmap=INKED, vmin=0, vmax=1, extent=(0, side, side, 0))
        self.truths = [self._rectangle(ax, ec=TRUTH, ls=":", lw=1.2, zorder=3) for _ in range(5)]
        self.boxes = [self._rectangle(ax, zorder=5 - k / MOST) for k in range(MOST)]  # the best one on top
        at = {"size": 9, "weight": "bold", "color": PAPER, "va": "bottom", "bbox": {"ec": "none", "pad": 1.2}}
        self.names = [ax.text(0, 0, "", zorder=6 - k / NAMED, **at) for k in range(NAMED)]
        return [self.sheet, *self.truths, *self.boxes, *self.names, *rim]

    @staticmethod
    def _rectangle(ax, **look):
        return ax.add_patch(Rectangle((0, 0), 1, 1, fill=False, visible=False, **look))

    def draw(self, scene, score, overlap, among):
        truth = self.scenes[scene]
        self.sheet.set_data(truth["image"])
        self._show(self.truths, truth["boxes"])
        sure = tuple(part[self.detections[scene][1] >= score - 1e-9] for part in self.detections[scene])
        how = overlap, among != ALL
        left, complaint = asked(self._left, sure, *how, what="Your non_max_suppression does not answer")
        hit = None
        if not complaint:
            hit, complaint = asked(self._hits, left, truth, what="Your match_detections does not answer")
        if complaint:
            self._show(self.boxes, [])
            for name in self.names:
                name.set_text("")
            return complaint
        self._show_found(*left, hit)
        return self._said(len(truth["labels"]), hit)

    def _left(self, detections, overlap, by_class):
        """What is left of boxes, scores and labels: the best score first."""
        if overlap >= 1:  # nothing is suppressed
            order = np.argsort(-detections[1], kind="stable")
            return tuple(part[order] for part in detections)
        return reader.found(detections, non_max_suppression=self.suppress, threshold=overlap, by_class=by_class)

    def _hits(self, found, truth):
        return judging.hits(found, truth, match_detections=self.match)

    def _show(self, patches, boxes):
        for k, patch in enumerate(patches):
            patch.set_visible(k < len(boxes))
            if k < len(boxes):
                left, top, right, bottom = boxes[k]
                patch.set_bounds(left, top, right - left, bottom - top)

    def _show_found(self, boxes, scores, labels, hit):
        self._show(self.boxes, boxes[:MOST])
        few = len(boxes) <= NAMED
        for patch, right in zip(self.boxes, hit):
            patch.set(ec=HIT if right else WRONG, ls="-" if right else "--", lw=(2.2 if right else 1.4) if few else 1)
        for k, text in enumerate(self.names):
            text.set_text(f"{labels[k]}  {number(scores[k])}" if few and k < len(boxes) else "")
            if few and k < len(boxes):
                text.set_position((max(boxes[k, 0], 0.5), max(boxes[k, 1], 3)))
                text.get_bbox_patch().set_facecolor(HIT if hit[k] else WRONG)

    def _said(self, total, hit):
        count, right = len(hit), int(hit.sum())
        words = f"{total} digits, {count} box{'' if count == 1 else 'es'}: {right} hit{'' if right == 1 else 's'}, "
        words += f"{count - right} too many, {total - right} digit{'' if total - right == 1 else 's'} missed. "
        if count > MOST:
            words += f"Drawn are the {MOST} boxes with the best scores. "
        if count <= NAMED:
            words += "On each box stand the digit that is read and its score. "
        return f"{words}A hit reads the right digit in a box with an IoU of at least 0.5, and each digit counts once."


def boxes(non_max_suppression=None, match_detections=None):
    """Scenes with the boxes of the stored reader: those of a score, after suppression.

    Parameters
    ----------
    non_max_suppression, match_detections : function, optional
        The learner's own; the lesson's if left out.

    Returns
    -------
    Explorer
        Its controls: `scene`, `score` (0.05 to 0.95), `overlap` (0 to 1; 1 suppresses nothing) and `among`
        ("all boxes", or "boxes with the same digit").
    """
    suppress = vision.non_max_suppression if non_max_suppression is None else non_max_suppression
    return _Boxes(suppress, vision.match_detections if match_detections is None else match_detections)

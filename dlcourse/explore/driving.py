"""The explorers of lesson 21: see a car being driven, and take the wheel."""

import numpy as np
from matplotlib.patches import Polygon

from dlcourse.experiments import driving as trial
from dlcourse.explore._controls import Wheel
from dlcourse.explore._explorer import Explorer, asked, choice, slider
from dlcourse.figures.style import INK, LIGHT, NEGATIVE, PAPER, POSITIVE, QUIET, RIM, number
from dlcourse.lessons import driving as lesson
from dlcourse.nn import driving as world

CALM, GUSTS = "calm", "gusts"
EXPERT, COPY, ASKED_AGAIN, YOURS = "the expert", "learned from calm driving", "after 2 rounds of DAgger", "yours"
SEED, ROAD, OWN_ROAD = 7, 6, 8  # of the networks, of the road that they are seen on, and of one's own
BEHIND, AHEAD, ASIDE = 10, 40, 20  # metres that are seen from above
CAR = np.array([[-0.9, -4], [0.9, -4], [0.9, -0.6], [0, 0], [-0.9, -0.6]])  # metres
STRIDE, NOTCH = 2, 0.02  # steps that a turn of the wheel drives on, and 1/m that a notch steers
FEW = 50  # pictures: so many are hardly enough to learn from


def in_words(weather):
    """Calm weather, or gusts."""
    return "calm weather" if weather == CALM else "gusts"


def to_a_side(value, digits, unit, neither):
    """A number with its unit and its side in words: "0.30 m to the right"."""
    words = number(abs(value), digits)
    return f"{words}{unit} to the {'right' if value > 0 else 'left'}" if float(words) else neither


def steered(value):
    """Steering in words."""
    return to_a_side(value, 3, " 1/m", "straight on")


def stands(position):
    """Where a car stands, in words."""
    offset, heading = position
    where = to_a_side(offset, 2, " m", "")
    turned = to_a_side(np.degrees(heading), 0, "°", "")
    where = "in the middle of its lane" if not where else f"{where} of the middle of its lane"
    return f"{where}, turned {turned}" if turned else f"{where}, straight along it"


class _Views:
    """What the camera sees, and the road from above with the car on it."""

    def __init__(self, figure):
        seen, above = figure.subplots(1, 2, width_ratios=[1.5, 1])
        seen.set(xticks=[], yticks=[], title="What the camera sees")
        seen.spines[:].set(visible=True, color=RIM)
        self.picture = seen.imshow(np.zeros((world.ROWS, world.COLUMNS)), cmap=LIGHT, vmin=0, vmax=1)
        above.set(xlim=(-ASIDE, ASIDE), ylim=(-BEHIND, AHEAD), aspect="equal", title="From above")
        above.set(xlabel="metres", ylabel="metres ahead")
        edges = [above.plot([], [], color=INK, lw=1.2)[0] for _ in range(2)]
        (middle,) = above.plot([], [], color=QUIET, lw=1, linestyle="--")
        self.lines = {-3: edges[0], -1: middle, 1: edges[1]}  # by half widths right of the middle of the lane
        (self.trail,) = above.plot([], [], color=POSITIVE, lw=1.6)
        self.car = above.add_patch(Polygon(CAR, fc=POSITIVE, ec=PAPER, lw=0.6, zorder=4))
        self.note = seen.text(0, -0.06, "", transform=seen.transAxes, va="top", size=9, color=INK)
        self.note.set_bbox({"facecolor": PAPER, "edgecolor": "none", "alpha": 0.85, "pad": 1})
        self.moving = [self.picture, *self.lines.values(), self.trail, self.car, self.note, *seen.spines.values()]

    def show(self, road, place, positions, note):
        """Show the place of a car, and its positions in the last steps, the present one last: array (T, 2)."""
        picture = world.camera(road, np.array([place]), positions[-1:])[0]
        self.picture.set_data(picture)
        for widths, line in self.lines.items():
            line.set_data(*road.from_above(place, widths * world.HALF_WIDTH, BEHIND, AHEAD).T)
        trail = positions[-1 - min(BEHIND, place) :, 0]
        self.trail.set_data(*road.from_above(place, trail, len(trail) - 1, 1).T)
        offset, heading = positions[-1]
        turn = np.array([[np.cos(heading), -np.sin(heading)], [np.sin(heading), np.cos(heading)]])
        self.car.set_xy(CAR @ turn + [offset, 0])
        off = abs(offset) > world.HALF_WIDTH
        self.car.set_facecolor(NEGATIVE if off else POSITIVE)
        self.note.set_text(f"{note}\noff the road" if off else note)
        return picture


class Drive(Explorer):
    """A car that is driven in calm weather or in gusts, step by step.

    Parameters
    ----------
    driver : function or None
        ``driver(pictures) -> steering``, to be one of those who drive.
    """

    def __init__(self, driver=None):
        self._drivers = {YOURS: driver} if driver else {}
        self._driven = {}
        names = [EXPERT, COPY, ASKED_AGAIN, *self._drivers]
        controls = {
            "step": slider("step", 40, 0, world.STEPS, 5),
            "driver": choice("driver", names, names[-1] if driver else EXPERT),
            "weather": choice("weather", [CALM, GUSTS]),
        }
        super().__init__("a car on a road, and what its camera sees", controls, size=(7.0, 3.5))

    def build(self):
        self.views = _Views(self.figure)
        return self.views.moving

    def draw(self, step, driver, weather):
        found, complaint = asked(self._journey, driver, weather, what="The driver does not answer")
        if complaint:
            return complaint
        road, positions, first_off = found
        step = min(step, len(positions) - 1)
        shown = min(step, first_off)
        picture = self.views.show(road, shown, positions[: shown + 1], weather)
        here = positions[shown]
        if shown == first_off:
            return f"It has left the road at step {first_off}, in {in_words(weather)}: there it stays."
        steers = self._steering(driver, road, shown, here, picture)
        wanted = world.expert(here[None], road.ahead(np.array([shown])))[0]
        words = f"Step {step}, in {in_words(weather)}: {stands(here)}. It steers {steered(steers)}"
        return f"{words}." if driver == EXPERT else f"{words}; the expert would steer {steered(wanted)}."

    def _steering(self, driver, road, place, position, picture):
        if driver == EXPERT:
            return world.expert(position[None], road.ahead(np.array([place])))[0]
        return float(np.asarray(self._drivers[driver](picture[None]))[0])

    def _journey(self, driver, weather):
        """The road, the positions at all steps, and the step at which the car is off the road: len if it never is."""
        if (driver, weather) not in self._driven:
            steer = trial.by_expert if driver == EXPERT else world.by_sight(self._driver(driver))
            road, _, positions = world.journeys(steer, lesson.drive_step, seed=ROAD, cars=1, gusts=weather == GUSTS)
            positions = np.concatenate([np.zeros((1, 2)), positions[0]])
            off = np.abs(positions[:, 0]) > world.HALF_WIDTH
            self._driven[driver, weather] = road, positions, int(off.argmax()) if off.any() else len(positions)
        return self._driven[driver, weather]

    def _driver(self, name):
        """A network, trained when it is first asked for."""
        if name not in self._drivers:
            if name == COPY:
                examples = trial.record(lesson.drive_step, seed=SEED, pictures=2000, gusts=False)
                self._drivers[name] = trial.learn(*examples, lesson.steering_loss, seed=SEED)
            else:
                functions = lesson.drive_step, lesson.steering_loss, lesson.dagger_round
                self._drivers[name] = trial.dagger(*functions, seed=SEED, pictures=1000, each=250, rounds=2)[-1]
        return self._drivers[name]


class OwnDrive(Explorer):
    """A car that one drives oneself, two metres with each turn of the wheel.

    ``.pictures`` (N, 16, 32) and ``.steering`` (N,) are what the camera saw at each turn, and how one steered.
    """

    def __init__(self):
        self._weather, self._turns, self._states = "", (), []
        controls = {"wheel": Wheel("steering wheel"), "weather": choice("weather", [CALM, GUSTS])}
        self.road = world.road(OWN_ROAD, length=STRIDE * controls["wheel"].MOST)
        super().__init__("a car to drive by what its camera sees", controls, size=(4.6, 2.7))

    @property
    def pictures(self):
        """What the camera saw at each turn of the wheel: array (N, 16, 32)."""
        places, positions = self._seen()
        return world.camera(self.road, places, positions)

    @property
    def steering(self):
        """How one steered then, in 1/m: array (N,)."""
        return np.array([state[2] for state in self._driven(**self.values)[1:]], dtype=float)

    def build(self):
        self.views = _Views(self.figure)
        return self.views.moving

    def draw(self, wheel, weather):
        states = self._driven(wheel, weather)
        place, position, steering, _ = states[-1]
        trail = np.concatenate([[states[0][1][None]], [state[3] for state in states[1:]]], axis=None).reshape(-1, 2)
        self.views.show(self.road, place, trail, f"{weather}, {place} m")
        if abs(position[0]) > world.HALF_WIDTH:
            return f"You have left the road after {place} m in {in_words(weather)}: take back turns, or start again."
        words = f"{place} m driven in {in_words(weather)}: {stands(position)}. The wheel steers {steered(steering)}."
        count = len(states) - 1
        return (
            f"{words} Kept, with what you did: {count} picture{'s' * (count != 1)}{' of at least 50' * (count < FEW)}."
        )

    def _seen(self):
        states = self._driven(**self.values)[:-1]
        return np.array([state[0] for state in states], dtype=int), np.array([s[1] for s in states]).reshape(-1, 2)

    def _driven(self, wheel, weather):
        """Where the car was before all turns and after each: (place, position, steering, positions since the last)."""
        known = [one == other for one, other in zip(wheel, self._turns)] if weather == self._weather else []
        same = known.index(False) if False in known else len(known)
        if weather != self._weather or not self._states:
            self._states = [(0, np.zeros(2), 0.0, np.zeros((0, 2)))]
        self._states = self._states[: same + 1]
        self._weather, self._turns = weather, wheel
        rng = np.random.default_rng(SEED)
        turned = [world.turned_by_the_road(rng, 1, weather == GUSTS) for _ in range(STRIDE * len(wheel))]
        for turn in wheel[len(self._states) - 1 :]:
            state = self._next(self._states[-1], turn, turned)
            if state is None:
                break
            self._states.append(state)
        return self._states

    def _next(self, state, turn, turned):
        """What comes of a turn of the wheel; None if the car has left the road."""
        place, position, steering, _ = state
        if abs(position[0]) > world.HALF_WIDTH:
            return None
        steering = (
            float(np.clip(round(steering / NOTCH) + turn, -world.TIGHTEST / NOTCH, world.TIGHTEST / NOTCH)) * NOTCH
        )
        since = []
        for at in range(place, place + STRIDE):
            position = lesson.drive_step(
                position[None],
                np.array([steering]),
                curvature=self.road.curvature[at : at + 1],
                speed=world.SPEED,
                gusts=turned[at],
            )[0]
            since.append(position)
        return place + STRIDE, position, steering, np.array(since)


def drive(driver=None):
    """See a car being driven, in calm weather and in gusts: what its camera sees, and the road from above.

    Parameters
    ----------
    driver : function, optional
        ``driver(pictures) -> array (N,)``, steering in 1/m, such as what ``learn`` of the experiments gives: it drives,
        too, as "yours".

    Returns
    -------
    Drive
        Its controls: `step` (0 to 500), `driver` ("the expert", "learned from calm driving", "after 2 rounds of DAgger"
        or "yours") and `weather` ("calm" or "gusts").
    """
    return Drive(driver)


def take_the_wheel():
    """Drive a car by what its camera sees, with the arrow keys.

    Returns
    -------
    OwnDrive
        Its controls: `wheel` (turns: -1, 0 or 1) and `weather` ("calm" or "gusts"). ``.pictures`` and ``.steering`` are
        examples for a network: what was seen, and what you did.
    """
    return OwnDrive()

// The front end of every explorer: controls, a picture, and words that say what it shows.
// One anywidget module; nothing is fetched. The kernel draws; here are only native controls, so that keys and
// screen readers find what they know.

// Notebook 7 takes arrow keys away in the capture phase on `document`, before a control sees them: `window` is earlier.
function keepKeys(root, onKey) {
  const listener = (event) => {
    const [target] = event.composedPath();
    if (!root.contains(target) || event.key === "Tab") return;
    if (event.key === "Escape") {
      // The cell around it, or else the notebook, has the keys again: its shortcuts ask where the focus is.
      const outside = root.parentElement?.closest("[tabindex]");
      target.blur();
      outside?.focus({ preventScroll: true });
      return;
    }
    if (event.shiftKey && event.key === "Enter") return; // runs the cell
    if (event.key === " " && target.tagName === "AUDIO") return; // a player hears it only if it reaches it: no shortcut
    const edits = target.type === "text" && "acvxyz".includes(event.key.toLowerCase());
    if ((event.ctrlKey || event.metaKey || event.altKey) && !edits) return;
    event.stopImmediatePropagation();
    onKey(event, target);
  };
  window.addEventListener("keydown", listener, { capture: true });
  return () => window.removeEventListener("keydown", listener, { capture: true });
}

function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

// Not counted: every explorer has its own copy of this module, and an id must differ from those of all others.
const newId = (name) => `dlcourse-${name}-${Math.random().toString(36).slice(2)}`;

// ---- controls: each gives its element and a function that shows a value ----

function slider(control, tell) {
  const id = newId("slider");
  const last = control.texts.length - 1;
  const input = make("input", { type: "range", id, min: 0, max: last, step: 1 });
  const readout = make("output", { for: id, "aria-hidden": "true" });
  const show = (index) => {
    input.value = index;
    readout.textContent = control.texts[index];
    input.setAttribute("aria-valuetext", control.texts[index]);
  };
  input.addEventListener("input", () => {
    show(Number(input.value));
    tell(Number(input.value));
  });
  return { element: row(control, id, input, readout), show };
}

function menu(control, tell) {
  const id = newId("menu");
  const options = control.texts.map((text, index) => make("option", { value: index }, text));
  const select = make("select", { id }, ...options);
  select.addEventListener("change", () => tell(Number(select.value)));
  return { element: row(control, id, select), show: (index) => (select.value = index) };
}

function text(control, tell) {
  const id = newId("text");
  const list = newId("list");
  const input = make("input", { type: "text", id, list, autocomplete: "off", spellcheck: "false" });
  const options = control.texts.map((value) => make("option", { value }));
  input.addEventListener("input", () => tell(input.value));
  const show = (value) => {
    if (input.value !== value) input.value = value; // or the caret jumps to the end
  };
  return { element: row(control, id, input, make("datalist", { id: list }, ...options)), show };
}

function row(control, id, ...parts) {
  return make("div", { class: "dlcourse-control" }, make("label", { for: id }, control.label), ...parts);
}

// A sheet to draw on: lines of points from 0 to 1, by mouse, finger, pen or keys.
const KEY_STEP = 1 / 32;
const HELP = "Arrow keys move the pen, space puts it down or lifts it, U takes the last line back, C clears the sheet.";
const NEAR = 0.006; // points that are nearer to the one before add nothing
const MOST_POINTS = 5000; // the kernel takes no more
const rounded = (point) => point.map((share) => Math.round(1e4 * share) / 1e4); // as the kernel does: it need not answer

function pad(control, tell) {
  const canvas = make("canvas", { tabindex: 0, role: "application", "aria-label": `${control.label}: a sheet to draw on` });
  const said = make("span", { class: "dlcourse-hidden", "aria-live": "polite" });
  const help = make("p", { class: "dlcourse-help", id: newId("help") }, HELP);
  canvas.setAttribute("aria-describedby", help.id);
  const undo = make("button", { type: "button" }, "Undo");
  const clear = make("button", { type: "button" }, "Clear");
  let lines = [];
  let down = false;
  let pen = { x: 0.5, y: 0.5, seen: false };

  const paint = () => {
    const side = Math.round(canvas.clientWidth * devicePixelRatio) || 224;
    if (canvas.width !== side) canvas.width = canvas.height = side;
    const context = canvas.getContext("2d");
    context.fillStyle = "#ffffff";
    context.fillRect(0, 0, side, side);
    context.strokeStyle = context.fillStyle = "#1f2933";
    context.lineWidth = side * 0.06;
    context.lineCap = context.lineJoin = "round";
    for (const line of lines) {
      context.beginPath();
      line.forEach(([x, y]) => context.lineTo(x * side, y * side));
      if (line.length === 1) context.lineTo(line[0][0] * side, line[0][1] * side);
      context.stroke();
    }
    if (pen.seen) {
      context.lineWidth = side * 0.012;
      context.strokeStyle = down ? "#c84e00" : "#0072b2";
      context.beginPath();
      const [x, y, arm] = [pen.x * side, pen.y * side, side * 0.05];
      context.moveTo(x - arm, y);
      context.lineTo(x + arm, y);
      context.moveTo(x, y - arm);
      context.lineTo(x, y + arm);
      context.stroke();
    }
  };
  const change = (next) => {
    lines = next;
    paint();
    tell(lines);
  };
  const say = (words) => (said.textContent = words);
  const full = () => {
    const isFull = lines.flat().length >= MOST_POINTS;
    if (isFull) say("the sheet is full");
    return isFull;
  };
  const begin = (x, y) => full() || change([...lines, [rounded([x, y])]]);
  const extend = (x, y) => {
    const line = lines.at(-1);
    if (!line) return begin(x, y); // another view of this sheet was cleared meanwhile
    const [lastX, lastY] = line.at(-1);
    if (Math.hypot(x - lastX, y - lastY) < NEAR || full()) return;
    change([...lines.slice(0, -1), [...line, rounded([x, y])]]);
  };
  let drawing = null; // the finger, pen or mouse that draws; a second one is ignored
  const stop = () => {
    drawing = null;
    down = false;
  };
  const takeBack = () => {
    stop();
    change(lines.slice(0, -1));
    say(`last line taken back, lines left: ${lines.length}`);
  };
  const empty = () => {
    stop();
    change([]);
    say("the sheet is empty");
  };
  undo.addEventListener("click", takeBack);
  clear.addEventListener("click", empty);

  const place = (event) => {
    const box = canvas.getBoundingClientRect();
    const share = (at, from, length) => Math.min(Math.max((at - from) / length, 0), 1);
    return [share(event.clientX, box.left, box.width), share(event.clientY, box.top, box.height)];
  };
  canvas.addEventListener("pointerdown", (event) => {
    if (drawing !== null || event.button !== 0) return;
    drawing = event.pointerId;
    canvas.setPointerCapture(drawing);
    pen = { ...pen, seen: false };
    down = false;
    begin(...place(event));
  });
  canvas.addEventListener("pointermove", (event) => {
    if (event.pointerId !== drawing) return;
    const every = event.getCoalescedEvents?.() ?? [];
    for (const each of every.length ? every : [event]) extend(...place(each));
  });
  const lift = (event) => {
    if (event.pointerId === drawing) drawing = null;
  };
  canvas.addEventListener("pointerup", lift);
  canvas.addEventListener("pointercancel", lift);

  const MOVES = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  const onKey = (event, target) => {
    if (target !== canvas) return;
    const move = MOVES[event.key];
    const key = event.key.toLowerCase();
    if (!move && ![" ", "u", "c", "backspace", "delete"].includes(key)) return;
    event.preventDefault(); // the page does not scroll
    if (move) {
      const along = (at, step) => Math.min(Math.max(at + step * KEY_STEP, 0), 1);
      pen = { x: along(pen.x, move[0]), y: along(pen.y, move[1]), seen: true };
      if (down) extend(pen.x, pen.y);
      const percent = (share) => Math.round(100 * share);
      say(`${percent(pen.x)} % from the left, ${percent(pen.y)} % from the top`);
    } else if (key === " ") {
      down = !down;
      pen.seen = true;
      if (down) begin(pen.x, pen.y);
      say(down ? "pen down" : "pen up");
    } else if (key === "u" || key === "backspace") takeBack();
    else empty();
    paint();
  };
  canvas.addEventListener("focus", () => {
    pen.seen = canvas.matches(":focus-visible");
    paint();
  });
  canvas.addEventListener("blur", () => {
    pen.seen = down = false;
    paint();
  });
  const resized = new ResizeObserver(paint);
  resized.observe(canvas);

  const show = (value) => {
    lines = value;
    paint();
  };
  const busy = () => drawing !== null;
  const buttons = make("div", { class: "dlcourse-buttons" }, undo, clear);
  const element = make("div", { class: "dlcourse-pad" }, canvas, buttons, help, said);
  return { element, show, onKey, busy, close: () => resized.disconnect() };
}

// A board: squares to put a stone on; the kernel answers each of one's own with the other's.
const MOVES_ON_BOARD = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };
const BOARD_HELP = "Arrow keys or Tab move between the squares; space puts a stone.";

function board(control, tell) {
  const { rows, columns } = control;
  const help = make("p", { class: "dlcourse-help", id: newId("help") }, BOARD_HELP);
  const squares = Array.from({ length: rows * columns }, () => make("button", { type: "button" }));
  const grid = make("div", { class: "dlcourse-squares", role: "group", "aria-label": control.label }, ...squares);
  grid.style.setProperty("--columns", columns);
  grid.setAttribute("aria-describedby", help.id);
  const back = make("button", { type: "button" }, "Take back");
  const again = make("button", { type: "button" }, "New game");
  let game = { moves: [], marks: [], over: false };
  const show = (value) => {
    game = value;
    squares.forEach((square, index) => {
      const mark = game.marks[index];
      const place = `row ${Math.floor(index / columns) + 1}, column ${(index % columns) + 1}`;
      square.textContent = mark;
      square.setAttribute("aria-label", `${place}: ${mark || "empty"}`);
      square.setAttribute("aria-disabled", game.over || mark !== ""); // and not disabled: the focus stays
    });
  };
  squares.forEach((square, index) => {
    square.addEventListener("click", () => {
      if (square.getAttribute("aria-disabled") !== "true") tell({ ...game, moves: [...game.moves, index] });
    });
  });
  back.addEventListener("click", () => tell({ ...game, moves: game.moves.slice(0, -1) }));
  again.addEventListener("click", () => tell({ ...game, moves: [] }));
  const onKey = (event, target) => {
    const from = squares.indexOf(target);
    const move = MOVES_ON_BOARD[event.key];
    if (from < 0 || !move) return;
    event.preventDefault(); // the page does not scroll
    const row = Math.min(Math.max(Math.floor(from / columns) + move[0], 0), rows - 1);
    const column = Math.min(Math.max((from % columns) + move[1], 0), columns - 1);
    squares[row * columns + column].focus();
  };
  const buttons = make("div", { class: "dlcourse-buttons" }, back, again);
  return { element: make("div", { class: "dlcourse-board" }, grid, buttons, help), show, onKey };
}

// A steering wheel: each key turns it by a notch or holds it, and the kernel drives on; a key held down goes on driving.
const TURNS = { ArrowLeft: -1, ArrowUp: 0, ArrowRight: 1 };
const WHEEL_HELP = "Arrow keys on a button: left and right turn the wheel by a notch, up holds it. Each drives on.";
const ANSWER_TIME = 1000; // milliseconds in which the kernel may still tell of fewer turns than were made

function wheel(control, tell) {
  const help = make("p", { class: "dlcourse-help", id: newId("help") }, WHEEL_HELP);
  const named = { Left: -1, "Straight on": 0, Right: 1 };
  const turning = Object.keys(named).map((name) => make("button", { type: "button", "aria-describedby": help.id }, name));
  const back = make("button", { type: "button" }, "Take back");
  const again = make("button", { type: "button" }, "Start again");
  let turns = [];
  let last = -Infinity;
  const change = (next) => {
    turns = next;
    last = performance.now();
    tell(turns);
  };
  const turn = (by) => turns.length < control.most && change([...turns, by]);
  const show = (value) => {
    // The kernel answers one by one: what was turned since is not lost.
    const late = value.length < turns.length && value.every((each, index) => each === turns[index]);
    if (!late || performance.now() - last > ANSWER_TIME) turns = value;
  };
  turning.forEach((button) => button.addEventListener("click", () => turn(named[button.textContent])));
  back.addEventListener("click", () => change(turns.slice(0, -1)));
  again.addEventListener("click", () => change([]));
  const onKey = (event, target) => {
    if (!turning.includes(target) || !(event.key in TURNS)) return;
    event.preventDefault(); // the page does not scroll
    turn(TURNS[event.key]);
  };
  const group = make("div", { class: "dlcourse-buttons", role: "group", "aria-label": control.label }, ...turning);
  const buttons = make("div", { class: "dlcourse-buttons" }, back, again);
  return { element: make("div", { class: "dlcourse-wheel" }, group, buttons, help), show, onKey };
}

const KINDS = { slider, menu, text, pad, board, wheel };
const BESIDE = ["pad", "board", "wheel"]; // what stands beside the picture


// ---- a saved notebook shows its explorers without a kernel: what is moved there gets no answer, and says so ----

const UNANSWERED =
  "No answer from the kernel: it is busy, or gone. If the picture stays as it is, run the cell again.";

function askForKernel(model) {
  const note = make("p", { class: "dlcourse-note", role: "alert" });
  let answered = false;
  const hear = (message) => {
    if (message.kind !== "dlcourse-here") return;
    answered = true;
    note.textContent = "";
  };
  model.on("msg:custom", hear);
  model.send({ kind: "dlcourse-there?" });
  const moved = () => {
    if (!answered) note.textContent = UNANSWERED;
  };
  return { element: note, moved, close: () => model.off("msg:custom", hear) };
}

// ---- the theme: whatever the front end, text that is light stands on something dark ----

function isDark(element) {
  const dot = document.createElement("canvas").getContext("2d");
  dot.fillStyle = getComputedStyle(element).color; // in whatever form a style sheet has given it
  dot.fillRect(0, 0, 1, 1);
  const [r, g, b] = dot.getImageData(0, 0, 1, 1).data;
  return 0.2126 * r + 0.7152 * g + 0.0722 * b > 127;
}

function followTheme(root) {
  const look = () => root.classList.toggle("dlcourse-dark", isDark(root));
  const observer = new MutationObserver(() => {
    look();
    setTimeout(look, 500); // the colours may come after the name of the theme
  });
  for (const element of [document.documentElement, document.body]) {
    observer.observe(element, { attributes: true });
  }
  requestAnimationFrame(look);
  return () => observer.disconnect();
}

// ---- the picture: as many pixels as the screen has ----

function followScreen(model) {
  let query;
  const look = () => {
    query?.removeEventListener("change", look);
    query = matchMedia(`(resolution: ${devicePixelRatio}dppx)`);
    query.addEventListener("change", look);
    model.set("ratio", devicePixelRatio);
    model.save_changes();
  };
  look();
  return () => query.removeEventListener("change", look);
}

const WIDE = 500; // pixels of a picture that still stands beside a pad

function picture(model) {
  const [width, height] = model.get("size");
  const image = make("img", { width, height });
  const twins = model.get("on_paper").map(([left, top, right, bottom]) => {
    const inset = [top, 1 - right, 1 - bottom, left].map((share) => `${100 * share}%`).join(" ");
    const twin = make("img", { alt: "", "aria-hidden": "true", class: "dlcourse-twin" });
    twin.style.clipPath = `inset(${inset})`;
    return twin;
  });
  let address;
  const show = () => {
    const old = address;
    address = URL.createObjectURL(new Blob([model.get("picture")], { type: "image/png" }));
    for (const each of [image, ...twins]) each.src = address;
    image.alt = model.get("name");
    if (old) setTimeout(() => URL.revokeObjectURL(old), 1000);
  };
  const box = make("div", { class: "dlcourse-picture" }, image, ...twins);
  box.style.width = `${width}px`;
  return { element: box, show, close: () => URL.revokeObjectURL(address) };
}

// ---- the sound: a player with its own keys, which never plays unasked ----

function player(model) {
  const audio = make("audio", { controls: "", preload: "metadata", "aria-label": `${model.get("name")}: the sound` });
  const box = make("div", { class: "dlcourse-sound" }); // of a silent explorer it is empty
  let address;
  const show = () => {
    const old = address;
    address = URL.createObjectURL(new Blob([model.get("sound")], { type: "audio/wav" }));
    audio.src = address; // what was playing stops
    const sounds = model.get("sound").byteLength > 0;
    if (sounds !== box.contains(audio)) box.replaceChildren(...(sounds ? [audio] : []));
    if (old) URL.revokeObjectURL(old);
  };
  const close = () => {
    audio.pause();
    URL.revokeObjectURL(address);
  };
  return { element: box, show, close };
}

function render({ model, el }) {
  const root = make("div", { class: "dlcourse-explorer", role: "group", "aria-label": model.get("name") });
  const kernel = askForKernel(model);
  const controls = model.get("controls").map((control) => {
    const tell = (value) => {
      kernel.moved();
      model.set("values", { ...model.get("values"), [control.name]: value });
      model.save_changes();
    };
    return { name: control.name, ...KINDS[control.kind](control, tell) };
  });
  const seen = picture(model);
  const heard = player(model);
  const words = make("p", { role: "status", "aria-live": "polite" });
  const shown = make("div", { class: "dlcourse-shown" }, seen.element, heard.element, words, kernel.element);
  if (model.get("size")[0] > WIDE) shown.style.flexBasis = "100%"; // below a pad: beside it there is no room for it
  root.append(make("div", { class: "dlcourse-controls" }, ...controls.map((each) => each.element)), shown);
  root.classList.toggle("dlcourse-beside", model.get("controls").some((control) => BESIDE.includes(control.kind)));
  el.append(root);

  const showValues = () => {
    for (const each of controls) if (!each.busy?.()) each.show(model.get("values")[each.name]);
  };
  const joined = (text) => text.replaceAll(/ (?=%)|(?<=[<>]) (?=\d)/g, "\u00a0"); // "> 99 %" stays on one line
  const showWords = () => (words.textContent = joined(model.get("words")));
  const watched = { "change:values": showValues, "change:picture": seen.show, "change:sound": heard.show, "change:words": showWords };
  for (const [event, show] of Object.entries(watched)) {
    show();
    model.on(event, show);
  }
  const onKey = (...pressed) => controls.forEach((each) => each.onKey?.(...pressed));
  const closing = controls.flatMap((each) => each.close ?? []);
  const undo = [keepKeys(root, onKey), followTheme(root), followScreen(model), seen.close, heard.close, kernel.close, ...closing];
  return () => {
    for (const [event, show] of Object.entries(watched)) model.off(event, show);
    undo.forEach((each) => each());
  };
}

export default { render };

// One finger or the mouse moves a picture, two fingers or the wheel change its size.
// [D] One notch of the wheel: as one step of + or − (viewer.js).
const STEP = 1.25;

const fingers = new Map();

// The point under the hand, told from the middle of the frame.
function fromMiddle(frame, x, y) {
  const place = frame.getBoundingClientRect();
  return [x - place.left - place.width / 2, y - place.top - place.height / 2];
}

// How far two fingers are apart, and the point between them.
function pinch() {
  const [one, other] = [...fingers.values()];
  const apart = Math.hypot(one[0] - other[0], one[1] - other[1]) || 1;
  return { apart, x: (one[0] + other[0]) / 2, y: (one[1] + other[1]) / 2 };
}

function move(frame, event, { pan, zoom }) {
  const before = fingers.get(event.pointerId);
  if (!before) return;
  const old = fingers.size === 2 ? pinch() : null;
  fingers.set(event.pointerId, [event.clientX, event.clientY]);
  if (!old) return pan(event.clientX - before[0], event.clientY - before[1]);
  const now = pinch();
  pan(now.x - old.x, now.y - old.y);
  zoom(now.apart / old.apart, ...fromMiddle(frame, now.x, now.y));
}

function lift(frame, event) {
  fingers.delete(event.pointerId);
  if (!fingers.size) frame.classList.remove("is-held");
}

export function takeInHand(frame, acts) {
  fingers.clear();
  frame.addEventListener("pointerdown", (event) => {
    fingers.set(event.pointerId, [event.clientX, event.clientY]);
    frame.setPointerCapture(event.pointerId);
    frame.classList.add("is-held");
  });
  frame.addEventListener("pointermove", (event) => move(frame, event, acts));
  for (const end of ["pointerup", "pointercancel"]) frame.addEventListener(end, (event) => lift(frame, event));
  frame.addEventListener("wheel", (event) => {
    event.preventDefault();
    acts.zoom(event.deltaY < 0 ? STEP : 1 / STEP, ...fromMiddle(frame, event.clientX, event.clientY));
  }, { passive: false });
  frame.addEventListener("dragstart", (event) => event.preventDefault());
}

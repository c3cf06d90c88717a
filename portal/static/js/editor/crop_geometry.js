// Where a frame looks at a photo: pure figures, the same rules by which the page is set.
//
// A frame is what the server tells of it: its size (w, h), the whole picture's size (pw, ph), what
// the template chose (zoom, place as `pos`, turn, mirror, `part` of the picture), the photo's own
// focal point, and how dense its dots lie. A view is what was chosen for the ad: zoom, x, y, focal,
// turn, mirror; what is null was not, and the template decides. Windows and outlines are in shares
// of the whole picture, mirrored already and before its turn.

export const MOST_ZOOM = 4;

const ALL = [0, 0, 1, 1];
const QUARTERS = { 0: [1, 0], 90: [0, 1], 180: [-1, 0], 270: [0, -1] };

const within = (least, value, most) => Math.min(most, Math.max(least, value));

// Degrees clockwise by which the picture stands in its frame.
export function turnOf(frame, view) {
  return ((((view.turn ?? frame.turn ?? 0) % 360) + 360) % 360);
}

export function isMirrored(frame, view) {
  return view.mirror ?? frame.mirror ?? false;
}

export function zoomOf(frame, view) {
  return Math.max(1, view.zoom ?? frame.zoom ?? 1);
}

export function cosSin(degrees) {
  return QUARTERS[degrees] ?? [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
}

// The part of the picture that may be seen at all.
function partOf(frame, view) {
  const [x, y, width, height] = frame.part ?? ALL;
  return { x: isMirrored(frame, view) ? 1 - x - width : x, y, width, height };
}

// What the upright picture has to cover, and how tall it is then as a whole, both as the page measures.
function coverOf(frame, view) {
  const [cos, sin] = cosSin(turnOf(frame, view)).map(Math.abs);
  const [across, down] = [frame.w * cos + frame.h * sin, frame.w * sin + frame.h * cos];
  const part = partOf(frame, view);
  const aspect = frame.pw / frame.ph;
  const tall = Math.max(across / (aspect * part.width), down / part.height) * zoomOf(frame, view);
  return { across, down, part, tall, wide: aspect * tall };
}

// What is in the middle as far as it goes, where no place was chosen.
export function focalOf(frame, view) {
  const [x, y] = view.focal ?? frame.focal;
  return isMirrored(frame, view) ? [1 - x, y] : [x, y];
}

// The upright window around all that the frame shows.
export function windowOf(frame, view) {
  const { across, down, part, tall, wide } = coverOf(frame, view);
  const [width, height] = [Math.min(part.width, across / wide), Math.min(part.height, down / tall)];
  const [x, y] = focalOf(frame, view);
  const own = view.focal ? [null, null] : frame.pos;
  const start = (share, focal, first, whole, side) => {
    const room = whole - side;
    return share === null ? within(first, focal - side / 2, first + room) : first + room * within(0, share, 1);
  };
  return {
    left: start(view.x ?? own[0], x, part.x, part.width, width),
    top: start(view.y ?? own[1], y, part.y, part.height, height),
    width,
    height,
  };
}

// The corners of the frame on the picture, from its left top clockwise: the window itself, or
// within it where the picture stands aslant.
export function outlineOf(frame, view) {
  const { left, top, width, height } = windowOf(frame, view);
  const { tall, wide } = coverOf(frame, view);
  const [cos, sin] = cosSin(turnOf(frame, view));
  const [x, y] = [frame.w / 2, frame.h / 2];
  const corners = [[-x, -y], [x, -y], [x, y], [-x, y]];
  return corners.map(([dx, dy]) => [
    left + width / 2 + (dx * cos + dy * sin) / wide,
    top + height / 2 + (dy * cos - dx * sin) / tall,
  ]);
}

// The view whose window begins here; a side without room keeps what was chosen.
export function movedTo(frame, view, left, top) {
  const { part } = coverOf(frame, view);
  const { width, height } = windowOf(frame, view);
  const share = (start, room, before) => (room < 1e-4 ? before : within(0, start / room, 1));
  return {
    ...view,
    x: share(left - part.x, part.width - width, view.x),
    y: share(top - part.y, part.height - height, view.y),
  };
}

// Enlarges around the middle of the window; what the focal point decides stays with it.
export function zoomed(frame, view, zoom) {
  const before = windowOf(frame, view);
  const next = { ...view, zoom: within(1, zoom, MOST_ZOOM) };
  if ((view.x ?? null) === null && (view.y ?? null) === null) return next;
  const { width, height } = windowOf(frame, next);
  const middle = { x: before.left + before.width / 2, y: before.top + before.height / 2 };
  const moved = movedTo(frame, next, middle.x - width / 2, middle.y - height / 2);
  return { ...next, x: view.x === null ? null : moved.x, y: view.y === null ? null : moved.y };
}

// The other way around: what was chosen of it is the template's again where it is the same.
export function mirrored(frame, view) {
  const mirror = !isMirrored(frame, view);
  return { ...view, mirror: mirror === (frame.mirror ?? false) ? null : mirror, x: view.x === null ? null : 1 - view.x };
}

export function turned(frame, view) {
  const turn = (turnOf(frame, view) + 90) % 360;
  return { ...view, turn: turn === turnOf(frame, { turn: null }) ? null : turn, x: null, y: null };
}

export function dpiOf(frame, view) {
  return frame.density / coverOf(frame, view).tall;
}

// "fine", "soft" or "bad"; null where a medium asks for nothing.
export function sharpness(frame, view) {
  if (frame.recommended === null) return null;
  const dpi = Math.round(dpiOf(frame, view));
  if (dpi >= frame.recommended) return "fine";
  return frame.least !== null && dpi < frame.least ? "bad" : "soft";
}

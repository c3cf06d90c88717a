// Where a frame looks at a photo: pure figures, the same rules by which the page is set.
//
// A frame is what the server tells of it: its size (w, h), the whole picture's size (pw, ph), the
// template's own zoom and place in it (pos), the photo's own focal point. A view is what was
// chosen: zoom, x, y, focal, turn, mirror; what is null was not. A window is in shares of the picture, mirrored already and
// before its turn.

export const MOST_ZOOM = 4;

const within = (least, value, most) => Math.min(most, Math.max(least, value));

export function isSideways(view) {
  return Math.round((view.turn ?? 0) / 90) % 2 !== 0;
}

// How large the window is at this zoom.
export function sizeOf(frame, view) {
  const [across, down] = isSideways(view) ? [frame.h, frame.w] : [frame.w, frame.h];
  const aspect = frame.pw / frame.ph;
  const scale = Math.max(across / aspect, down) * (view.zoom ?? frame.zoom ?? 1);
  return { width: Math.min(1, across / (aspect * scale)), height: Math.min(1, down / scale) };
}

// What is in the middle as far as it goes, where no place was chosen.
export function focalOf(frame, view) {
  const [x, y] = view.focal ?? frame.focal;
  return view.mirror ? [1 - x, y] : [x, y];
}

export function windowOf(frame, view) {
  const { width, height } = sizeOf(frame, view);
  const [x, y] = focalOf(frame, view);
  const own = view.focal ? [null, null] : frame.pos;
  const start = (share, focal, side) => {
    const room = 1 - side;
    return share === null ? within(0, focal - side / 2, room) : room * share;
  };
  return { left: start(view.x ?? own[0], x, width), top: start(view.y ?? own[1], y, height), width, height };
}

// The view whose window begins here; a side without room keeps what was chosen.
export function movedTo(frame, view, left, top) {
  const { width, height } = sizeOf(frame, view);
  const share = (start, side, before) => (1 - side < 1e-4 ? before : within(0, start / (1 - side), 1));
  return { ...view, x: share(left, width, view.x), y: share(top, height, view.y) };
}

// Enlarges around the middle of the window; what the focal point decides stays with it.
export function zoomed(frame, view, zoom) {
  const before = windowOf(frame, view);
  const next = { ...view, zoom: within(1, zoom, MOST_ZOOM) };
  if ((view.x ?? null) === null && (view.y ?? null) === null) return next;
  const { width, height } = sizeOf(frame, next);
  const middle = { x: before.left + before.width / 2, y: before.top + before.height / 2 };
  const moved = movedTo(frame, next, middle.x - width / 2, middle.y - height / 2);
  return { ...next, x: view.x === null ? null : moved.x, y: view.y === null ? null : moved.y };
}

export function dpiOf(frame, view) {
  return frame.widest / (view.zoom ?? frame.zoom ?? 1);
}

// "fine", "soft" or "bad"; null where a medium asks for nothing.
export function sharpness(frame, view) {
  if (frame.recommended === null) return null;
  const dpi = Math.round(dpiOf(frame, view));
  if (dpi >= frame.recommended) return "fine";
  return frame.least !== null && dpi < frame.least ? "bad" : "soft";
}

// Where the names go: beside their nodes, never over another name or node. The
// most important come first; what finds no room is left out until one zooms in
// or points at it.

export const font = 'Inter, system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif';

const HEIGHT = 15;
const MOST = 180; // names at once

// Boxes keeps rectangles in a grid, to tell quickly what overlaps.
class Boxes {
  constructor() {
    this.cells = new Map();
  }

  *around(box) {
    const seen = new Set();
    for (let x = Math.floor(box.left / 64); x <= Math.floor(box.right / 64); x++) {
      for (let y = Math.floor(box.top / 64); y <= Math.floor(box.bottom / 64); y++) {
        const key = x * 65536 + y;
        if (!this.cells.has(key)) this.cells.set(key, []);
        const cell = this.cells.get(key);
        if (!seen.has(cell)) yield cell;
        seen.add(cell);
      }
    }
  }

  add(box) {
    for (const cell of this.around(box)) cell.push(box);
  }

  free(box) {
    for (const cell of this.around(box)) {
      for (const b of cell) {
        if (b.of !== box.of && b.left < box.right && box.left < b.right && b.top < box.bottom && box.top < b.bottom) return false;
      }
    }
    return true;
  }
}

const widths = new Map();

// measure returns the width of a name in pixels.
export function measure(context, text, weight = 500, size = 12) {
  const key = `${weight} ${size} ${text}`;
  let width = widths.get(key);
  if (width === undefined) {
    context.font = `${weight} ${size}px ${font}`;
    width = context.measureText(text).width;
    if (widths.size > 20000) widths.clear();
    widths.set(key, width);
  }
  return width;
}

// place decides which names are drawn and where. Nodes are {key, x, y, size,
// label, rank, must} in pixels of the view; one that must be named gets its place
// first and in any case. It returns [{key, text, x, y, width}], x and y the
// middle of the name, and the boxes taken.
export function place(context, nodes, width, height) {
  const boxes = new Boxes();
  const inView = nodes.filter((n) => n.x > -n.size && n.x < width + n.size && n.y > -n.size && n.y < height + n.size);
  for (const n of inView) {
    boxes.add({ of: n.key, left: n.x - n.size - 1, right: n.x + n.size + 1, top: n.y - n.size - 1, bottom: n.y + n.size + 1 });
  }
  inView.sort((a, b) => Number(b.must) - Number(a.must) || b.rank - a.rank || (a.key < b.key ? -1 : 1));
  const placed = [];
  for (const n of inView.slice(0, MOST * 3)) {
    if (placed.length >= MOST && !n.must) break;
    const w = measure(context, n.label, n.must ? 600 : 500);
    const side = n.size * 1.2 + 5 + w / 2;
    const up = n.size * 1.2 + 4 + HEIGHT / 2;
    const spots = [
      [n.x, n.y + up],
      [n.x + side, n.y],
      [n.x - side, n.y],
      [n.x, n.y - up],
    ];
    const box = ([x, y]) => ({ of: n.key, left: x - w / 2 - 2, right: x + w / 2 + 2, top: y - HEIGHT / 2, bottom: y + HEIGHT / 2 });
    const inside = ({ left, right, top, bottom }) => left >= 0 && right <= width && top >= 0 && bottom <= height;
    const spot = spots.find((s) => inside(box(s)) && boxes.free(box(s))) ?? (n.must ? spots[0] : null);
    if (!spot) continue;
    boxes.add(box(spot));
    placed.push({ key: n.key, text: n.label, x: spot[0], y: spot[1], width: w, must: n.must });
  }
  return { placed, boxes };
}

// along finds room for the words of edges at their middles, turned with them.
// Edges are {key, text, x1, y1, x2, y2} between the rims of their nodes.
export function along(context, edges, boxes) {
  const placed = [];
  for (const e of edges) {
    const length = Math.hypot(e.x2 - e.x1, e.y2 - e.y1);
    const w = measure(context, e.text, 400, 11);
    if (w + 16 > length) continue;
    let angle = Math.atan2(e.y2 - e.y1, e.x2 - e.x1);
    if (angle > Math.PI / 2) angle -= Math.PI;
    if (angle < -Math.PI / 2) angle += Math.PI;
    const x = (e.x1 + e.x2) / 2;
    const y = (e.y1 + e.y2) / 2;
    // A row of small boxes covers turned text more closely than one large one.
    const steps = Math.max(1, Math.ceil(w / 14));
    const parts = Array.from({ length: steps }, (_, i) => {
      const t = ((i + 0.5) / steps - 0.5) * w;
      const [px, py] = [x + Math.cos(angle) * t, y + Math.sin(angle) * t];
      return { of: `edge ${e.key}`, left: px - 8, right: px + 8, top: py - 8, bottom: py + 8 };
    });
    if (!parts.every((p) => boxes.free(p))) continue;
    for (const p of parts) boxes.add(p);
    placed.push({ key: e.key, text: e.text, x, y, angle, width: w });
  }
  return placed;
}

// The layout, in a worker of its own: forces, then room for every node and its
// label. Positions are pixels at the default zoom, the origin in the middle, y
// upwards. The same request gives the same answer.

import iterate from "graphology-layout-forceatlas2/iterate.js";

const NODE = 10; // numbers of a node in ForceAtlas2's matrix: x, y, …, size, fixed
const EDGE = 3;
const UNIT = 12; // pixels of one unit of ForceAtlas2

// A request is {id, width, height, nodes, edges}: nodes hold x, y, the half
// width, what is above and below the middle, and 1 if they stay where they are;
// edges hold the indices of both ends and a weight.
self.addEventListener("message", ({ data }) => {
  const places = arrange(data);
  self.postMessage({ id: data.id, places }, [places.buffer]);
});

const IN = 6;

function arrange({ width, height, nodes, edges }) {
  const order = nodes.length / IN;
  const matrix = new Float32Array(order * NODE);
  let pinned = false;
  for (let i = 0; i < order; i++) {
    const m = i * NODE;
    matrix[m] = nodes[i * IN] / UNIT;
    matrix[m + 1] = nodes[i * IN + 1] / UNIT;
    matrix[m + 6] = 1;
    matrix[m + 7] = 1;
    matrix[m + 8] = nodes[i * IN + 2] / UNIT;
    matrix[m + 9] = nodes[i * IN + 5];
    pinned ||= nodes[i * IN + 5] === 1;
  }
  const size = edges.length / EDGE;
  const links = new Float32Array(size * EDGE);
  for (let e = 0; e < size; e++) {
    const a = edges[e * EDGE] * NODE;
    const b = edges[e * EDGE + 1] * NODE;
    links[e * EDGE] = a;
    links[e * EDGE + 1] = b;
    links[e * EDGE + 2] = edges[e * EDGE + 2];
    matrix[a + 6]++;
    matrix[b + 6]++;
  }
  const settings = {
    linLogMode: false,
    outboundAttractionDistribution: false,
    adjustSizes: false,
    edgeWeightInfluence: 0.5,
    scalingRatio: 12,
    strongGravityMode: false,
    gravity: 0.6,
    slowDown: 1 + Math.log(order + 1) / 2,
    barnesHutOptimize: order > 300,
    barnesHutTheta: 0.8,
  };
  const rounds = order < 200 ? 500 : order < 800 ? 300 : 160;
  if (order > 1) for (let i = 0; i < rounds; i++) iterate(settings, matrix, links);

  const places = new Float32Array(order * 2);
  for (let i = 0; i < order; i++) {
    places[i * 2] = matrix[i * NODE] * UNIT;
    places[i * 2 + 1] = matrix[i * NODE + 1] * UNIT;
  }
  // What is pinned must not move, so only a layout without pins is fitted.
  for (let i = 0; i < 4; i++) {
    if (!pinned) fit(places, nodes, width, height);
    if (part(places, nodes)) break;
  }
  return places;
}

// fit stretches the layout to the view, by no more than 1.7 one way over the other.
function fit(places, nodes, width, height) {
  let [left, right, low, high] = [Infinity, -Infinity, Infinity, -Infinity];
  for (let i = 0; i < places.length / 2; i++) {
    const [, , half, above, below] = nodes.subarray(i * IN, i * IN + IN);
    left = Math.min(left, places[i * 2] - half);
    right = Math.max(right, places[i * 2] + half);
    low = Math.min(low, places[i * 2 + 1] - below);
    high = Math.max(high, places[i * 2 + 1] + above);
  }
  const spread = (middles, room) => Math.min(Math.max(room, 1) / Math.max(middles, 1), 3);
  let sx = spread(right - left, width);
  let sy = spread(high - low, height);
  sx = Math.min(sx, sy * 1.7);
  sy = Math.min(sy, sx * 1.7);
  for (let i = 0; i < places.length; i += 2) {
    places[i] = (places[i] - (left + right) / 2) * sx;
    places[i + 1] = (places[i + 1] - (low + high) / 2) * sy;
  }
}

// part moves boxes apart until none overlap, and reports whether it got there.
function part(places, nodes) {
  const order = places.length / 2;
  let cell = 8;
  for (let i = 0; i < order; i++) cell = Math.max(cell, nodes[i * IN + 2] * 2, nodes[i * IN + 3] + nodes[i * IN + 4]);
  for (let round = 0; round < 120; round++) {
    const grid = new Map();
    for (let i = 0; i < order; i++) {
      const key = Math.floor(places[i * 2] / cell) * 65536 + Math.floor(places[i * 2 + 1] / cell);
      const there = grid.get(key);
      if (there) there.push(i);
      else grid.set(key, [i]);
    }
    let still = true;
    for (const [key, here] of grid) {
      for (const step of [0, 1, 65535, 65536, 65537]) {
        const there = grid.get(key + step);
        if (!there) continue;
        for (const i of here) for (const j of there) if ((step !== 0 || i < j) && !push(places, nodes, i, j)) still = false;
      }
    }
    if (still) return true;
  }
  return false;
}

// push moves two overlapping boxes apart the shorter way; false if they overlapped.
function push(places, nodes, i, j) {
  const a = i * IN;
  const b = j * IN;
  const dx = places[j * 2] - places[i * 2];
  const dy = places[j * 2 + 1] + (nodes[b + 3] - nodes[b + 4]) / 2 - places[i * 2 + 1] - (nodes[a + 3] - nodes[a + 4]) / 2;
  const overX = nodes[a + 2] + nodes[b + 2] - Math.abs(dx);
  const overY = (nodes[a + 3] + nodes[a + 4] + nodes[b + 3] + nodes[b + 4]) / 2 - Math.abs(dy);
  if (overX <= 0.01 || overY <= 0.01) return true;
  const fixedA = nodes[a + 5];
  const fixedB = nodes[b + 5];
  if (fixedA && fixedB) return true;
  const shareA = fixedA ? 0 : fixedB ? 1 : 0.5;
  const axis = overX < overY ? 0 : 1;
  const over = axis === 0 ? overX : overY;
  const way = ((axis === 0 ? dx : dy) || (i % 2 ? 1 : -1)) > 0 ? 1 : -1;
  places[i * 2 + axis] -= way * over * shareA;
  places[j * 2 + axis] += way * over * (1 - shareA);
  return false;
}

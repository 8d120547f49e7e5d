// The graph on the canvas: sigma draws nodes and edges, the names are placed by
// label.js, the layout comes from its worker.

import { MultiDirectedGraph } from "graphology";
import Sigma from "sigma";
import { createEdgeArrowProgram } from "sigma/rendering";

import { along, font, measure, place } from "./label.js";
import { ShapeProgram } from "./shape.js";
import { name, phrase } from "./words.js";

const NEAR = 7; // pixels from an edge that still hit it
const FOOT = 48; // pixels at the bottom that belong to the legend
const NAMED = 90; // nodes up to which the layout makes room for every name
const HEAVY = 1200; // nodes and edges from which only the nodes are drawn while the view moves

const calm = matchMedia("(prefers-reduced-motion: reduce)");

// Canvas shows nodes and facts in a container. It tells what its user does by
// events: "node", "fact" and "nothing" are chosen, "menu" is asked for, "pin"
// puts a node somewhere, "settled" follows every layout.
export class Canvas extends EventTarget {
  constructor(container, kinds) {
    super();
    this.container = container;
    this.kinds = kinds; // label to {color, shape}
    this.graph = new MultiDirectedGraph();
    this.pins = {};
    this.selection = null;
    this.trail = new Set(); // ids of the nodes and facts of a path
    this.hovered = null;
    this.near = null; // nodes next to the hovered one
    this.request = 0;
    this.worker = new Worker(new URL("layout.js", document.baseURI), { type: "module" });
    this.worker.addEventListener("message", (e) => this.arrive(e.data));
    this.dress();
  }

  // dress takes the colors of the page.
  dress() {
    const style = getComputedStyle(document.documentElement);
    const color = (what) => style.getPropertyValue(`--${what}`).trim();
    this.colors = {
      paper: color("paper"),
      text: color("text"),
      muted: color("muted"),
      edge: color("edge"),
      faint: color("faint"),
      accent: color("accent"),
      trail: color("trail"),
    };
    this.dark = color("scheme") === "dark";
    this.sigma?.refresh();
  }

  // open starts sigma, which needs a container that has a size.
  open() {
    if (this.sigma) return;
    this.sigma = new Sigma(this.graph, this.container, {
      allowInvalidContainer: true,
      renderLabels: false,
      renderEdgeLabels: false,
      zIndex: true,
      stagePadding: 0,
      minCameraRatio: 0.05,
      maxCameraRatio: 4,
      minEdgeThickness: 1,
      antiAliasingFeather: 0.8,
      defaultNodeType: "shape",
      defaultEdgeType: "arrow",
      nodeProgramClasses: { shape: ShapeProgram },
      nodeHoverProgramClasses: { shape: ShapeProgram },
      edgeProgramClasses: { arrow: createEdgeArrowProgram({ lengthToThicknessRatio: 3.4, widenessToThicknessRatio: 2.6 }) },
      defaultDrawNodeHover: () => {},
      nodeReducer: (id, data) => this.nodeLook(id, data),
      edgeReducer: (id, data) => this.edgeLook(id, data),
    });
    // To find the node at a point the pixels are read back, which waits for all
    // drawing: not while the view moves.
    const at = this.sigma.getNodeAtPosition.bind(this.sigma);
    this.sigma.getNodeAtPosition = (point) => (this.moving() ? null : at(point));
    this.frame();
    this.listen();
    new ResizeObserver(() => this.frame()).observe(this.container);
  }

  // frame makes a pixel of the default zoom the unit of the graph.
  frame() {
    const { clientWidth: w, clientHeight: h } = this.container;
    if (w === 0 || h === 0) return;
    this.sigma.setCustomBBox({ x: [-w / 2, w / 2], y: [-h / 2, h / 2] });
    this.sigma.resize();
    this.sigma.refresh();
    if (this.graph.order > 0 && this.fitted) this.fit(false);
  }

  kind(label) {
    return this.kinds.get(label) ?? { color: "#888888", shape: "circle" };
  }

  nodeLook(id, data) {
    const chosen = this.selection?.node === id;
    const trail = this.trail.has(id);
    const look = {
      ...data,
      rim: shade(data.color, this.dark),
      rimSize: 1.5,
      zIndex: chosen ? 2 : trail ? 1 : 0,
    };
    if (trail) Object.assign(look, { rim: this.colors.trail, rimSize: 3 });
    if (chosen) Object.assign(look, { rim: this.colors.text, rimSize: 3, size: data.size * 1.15 });
    if (this.near && !this.near.has(id)) Object.assign(look, { color: this.colors.faint, rim: this.colors.faint, zIndex: -1 });
    return look;
  }

  edgeLook(id, data) {
    const look = { ...data, color: this.colors.edge, zIndex: 0 };
    if (this.trail.has(id)) Object.assign(look, { color: this.colors.trail, size: data.size + 2, zIndex: 2 });
    if (this.selection?.fact === id) Object.assign(look, { color: this.colors.accent, size: data.size + 1.5, zIndex: 3 });
    else if (this.near) {
      const touches = this.graph.source(id) === this.hovered || this.graph.target(id) === this.hovered;
      if (touches) Object.assign(look, { color: this.colors.muted, zIndex: 1 });
      else Object.assign(look, { color: this.colors.faint, zIndex: -1 });
    }
    return look;
  }

  // show puts these nodes and facts on the canvas. New nodes begin beside those
  // that they are connected with, and a new layout makes room for them.
  show(nodes, facts, pins, places = {}) {
    this.pins = pins;
    const graph = this.graph;
    const ids = new Set(nodes.map((n) => n.id));
    const keys = new Set(facts.map((f) => f.id));
    graph.forEachEdge((e) => keys.has(e) || graph.dropEdge(e));
    graph.forEachNode((n) => ids.has(n) || graph.dropNode(n));
    if (this.hovered && !graph.hasNode(this.hovered)) this.hover(null);

    const fresh = nodes.filter((n) => !graph.hasNode(n.id));
    const width = Math.max(this.container.clientWidth, 320);
    const height = Math.max(this.container.clientHeight, 320);
    const density = Math.min(1, Math.max(0.3, Math.sqrt((width * height) / (nodes.length * 2600))));
    for (const [i, n] of nodes.entries()) {
      const { color, shape } = this.kind(n.label);
      const size = Math.min(24, 7 + 2.6 * Math.log2(1 + (n.articles || 1))) * density;
      const look = { label: caption(n), color, shape, size, rank: n.articles || 0, kind: n.label };
      if (graph.hasNode(n.id)) graph.mergeNodeAttributes(n.id, look);
      else {
        const [x, y] = pins[n.id] ?? places[n.id] ?? spiral(i);
        graph.addNode(n.id, { ...look, x, y, placed: Boolean(pins[n.id] ?? places[n.id]) });
      }
    }
    for (const [id, [x, y]] of Object.entries(pins)) if (graph.hasNode(id)) graph.mergeNodeAttributes(id, { x, y, placed: true });
    let added = 0;
    for (const f of facts) {
      if (!graph.hasNode(f.from) || !graph.hasNode(f.to)) continue;
      const look = { size: Math.min(6, 0.8 + 0.7 * Math.log2(1 + f.articles)) * Math.max(density, 0.45), label: phrase(f.type) };
      if (graph.hasEdge(f.id)) graph.mergeEdgeAttributes(f.id, look);
      else {
        graph.addDirectedEdgeWithKey(f.id, f.from, f.to, look);
        added++;
      }
    }
    for (const n of fresh) this.seed(n.id);
    this.heavy = graph.order + graph.size > HEAVY;
    this.sigma?.setSetting("hideEdgesOnMove", this.heavy);
    const open = fresh.some((n) => !(n.id in pins) && !(n.id in places));
    if (open) this.arrange();
    else {
      this.sigma?.refresh();
      if (fresh.length > 0) this.fit(false);
      if (fresh.length > 0 || added > 0) this.settle();
    }
  }

  // seed puts a node that has no place beside its neighbours.
  seed(id) {
    const graph = this.graph;
    if (graph.getNodeAttribute(id, "placed")) return;
    let [x, y, n] = [0, 0, 0];
    graph.forEachNeighbor(id, (_, other) => {
      if (!other.placed) return;
      x += other.x;
      y += other.y;
      n++;
    });
    if (n === 0) return;
    const [dx, dy] = scatter(id);
    graph.mergeNodeAttributes(id, { x: x / n + dx * 60, y: y / n + dy * 60 });
  }

  // arrange asks the worker for a layout.
  arrange() {
    const graph = this.graph;
    const order = graph.nodes();
    const index = new Map(order.map((id, i) => [id, i]));
    const context = this.pen();
    const named = order.length <= NAMED;
    const nodes = new Float32Array(order.length * 6);
    for (const [i, id] of order.entries()) {
      const n = graph.getNodeAttributes(id);
      const reach = n.size * 1.25 + (order.length > 600 ? 1.2 : 4);
      const half = named ? Math.max(reach, measure(context, n.label) / 2 + 6) : reach;
      nodes.set([n.x, n.y, half, reach, named ? reach + 18 : reach, id in this.pins ? 1 : 0], i * 6);
    }
    const edges = new Float32Array(graph.size * 3);
    let e = 0;
    graph.forEachEdge((_, look, a, b) => {
      edges.set([index.get(a), index.get(b), look.size], e);
      e += 3;
    });
    this.order = order;
    const { clientWidth: w, clientHeight: h } = this.container;
    this.container.setAttribute("aria-busy", "true");
    this.worker.postMessage(
      { id: ++this.request, width: Math.max(w, 300) - 40, height: Math.max(h, 300) - FOOT - 30, nodes, edges },
      [nodes.buffer, edges.buffer],
    );
  }

  arrive({ id, places }) {
    if (id !== this.request) return;
    const graph = this.graph;
    const moves = this.order
      .map((node, i) => ({ node, x: places[i * 2], y: places[i * 2 + 1] }))
      .filter((m) => graph.hasNode(m.node))
      .map((m) => ({ ...m, x0: graph.getNodeAttribute(m.node, "x"), y0: graph.getNodeAttribute(m.node, "y") }));
    const put = (t) => {
      for (const m of moves) {
        if (!graph.hasNode(m.node) || m.node === this.dragged) continue;
        graph.mergeNodeAttributes(m.node, { x: m.x0 + (m.x - m.x0) * t, y: m.y0 + (m.y - m.y0) * t, placed: true });
      }
    };
    const done = async () => {
      put(1);
      this.sigma?.refresh();
      await this.fit();
      if (id !== this.request) return;
      this.container.removeAttribute("aria-busy");
      this.settle();
    };
    cancelAnimationFrame(this.motion);
    if (calm.matches || moves.length > 1200 || document.hidden) return done();
    const start = performance.now();
    const step = (now) => {
      const t = Math.min(1, (now - start) / 450);
      if (t >= 1) return done();
      put(1 - (1 - t) ** 3);
      this.sigma?.refresh();
      this.motion = requestAnimationFrame(step);
    };
    this.motion = requestAnimationFrame(step);
  }

  settle() {
    this.dispatchEvent(new CustomEvent("settled"));
  }

  // places returns where every node is.
  places() {
    const all = {};
    this.graph.forEachNode((id, n) => (all[id] = [Math.round(n.x), Math.round(n.y)]));
    return all;
  }

  // fit shows all nodes; it returns when they are in view.
  async fit(animate = true) {
    if (!this.sigma) return;
    this.fitted = true;
    const { clientWidth: w, clientHeight: h } = this.container;
    if (w === 0 || h === 0) return; // out of sight; frame fits when it comes back
    let [left, right, low, high] = [0, 0, 0, 0];
    let first = true;
    const named = this.graph.order <= NAMED;
    this.graph.forEachNode((_, n) => {
      const half = Math.max(n.size + 8, named ? measure(this.pen(), n.label) / 2 + 4 : 0);
      const box = [n.x - half, n.x + half, n.y - n.size - 22, n.y + n.size + 8];
      [left, right, low, high] = first
        ? box
        : [Math.min(left, box[0]), Math.max(right, box[1]), Math.min(low, box[2]), Math.max(high, box[3])];
      first = false;
    });
    const ratio = Math.max((right - left) / Math.max(w, 1), (high - low) / Math.max(h - FOOT, 1), 1);
    const middle = this.sigma.graphToViewport({ x: (left + right) / 2, y: (low + high - FOOT * ratio) / 2 });
    const { x, y } = this.sigma.viewportToFramedGraph(middle);
    await this.look({ x, y, ratio, angle: 0 }, animate);
  }

  async look(state, animate) {
    const camera = this.sigma.getCamera();
    const now = camera.getState();
    if (Object.keys(state).every((k) => Math.abs(state[k] - now[k]) < 1e-4)) return;
    if (animate && !calm.matches) await camera.animate(state, { duration: 300 });
    else camera.setState(state);
  }

  zoom(factor) {
    const camera = this.sigma.getCamera();
    this.fitted = false;
    this.look({ ...camera.getState(), ratio: camera.getBoundedRatio(camera.ratio * factor) }, true);
  }

  // reveal moves a node that is out of view to the middle.
  reveal(id) {
    if (!this.sigma || !this.graph.hasNode(id)) return;
    const { x, y } = this.sigma.graphToViewport(this.graph.getNodeAttributes(id));
    const { clientWidth: w, clientHeight: h } = this.container;
    if (x > 20 && x < w - 20 && y > 20 && y < h - 20) return;
    this.look({ ...this.sigma.viewportToFramedGraph({ x, y }), ratio: this.sigma.getCamera().ratio, angle: 0 }, true);
  }

  select(selection) {
    this.selection = selection;
    this.sigma?.refresh({ skipIndexation: false });
  }

  follow(ids) {
    this.trail = new Set(ids);
    this.sigma?.refresh();
  }

  hover(id) {
    if (id === this.hovered) return;
    this.hovered = id;
    this.near = id ? new Set([id, ...this.graph.neighbors(id)]) : null;
    this.sigma.refresh();
  }

  // nextTo returns the node nearest to another in a direction (dx, dy on the
  // screen, y downwards), or the best known one if there is none to start from.
  nextTo(id, dx, dy) {
    if (!id || !this.graph.hasNode(id)) {
      const best = this.graph.nodes().sort((a, b) => this.graph.getNodeAttribute(b, "rank") - this.graph.getNodeAttribute(a, "rank"));
      return best[0] ?? null;
    }
    const from = this.graph.getNodeAttributes(id);
    let [found, least] = [null, Infinity];
    this.graph.forEachNode((other, n) => {
      if (other === id) return;
      const ahead = (n.x - from.x) * dx - (n.y - from.y) * dy;
      const aside = Math.abs((n.x - from.x) * dy + (n.y - from.y) * dx);
      if (ahead <= 0 || aside > ahead * 2) return;
      const cost = ahead + aside * 2;
      if (cost < least) [found, least] = [other, cost];
    });
    return found;
  }

  pen() {
    this.measuring ??= document.createElement("canvas").getContext("2d");
    return this.measuring;
  }

  // scene returns what is in view in pixels: the nodes, the edges from rim to
  // rim, and the names that have room.
  scene() {
    const sigma = this.sigma;
    const nodes = new Map();
    const ends = this.selection?.fact && this.graph.hasEdge(this.selection.fact) ? this.graph.extremities(this.selection.fact) : [];
    this.graph.forEachNode((id) => {
      const d = sigma.getNodeDisplayData(id);
      const { x, y } = sigma.framedGraphToViewport(d);
      const must = id === this.hovered || id === this.selection?.node || this.trail.has(id) || ends.includes(id);
      nodes.set(id, {
        key: id, x, y, must, size: sigma.scaleSize(d.size), label: d.label, rank: d.rank, color: d.color,
        rim: d.rim, rimSize: d.rimSize, shape: d.shape, quiet: Boolean(this.near) && !this.near.has(id),
      });
    });
    const edges = [];
    this.graph.forEachEdge((id, _, a, b) => {
      const [from, to] = [nodes.get(a), nodes.get(b)];
      const d = sigma.getEdgeDisplayData(id);
      const length = Math.hypot(to.x - from.x, to.y - from.y) || 1;
      const [ux, uy] = [(to.x - from.x) / length, (to.y - from.y) / length];
      edges.push({
        key: id, from: a, to: b, text: d.label, color: d.color, zIndex: d.zIndex, size: Math.max(sigma.scaleSize(d.size), 1),
        x1: from.x + ux * from.size, y1: from.y + uy * from.size, x2: to.x - ux * to.size, y2: to.y - uy * to.size,
      });
    });
    const { width, height } = sigma.getDimensions();
    const { placed, boxes } = place(this.pen(), [...nodes.values()].filter((n) => !n.quiet), width, height);
    const strong = edges.filter((e) => e.zIndex > 0);
    const wordy = edges.length <= 60 || sigma.getCamera().ratio < 0.5 ? edges.filter((e) => e.zIndex === 0 && !this.near) : [];
    const inView = [...strong, ...wordy].filter((e) => {
      const [x, y] = [(e.x1 + e.x2) / 2, (e.y1 + e.y2) / 2];
      return x > 0 && x < width && y > 0 && y < height;
    });
    const words = along(this.pen(), inView.slice(0, 120), boxes);
    return { width, height, nodes: [...nodes.values()], edges, names: placed, words };
  }

  // write draws the names after sigma has drawn the rest.
  write() {
    if (this.graph.order === 0) return;
    clearTimeout(this.waiting);
    if (this.heavy && this.moving()) {
      this.waiting = setTimeout(() => this.sigma.scheduleRender(), 200);
      return;
    }
    const context = this.sigma.getCanvases().labels.getContext("2d");
    const { nodes, names, words } = this.scene();
    this.paint(context, names, words);
    context.fillStyle = this.colors.text;
    for (const n of nodes) {
      if (!(n.key in this.pins)) continue;
      context.beginPath();
      context.arc(n.x, n.y, Math.max(2, n.size * 0.28), 0, 2 * Math.PI);
      context.fillStyle = this.colors.paper;
      context.fill();
    }
  }

  // moving says that the view is being dragged or zoomed.
  moving() {
    const mouse = this.sigma.getMouseCaptor();
    return this.sigma.getCamera().isAnimated() || mouse.isMoving || mouse.draggedEvents > 0 || mouse.currentWheelDirection !== 0;
  }

  paint(context, names, words) {
    context.textAlign = "center";
    context.textBaseline = "middle";
    context.lineJoin = "round";
    context.lineWidth = 3;
    context.strokeStyle = this.colors.paper;
    context.font = `400 11px ${font}`;
    for (const w of words) {
      context.save();
      context.translate(w.x, w.y);
      context.rotate(w.angle);
      context.fillStyle = this.colors.paper;
      context.fillRect(-w.width / 2 - 3, -7, w.width + 6, 14);
      context.fillStyle = this.colors.muted;
      context.fillText(w.text, 0, 0);
      context.restore();
    }
    context.fillStyle = this.colors.text;
    for (const must of [false, true]) {
      context.font = `${must ? 600 : 500} 12px ${font}`;
      for (const n of names) {
        if (Boolean(n.must) !== must) continue;
        context.strokeText(n.text, n.x, n.y);
        context.fillText(n.text, n.x, n.y);
      }
    }
  }

  // factAt returns the fact whose edge is nearest to a point, if near enough.
  factAt(x, y) {
    let [found, least] = [null, NEAR];
    this.graph.forEachEdge((id, _, a, b) => {
      const from = this.sigma.framedGraphToViewport(this.sigma.getNodeDisplayData(a));
      const to = this.sigma.framedGraphToViewport(this.sigma.getNodeDisplayData(b));
      const [dx, dy] = [to.x - from.x, to.y - from.y];
      const t = Math.min(1, Math.max(0, ((x - from.x) * dx + (y - from.y) * dy) / (dx * dx + dy * dy || 1)));
      const far = Math.hypot(x - from.x - t * dx, y - from.y - t * dy);
      if (far < least) [found, least] = [id, far];
    });
    return found;
  }

  listen() {
    const sigma = this.sigma;
    const tell = (type, detail) => this.dispatchEvent(new CustomEvent(type, { detail }));
    sigma.on("beforeRender", () => {
      ShapeProgram.hasty = Boolean(this.heavy) && this.moving();
      sigma.getContainer().classList.toggle("hasty", ShapeProgram.hasty);
    });
    sigma.on("afterRender", () => this.write());
    sigma.on("enterNode", ({ node }) => this.dragged || this.moving() || this.hover(node));
    sigma.on("leaveNode", () => this.dragged || this.hover(null));
    sigma.on("clickNode", ({ node }) => this.moved || tell("node", node));
    sigma.on("doubleClickNode", (e) => {
      e.preventSigmaDefault();
      tell("expand", e.node);
    });
    sigma.on("rightClickNode", ({ node, event }) => {
      event.original.preventDefault();
      tell("menu", { node, x: event.original.clientX, y: event.original.clientY });
    });
    sigma.on("clickStage", ({ event }) => {
      const fact = this.factAt(event.x, event.y);
      tell(fact ? "fact" : "nothing", fact);
    });
    sigma.on("moveBody", ({ event }) => {
      if (!this.dragged) {
        this.container.classList.toggle("over", Boolean(this.hovered) || (this.graph.size < 800 && Boolean(this.factAt(event.x, event.y))));
        return;
      }
      this.moved ||= Math.hypot(event.x - this.grip.x, event.y - this.grip.y) > 4;
      if (!this.moved) return event.preventSigmaDefault();
      this.graph.mergeNodeAttributes(this.dragged, sigma.viewportToGraph(event));
      event.preventSigmaDefault();
      event.original.preventDefault();
      event.original.stopPropagation();
    });
    sigma.on("downNode", ({ node, event }) => {
      if (event.original.button > 0) return;
      this.dragged = node;
      this.grip = { x: event.x, y: event.y };
      this.moved = false;
    });
    const drop = () => {
      if (this.dragged && this.moved) {
        const { x, y } = this.graph.getNodeAttributes(this.dragged);
        tell("pin", { node: this.dragged, place: [Math.round(x), Math.round(y)] });
      }
      this.dragged = null;
    };
    sigma.on("upNode", drop);
    sigma.on("upStage", drop);
    sigma.getMouseCaptor().on("wheel", () => (this.fitted = false));
    sigma.getMouseCaptor().on("mousedown", () => (this.fitted = this.fitted && Boolean(this.dragged)));
    this.container.addEventListener("contextmenu", (e) => e.preventDefault());
  }
}

// caption is a node's name as the graph has room for it. Of an event's long name
// that is what happens: who takes part stands around it.
function caption(node) {
  let text = name(node);
  const happens = text.lastIndexOf(": ");
  if (node.label === "Event" && text.length > 34 && happens > 0) text = text.slice(happens + 2);
  return text.length > 34 ? `${text.slice(0, 32).trimEnd()}…` : text;
}

// shade is the rim of a color: darker on light paper, lighter on dark.
const shades = new Map();
function shade(color, dark) {
  const key = `${color} ${dark}`;
  if (!shades.has(key)) {
    const parts = [1, 3, 5].map((i) => parseInt(color.slice(i, i + 2), 16) || 0);
    const mixed = parts.map((c) => Math.round(dark ? c + (255 - c) * 0.35 : c * 0.62));
    shades.set(key, `#${mixed.map((c) => c.toString(16).padStart(2, "0")).join("")}`);
  }
  return shades.get(key);
}

// spiral spreads nodes evenly around the middle, in their order.
function spiral(i) {
  const angle = i * 2.399963;
  const far = 28 * Math.sqrt(i);
  return [Math.cos(angle) * far, Math.sin(angle) * far];
}

// scatter is a direction that depends on the id alone.
function scatter(id) {
  let hash = 2166136261;
  for (let i = 0; i < id.length; i++) hash = Math.imul(hash ^ id.charCodeAt(i), 16777619);
  const angle = ((hash >>> 0) / 2 ** 32) * 2 * Math.PI;
  return [Math.cos(angle), Math.sin(angle)];
}

// What is shown as a file: PNG and SVG as it looks, GraphML and CSV as it is.

import { element } from "./element.js";
import { font } from "./label.js";
import { outline } from "./shape.js";

// save hands a file to the browser.
export function save(file, type, parts) {
  const url = URL.createObjectURL(new Blob(parts, { type }));
  const link = element("a", { href: url, download: file });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

// Characters that XML 1.0 cannot hold are left out.
// eslint-disable-next-line no-control-regex
const unfit = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

const entities = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
const xml = (text) => String(text).replace(unfit, "").replace(/[&<>"']/g, (c) => entities[c]);

// svg draws a scene (see Canvas.scene) as it is on the canvas.
export function svg(scene, colors) {
  const n = (x) => Number(x.toFixed(2));
  const lines = [...scene.edges].sort((a, b) => a.zIndex - b.zIndex).map((e) => {
    const length = Math.hypot(e.x2 - e.x1, e.y2 - e.y1) || 1;
    const [ux, uy] = [(e.x2 - e.x1) / length, (e.y2 - e.y1) / length];
    const [head, wide] = [Math.max(e.size * 3.4, 5), Math.max(e.size * 1.3, 2)];
    const [bx, by] = [e.x2 - ux * head, e.y2 - uy * head];
    return `<g data-fact="${xml(e.key)}" stroke="${xml(e.color)}" fill="${xml(e.color)}"><path d="M${n(e.x1)} ${n(e.y1)}L${n(bx)} ${n(by)}" stroke-width="${n(e.size)}"/>` +
      `<path stroke="none" d="M${n(e.x2)} ${n(e.y2)}L${n(bx - uy * wide)} ${n(by + ux * wide)}L${n(bx + uy * wide)} ${n(by - ux * wide)}Z"/></g>`;
  });
  const marks = scene.nodes.map((node) => {
    const look = `data-node="${xml(node.key)}" fill="${xml(node.color)}" stroke="${xml(node.rim)}" stroke-width="${n(node.rimSize)}"`;
    const title = `<title>${xml(node.label)}</title>`;
    const points = outline(node.shape, node.x, node.y, node.size);
    if (!points) return `<circle ${look} cx="${n(node.x)}" cy="${n(node.y)}" r="${n(node.size)}">${title}</circle>`;
    return `<polygon ${look} points="${points.map((p) => p.map(n).join(",")).join(" ")}">${title}</polygon>`;
  });
  const halo = `stroke="${xml(colors.paper)}" stroke-width="3" stroke-linejoin="round" paint-order="stroke" text-anchor="middle" dominant-baseline="central"`;
  const words = scene.words.map((w) => `<text ${halo} fill="${xml(colors.muted)}" font-size="11" transform="translate(${n(w.x)} ${n(w.y)}) rotate(${n((w.angle * 180) / Math.PI)})">${xml(w.text)}</text>`);
  const names = scene.names.map((m) => `<text ${halo} data-width="${n(m.width)}" fill="${xml(colors.text)}" font-size="12" font-weight="${m.must ? 600 : 500}" x="${n(m.x)}" y="${n(m.y)}">${xml(m.text)}</text>`);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${scene.width}" height="${scene.height}" viewBox="0 0 ${scene.width} ${scene.height}" font-family="${xml(font)}">`,
    `<rect width="100%" height="100%" fill="${xml(colors.paper)}"/>`,
    ...lines, ...marks, ...words, ...names,
    "</svg>\n",
  ].join("\n");
}

// png paints a scene with twice the pixels and returns a Blob.
export function png(scene, canvas) {
  const scale = 2;
  const sheet = element("canvas", { width: scene.width * scale, height: scene.height * scale });
  const c = sheet.getContext("2d");
  c.scale(scale, scale);
  c.fillStyle = canvas.colors.paper;
  c.fillRect(0, 0, scene.width, scene.height);
  for (const e of [...scene.edges].sort((a, b) => a.zIndex - b.zIndex)) {
    const length = Math.hypot(e.x2 - e.x1, e.y2 - e.y1) || 1;
    const [ux, uy] = [(e.x2 - e.x1) / length, (e.y2 - e.y1) / length];
    const [head, wide] = [Math.max(e.size * 3.4, 5), Math.max(e.size * 1.3, 2)];
    const [bx, by] = [e.x2 - ux * head, e.y2 - uy * head];
    c.strokeStyle = c.fillStyle = e.color;
    c.lineWidth = e.size;
    trace(c, [[e.x1, e.y1], [bx, by]]);
    c.stroke();
    trace(c, [[e.x2, e.y2], [bx - uy * wide, by + ux * wide], [bx + uy * wide, by - ux * wide]]);
    c.fill();
  }
  for (const node of scene.nodes) {
    const points = outline(node.shape, node.x, node.y, node.size);
    c.beginPath();
    if (points) trace(c, points, true);
    else c.arc(node.x, node.y, node.size, 0, 2 * Math.PI);
    c.fillStyle = node.color;
    c.strokeStyle = node.rim;
    c.lineWidth = node.rimSize;
    c.fill();
    c.stroke();
  }
  canvas.paint(c, scene.names, scene.words);
  return new Promise((resolve) => sheet.toBlob(resolve, "image/png"));
}

function trace(c, points, closed = false) {
  c.beginPath();
  for (const [i, [x, y]] of points.entries()) i === 0 ? c.moveTo(x, y) : c.lineTo(x, y);
  if (closed) c.closePath();
}

const properties = {
  node: ["label", "name", "articles", "firstReported", "lastReported"],
  fact: ["type", "articles", "confidence", "firstReported", "lastReported"],
};

// own lists the names of the schema's own properties that occur, sorted.
function own(things) {
  return [...new Set(things.flatMap((t) => Object.keys(t.properties ?? {})))].sort();
}

function values(thing, common, special) {
  return [...common.map((p) => thing[p]), ...special.map((p) => thing.properties?.[p])].map((v) => (Array.isArray(v) ? v.join("; ") : v ?? ""));
}

// graphml writes nodes and facts as GraphML.
export function graphml(nodes, facts) {
  const lines = ['<?xml version="1.0" encoding="UTF-8"?>', '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">'];
  const parts = [["node", nodes], ["fact", facts]].map(([which, things]) => {
    const special = own(things);
    const names = [...properties[which], ...special];
    const on = which === "node" ? "node" : "edge";
    for (const p of names) {
      const type = p === "articles" ? "int" : p === "confidence" ? "double" : "string";
      lines.push(`  <key id="${on}-${xml(p)}" for="${on}" attr.name="${xml(p)}" attr.type="${type}"/>`);
    }
    return (thing) => values(thing, properties[which], special).map((v, i) => (v === "" ? "" : `<data key="${on}-${xml(names[i])}">${xml(v)}</data>`)).join("");
  });
  lines.push('  <graph edgedefault="directed">');
  for (const n of nodes) lines.push(`    <node id="${xml(n.id)}">${parts[0](n)}</node>`);
  for (const f of facts) lines.push(`    <edge id="${xml(f.id)}" source="${xml(f.from)}" target="${xml(f.to)}">${parts[1](f)}</edge>`);
  lines.push("  </graph>", "</graphml>", "");
  return lines.join("\n");
}

// A cell that a spreadsheet would take for a formula is quoted as text.
function cell(value) {
  let text = String(value);
  if (/^[=+\-@\t\r]/.test(text) && !/^-?\d+(\.\d+)?$/.test(text)) text = `'${text}`;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

const row = (cells) => cells.map(cell).join(",") + "\r\n";

// nodesCSV writes a line for each node.
export function nodesCSV(nodes) {
  const special = own(nodes);
  return row(["id", ...properties.node, ...special]) + nodes.map((n) => row([n.id, ...values(n, properties.node, special)])).join("");
}

// factsCSV writes a line for each fact with the names of both ends.
export function factsCSV(facts, names) {
  const special = own(facts);
  return row(["id", "from", "fromName", "to", "toName", ...properties.fact, ...special]) +
    facts.map((f) => row([f.id, f.from, names.get(f.from), f.to, names.get(f.to), ...values(f, properties.fact, special)])).join("");
}

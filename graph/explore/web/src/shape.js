// The shapes of nodes, for the canvas, the legend and the exported picture.

import { NodeProgram } from "sigma/rendering";
import { floatColor } from "sigma/utils";
import { drawing } from "./element.js";

// A polygon has corners on a circle a little wider than the node's radius, so
// that all shapes look about equally large; the first corner points at turn.
const polygons = {
  square: { corners: 4, reach: 1.22, turn: Math.PI / 4 },
  diamond: { corners: 4, reach: 1.25, turn: 0 },
  triangle: { corners: 3, reach: 1.35, turn: 0 },
  hexagon: { corners: 6, reach: 1.1, turn: 0 },
  pentagon: { corners: 5, reach: 1.15, turn: 0 },
  star: { corners: 5, reach: 1.4, turn: 0, waist: 0.56 },
};

// outline returns a shape as the points of a polygon, or null for a circle; y
// grows downwards.
export function outline(shape, x, y, radius) {
  const polygon = polygons[shape];
  if (!polygon) return null;
  const { corners, reach, turn, waist } = polygon;
  const steps = waist ? corners * 2 : corners;
  return Array.from({ length: steps }, (_, i) => {
    const angle = turn + (2 * Math.PI * i) / steps;
    const far = radius * reach * (waist && i % 2 ? waist : 1);
    return [x + Math.sin(angle) * far, y - Math.cos(angle) * far];
  });
}

// swatch draws a shape for the legend and for lists.
export function swatch(shape, color, size = 14) {
  const points = outline(shape, 8, 8, 6);
  const mark = points
    ? drawing("polygon", { points: points.map((p) => p.map((c) => c.toFixed(2)).join(",")).join(" "), fill: color })
    : drawing("circle", { cx: 8, cy: 8, r: 6, fill: color });
  return drawing("svg", { class: "swatch", viewBox: "0 0 16 16", width: size, height: size, "aria-hidden": "true" }, mark);
}

const { FLOAT, UNSIGNED_BYTE, TRIANGLES } = WebGLRenderingContext;

const vertex = `
attribute vec4 a_id;
attribute vec4 a_color;
attribute vec4 a_edge;
attribute vec2 a_position;
attribute float a_size;
attribute float a_rim;
attribute vec4 a_shape;
attribute float a_angle;
uniform mat3 u_matrix;
uniform float u_sizeRatio;
uniform float u_correctionRatio;
uniform float u_hasty;
varying vec4 v_color;
varying vec4 v_edge;
varying vec2 v_offset;
varying float v_radius;
varying float v_rim;
varying vec4 v_shape;
const float bias = 255.0 / 254.0;
void main() {
  // A triangle around the circle that the corners lie on, and a pixel more.
  float radius = a_size * u_correctionRatio / u_sizeRatio * 2.0;
  float extent = radius * mix(a_shape.y, 1.0, u_hasty) + u_correctionRatio * 2.0;
  vec2 offset = 2.0 * extent * vec2(cos(a_angle), sin(a_angle));
  gl_Position = vec4((u_matrix * vec3(a_position + offset, 1)).xy, 0, 1);
  v_offset = offset;
  v_radius = radius;
  v_rim = a_rim;
  v_shape = a_shape;
  #ifdef PICKING_MODE
  v_color = a_id;
  #else
  v_color = a_color;
  #endif
  v_color.a *= bias;
  v_edge = a_edge;
  v_edge.a *= bias;
}`;

const fragment = `
precision highp float;
varying vec4 v_color;
varying vec4 v_edge;
varying vec2 v_offset;
varying float v_radius;
varying float v_rim;
varying vec4 v_shape; // corners (0 for a circle), reach, turn, waist
uniform float u_correctionRatio;
uniform float u_hasty;
const vec4 transparent = vec4(0.0);
float distanceTo() {
  float d = length(v_offset);
  if (v_shape.x < 0.5 || u_hasty > 0.5) return d - v_radius;
  float sector = 6.28318530718 / v_shape.x;
  float angle = atan(v_offset.x, v_offset.y) - v_shape.z + sector * 0.5;
  angle = abs(mod(angle, sector) - sector * 0.5);
  // In a half sector the side is a line from the corner to the waist, which for a
  // polygon lies in the middle of the side.
  float reach = v_radius * v_shape.y;
  vec2 corner = vec2(reach, 0.0);
  vec2 waist = reach * v_shape.w * vec2(cos(sector * 0.5), sin(sector * 0.5));
  vec2 side = normalize(waist - corner);
  vec2 at = d * vec2(cos(angle), sin(angle)) - corner;
  return at.x * side.y - at.y * side.x;
}
void main() {
  float pixel = u_correctionRatio * 2.0;
  float d = distanceTo();
  #ifdef PICKING_MODE
  if (d > 2.0 * pixel) discard;
  gl_FragColor = v_color;
  #else
  if (d > pixel) discard;
  float rim = v_rim * pixel;
  vec4 color = mix(v_color, v_edge, smoothstep(-rim - pixel, -rim, d));
  gl_FragColor = mix(color, transparent, smoothstep(-pixel * 0.5, pixel * 0.5, d));
  #endif
}`;

// ShapeProgram draws all nodes in one call. A node's attributes are color, rim
// (the color of its border), rimSize (pixels) and shape. While hasty is set, all
// are circles and cannot be pointed at: without a graphics card that is what keeps
// a large graph moving.
export class ShapeProgram extends NodeProgram {
  static hasty = false;

  render(params) {
    const { pickProgram } = this;
    if (ShapeProgram.hasty) this.pickProgram = null;
    super.render(params);
    this.pickProgram = pickProgram;
  }

  getDefinition() {
    return {
      VERTICES: 3,
      VERTEX_SHADER_SOURCE: vertex,
      FRAGMENT_SHADER_SOURCE: fragment,
      METHOD: TRIANGLES,
      UNIFORMS: ["u_sizeRatio", "u_correctionRatio", "u_matrix", "u_hasty"],
      ATTRIBUTES: [
        { name: "a_position", size: 2, type: FLOAT },
        { name: "a_size", size: 1, type: FLOAT },
        { name: "a_rim", size: 1, type: FLOAT },
        { name: "a_shape", size: 4, type: FLOAT },
        { name: "a_color", size: 4, type: UNSIGNED_BYTE, normalized: true },
        { name: "a_edge", size: 4, type: UNSIGNED_BYTE, normalized: true },
        { name: "a_id", size: 4, type: UNSIGNED_BYTE, normalized: true },
      ],
      CONSTANT_ATTRIBUTES: [{ name: "a_angle", size: 1, type: FLOAT }],
      CONSTANT_DATA: [[0], [(2 * Math.PI) / 3], [(4 * Math.PI) / 3]],
    };
  }

  processVisibleItem(id, start, node) {
    const { corners = 0, reach = 1, turn = 0, waist = Math.cos(Math.PI / Math.max(corners, 3)) } = polygons[node.shape] ?? {};
    this.array.set([node.x, node.y, node.size, node.rimSize, corners, reach, turn, waist, floatColor(node.color), floatColor(node.rim), id], start);
  }

  setUniforms(params, { gl, uniformLocations }) {
    gl.uniform1f(uniformLocations.u_correctionRatio, params.correctionRatio);
    gl.uniform1f(uniformLocations.u_sizeRatio, params.sizeRatio);
    gl.uniform1f(uniformLocations.u_hasty, ShapeProgram.hasty ? 1 : 0);
    gl.uniformMatrix3fv(uniformLocations.u_matrix, false, params.matrix);
  }
}

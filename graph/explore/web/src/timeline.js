// Dates: a histogram of articles, and a range that is dragged or moved by keys.

import { drawing, element } from "./element.js";
import { count, date, interval } from "./words.js";

const HEIGHT = 30;
const DAYS = 130; // spans up to this many days are shown by day

// Timeline draws articles by day or month. change is called with the range,
// {since, until}, and whether the user is still moving it.
export class Timeline {
  constructor(section, change) {
    this.section = section;
    this.change = change;
    this.bins = [];
    this.range = [0, 0];
  }

  // fill takes [{date, articles}], dates all by day or all by month.
  fill(counts) {
    const dated = counts.filter((c) => c.date);
    this.bins = dated.length === 0 ? [] : bins(dated);
    this.range = [0, this.bins.length - 1];
    this.section.hidden = this.bins.length < 2;
    if (!this.section.hidden) this.draw();
  }

  draw() {
    const most = Math.max(...this.bins.map((b) => b.articles), 1);
    const n = this.bins.length;
    this.columns = this.bins.map((b, i) => drawing("rect", { x: i, width: n > 200 ? 1 : 0.82, y: HEIGHT - (HEIGHT * b.articles) / most, height: (HEIGHT * b.articles) / most, class: "column" }));
    this.picture = drawing("svg", { class: "histogram", viewBox: `0 0 ${n} ${HEIGHT}`, preserveAspectRatio: "none", "aria-hidden": "true" }, this.columns);
    this.window = element("div", { class: "window", "aria-hidden": "true" });
    this.handles = ["From", "To"].map((text, i) => element("div", {
      class: "handle", role: "slider", tabindex: "0", "aria-label": `${text} date`, "aria-valuemin": 0, "aria-valuemax": n - 1,
      onkeydown: (e) => this.key(e, i),
    }));
    this.track = element("div", { class: "track" }, this.picture, this.window, ...this.handles);
    this.text = element("output", { class: "range" });
    this.all = element("button", { type: "button", class: "quiet", onclick: () => this.set(0, n - 1, false) }, "All dates");
    this.section.replaceChildren(this.track, element("div", { class: "dates" }, this.text, this.all));
    this.track.addEventListener("pointerdown", (e) => this.press(e));
    this.place();
  }

  // show sets the range from a filter, without a call of change.
  show(since, until) {
    if (this.bins.length < 2) return;
    const from = since ? this.bins.findIndex((b) => b.last >= since) : 0;
    const to = until ? this.bins.findLastIndex((b) => b.date.slice(0, until.length) <= until) : this.bins.length - 1;
    this.range = [from < 0 ? this.bins.length - 1 : from, Math.max(to, 0)];
    this.place();
  }

  place() {
    const n = this.bins.length;
    const [from, to] = this.range;
    const whole = from === 0 && to === n - 1;
    this.window.style.left = `${(100 * from) / n}%`;
    this.window.style.width = `${(100 * (to - from + 1)) / n}%`;
    this.handles[0].style.left = `${(100 * from) / n}%`;
    this.handles[1].style.left = `${(100 * (to + 1)) / n}%`;
    for (const [i, handle] of this.handles.entries()) {
      handle.setAttribute("aria-valuenow", this.range[i]);
      handle.setAttribute("aria-valuetext", date(this.bins[this.range[i]].date));
    }
    for (const [i, c] of this.columns.entries()) c.classList.toggle("out", i < from || i > to);
    const articles = this.bins.slice(from, to + 1).reduce((sum, b) => sum + b.articles, 0);
    this.text.textContent = `${interval(this.bins[from].date, this.bins[to].date)} · ${count(articles, "article")}`;
    this.all.hidden = whole;
  }

  set(from, to, moving) {
    const n = this.bins.length;
    this.range = [Math.max(0, Math.min(from, n - 1)), Math.max(0, Math.min(to, n - 1))];
    this.place();
    const whole = this.range[0] === 0 && this.range[1] === n - 1;
    this.change(whole ? { since: "", until: "" } : { since: this.bins[this.range[0]].date, until: this.bins[this.range[1]].date }, moving);
  }

  key(e, i) {
    const far = Math.max(1, Math.round(this.bins.length / 10));
    const step = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -far, PageUp: far, Home: -1e6, End: 1e6 }[e.key];
    if (!step) return;
    e.preventDefault();
    const range = [...this.range];
    range[i] += step;
    if (i === 0) range[0] = Math.min(range[0], range[1]);
    else range[1] = Math.max(range[0], range[1]);
    this.set(...range, false);
  }

  // press begins to move a handle, the whole window, or to draw a new one.
  press(e) {
    if (e.button !== 0) return;
    const at = (event) => {
      const box = this.track.getBoundingClientRect();
      return ((event.clientX - box.left) / box.width) * this.bins.length;
    };
    const start = at(e);
    const [from, to] = this.range;
    const n = this.bins.length;
    const grip = (12 / this.track.clientWidth) * n;
    const whole = from === 0 && to === n - 1;
    let drag;
    if (Math.abs(start - from) < grip) drag = (x) => [Math.min(Math.round(x), to), to];
    else if (Math.abs(start - to - 1) < grip) drag = (x) => [from, Math.max(Math.round(x) - 1, from)];
    else if (!whole && start > from && start < to + 1) {
      drag = (x) => {
        const by = Math.max(-from, Math.min(Math.round(x - start), n - 1 - to));
        return [from + by, to + by];
      };
    } else drag = (x) => [Math.floor(Math.min(start, x)), Math.floor(Math.max(start, x))];
    this.track.setPointerCapture(e.pointerId);
    let moved = false;
    const move = (event) => {
      moved = true;
      this.set(...drag(at(event)), true);
    };
    const end = () => {
      this.track.removeEventListener("pointermove", move);
      this.track.removeEventListener("pointerup", end);
      this.track.removeEventListener("pointercancel", end);
      if (moved) this.set(...this.range, false);
    };
    this.track.addEventListener("pointermove", move);
    this.track.addEventListener("pointerup", end);
    this.track.addEventListener("pointercancel", end);
  }
}

// bins lays counts out over all days or months from the first to the last, by
// month if there are too many days.
function bins(counts) {
  const sorted = [...counts].sort((a, b) => (a.date < b.date ? -1 : 1));
  const [first, last] = [sorted[0].date, sorted.at(-1).date];
  const days = first.length >= 10 && (Date.parse(last) - Date.parse(first)) / 86_400_000 < DAYS;
  const size = days ? 10 : 7;
  const articles = new Map();
  for (const c of sorted) articles.set(c.date.slice(0, size), (articles.get(c.date.slice(0, size)) ?? 0) + c.articles);
  const all = [];
  const at = new Date(`${first.slice(0, size)}${days ? "" : first.length >= 7 ? "-01" : "-01-01"}T00:00:00Z`);
  for (;;) {
    const key = at.toISOString().slice(0, size);
    if (key > last.slice(0, size) || all.length > 3000) break;
    all.push({ date: key, last: days ? key : `${key}-31`, articles: articles.get(key) ?? 0 });
    if (days) at.setUTCDate(at.getUTCDate() + 1);
    else at.setUTCMonth(at.getUTCMonth() + 1);
  }
  return all;
}

import { retina } from "./cover.js";
import { network } from "./network.js";
import { element, drawing, points, signed } from "./dom.js";

// An explanation as bars. Each begins where the previous one ends; the last one ends at the score.
export function drawWhy(body, why, film, askNetwork) {
  const tables = [bars("What adds to the score", [...why.base, ...why.byField, ...why.byControl], why.score)];
  if (why.byRating.length > 0) {
    tables.push(bars("The same score, by your ratings", [...why.base, ...why.byRating, ...why.byControl], why.score));
  }
  body.replaceChildren(
    element("p", { class: "words" }, why.words.split("\n")[0]),
    retina(film),
    ...(why.whatIf.length === 0 ? [] : [
      element("h3", {}, "What would change this"),
      element("ul", { class: "whatif" }, ...why.whatIf.map(words => element("li", {}, words))),
    ]),
    ...tables,
    ...(why.byRating.length === 0 ? [] : [network(askNetwork)]));
}

function bars(caption, parts, score) {
  const ends = [];
  parts.reduce((sum, part) => ends[ends.length] = sum + part.amount, 0);
  const room = Math.max(0.05, (Math.max(...ends) - Math.min(...ends)) * 0.15);
  const from = Math.min(...ends) - room;
  const to = Math.max(...ends) + room;
  // The rounding error carries over to the next number, so that the numbers on the screen sum to the score on the screen.
  const rounded = ends.map(end => Math.round(end * 100) / 100);
  const shown = rounded.map((end, index) => end - (index === 0 ? 0 : rounded[index - 1]));
  const x = amount => (amount - from) / (to - from) * 100;
  return element("table", { class: "bars", "data-score": score },
    element("caption", {}, caption, " ", element("span", { class: "scale" }, `(bars from ${from.toFixed(1).replace("-", "−")} to ${to.toFixed(1).replace("-", "−")} points)`)),
    element("thead", { class: "visually-hidden" }, element("tr", {},
      element("th", { scope: "col" }, "Part"), element("th", { scope: "col" }, "Bar"), element("th", { scope: "col" }, "Points"))),
    element("tbody", {}, ...parts.map((part, index) => element("tr", { "data-amount": part.amount },
      element("th", { scope: "row" }, part.name),
      element("td", {}, index === 0
        ? bar(0, x(ends[0]), "start")
        : bar(x(ends[index - 1]), x(ends[index]), part.amount < 0 ? "minus" : "plus")),
      element("td", { class: "amount" }, index === 0 ? points(shown[0]) : signed(shown[index]))))),
    element("tfoot", {}, element("tr", {},
      element("th", { scope: "row" }, "Score"), element("td", {}, bar(0, x(score), "start")),
      element("td", { class: "amount" }, points(score)))));
}

function bar(start, end, kind) {
  return drawing("svg", { class: "bar", viewBox: "0 0 100 10", preserveAspectRatio: "none", "aria-hidden": "true" },
    drawing("rect", { class: kind, x: Math.min(start, end), y: 1, width: Math.max(0.4, Math.abs(end - start)), height: 8 }));
}

import { element, drawing, signed } from "./dom.js";

// An explanation as bars. The parts of a table sum to the score, and the table says so.
export function drawWhy(body, why) {
  const tables = [bars("What it is made of, by what the film is", [...why.base, ...why.byField, ...why.byControl], why.score)];
  if (why.byRating.length > 0) {
    tables.push(bars("The same score, by what you rated", [...why.base, ...why.byRating, ...why.byControl], why.score));
  }
  body.replaceChildren(
    ...why.words.split("\n").map(sentence => element("p", { class: "words" }, sentence)),
    ...tables,
    ...(why.whatIf.length === 0 ? [] : [
      element("h3", {}, "What would change this"),
      element("ul", { class: "whatif" }, ...why.whatIf.map(words => element("li", {}, words))),
    ]));
}

function bars(caption, parts, score) {
  const greatest = Math.max(0.01, ...parts.map(part => Math.abs(part.amount)));
  return element("table", { class: "bars", "data-score": score },
    element("caption", {}, caption),
    element("thead", { class: "visually-hidden" }, element("tr", {},
      element("th", { scope: "col" }, "Part"), element("th", { scope: "col" }, "Bar"), element("th", { scope: "col" }, "Stars"))),
    element("tbody", {}, ...parts.map(part => element("tr", { "data-amount": part.amount },
      element("th", { scope: "row" }, part.name),
      element("td", {}, bar(part.amount / greatest)),
      element("td", { class: "amount" }, signed(part.amount))))),
    element("tfoot", {}, element("tr", {},
      element("th", { scope: "row" }, "Score"), element("td", {}), element("td", { class: "amount" }, score.toFixed(2)))));
}

function bar(share) {
  const width = Math.abs(share) * 50;
  return drawing("svg", { class: "bar", viewBox: "0 0 100 10", preserveAspectRatio: "none", "aria-hidden": "true" },
    drawing("line", { class: "axis", x1: 50, x2: 50, y1: 0, y2: 10 }),
    drawing("rect", { class: share < 0 ? "minus" : "plus", x: share < 0 ? 50 - width : 50, y: 1, width, height: 8, rx: 1 }));
}

import { element, facts } from "./dom.js";

const shown = new Map();

// The list, each film with how far it has moved since the list was last drawn.
export function drawRanking(list, films, onWhy, onBan, onPin) {
  const first = shown.size === 0;
  const before = new Map(shown);
  shown.clear();
  films.forEach((film, index) => shown.set(film.id, index + 1));
  const focused = document.activeElement?.closest?.("#list") ? document.activeElement.dataset.key : null;
  list.replaceChildren(...films.map((film, index) => row(film, index + 1, first, before.get(film.id), onWhy, onBan, onPin)));
  if (films.length === 0) {
    list.append(element("li", { class: "empty" }, "Nothing is left to recommend. Take back a rule or a ban."));
  }
  if (focused) {
    list.querySelector(`[data-key="${focused}"]`)?.focus();
  }
}

export function drawSmall(list, films) {
  list.replaceChildren(...films.map((film, index) => element("li", {},
    element("span", { class: "rank" }, `${index + 1}`),
    element("span", { class: "title" }, film.title),
    element("span", { class: "score" }, film.score.toFixed(2)))));
}

function row(film, rank, first, previous, onWhy, onBan, onPin) {
  const moved = first || previous === rank ? null : previous === undefined ? "new" : previous - rank;
  return element("li", { class: moved === null ? "" : "changed", "data-film": film.id, "data-score": film.score },
    element("span", { class: "rank" }, `${rank}`),
    element("span", { class: "film-text" },
      element("span", { class: "title" }, film.pinned ? `📌 ${film.title}` : film.title), " ",
      element("span", { class: "facts" }, facts(film))),
    element("span", {},
      element("span", { class: "score" }, `${film.score.toFixed(2)} ★`), " ",
      moved === null ? null : movement(moved)),
    element("span", { class: "reason" }, film.reason),
    element("span", { class: "buttons" },
      button(film, "why", "Why?", `Why is ${film.title} recommended?`, () => onWhy(film)),
      button(film, "pin", film.pinned ? "Unpin" : "Pin", `${film.pinned ? "Unpin" : "Pin"} ${film.title}`, () => onPin(film)),
      button(film, "ban", "Never show", `Never show ${film.title}`, () => onBan(film))));
}

function button(film, action, text, label, onclick) {
  return element("button", { type: "button", class: "quiet", "data-key": `${action}-${film.id}`, "aria-label": label, onclick }, text);
}

function movement(moved) {
  if (moved === "new") {
    return element("span", { class: "move up" }, "new");
  }
  return moved > 0
    ? element("span", { class: "move up", "aria-label": `up by ${moved}` }, `▲ ${moved}`)
    : element("span", { class: "move down", "aria-label": `down by ${-moved}` }, `▼ ${-moved}`);
}

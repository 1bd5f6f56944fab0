import { element } from "./dom.js";

const words = ["", "1 star", "2 stars", "3 stars", "4 stars", "5 stars"];

// Five radio buttons drawn as stars, so that arrow keys and screen readers work.
export function stars(film, onRate, onClear) {
  const labels = [];
  const field = element("fieldset", { class: "stars", "data-film": film.id });
  field.append(element("legend", { class: "visually-hidden" }, `Your rating of ${film.title}`));
  for (let value = 1; value <= 5; value++) {
    const input = element("input", {
      type: "radio", name: `film-${film.id}`, value, "aria-label": words[value], onchange: () => { show(value); onRate(value); },
    });
    input.checked = film.rating === value;
    const label = element("label", { title: words[value] }, input, element("span", { "aria-hidden": "true" }, "★"));
    labels.push(label);
    field.append(label);
  }
  const clear = element("button", {
    type: "button", class: "clear quiet", "aria-label": `Take back your rating of ${film.title}`, onclick: onClear,
  }, "×");
  field.append(clear);

  function show(value) {
    labels.forEach((label, index) => {
      const isOn = value !== null && index < value;
      label.classList.toggle("on", isOn);
      label.lastElementChild.textContent = isOn ? "★" : "☆";
    });
    clear.hidden = value === null;
  }
  show(film.rating ?? null);
  return field;
}

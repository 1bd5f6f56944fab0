import { element, signed } from "./dom.js";

const step = 0.25;

// One slider for each thing that can be raised, lowered or, all the way to the left, hidden. Each group has a heading.
export function drawSliders(place, choices, greatest, onChange) {
  const groups = new Map();
  const sliders = choices.map(choice => {
    const made = slider(choice, greatest, onChange);
    if (!groups.has(choice.group)) {
      groups.set(choice.group, element("fieldset", { class: "group" }, element("legend", {}, choice.group)));
    }
    groups.get(choice.group).append(made.row);
    return made;
  });
  place.replaceChildren(...groups.values());
  return stands => sliders.forEach(made => {
    const stand = stands.find(one => one.id === made.id);
    made.show(stand === undefined ? 0 : stand.amount);
  });
}

function slider(choice, greatest, onChange) {
  const id = `slider-${choice.id.replace(/[^A-Za-z0-9-]/g, "_")}`;
  const output = element("output", { for: id });
  const input = element("input", {
    id, type: "range", min: choice.canHide ? -greatest - step : -greatest, max: greatest, step, "data-slider": choice.id,
    oninput: () => speak(Number(input.value)),
    onchange: () => {
      const amount = Number(input.value);
      onChange(choice, isHidden(amount) ? null : amount, inWords(amount));
    },
  });
  const isHidden = amount => amount < -greatest;
  const inWords = amount => isHidden(amount) ? "hidden" : amount === 0 ? "unchanged" : signed(amount);
  const speak = amount => {
    output.textContent = inWords(amount);
    output.classList.toggle("set", amount !== 0);
    input.setAttribute("aria-valuetext", inWords(amount));
  };
  const row = element("div", { class: "slider" }, element("label", { for: id }, choice.words), input, output);
  speak(0);
  return {
    row, id: choice.id,
    show(amount) {
      input.value = amount === null ? -greatest - step : amount;
      speak(Number(input.value));
    },
  };
}

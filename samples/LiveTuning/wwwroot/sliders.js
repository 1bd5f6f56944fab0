import { element, signed } from "./dom.js";

const step = 0.25;

// One slider for each thing that can be raised, lowered or, all the way to the left, hidden. Each group has a heading. The parts of an
// ordered group, such as years, are in one row.
export function drawSliders(place, choices, greatest, onChange) {
  const groups = new Map();
  const sliders = choices.map(choice => {
    const made = slider(choice, greatest, onChange);
    if (!groups.has(choice.group)) {
      groups.set(choice.group, {
        field: element("fieldset", { class: "group" }, element("legend", {}, choice.group)), parts: element("div", { class: "parts" }),
      });
    }
    const { field, parts } = groups.get(choice.group);
    if (/-\d+$/.test(choice.id)) {
      parts.append(made.row);
      field.append(parts);
    } else {
      field.append(made.row);
    }
    return made;
  });
  place.replaceChildren(...[...groups.values()].map(group => group.field));
  return stands => sliders.forEach(made => {
    const stand = stands.find(one => one.id === made.id);
    made.show(stand === undefined ? 0 : stand.amount);
  });
}

function slider(choice, greatest, onChange) {
  const id = `slider-${choice.id.replace(/[^A-Za-z0-9-]/g, "_")}`;
  const least = choice.canHide ? -greatest - step : -greatest;
  const output = element("output", { for: id });
  const input = element("input", {
    id, type: "range", min: least, max: greatest, step, "data-slider": choice.id,
    oninput: () => speak(Number(input.value)),
    onchange: () => {
      const amount = Number(input.value);
      onChange(choice, isHidden(amount) ? null : amount, inWords(amount));
    },
  });
  const track = element("span", { class: "track" }, input);
  const isHidden = amount => amount < -greatest;
  const inWords = amount => isHidden(amount) ? "hidden" : amount === 0 ? "unchanged" : signed(amount);
  const share = amount => (amount - least) / (greatest - least);
  // The line is colored from the neutral position, which a mark shows, to the thumb.
  const speak = amount => {
    output.textContent = amount === 0 ? "0" : inWords(amount);
    output.classList.toggle("set", amount !== 0);
    input.setAttribute("aria-valuetext", inWords(amount));
    track.style.setProperty("--from", `${share(Math.min(0, amount))}`);
    track.style.setProperty("--to", `${share(Math.max(0, amount))}`);
  };
  track.style.setProperty("--neutral", `${share(0)}`);
  const row = element("div", { class: "slider" }, element("label", { for: id }, choice.words), track, output);
  speak(0);
  return {
    row, id: choice.id,
    show(amount) {
      input.value = amount === null ? least : amount;
      speak(Number(input.value));
    },
  };
}

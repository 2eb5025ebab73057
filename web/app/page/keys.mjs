/** Decides who hears a key. The viewer's window library listens on the whole window and swallows
 * Tab and Backspace; here it gets only what is typed on the canvas or on nothing, and never Tab.
 * Must run before the viewer starts. `shortcuts` are the page's own, heard outside form fields.
 * @param {HTMLCanvasElement} canvas
 * @param {Record<string, () => void>} shortcuts */
export function share_keys(canvas, shortcuts) {
  for (const type of ["keydown", "keypress", "keyup"]) {
    addEventListener(
      type,
      (event) => {
        const { key, target, ctrlKey, metaKey, altKey } = /** @type {KeyboardEvent} */ (event);
        const for_viewer = target === canvas || target === document.body;
        if (!for_viewer || key === "Tab") event.stopImmediatePropagation();
        const shortcut = shortcuts[key.toLowerCase()];
        if (!shortcut || ctrlKey || metaKey || altKey || is_field(target) || modal_is_open()) return;
        event.stopImmediatePropagation();
        if (type === "keydown") shortcut();
      },
      { capture: true },
    );
  }
}

/** @param {EventTarget | null} target */
const is_field = (target) => target instanceof HTMLInputElement || target instanceof HTMLSelectElement;

const modal_is_open = () => document.querySelector("dialog[open]") !== null;

// The canvas's side of the viewer, part of the module: its size, pointer and keys go to C++, which
// draws. Keys are taken only while nothing else on the page has the focus, and never those of the
// browser (Tab, Ctrl and the like).

Module["preRun"] = function checkCanvas() {
  const canvas = Module["canvas"];
  if (!(canvas instanceof HTMLCanvasElement)) {
    throw new Error("createViewer wants {canvas: a canvas element}");
  }
  if (!document.createElement("canvas").getContext("webgl2")) {
    throw new Error("This browser does not offer WebGL 2, which the viewer draws with.");
  }
  specialHTMLTargets["!viewer"] = canvas;
};

Module["postRun"] = function attachCanvas() {
  const canvas = Module["canvas"];
  if (!canvas.hasAttribute("tabindex")) canvas.tabIndex = 0;
  canvas.style.touchAction = "none";

  // The device's own count of pixels, which is sharpest, where it fits the page's scale.
  const pixels = (length, device) => {
    const scaled = length * window.devicePixelRatio;
    return Math.abs(scaled - (device ?? Infinity)) < 1 ? device : Math.round(scaled);
  };
  const sizes = new ResizeObserver(([entry]) => {
    const { width, height } = entry.contentRect;
    const device = entry.devicePixelContentBoxSize?.[0];
    canvas.width = pixels(width, device?.inlineSize);
    canvas.height = pixels(height, device?.blockSize);
    Module["resize"](canvas.width, canvas.height, window.devicePixelRatio);
  });
  try {
    sizes.observe(canvas, { box: "device-pixel-content-box" });
  } catch {
    sizes.observe(canvas); // Safari
  }

  const place = (event) => {
    const box = canvas.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  };
  const touches = new Map(); // of fingers on the canvas, by pointer id
  const spread = () => {
    const [a, b] = [...touches.values()];
    return {
      x: (a.x + b.x) / 2,
      y: (a.y + b.y) / 2,
      distance: Math.max(1, Math.hypot(a.x - b.x, a.y - b.y)),
    };
  };

  canvas.addEventListener("pointerdown", (event) => {
    const { x, y } = place(event);
    canvas.setPointerCapture(event.pointerId);
    Module["hold_shift"](event.shiftKey);
    if (event.pointerType === "touch") touches.set(event.pointerId, { x, y });
    if (touches.size > 1) {
      Module["drop_drawing"](); // two fingers zoom
      Module["pointer_up"](0);
    } else {
      Module["pointer_move"](x, y, event.pointerType === "touch");
      Module["pointer_down"](event.button);
    }
  });
  canvas.addEventListener("pointermove", (event) => {
    const { x, y } = place(event);
    if (touches.size === 2 && touches.has(event.pointerId)) {
      const before = spread();
      touches.set(event.pointerId, { x, y });
      const now = spread();
      Module["pinch"](now.x, now.y, now.distance / before.distance, now.x - before.x, now.y - before.y);
    } else {
      if (touches.has(event.pointerId)) touches.set(event.pointerId, { x, y });
      Module["pointer_move"](x, y, event.pointerType === "touch");
    }
  });
  const release = (event) => {
    touches.delete(event.pointerId);
    Module["pointer_up"](event.button);
    if (event.pointerType === "touch") Module["pointer_leave"]();
  };
  canvas.addEventListener("pointerup", release);
  canvas.addEventListener("pointercancel", release);
  canvas.addEventListener("pointerleave", () => Module["pointer_leave"]());
  canvas.addEventListener("contextmenu", (event) => event.preventDefault());
  canvas.addEventListener(
    "wheel",
    (event) => {
      event.preventDefault();
      const { x, y } = place(event);
      const lines = [100, 3, 1][event.deltaMode] / (event.ctrlKey ? 5 : 1); // Ctrl: a pinch on a pad
      Module["pointer_move"](x, y, false);
      Module["wheel"](-event.deltaX / lines, -event.deltaY / lines);
    },
    { passive: false },
  );

  window.addEventListener("keydown", (event) => {
    const focus = document.activeElement;
    const ours = focus === canvas || focus === document.body || focus === null;
    if (!ours || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (Module["press"](event.key)) event.preventDefault();
  });

  canvas.addEventListener("webglcontextlost", (event) => {
    event.preventDefault(); // asks for it back
    Module["lose_context"]();
  });
  canvas.addEventListener("webglcontextrestored", () => Module["restore_context"]());
  document.addEventListener("visibilitychange", () => Module["redraw"]());
};

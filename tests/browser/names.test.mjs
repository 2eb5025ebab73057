import assert from "node:assert/strict";
import { test } from "node:test";

import { visible_name } from "../../web/app/page/films.js";

// The same as the program's, tests/unit/io/visible_text_test.cpp.
test("what a name would do to a line is made visible, and all else stays", () => {
  assert.equal(visible_name("a\nb\r\tc"), "a\\nb\\x0d\\x09c");
  assert.equal(visible_name("\u001b[2J\u007f\u009b"), "\\x1b[2J\\x7f\\x9b");
  assert.equal(visible_name("a\u202egnp"), "a\\u202egnp");
  for (const name of ["film 1.png", "Röntgen-Thorax", "胸片", "🫁", "a\\b", "<b>\"'", "שלום.png", "x".repeat(255)]) {
    assert.equal(visible_name(name), name);
  }
});

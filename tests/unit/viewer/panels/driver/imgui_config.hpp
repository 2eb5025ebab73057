// Dear ImGui's configuration in the tests of panels: it tells hooks of its items, and what it
// expects of its callers fails the test that breaks it.
#pragma once

#define IMGUI_ENABLE_TEST_ENGINE
#define IMGUI_DEFINE_MATH_OPERATORS

namespace chestlens::viewer {
void report_misuse(const char* expectation, const char* file, int line);
}

#define IM_ASSERT(...) \
  ((__VA_ARGS__) ? (void)0 : ::chestlens::viewer::report_misuse(#__VA_ARGS__, __FILE__, __LINE__))

// chestlens_viewer_desktop: the page's viewer in a window of its own, to look at panels without a
// browser. It shows films; predictions come from a file or are absent.
#include <CLI/CLI.hpp>
#include <GLFW/glfw3.h>
#include <viewer/commands.hpp>
#include <viewer/desktop/open.hpp>
#include <viewer/desktop/open_compared.hpp>
#include <viewer/desktop/screenshot.hpp>
#include <viewer/opengl/renderer.hpp>

#include <cstdio>
#include <memory>

namespace {

using chestlens::Status;
using chestlens::viewer::App;

struct Options {
  std::vector<std::string> films;
  std::string predictions;
  std::string maps;
  std::string questions;
  std::string screenshot;
  std::vector<std::string> keys;
  std::string theme = "dark";
  int width = 1280;
  int height = 800;
  float scale = 1.0F;
};

struct Desktop {
  App app;
  float scale = 1.0F;
};

Desktop& desktop_of(GLFWwindow* window) {
  return *static_cast<Desktop*>(glfwGetWindowUserPointer(window));
}

void press(App& app, std::string_view key) {
  if (const auto command = chestlens::viewer::command_for_key(key)) apply(app.state, *command);
}

void on_key(GLFWwindow* window, int key, int /*scancode*/, int action, int /*modifiers*/) {
  if (action == GLFW_RELEASE) return;
  const std::pair<int, const char*> named[] = {{GLFW_KEY_UP, "ArrowUp"},
                                               {GLFW_KEY_DOWN, "ArrowDown"},
                                               {GLFW_KEY_LEFT, "ArrowLeft"},
                                               {GLFW_KEY_RIGHT, "ArrowRight"},
                                               {GLFW_KEY_ESCAPE, "Escape"}};
  for (const auto& [code, name] : named) {
    if (key == code) press(desktop_of(window).app, name);
  }
}

void on_character(GLFWwindow* window, unsigned code) {
  const char key = code < 128 ? static_cast<char>(code) : '\0';
  press(desktop_of(window).app, {&key, 1});
}

void on_drop(GLFWwindow* window, int count, const char** paths) {
  open_files(desktop_of(window).app.state, {paths, paths + count});
}

void connect(GLFWwindow* window) {
  glfwSetKeyCallback(window, on_key);
  glfwSetCharCallback(window, on_character);
  glfwSetDropCallback(window, on_drop);
  glfwSetCursorPosCallback(window, [](GLFWwindow* from, double x, double y) {
    const float scale = desktop_of(from).scale;
    ImGui::GetIO().AddMousePosEvent(static_cast<float>(x) / scale, static_cast<float>(y) / scale);
  });
  glfwSetMouseButtonCallback(window, [](GLFWwindow*, int button, int action, int modifiers) {
    ImGui::GetIO().AddKeyEvent(ImGuiMod_Shift, (modifiers & GLFW_MOD_SHIFT) != 0);
    if (button < 3) ImGui::GetIO().AddMouseButtonEvent(button, action == GLFW_PRESS);
  });
  glfwSetScrollCallback(window, [](GLFWwindow*, double x, double y) {
    ImGui::GetIO().AddMouseWheelEvent(static_cast<float>(x), static_cast<float>(y));
  });
}

void draw(GLFWwindow* window, Desktop& desktop) {
  int width = 0;
  int height = 0;
  glfwGetFramebufferSize(window, &width, &height);
  draw_frame(desktop.app, static_cast<float>(width) / desktop.scale,
             static_cast<float>(height) / desktop.scale, desktop.scale);
  refuse_maps(desktop.app.state);
  answer_questions(desktop.app.state);
  refuse_beside(desktop.app.state);
  desktop.app.state.events.clear();
}

int take_screenshot(GLFWwindow* window, Desktop& desktop, const std::string& path) {
  for (int frame = 0; frame < 3; ++frame) draw(window, desktop);
  int width = 0;
  int height = 0;
  glfwGetFramebufferSize(window, &width, &height);
  const Status saved = chestlens::viewer::save_screenshot(width, height, path);
  if (!saved) std::fprintf(stderr, "error: %s\n", to_string(saved.error()).c_str());
  return saved ? 0 : 1;
}

void run(GLFWwindow* window, Desktop& desktop) {
  glfwShowWindow(window);
  constexpr int frames_after_input = 3;  // ImGui settles what a click changed within two frames
  while (glfwWindowShouldClose(window) == GLFW_FALSE) {
    for (int frame = 0; frame < frames_after_input || chestlens::viewer::input_pending(); ++frame) {
      draw(window, desktop);
      glfwSwapBuffers(window);
    }
    glfwWaitEvents();
  }
}

/// What a network said of the films, as far as files tell.
Status open_results(chestlens::viewer::State& state, const Options& options) {
  if (!options.predictions.empty()) {
    CHESTLENS_CHECK(open_predictions(state, options.predictions));
  }
  if (!options.maps.empty()) CHESTLENS_CHECK(open_maps(state, options.maps));
  if (!options.questions.empty()) CHESTLENS_CHECK(open_questions(state, options.questions));
  return {};
}

int show(GLFWwindow* window, const Options& options) {
  glfwMakeContextCurrent(window);
  Desktop desktop;
  desktop.scale = options.scale;
  glfwSetWindowUserPointer(window, &desktop);
  connect(window);
  start(desktop.app, options.scale, "#version 150");
  if (const auto theme = chestlens::viewer::parse_theme(options.theme)) {
    desktop.app.state.theme = *theme;
  }
  open_files(desktop.app.state, options.films);
  const Status opened = open_results(desktop.app.state, options);
  if (!opened) {
    std::fprintf(stderr, "error: %s\n", to_string(opened.error()).c_str());
    return 1;
  }
  for (const std::string& key : options.keys) {
    draw(window, desktop);  // a key may be about what is in sight
    press(desktop.app, key);
  }
  int status = 0;
  if (options.screenshot.empty()) {
    run(window, desktop);
  } else {
    status = take_screenshot(window, desktop, options.screenshot);
  }
  stop(desktop.app);
  return status;
}

}  // namespace

int main(int argc, char** argv) {
  Options options;
  CLI::App cli("ChestLens's viewer in a window: films without a network");
  cli.add_option("films", options.films, "files of films");
  cli.add_option("--predictions", options.predictions, "JSON file with what a network said");
  cli.add_option("--maps", options.maps, "maps.json of chestlens explain, of the same films");
  cli.add_option("--questions", options.questions, "what chestlens ask --json printed, of a film");
  cli.add_option("--screenshot", options.screenshot, "write this PNG file and end");
  cli.add_option("--keys", options.keys, "keys to press first, e.g. --keys ArrowDown i");
  cli.add_option("--theme", options.theme, "dark or light")
      ->check(CLI::IsMember({"dark", "light"}));
  cli.add_option("--width", options.width, "pixels")->check(CLI::Range(64, 8192));
  cli.add_option("--height", options.height, "pixels")->check(CLI::Range(64, 8192));
  cli.add_option("--scale", options.scale, "pixels a unit, 2 on a dense display")
      ->check(CLI::Range(0.5, 4.0));
  CLI11_PARSE(cli, argc, argv);

  if (glfwInit() == GLFW_FALSE) {
    std::fputs("error: no display to open a window on (over ssh, try xvfb-run)\n", stderr);
    return 1;
  }
  glfwWindowHint(GLFW_CONTEXT_VERSION_MAJOR, 3);
  glfwWindowHint(GLFW_CONTEXT_VERSION_MINOR, 2);
  glfwWindowHint(GLFW_OPENGL_PROFILE, GLFW_OPENGL_CORE_PROFILE);
  glfwWindowHint(GLFW_VISIBLE, GLFW_FALSE);
  GLFWwindow* window =
      glfwCreateWindow(options.width, options.height, "ChestLens", nullptr, nullptr);
  int status = 1;
  if (window == nullptr) {
    std::fputs("error: OpenGL 3.2 is not available on this display\n", stderr);
  } else {
    status = show(window, options);
    glfwDestroyWindow(window);
  }
  glfwTerminate();
  return status;
}

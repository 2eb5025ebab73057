#include <backends/imgui_impl_opengl3.h>
#include <viewer/opengl/gl.hpp>
#include <viewer/opengl/renderer.hpp>

#include <algorithm>
#include <utility>

namespace chestlens::viewer {
namespace {

/// The GPU's limit for a texture's side.
int max_texture_side() {
  GLint side = 0;
  glGetIntegerv(GL_MAX_TEXTURE_SIZE, &side);
  return side;
}

/// ImGui's clock, by which a double click differs from two clicks: it always moves on.
float seconds_since_last_frame(Ui& ui) {
  const auto now = std::chrono::steady_clock::now();
  const std::chrono::duration<float> passed = now - std::exchange(ui.last_frame, now);
  return std::max(passed.count(), 1e-4F);
}

}  // namespace

void start(App& app, float pixels_per_unit, const char* glsl_version) {
  make_context(app, pixels_per_unit);
  ImGui_ImplOpenGL3_Init(glsl_version);
  app.state.limits.max_side_pixels = std::min(app.state.limits.max_side_pixels, max_texture_side());
}

void set_pixels_per_unit(App& app, float pixels_per_unit) {
  app.ui.fonts = load_fonts(pixels_per_unit);
  ImGui_ImplOpenGL3_DestroyFontsTexture();
  ImGui_ImplOpenGL3_CreateFontsTexture();
}

void drop_device_objects(App& app) {
  app.ui.textures = {};
  ImGui_ImplOpenGL3_DestroyDeviceObjects();
}

void make_device_objects() {
  ImGui_ImplOpenGL3_CreateDeviceObjects();
}

void draw_frame(App& app, float width, float height, float pixels_per_unit) {
  ImGui_ImplOpenGL3_NewFrame();
  make_frame(app, width, height, pixels_per_unit, seconds_since_last_frame(app.ui));
  glViewport(0, 0, static_cast<int>(width * pixels_per_unit),
             static_cast<int>(height * pixels_per_unit));
  const ImVec4 ground = ImGui::ColorConvertU32ToFloat4(dark_palette.film);
  glClearColor(ground.x, ground.y, ground.z, 1.0F);
  glClear(GL_COLOR_BUFFER_BIT);
  ImGui_ImplOpenGL3_RenderDrawData(ImGui::GetDrawData());
}

void stop(App& app) {
  ImGui_ImplOpenGL3_Shutdown();
  drop_context(app);
}

}  // namespace chestlens::viewer

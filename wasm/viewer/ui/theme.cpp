#include <viewer/font/inter.hpp>
#include <viewer/ui/theme.hpp>

#include <cmath>
#include <span>

namespace chestlens::viewer {
namespace {

// Latin, Greek and Cyrillic for file names; punctuation, arrows and minus for our own words.
constexpr ImWchar ranges[] = {0x0020, 0x017F, 0x0370, 0x03FF, 0x0400, 0x04FF,
                              0x2010, 0x2027, 0x2030, 0x203A, 0x2190, 0x2195,
                              0x2212, 0x2212, 0x2264, 0x2265, 0};

/// `em` is the size that designers and CSS name; ImGui counts from ascender to descender.
ImFont* add_font(std::span<const unsigned char> file, float em, float pixels_per_unit) {
  constexpr float inter_line_height = 1.21F;  // ascender to descender, in ems
  ImFontConfig config;
  config.FontDataOwnedByAtlas = false;
  config.OversampleH = 2;
  config.OversampleV = 1;
  // ImGui takes the data as mutable, but only reads it where the atlas does not own it.
  auto* data = const_cast<unsigned char*>(file.data());
  return ImGui::GetIO().Fonts->AddFontFromMemoryTTF(
      data, static_cast<int>(file.size()), std::round(em * inter_line_height * pixels_per_unit),
      &config, ranges);
}

ImVec4 vec(ImU32 packed) {
  return ImGui::ColorConvertU32ToFloat4(packed);
}

}  // namespace

Fonts load_fonts(float pixels_per_unit) {
  ImGuiIO& io = ImGui::GetIO();
  io.Fonts->Clear();
  io.Fonts->Flags |= ImFontAtlasFlags_NoPowerOfTwoHeight;
  io.FontGlobalScale = 1.0F / pixels_per_unit;
  Fonts fonts;
  fonts.body = add_font(inter_regular(), 14.0F, pixels_per_unit);
  fonts.strong = add_font(inter_semi_bold(), 14.0F, pixels_per_unit);
  fonts.small = add_font(inter_regular(), 12.5F, pixels_per_unit);
  fonts.title = add_font(inter_semi_bold(), 22.0F, pixels_per_unit);
  io.Fonts->Build();
  return fonts;
}

void apply_style() {
  ImGuiStyle& style = ImGui::GetStyle();
  style.WindowPadding = {0, 0};
  style.WindowBorderSize = 0;
  style.WindowRounding = 0;
  style.WindowMinSize = {1, 1};
  style.ItemSpacing = {8, 0};
  style.PopupRounding = corner;
  style.PopupBorderSize = 1;
  style.ScrollbarSize = 10;
  style.ScrollbarRounding = 5;
}

void apply_colors(const Palette& palette) {
  ImGuiStyle& style = ImGui::GetStyle();
  style.Colors[ImGuiCol_Text] = vec(palette.text);
  style.Colors[ImGuiCol_PopupBg] = vec(palette.raised);
  style.Colors[ImGuiCol_Border] = vec(palette.track);
  style.Colors[ImGuiCol_ScrollbarBg] = {0, 0, 0, 0};
  style.Colors[ImGuiCol_ScrollbarGrab] = vec(palette.track);
  style.Colors[ImGuiCol_ScrollbarGrabHovered] = vec(palette.bar);
  style.Colors[ImGuiCol_ScrollbarGrabActive] = vec(palette.bar);
}

}  // namespace chestlens::viewer

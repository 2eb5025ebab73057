#pragma once

#include <imgui.h>
#include <viewer/ui/ui.hpp>
#include <viewer/view.hpp>

#include <string>
#include <string_view>

namespace chestlens::viewer {

ImVec2 top_left(const Area& area);
ImVec2 bottom_right(const Area& area);
ImVec2 middle(const Area& area);

/// The font's height in ImGui units, whatever the display's scale.
float text_size(const ImFont* font);
ImVec2 text_extent(const ImFont* font, std::string_view text);

/// Text at a place of the current window, outside the flow.
void text_at(const ImFont* font, ImVec2 place, ImU32 color, std::string_view text);

/// The same with a dark rim, to be read upon anything.
void rimmed_text_at(const ImFont* font, ImVec2 place, ImU32 color, std::string_view text);

/// Text that ends at `right`.
void text_ending_at(const ImFont* font, ImVec2 right, ImU32 color, std::string_view text);

/// Text centred on `middle`.
void text_centered_at(const ImFont* font, ImVec2 middle, ImU32 color, std::string_view text);

/// Lines below each other, each centred, no wider than `width`.
void paragraph_centered_at(const ImFont* font, ImVec2 top_middle, float width, ImU32 color,
                           std::string_view text);

/// The text with its middle left out where it is wider than `width`.
std::string shortened(const ImFont* font, std::string_view text, float width);

/// In the flow: a line of text; wrapped text; a line with a left and a right end; vertical space.
void line(const ImFont* font, ImU32 color, std::string_view text);
void paragraph(ImFont* font, ImU32 color, std::string_view text);
void line_with_value(const ImFont* font, std::string_view name, ImU32 name_color,
                     std::string_view value, ImU32 value_color);
void gap(float height);
void separator(const Ui& ui);

/// A line across and a title below it.
void section(const Ui& ui, const char* title);

/// A thin track and a knob over the available width. True while it changes the value.
bool slider(const Ui& ui, const char* id, double* value, double low, double high);

/// A pill that slides; true when it was pressed.
bool toggle(const Ui& ui, const char* id, bool* on, ImVec2 place);

/// Words that open something when they are pressed.
bool link(const Ui& ui, const char* label);

bool button(const Ui& ui, const char* label, bool pressed = false, ImVec2 size = {0, 0});

/// A rounded box around what is drawn in the flow between the two, with an edge on its left.
struct Box {
  ImVec2 place;
  float width = 0.0F;
};
Box begin_box();
void end_box(const Box& box, ImU32 ground, ImU32 edge);

/// A horizontal bar of `share` (0 to 1) of the width.
void bar(const Ui& ui, ImVec2 place, float width, float height, float share, ImU32 color);

/// A finger that is dragged along the axis (0: x, 1: y) scrolls the current window and presses
/// nothing.
void scroll_by_touch(int axis);

/// A full-area window without ornaments, `on_top` of those that are not; pair with end_panel().
void begin_panel(const char* id, const Area& area, ImU32 background, ImVec2 padding,
                 bool on_top = false);
void end_panel();

}  // namespace chestlens::viewer

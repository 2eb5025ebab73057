// All text passes through ImDrawList::AddText, whether a panel or ImGui itself draws it. The linker
// puts the functions below in its place (--wrap, see CMakeLists.txt): text is recorded whole, also
// the part that a clip rectangle hides, which the triangles of a frame no longer have.
#include "recorder.hpp"

#include <algorithm>
#include <utility>

namespace {

using chestlens::viewer::current_recorder;
using chestlens::viewer::reach_of;

constexpr unsigned opaque = IM_COL32_A_MASK;

void record(const ImDrawList& list, const ImFont* font, float size, ImVec2 place, ImU32 color,
            std::string_view text, float wrap_width) {
  const ImGuiWindow* window = ImGui::GetCurrentContext()->CurrentWindow;
  const bool in_window = window != nullptr && window->DrawList == &list;
  if (text.empty() || (color & opaque) == 0 || (in_window && window->Hidden)) return;
  if (font == nullptr) font = list._Data->Font;
  if (size == 0.0F) size = list._Data->FontSize;
  const ImVec2 extent =
      font->CalcTextSizeA(size, FLT_MAX, wrap_width, text.data(), text.data() + text.size());
  const ImRect clip(list._CmdHeader.ClipRect);
  std::string words(text);
  std::ranges::replace(words, '\n', ' ');
  current_recorder().frame.texts.push_back(
      {std::move(words), in_window ? window->RootWindow->Name : list._OwnerName,
       ImRect(place, place + extent), clip, in_window ? reach_of(*window, clip) : clip, color});
}

}  // namespace

// The names are those of the two overloads of ImDrawList::AddText, as the Itanium C++ ABI has them.
#define CHESTLENS_ADD_TEXT "_ZN10ImDrawList7AddTextEPK6ImFontfRK6ImVec2jPKcS7_fPK6ImVec4"
#define CHESTLENS_ADD_PLAIN_TEXT "_ZN10ImDrawList7AddTextERK6ImVec2jPKcS4_"

extern "C" {

void add_text(ImDrawList* list, const ImFont* font, float size, const ImVec2& place, ImU32 color,
              const char* begin, const char* end, float wrap_width,
              const ImVec4* fine_clip) asm("__real_" CHESTLENS_ADD_TEXT);

void add_recorded_text(ImDrawList* list, const ImFont* font, float size, const ImVec2& place,
                       ImU32 color, const char* begin, const char* end, float wrap_width,
                       const ImVec4* fine_clip) asm("__wrap_" CHESTLENS_ADD_TEXT);

void add_recorded_plain_text(ImDrawList* list, const ImVec2& place, ImU32 color, const char* begin,
                             const char* end) asm("__wrap_" CHESTLENS_ADD_PLAIN_TEXT);

void add_recorded_text(ImDrawList* list, const ImFont* font, float size, const ImVec2& place,
                       ImU32 color, const char* begin, const char* end, float wrap_width,
                       const ImVec4* fine_clip) {
  if (end == nullptr) end = begin + strlen(begin);
  record(*list, font, size, place, color, {begin, end}, wrap_width);
  add_text(list, font, size, place, color, begin, end, wrap_width, fine_clip);
}

void add_recorded_plain_text(ImDrawList* list, const ImVec2& place, ImU32 color, const char* begin,
                             const char* end) {
  add_recorded_text(list, nullptr, 0.0F, place, color, begin, end, 0.0F, nullptr);
}

}  // extern "C"

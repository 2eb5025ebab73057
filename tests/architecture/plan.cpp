#include "plan.hpp"

#include <algorithm>
#include <optional>
#include <sstream>
#include <utility>

namespace chestlens::architecture {
namespace {

struct Library {
  std::string_view prefix;  // of what is written in the include
  std::string_view name;
};

constexpr Library libraries[] = {
    {"torch/", "LibTorch"},
    {"ATen/", "LibTorch"},
    {"c10/", "LibTorch"},
    {"opencv2/opencv.hpp", "all of OpenCV"},  // in no row: it costs seconds to compile
    {"opencv2/", "OpenCV"},
    {"dcmtk/", "DCMTK"},
    {"openjpeg", "OpenJPEG"},
    {"webp/", "libwebp"},
    {"onnxruntime", "ONNX Runtime"},
    {"onnx/onnx", "ONNX"},
    {"onnx/checker", "ONNX"},
    {"onnx/shape_inference", "ONNX"},
    {"google/protobuf", "ONNX"},
    {"imgui", "ImGui"},
    {"backends/imgui", "ImGui"},
    {"GLFW/", "GLFW"},
    {"CLI/", "CLI11"},
    {"emscripten/", "Emscripten"},
};

constexpr std::string_view below = "/**";

std::string_view trimmed(std::string_view text) {
  const auto begin = text.find_first_not_of(' ');
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(' ') - begin + 1);
}

std::vector<std::string> split(std::string_view text, char separator) {
  std::vector<std::string> parts;
  std::istringstream stream{std::string(text)};
  for (std::string part; std::getline(stream, part, separator);) {
    parts.emplace_back(trimmed(part));
  }
  return parts;
}

/// "`io`" is io; nothing where there are no backquotes.
std::optional<std::string> quoted(std::string_view text) {
  if (text.size() < 3 || text.front() != '`' || text.back() != '`') return std::nullopt;
  return std::string(text.substr(1, text.size() - 2));
}

struct Row {
  Room room;
  std::vector<std::string> may_include;
};

/// The table's rows, their last column not yet looked up.
Result<std::vector<Row>> read_rows(std::string_view markdown) {
  std::vector<Row> rows;
  bool in_table = false;
  for (const std::string& line : split(markdown, '\n')) {
    if (line.starts_with("| room | holds | may include")) in_table = true;
    if (!in_table || line.starts_with("| room |") || line.starts_with("|--")) continue;
    if (!line.starts_with("|")) break;
    const auto cells = split(line, '|');  // the first is what is left of the table
    const auto folder = cells.size() == 4 ? quoted(cells[1]) : std::nullopt;
    if (!folder) return fail(ErrorCode::parse, "no row of three columns with a folder", line);
    rows.push_back({{.folder = *folder}, split(cells[3], ',')});
  }
  if (rows.empty()) return fail(ErrorCode::not_found, "there is no table of rooms");
  return rows;
}

/// The rows whose folder is `name` or ends with it.
std::vector<std::size_t> rooms_named(const std::vector<Row>& rows, const std::string& name) {
  std::vector<std::size_t> found;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const std::string& folder = rows[i].room.folder;
    if (folder == name || folder.ends_with("/" + name)) found.push_back(i);
  }
  return found;
}

bool is_library(const std::string& name) {
  return std::ranges::find(libraries, name, &Library::name) != std::end(libraries);
}

/// Adds one name of the last column to the room of row `at`.
Status add_permission(std::vector<Row>& rows, std::size_t at, const std::string& name) {
  Room& room = rows[at].room;
  if (name == "everything") {
    room.includes_everything = true;
    return {};
  }
  if (is_library(name)) {
    room.libraries.push_back(name);
    return {};
  }
  const auto folder = quoted(name);
  if (!folder) return fail(ErrorCode::parse, name + " is no library", room.folder);
  const auto found = rooms_named(rows, *folder);
  if (found.size() != 1) {
    return fail(ErrorCode::parse, name + " names " + std::to_string(found.size()) + " rooms",
                room.folder);
  }
  if (found[0] >= at) {
    return fail(ErrorCode::parse,
                "an arrow upwards: " + rows[found[0]].room.folder + " is not above it in the table",
                room.folder);
  }
  room.rooms.push_back(rows[found[0]].room.folder);
  return {};
}

}  // namespace

Result<std::vector<Room>> read_plan(std::string_view markdown) {
  CHESTLENS_TRY(auto rows, read_rows(markdown));
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const std::string& folder = rows[i].room.folder;
    if (std::ranges::count(rows, folder, [](const Row& row) { return row.room.folder; }) > 1) {
      return fail(ErrorCode::parse, "it has two rows", folder);
    }
    for (const std::string& name : rows[i].may_include) {
      if (!name.empty()) CHESTLENS_CHECK(add_permission(rows, i, name));
    }
  }
  std::vector<Room> plan;
  plan.reserve(rows.size());
  for (Row& row : rows) plan.push_back(std::move(row.room));
  return plan;
}

std::string_view library_of(std::string_view include) {
  for (const Library& library : libraries) {
    if (include.starts_with(library.prefix)) return library.name;
  }
  return {};
}

const Room* room_of(std::span<const Room> plan, std::string_view path) {
  const std::string_view folder = path.substr(0, std::min(path.rfind('/'), path.size()));
  for (const Room& room : plan) {
    if (room.folder == folder) return &room;
    if (!room.folder.ends_with(below)) continue;
    const auto above = room.folder.substr(0, room.folder.size() - below.size());
    if (folder == above || folder.starts_with(above + "/")) return &room;
  }
  return nullptr;
}

}  // namespace chestlens::architecture

#include <nlohmann/json.hpp>
#include <viewer/desktop/json_file.hpp>
#include <viewer/desktop/open.hpp>

namespace chestlens::viewer {

Status show_json_file(const std::string& path,
                      const std::function<Status(const nlohmann::json&)>& show) {
  CHESTLENS_TRY(const auto bytes, read_file(path));
  try {
    return show(nlohmann::json::parse(bytes.begin(), bytes.end()));
  } catch (const nlohmann::json::exception& error) {
    return fail(ErrorCode::parse, error.what(), path);
  }
}

}  // namespace chestlens::viewer

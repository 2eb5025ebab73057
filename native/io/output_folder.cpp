#include "io/output_folder.hpp"

#include "io/atomic_file.hpp"
#include "io/sums.hpp"
#include "io/temporary.hpp"

#include <utility>

namespace chestlens {
namespace {

OwnFolder own_folder(const FolderWriter& writer) {
  return {std::string(writer.what), [writer](const std::filesystem::path& folder) {
            return check_sums(folder, writer.command, writer.kept);
          }};
}

}  // namespace

Status check_written_folder(const std::filesystem::path& folder, const OutputRule& rule,
                            const FolderWriter& writer) {
  return check_output_folder(folder, rule, own_folder(writer));
}

Status fill_output_folder(const std::filesystem::path& given, const FolderWriter& writer,
                          const OutputRule& rule,
                          const std::function<Status(const std::filesystem::path& made)>& fill) {
  CHESTLENS_CHECK(check_written_folder(given, rule, writer));
  CHESTLENS_TRY(const auto folder, named_output(given));
  remove_leftovers(folder);
  CHESTLENS_TRY(auto made, TemporaryFolder::beside(folder));
  CHESTLENS_CHECK(fill(made.path()));
  CHESTLENS_CHECK(write_sums(made.path(), writer.command));
  return commit_output_folder(made, folder, rule, own_folder(writer));
}

Status write_output_folder(const std::filesystem::path& folder, std::span<const OutputFile> files,
                           const FolderWriter& writer, const OutputRule& rule) {
  return fill_output_folder(folder, writer, rule, [&](const std::filesystem::path& made) -> Status {
    for (const OutputFile& file : files) {
      CHESTLENS_CHECK(write_file_atomic(made / file.name, file.bytes));
    }
    return {};
  });
}

OutputFile output_file(std::string name, std::span<const std::byte> bytes) {
  return {std::move(name), std::string(reinterpret_cast<const char*>(bytes.data()), bytes.size())};
}

}  // namespace chestlens

#pragma once

#include <chestlens/error.hpp>

#include <toml++/toml.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace chestlens {

/// One table of a TOML file, read key by key with a check on each. The first finding is kept while
/// reading goes on; status() returns it. finish() returns it, or an unknown key, which may be the
/// misspelling of a missing one, or what require() missed.
class TomlTable {
 public:
  /// `path` is the table's name in messages, "" for the file's root.
  TomlTable(const toml::table& table, std::string path, std::string file_name);

  /// Keeps `value` as it is where the key is absent. The range includes both ends.
  void number(std::string_view key, double& value, double low, double high);
  void integer(std::string_view key, int& value, int low, int high);
  void boolean(std::string_view key, bool& value);
  void seed(std::string_view key, std::uint64_t& value);
  void text(std::string_view key, std::string& value);
  void words(std::string_view key, std::vector<std::string>& value);

  /// A number, which both values become, or [first, second].
  void number_or_pair(std::string_view key, double& first, double& second, double low, double high);

  template <typename Enum>
  void choice(std::string_view key, Enum& value,
              const std::vector<std::pair<std::string_view, Enum>>& choices) {
    std::vector<std::string_view> names;
    for (const auto& [name, ignored] : choices) names.push_back(name);
    if (const auto index = choice_index(key, names)) value = choices[*index].second;
  }

  /// Reads a sub-table, or nothing where there is none.
  std::optional<TomlTable> table(std::string_view key);
  /// The same for a table that was called `old_key` in earlier versions: that name is still read,
  /// and a notice then names the new one.
  std::optional<TomlTable> renamed_table(std::string_view key, std::string_view old_key,
                                         std::vector<std::string>& notices);
  /// Reads [[key]]: one TomlTable per entry.
  std::vector<TomlTable> tables(std::string_view key);

  bool contains(std::string_view key) const;
  void require(std::string_view key);
  /// Reports a value that is wrong for the caller's reason; `accepted` ends the message.
  void reject(std::string_view key, const std::string& accepted);
  Status status() const;
  Status finish();

 private:
  const toml::node* find(std::string_view key);
  std::optional<std::size_t> choice_index(std::string_view key,
                                          const std::vector<std::string_view>& names);
  void report(const toml::node& node, const std::string& message);
  std::string full_name(std::string_view key) const;

  const toml::table* table_;
  std::string path_;
  std::string file_name_;
  std::vector<std::string> asked_;
  std::optional<Error> finding_;
  std::optional<Error> missing_;
};

}  // namespace chestlens

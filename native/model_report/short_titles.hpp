#pragma once

#include "report/study.hpp"

#include <set>
#include <string>

namespace chestlens {

/// Titles up to their first comma, where that tells all rows apart: "DenseNet-121".
class ShortTitles {
 public:
  explicit ShortTitles(const Study& study) {
    std::set<std::string> distinct;
    for (const StudyRow& row : study.rows) distinct.insert(cut(row.title));
    is_short_ = distinct.size() == study.rows.size();
  }
  std::string operator()(const std::string& title) const { return is_short_ ? cut(title) : title; }

 private:
  static std::string cut(const std::string& title) { return title.substr(0, title.find(',')); }

  bool is_short_ = false;
};

}  // namespace chestlens

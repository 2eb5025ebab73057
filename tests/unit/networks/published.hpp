#pragma once

#include "networks/classifier.hpp"

#include <stdexcept>
#include <string>

namespace chestlens::test {

/// A network as published: RGB, with its own head.
inline Classifier make_published(const std::string& name, int classes) {
  auto classifier =
      make_classifier({.name = name, .classes = classes, .head = HeadKind::published});
  if (!classifier) throw std::runtime_error(to_string(classifier.error()));
  return *classifier;
}

}  // namespace chestlens::test

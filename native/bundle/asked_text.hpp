#pragma once

#include <chestlens/asked_list.hpp>

#include <string>

namespace chestlens {

/// A table of the film as it is and after each question, with each class's probability and by how
/// many points it moved, the predicted class marked; below it what is to be said of the film where
/// it is not like those of training, and the summaries in words.
std::string to_text(const AskedList& asked);

}  // namespace chestlens

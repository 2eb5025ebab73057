#pragma once

#include <chestlens/question.hpp>

#include <nlohmann/json.hpp>

namespace chestlens {

nlohmann::ordered_json json_of(const Question& question);

}  // namespace chestlens

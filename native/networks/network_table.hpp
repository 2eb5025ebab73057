#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace chestlens {

struct Chain;
struct NetworkSpec;

/// A network is one row of the table and one file.
struct Network {
  std::string name;
  std::int64_t feature_maps;              // of the body
  int native_size_pixels;                 // that its published numbers are for
  int smallest_size_pixels;               // of films that leave a feature map one position
  std::string last_convolution;           // of the body, whose maps Grad-CAM weighs
  std::vector<std::string> group_starts;  // the body's children at which a layer group begins
  bool has_tensorflow_padding;
  bool is_transferred;  // from ImageNet, with a concat-pool head; else its own head is its only one
  std::shared_ptr<Chain> (*make_body)(const NetworkSpec&);
  std::shared_ptr<Chain> (*make_published_head)(const NetworkSpec&);
};

const std::vector<Network>& network_table();

/// Null where no network has that name.
const Network* find_network(std::string_view name);

std::vector<std::string> network_names();

}  // namespace chestlens

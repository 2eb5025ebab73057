#include "distributed/c10d_backend.hpp"

#include <torch/csrc/distributed/c10d/ProcessGroupGloo.hpp>

namespace chestlens {

c10::intrusive_ptr<C10dBackend> connect_gloo(const C10dStore& store, int rank, int ranks,
                                             const std::string& host, const std::string& interface,
                                             std::chrono::milliseconds timeout) {
  using Gloo = c10d::ProcessGroupGloo;
  const auto options = Gloo::Options::create(timeout);
  if (!interface.empty()) {
    options->devices.push_back(Gloo::createDeviceForInterface(interface));
  } else if (host == "127.0.0.1" || host == "localhost") {
    options->devices.push_back(Gloo::createDeviceForHostname(host));
  } else {
    options->devices.push_back(Gloo::createDefaultDevice());
  }
  return c10::make_intrusive<Gloo>(store, rank, ranks, options);
}

}  // namespace chestlens

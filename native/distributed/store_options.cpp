#include "distributed/store_options.hpp"

namespace chestlens {

c10d::TCPStoreOptions store_options(std::uint16_t port, std::chrono::milliseconds timeout) {
  c10d::TCPStoreOptions options;
  options.port = port;
  options.waitWorkers = false;
  options.timeout = std::chrono::ceil<std::chrono::seconds>(timeout);
  [](auto& any) {
    if constexpr (requires { any.useLibUV; }) any.useLibUV = false;
  }(options);
  return options;
}

}  // namespace chestlens

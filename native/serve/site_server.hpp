#pragma once

#include <chestlens/error.hpp>

#include <filesystem>
#include <memory>
#include <string>

namespace chestlens {

struct SiteOptions {
  std::filesystem::path folder;    // holds index.html
  std::string host = "127.0.0.1";  // address to listen on; 0.0.0.0 is every one of the machine
  int port = 8080;                 // 0: one that is free
};

/// Serves a folder as a static site, over HTTP, by a thread for each of a few connections. The
/// folder may be replaced meanwhile.
class SiteServer {
 public:
  /// Takes the port. Errors: not_found where the folder has no index.html, io where the port or the
  /// address cannot be had.
  static Result<SiteServer> open(const SiteOptions& options);
  SiteServer(SiteServer&& other) noexcept;
  ~SiteServer();

  int port() const;
  /// Answers until stop() is called, from another thread and once.
  void serve();
  void stop();

 private:
  struct Parts;
  explicit SiteServer(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

}  // namespace chestlens

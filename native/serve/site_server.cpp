#include "serve/site_server.hpp"

#include "io/descriptor.hpp"
#include "io/text.hpp"
#include "serve/byte_range.hpp"
#include "serve/site_file.hpp"

#include <fmt/format.h>
#include <httplib.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

namespace chestlens {
namespace {

constexpr std::size_t chunk_bytes = 1 << 18;

/// Sends `bytes` of the file from `first` on.
bool send_part(const Descriptor& file, std::uint64_t first, std::size_t bytes,
               httplib::DataSink& sink) {
  std::vector<char> chunk(std::min(bytes, chunk_bytes));
  const ssize_t got = ::pread(file.get(), chunk.data(), chunk.size(), static_cast<off_t>(first));
  return got > 0 && sink.write(chunk.data(), static_cast<std::size_t>(got));
}

void refuse(httplib::Response& response, int status, const std::string& reason) {
  response.status = status;
  response.set_content(reason + "\n", "text/plain; charset=utf-8");
}

/// What the page wants of its server: isolation lets WebAssembly use threads.
void add_headers(httplib::Response& response) {
  response.set_header("Cross-Origin-Opener-Policy", "same-origin");
  response.set_header("Cross-Origin-Embedder-Policy", "require-corp");
  response.set_header("Cross-Origin-Resource-Policy", "same-origin");
  response.set_header("X-Content-Type-Options", "nosniff");
}

/// A range counts only of the file that the client has the beginning of.
std::optional<ByteRange> wanted_range(const httplib::Request& request, const SiteFile& file) {
  if (!request.has_header("Range")) return std::nullopt;
  if (request.has_header("If-Range") && request.get_header_value("If-Range") != file.entity_tag) {
    return std::nullopt;
  }
  return parse_byte_range(request.get_header_value("Range"), file.bytes);
}

void answer(const std::filesystem::path& folder, const std::atomic<bool>& is_stopping,
            const httplib::Request& request, httplib::Response& response) {
  const auto found =
      find_site_file(folder, request.path, request.get_header_value("Accept-Encoding"));
  if (!found) return refuse(response, 404, "no such file");
  response.set_header("ETag", found->entity_tag);
  response.set_header("Cache-Control", found->cache_control);
  if (found->has_encodings) response.set_header("Vary", "Accept-Encoding");
  if (request.get_header_value("If-None-Match").find(found->entity_tag) != std::string::npos) {
    response.status = 304;
    return;
  }
  auto opened = open_regular(found->path);
  if (!opened) return refuse(response, 404, "no such file");
  if (!found->encoding.empty()) response.set_header("Content-Encoding", found->encoding);

  const auto range = wanted_range(request, *found);
  if (range && !range->is_satisfiable) {
    response.set_header("Content-Range", fmt::format("bytes */{}", found->bytes));
    return refuse(response, 416, "the file has no such bytes");
  }
  const ByteRange part = range.value_or(ByteRange{true, 0, found->bytes});
  response.status = range ? 206 : 200;
  if (range) {
    response.set_header("Content-Range", fmt::format("bytes {}-{}/{}", part.first,
                                                     part.first + part.bytes - 1, found->bytes));
  }
  if (request.method != "HEAD") response.set_header("Accept-Ranges", "bytes");
  if (part.bytes == 0) return response.set_content("", found->type);
  const auto file = std::make_shared<Descriptor>(std::move(*opened));
  response.set_content_provider(
      part.bytes, found->type,
      [file, first = part.first, &is_stopping](std::size_t offset, std::size_t bytes,
                                               httplib::DataSink& sink) {
        return !is_stopping && send_part(*file, first + offset, bytes, sink);
      });
}

Status cannot_listen(const SiteOptions& options, int error_number) {
  const std::string place = fmt::format("port {} of {}", options.port, options.host);
  switch (error_number) {
    case EADDRINUSE:
      return fail(ErrorCode::io, "is taken by another program; choose another by --port", place);
    case EACCES:
      return fail(ErrorCode::io, "is not for this user; choose one from 1024 on by --port", place);
    default:
      return fail(
          ErrorCode::io,
          "cannot be listened on: is that an address of this machine? 0.0.0.0 is all of its "
          "addresses",
          place);
  }
}

}  // namespace

struct SiteServer::Parts {
  httplib::Server server;
  std::atomic<bool> is_stopping = false;
  std::atomic<bool> has_ended = false;
  int port = 0;
};

SiteServer::SiteServer(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
SiteServer::SiteServer(SiteServer&& other) noexcept = default;
SiteServer::~SiteServer() = default;

Result<SiteServer> SiteServer::open(const SiteOptions& options) {
  if (const auto index = find_site_file(options.folder, "/", ""); !index) {
    return fail(ErrorCode::not_found,
                "has no index.html: tools/site.sh makes a site, and a release holds one",
                options.folder.string());
  }
  auto parts = std::make_unique<Parts>();
  httplib::Server& server = parts->server;
  // httplib would share a taken port with its owner.
  server.set_socket_options([](socket_t socket) {
    const int yes = 1;
    ::setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  });
  server.set_tcp_nodelay(true);
  server.set_keep_alive_timeout(1);  // seconds; stop() waits for it
  server.set_payload_max_length(0);
  server.set_pre_routing_handler([folder = options.folder, &stopping = parts->is_stopping](
                                     const httplib::Request& request, httplib::Response& response) {
    add_headers(response);
    if (request.method == "GET" || request.method == "HEAD") {
      // Ranges are answered here: httplib takes those beyond a file's end as they are.
      const_cast<httplib::Request&>(request).ranges.clear();
      answer(folder, stopping, request, response);
    } else {
      response.set_header("Allow", "GET, HEAD");
      refuse(response, 405, "only GET and HEAD");
    }
    return httplib::Server::HandlerResponse::Handled;
  });

  errno = 0;
  parts->port = options.port;
  const bool is_bound = options.port == 0
                            ? (parts->port = server.bind_to_any_port(options.host)) > 0
                            : server.bind_to_port(options.host, options.port);
  if (!is_bound) return tl::unexpected(cannot_listen(options, errno).error());
  return SiteServer(std::move(parts));
}

int SiteServer::port() const {
  return parts_->port;
}

void SiteServer::serve() {
  parts_->server.listen_after_bind();
  parts_->has_ended = true;
}

void SiteServer::stop() {
  parts_->is_stopping = true;
  // httplib forgets a stop that comes before it listens.
  while (!parts_->server.is_running() && !parts_->has_ended) {
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  parts_->server.stop();
}

}  // namespace chestlens

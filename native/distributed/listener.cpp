#include "distributed/listener.hpp"

#include <netdb.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <memory>

namespace chestlens {
namespace {

/// On one machine a connection may take as its own the very port that it looks for.
bool is_connected_to_itself(int socket) {
  sockaddr_storage own{}, other{};
  socklen_t own_size = sizeof own, other_size = sizeof other;
  return ::getsockname(socket, reinterpret_cast<sockaddr*>(&own), &own_size) == 0 &&
         ::getpeername(socket, reinterpret_cast<sockaddr*>(&other), &other_size) == 0 &&
         own_size == other_size && std::memcmp(&own, &other, own_size) == 0;
}

/// 0, or the errno of what failed.
int connect_within(const addrinfo& address, std::chrono::milliseconds patience) {
  const int socket = ::socket(address.ai_family, address.ai_socktype | SOCK_NONBLOCK | SOCK_CLOEXEC,
                              address.ai_protocol);
  if (socket < 0) return errno;
  int failure = ::connect(socket, address.ai_addr, address.ai_addrlen) == 0 ? 0 : errno;
  if (failure == EINPROGRESS) {
    pollfd connected{.fd = socket, .events = POLLOUT, .revents = 0};
    const int ready = ::poll(&connected, 1, static_cast<int>(patience.count()));
    socklen_t size = sizeof failure;
    if (ready <= 0) {
      failure = ready == 0 ? ETIMEDOUT : errno;
    } else if (::getsockopt(socket, SOL_SOCKET, SO_ERROR, &failure, &size) != 0) {
      failure = errno;
    }
  }
  if (failure == 0 && is_connected_to_itself(socket)) failure = ECONNREFUSED;
  ::close(socket);
  return failure;
}

}  // namespace

Status find_listener(const std::string& host, std::uint16_t port,
                     std::chrono::milliseconds patience) {
  addrinfo wanted{};
  wanted.ai_family = AF_UNSPEC;
  wanted.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  const int unknown = ::getaddrinfo(host.c_str(), std::to_string(port).c_str(), &wanted, &found);
  if (unknown != 0) return fail(ErrorCode::runtime, host + ": " + ::gai_strerror(unknown));
  const std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)> addresses(found, &::freeaddrinfo);
  int failure = 0;
  for (const addrinfo* address = found; address != nullptr; address = address->ai_next) {
    failure = connect_within(*address, patience);
    if (failure == 0) return {};
  }
  return fail(ErrorCode::runtime, std::strerror(failure));
}

}  // namespace chestlens

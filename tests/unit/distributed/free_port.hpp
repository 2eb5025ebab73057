#pragma once

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdint>
#include <stdexcept>

namespace chestlens::test {

/// A port of the loopback interface, taken but deaf.
class BoundPort {
 public:
  BoundPort() : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto* const any = reinterpret_cast<sockaddr*>(&address);
    const bool found =
        socket_ >= 0 && ::bind(socket_, any, size) == 0 && ::getsockname(socket_, any, &size) == 0;
    if (!found) throw std::runtime_error("no free port");
    number_ = ntohs(address.sin_port);
  }
  ~BoundPort() { ::close(socket_); }
  BoundPort(const BoundPort&) = delete;
  BoundPort& operator=(const BoundPort&) = delete;

  std::uint16_t number() const { return number_; }

 protected:
  int socket_;

 private:
  std::uint16_t number_ = 0;
};

/// A port whose callers are never answered: `queue` and one more may call, the next ones are
/// not heard.
class ListeningPort : public BoundPort {
 public:
  explicit ListeningPort(int queue) {
    if (::listen(socket_, queue) != 0) throw std::runtime_error("cannot listen");
  }
};

/// A port of the loopback interface that nobody listens on.
inline std::uint16_t free_port() {
  return BoundPort().number();
}

}  // namespace chestlens::test

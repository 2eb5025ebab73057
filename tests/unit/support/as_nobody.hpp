#pragma once

#include <unistd.h>

#include <stdexcept>

namespace chestlens::test {

/// While it lives, root is a user whom permissions bind; other users are so anyway.
class AsNobody {
 public:
  AsNobody() {
    constexpr uid_t nobody = 65534;
    if (user_ == 0 && seteuid(nobody) != 0) throw std::runtime_error("root stays root");
  }
  ~AsNobody() { [[maybe_unused]] const int back = seteuid(user_); }
  AsNobody(const AsNobody&) = delete;
  AsNobody& operator=(const AsNobody&) = delete;

 private:
  uid_t user_ = geteuid();
};

}  // namespace chestlens::test

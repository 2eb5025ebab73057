// Must not compile where warnings are errors: the result is dropped.
#include <chestlens/error.hpp>

chestlens::Status save();

void forget() {
  save();
}

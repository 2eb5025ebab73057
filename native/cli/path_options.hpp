#pragma once

namespace CLI {
class App;
}

namespace chestlens {

/// No option of any command takes an empty value: an empty path would be the current folder.
void refuse_empty_values(CLI::App& app);

}  // namespace chestlens

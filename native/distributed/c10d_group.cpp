#include "distributed/c10d_backend.hpp"
#include "distributed/group.hpp"
#include "distributed/heartbeat.hpp"
#include "distributed/store_options.hpp"
#include "io/text.hpp"

#include <fmt/format.h>
#include <torch/csrc/distributed/c10d/PrefixStore.hpp>
#include <torch/csrc/distributed/c10d/TCPStore.hpp>
#include <torch/torch.h>

#include <cmath>
#include <exception>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace chestlens {
namespace {

// A rank may decode films for long while the others wait; that it lives is Heartbeat's to say.
constexpr std::chrono::hours exchange_timeout{24};
constexpr std::chrono::seconds farewell_timeout{10};

std::string here_key(int rank) {
  return "here/" + std::to_string(rank);
}

class C10dGroup final : public Group {
 public:
  C10dGroup(Placement placement, c10::intrusive_ptr<c10d::TCPStore> store,
            std::unique_ptr<Heartbeat> heartbeat, c10::intrusive_ptr<C10dBackend> cpu,
            c10::intrusive_ptr<C10dBackend> gpu)
      : placement_(std::move(placement)),
        store_(std::move(store)),
        heartbeat_(std::move(heartbeat)),
        cpu_(std::move(cpu)),
        gpu_(std::move(gpu)) {}

  const Placement& placement() const override { return placement_; }

  std::function<Status()> start_sum(const torch::Tensor& tensor) override {
    c10::intrusive_ptr<c10d::Work> work;
    const Status started = attempt([&] {
      std::vector<torch::Tensor> tensors{tensor};
      work = backend_of(tensor).allreduce(tensors);
    });
    if (!started) return [started] { return started; };
    return [this, work] { return attempt([&] { work->wait(); }); };
  }

  Status broadcast(const torch::Tensor& tensor) override {
    return attempt([&] {
      std::vector<torch::Tensor> tensors{tensor};
      backend_of(tensor).broadcast(tensors)->wait();
    });
  }

  Status leave() override {
    CHESTLENS_CHECK(start_sum(torch::zeros({1}))());
    heartbeat_.reset();
    return attempt([&] {
      if (placement_.rank != 0) {
        store_->add("left", 1);
        return;
      }
      // The store must outlive its clients' last call.
      const auto deadline = std::chrono::steady_clock::now() + farewell_timeout;
      while (store_->add("left", 0) < placement_.ranks - 1 &&
             std::chrono::steady_clock::now() < deadline) {
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
      }
    });
  }

 private:
  C10dBackend& backend_of(const torch::Tensor& tensor) {
    return tensor.is_cuda() && gpu_ ? *gpu_ : *cpu_;
  }

  Status attempt(const std::function<void()>& action) const {
    try {
      action();
      return {};
    } catch (const std::exception& error) {
      return fail(ErrorCode::runtime,
                  "lost another process of this run; its own output says why. --resume goes on "
                  "from the last checkpoint (" +
                      what(error) + ")",
                  to_string(placement_));
    }
  }

  const Placement placement_;
  const c10::intrusive_ptr<c10d::TCPStore> store_;
  std::unique_ptr<Heartbeat> heartbeat_;
  const c10::intrusive_ptr<C10dBackend> cpu_;
  const c10::intrusive_ptr<C10dBackend> gpu_;  // null: gloo serves all tensors
};

c10::intrusive_ptr<c10d::TCPStore> open_store(const Placement& placement,
                                              std::chrono::milliseconds timeout) {
  c10d::TCPStoreOptions options = store_options(placement.port, timeout);
  options.isServer = placement.rank == 0;
  return c10::make_intrusive<c10d::TCPStore>(placement.host, options);
}

/// The ranks that are not there when the time is over.
std::vector<std::string> missing_ranks(c10d::TCPStore& store, const Placement& placement,
                                       std::chrono::milliseconds timeout) {
  std::vector<std::string> keys;
  for (int rank = 0; rank < placement.ranks; ++rank) keys.push_back(here_key(rank));
  store.add(here_key(placement.rank), 1);
  try {
    store.wait(keys, timeout);
    return {};
  } catch (const std::exception&) {
    std::vector<std::string> missing;
    for (int rank = 0; rank < placement.ranks; ++rank) {
      if (!store.check({here_key(rank)})) missing.push_back(std::to_string(rank));
    }
    return missing;
  }
}

}  // namespace

Result<std::unique_ptr<Group>> join_group(const Placement& placement, c10::Device device,
                                          GroupOptions options) {
  const std::string address = placement.host + ":" + std::to_string(placement.port);
  const std::chrono::milliseconds timeout(std::llround(options.join_seconds * 1000.0));
  try {
    const auto store = open_store(placement, timeout);
    const auto missing = missing_ranks(*store, placement, timeout);
    if (!missing.empty()) {
      return fail(ErrorCode::runtime,
                  fmt::format("waited {} s at {}, but these ranks did not come: {}",
                              timeout.count() / 1000, address, joined(missing)),
                  to_string(placement));
    }
    auto heartbeat =
        std::make_unique<Heartbeat>(placement, options.silence_seconds, std::move(options.on_lost));
    const auto gloo_store = c10::make_intrusive<c10d::PrefixStore>("gloo", store);
    auto cpu = connect_gloo(gloo_store, placement.rank, placement.ranks, placement.host,
                            placement.interface, exchange_timeout);
    c10::intrusive_ptr<C10dBackend> gpu;
    if (device.is_cuda()) {
      const auto nccl_store = c10::make_intrusive<c10d::PrefixStore>("nccl", store);
      gpu = connect_nccl(nccl_store, placement.rank, placement.ranks, exchange_timeout);
    }
    return std::make_unique<C10dGroup>(placement, store, std::move(heartbeat), std::move(cpu),
                                       std::move(gpu));
  } catch (const std::exception& error) {
    return fail(ErrorCode::runtime,
                "cannot meet the other processes at " + address + ": " + what(error),
                to_string(placement));
  }
}

}  // namespace chestlens

#include "distributed/c10d_backend.hpp"
#include "distributed/group.hpp"
#include "distributed/heartbeat.hpp"
#include "distributed/listener.hpp"
#include "distributed/store_options.hpp"
#include "distributed/waiting.hpp"
#include "io/text.hpp"

#include <fmt/format.h>
#include <torch/csrc/distributed/c10d/PrefixStore.hpp>
#include <torch/csrc/distributed/c10d/TCPStore.hpp>
#include <torch/torch.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <exception>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace chestlens {
namespace {

// A rank may decode films for long while the others wait; that it lives is Heartbeat's to say.
constexpr std::chrono::hours exchange_timeout{24};
constexpr std::chrono::seconds farewell_timeout{10};
constexpr std::chrono::milliseconds between_looks{100}, shortest_look{200}, longest_look{2000};

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
      if (gpu_) close_nccl(*gpu_);
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

/// Rank 0 looks for nobody: it listens.
Status find_rank_zero(const Placement& placement, Waiting& waiting) {
  if (placement.rank == 0) return {};
  for (;;) {
    const auto patience = std::clamp(waiting.until_next_word(), shortest_look, longest_look);
    const Status found = find_listener(placement.host, placement.port, patience);
    if (found || waiting.left() == std::chrono::milliseconds(0)) return found;
    waiting.say_where_due({"0"});
    std::this_thread::sleep_for(std::min(between_looks, waiting.left()));
  }
}

/// Throws where the port is taken, or who listens there is no store.
c10::intrusive_ptr<c10d::TCPStore> open_store(const Placement& placement, const Waiting& waiting,
                                              std::chrono::milliseconds timeout) {
  const std::chrono::milliseconds least = std::chrono::seconds(1);
  auto options = store_options(placement.port, std::max(waiting.left(), least));
  options.isServer = placement.rank == 0;
  auto store = c10::make_intrusive<c10d::TCPStore>(placement.host, options);
  store->setTimeout(timeout);
  return store;
}

/// The ranks that are not there when the time is over.
std::vector<std::string> missing_ranks(c10d::TCPStore& store, const Placement& placement,
                                       Waiting& waiting) {
  store.add(here_key(placement.rank), 1);
  for (;;) {
    std::vector<std::string> missing;
    for (int rank = 0; rank < placement.ranks; ++rank) {
      if (!store.check({here_key(rank)})) missing.push_back(std::to_string(rank));
    }
    if (missing.empty() || waiting.left() == std::chrono::milliseconds(0)) return missing;
    waiting.say_where_due(missing);
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
}

}  // namespace

Result<std::unique_ptr<Group>> join_group(const Placement& placement, c10::Device device,
                                          GroupOptions options) {
  const std::string address = placement.host + ":" + std::to_string(placement.port);
  const std::chrono::milliseconds timeout(std::llround(options.join_seconds * 1000.0));
  const auto too_late = [&](const std::vector<std::string>& missing, const std::string& why) {
    return fail(ErrorCode::runtime,
                fmt::format("waited {} s at {}, but these ranks did not come: {}{}",
                            timeout.count() / 1000, address, joined(missing), why),
                to_string(placement));
  };
  try {
    Waiting waiting(placement, timeout, std::move(options.on_waiting));
    const Status found = find_rank_zero(placement, waiting);
    if (!found) return too_late({"0"}, " (" + found.error().message + ")");
    const auto store = open_store(placement, waiting, timeout);
    const auto missing = missing_ranks(*store, placement, waiting);
    if (!missing.empty()) return too_late(missing, "");
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

#include "distributed/c10d_backend.hpp"
#include "distributed/group.hpp"
#include "distributed/heartbeat.hpp"
#include "distributed/store_options.hpp"
#include "io/text.hpp"

#include <fmt/format.h>
#include <torch/csrc/distributed/c10d/PrefixStore.hpp>
#include <torch/csrc/distributed/c10d/TCPStore.hpp>
#include <torch/torch.h>

#include <algorithm>
#include <chrono>
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

/// The time in which all ranks must come, and what is said meanwhile.
class Waiting {
 public:
  using Clock = std::chrono::steady_clock;

  Waiting(const Placement& placement, const GroupOptions& options)
      : placement_(placement),
        on_waiting_(options.on_waiting),
        end_(Clock::now() + std::chrono::milliseconds(std::llround(options.join_seconds * 1e3))) {}

  std::chrono::milliseconds left() const {
    const auto now = Clock::now();
    return now >= end_ ? std::chrono::milliseconds(0)
                       : std::chrono::ceil<std::chrono::milliseconds>(end_ - now);
  }
  /// Until the next word is due, or the end.
  std::chrono::milliseconds until_next_word() const {
    const auto until = std::chrono::ceil<std::chrono::milliseconds>(next_word_ - Clock::now());
    return std::clamp(until, std::chrono::milliseconds(1), std::max(left(), shortest));
  }
  void say_where_due(const std::vector<std::string>& missing) {
    if (Clock::now() < next_word_ || left() == std::chrono::milliseconds(0)) return;
    next_word_ = Clock::now() + between_words;
    if (!on_waiting_) return;
    on_waiting_(fmt::format("{}: waiting for rank{} {} at {}:{}", to_string(placement_),
                            missing.size() == 1 ? "" : "s", joined(missing), placement_.host,
                            placement_.port));
  }

 private:
  static constexpr std::chrono::seconds first_word{2}, between_words{30};
  static constexpr std::chrono::milliseconds shortest{1};

  const Placement& placement_;
  const std::function<void(const std::string&)> on_waiting_;
  const Clock::time_point end_;
  Clock::time_point next_word_ = Clock::now() + first_word;
};

/// Rank 0 listens; the others look for it until it does. Throws where it does not come.
c10::intrusive_ptr<c10d::TCPStore> open_store(const Placement& placement, Waiting& waiting,
                                              std::chrono::milliseconds timeout) {
  const bool is_server = placement.rank == 0;
  for (;;) {
    const auto patience = is_server ? timeout : waiting.until_next_word();
    c10d::TCPStoreOptions options = store_options(placement.port, patience);
    options.isServer = is_server;
    try {
      auto store = c10::make_intrusive<c10d::TCPStore>(placement.host, options);
      store->setTimeout(timeout);
      return store;
    } catch (const std::exception&) {
      if (is_server || waiting.left() == std::chrono::milliseconds(0)) throw;
      waiting.say_where_due({"0"});
    }
  }
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
  try {
    Waiting waiting(placement, options);
    const auto store = open_store(placement, waiting, timeout);
    const auto missing = missing_ranks(*store, placement, waiting);
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

#include "io/download.hpp"

#include "io/atomic_file.hpp"
#include "io/output.hpp"
#include "io/progress.hpp"
#include "io/sha256.hpp"

#include <curl/curl.h>
#include <sys/file.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <memory>
#include <optional>
#include <system_error>
#include <thread>

namespace chestlens {
namespace {

namespace fs = std::filesystem;

constexpr int max_attempts = 5;
constexpr auto pause_between_attempts = std::chrono::milliseconds(300);
constexpr std::int64_t max_bytes = std::int64_t{1} << 33;
constexpr long connect_seconds = 30;
constexpr long stalled_seconds = 60;
constexpr long most_redirects = 10;
constexpr std::int64_t kilobyte = 1000;

struct CloseFile {
  void operator()(std::FILE* file) const { std::fclose(file); }
};
using File = std::unique_ptr<std::FILE, CloseFile>;

struct CleanUp {
  void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
};
using Handle = std::unique_ptr<CURL, CleanUp>;

/// A download under way; curl's callback is handed a pointer to it.
struct Transfer {
  CURL* handle = nullptr;
  std::FILE* part = nullptr;
  const Reporter* reporter = nullptr;
  std::int64_t bytes = 0;  // in the part
  std::int64_t shown = 0;  // by the bar
  std::optional<Progress> progress;
};

std::string reason(int error_number) {
  return std::generic_category().message(error_number);
}

void show_progress(Transfer& transfer) {
  if (!transfer.progress) {
    curl_off_t left = -1;
    curl_easy_getinfo(transfer.handle, CURLINFO_CONTENT_LENGTH_DOWNLOAD_T, &left);
    const std::int64_t total = left > 0 ? (transfer.bytes + left) / kilobyte : 0;
    transfer.progress.emplace(*transfer.reporter, "download", total, "kB");
  }
  const std::int64_t now = transfer.bytes / kilobyte;
  transfer.progress->advance(now - transfer.shown);
  transfer.shown = now;
}

/// Curl's write callback: less than it was given means failure.
std::size_t append(char* data, std::size_t size, std::size_t count, void* pointer) {
  auto& transfer = *static_cast<Transfer*>(pointer);
  show_progress(transfer);
  const std::size_t written = std::fwrite(data, size, count, transfer.part);
  transfer.bytes += static_cast<std::int64_t>(written * size);
  return transfer.bytes <= max_bytes ? written * size : 0;
}

Result<Handle> make_handle(const std::string& url, Transfer& transfer, char* message) {
  Handle handle(curl_easy_init());
  if (!handle) return fail(ErrorCode::runtime, "libcurl cannot start", url);
  const char* protocols = url.starts_with("https:") ? "https" : "http,https";
  CURL* raw = handle.get();
  curl_easy_setopt(raw, CURLOPT_URL, url.c_str());
  curl_easy_setopt(raw, CURLOPT_PROTOCOLS_STR, protocols);
  curl_easy_setopt(raw, CURLOPT_REDIR_PROTOCOLS_STR, protocols);
  curl_easy_setopt(raw, CURLOPT_FOLLOWLOCATION, 1L);
  curl_easy_setopt(raw, CURLOPT_MAXREDIRS, most_redirects);
  curl_easy_setopt(raw, CURLOPT_FAILONERROR, 1L);
  curl_easy_setopt(raw, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(raw, CURLOPT_CONNECTTIMEOUT, connect_seconds);
  curl_easy_setopt(raw, CURLOPT_LOW_SPEED_LIMIT, 1L);
  curl_easy_setopt(raw, CURLOPT_LOW_SPEED_TIME, stalled_seconds);
  curl_easy_setopt(raw, CURLOPT_USERAGENT, "chestlens");
  curl_easy_setopt(raw, CURLOPT_ERRORBUFFER, message);
  curl_easy_setopt(raw, CURLOPT_WRITEFUNCTION, append);
  curl_easy_setopt(raw, CURLOPT_WRITEDATA, &transfer);
  transfer.handle = raw;
  return handle;
}

/// Whether the connection broke, so that going on from there makes sense.
bool is_interruption(CURLcode code) {
  return code == CURLE_PARTIAL_FILE || code == CURLE_RECV_ERROR || code == CURLE_SEND_ERROR ||
         code == CURLE_GOT_NOTHING || code == CURLE_OPERATION_TIMEDOUT;
}

/// Whether the server does not give the rest of the part: it knows no ranges, or has no such bytes.
bool is_refused_resume(CURLcode code, long status) {
  return code == CURLE_RANGE_ERROR || status == 416;
}

Status empty_part(Transfer& transfer, const fs::path& part) {
  if (::ftruncate(::fileno(transfer.part), 0) != 0) {
    return fail(ErrorCode::io, "cannot be emptied: " + reason(errno), part.string());
  }
  transfer.bytes = 0;
  transfer.shown = 0;
  transfer.progress.reset();
  return {};
}

/// Appends to the part until the server has no more.
Status fetch(const Download& wanted, Transfer& transfer, const fs::path& part) {
  std::array<char, CURL_ERROR_SIZE> message{};
  CHESTLENS_TRY(const auto handle, make_handle(wanted.url, transfer, message.data()));
  CURLcode code = CURLE_OK;
  long status = 0;
  for (int attempt = 0; attempt < max_attempts; ++attempt) {
    if (attempt > 0) std::this_thread::sleep_for(pause_between_attempts);
    const std::int64_t begun_at = transfer.bytes;
    curl_easy_setopt(handle.get(), CURLOPT_RESUME_FROM_LARGE, curl_off_t{begun_at});
    code = curl_easy_perform(handle.get());
    curl_easy_getinfo(handle.get(), CURLINFO_RESPONSE_CODE, &status);
    if (std::fflush(transfer.part) != 0) {
      return fail(ErrorCode::io, "cannot be written: " + reason(errno), part.string());
    }
    if (begun_at > 0 && is_refused_resume(code, status)) {
      CHESTLENS_CHECK(empty_part(transfer, part));
    } else if (code == CURLE_OK) {
      if (transfer.progress) show_progress(transfer);
      return {};
    } else if (!is_interruption(code)) {
      break;
    }
  }
  if (code == CURLE_WRITE_ERROR) {
    return fail(ErrorCode::io, "cannot be written: the disk is full, or the file beyond all size",
                part.string());
  }
  const std::string why = message[0] == '\0' ? curl_easy_strerror(code) : message.data();
  return fail(status == 404 ? ErrorCode::not_found : ErrorCode::io,
              "cannot be fetched: " + why +
                  "; without a network, get the file elsewhere and put "
                  "it at " +
                  wanted.path.string(),
              wanted.url);
}

/// The digest of the file, or a mismatch.
Result<std::string> checked_digest(const Download& wanted, std::span<const std::byte> bytes) {
  std::string digest = sha256_hex(bytes);
  if (!wanted.sha256.empty() && digest.starts_with(wanted.sha256)) return digest;
  return fail(ErrorCode::mismatch,
              "is not the file wanted: its sha256 is " + digest + ", which should " +
                  (wanted.sha256.size() == digest.size() ? "be " : "begin with ") + wanted.sha256,
              wanted.url);
}

}  // namespace

Result<std::string> download(const Download& wanted, const Reporter& reporter) {
  const auto present = read_file(wanted.path, max_bytes);
  if (present) {
    if (auto digest = checked_digest(wanted, *present)) return digest;
    return fail(ErrorCode::invalid_argument,
                "is there already and is another file: its sha256 is " + sha256_hex(*present) +
                    "; move it away",
                wanted.path.string());
  }
  CHESTLENS_CHECK(check_output_file(wanted.path, {}));
  std::error_code error;
  fs::create_directories(wanted.path.parent_path(), error);
  const fs::path part = wanted.path.string() + ".part";
  CHESTLENS_CHECK(check_output_file(part, {.replace = true}));  // a part is gone on with
  const File file(std::fopen(part.c_str(), "ab"));
  if (!file) return fail(ErrorCode::io, "cannot be written: " + reason(errno), part.string());
  if (::flock(::fileno(file.get()), LOCK_EX | LOCK_NB) != 0) {
    return fail(ErrorCode::io, "another process is downloading it", part.string());
  }
  Transfer transfer;
  transfer.part = file.get();
  transfer.reporter = &reporter;
  transfer.bytes = static_cast<std::int64_t>(fs::file_size(part, error));
  CHESTLENS_CHECK(fetch(wanted, transfer, part));
  CHESTLENS_TRY(const auto bytes, read_file(part, max_bytes));
  auto digest = checked_digest(wanted, bytes);
  if (digest) {
    CHESTLENS_CHECK(write_file_atomic(wanted.path, bytes));
  }
  fs::remove(part, error);
  return digest;
}

}  // namespace chestlens

#include "cli/commands.hpp"
#include "cli/standard_output.hpp"
#include "cli/validators.hpp"
#include "serve/site_server.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <csignal>
#include <memory>
#include <optional>
#include <string>
#include <system_error>
#include <thread>

namespace chestlens {
namespace {

namespace fs = std::filesystem;

/// The signals that end the server; those that a caller had ignored stay so.
sigset_t ending_signals() {
  sigset_t signals;
  sigemptyset(&signals);
  for (const int signal : {SIGINT, SIGTERM, SIGHUP}) {
    struct sigaction action{};
    const bool is_ignored =
        sigaction(signal, nullptr, &action) == 0 && action.sa_handler == SIG_IGN;
    if (!is_ignored) sigaddset(&signals, signal);
  }
  return signals;
}

/// A release has its site beside the program's folder, a checkout has one that was built.
fs::path usual_folder() {
  std::error_code error;
  const fs::path program = fs::read_symlink("/proc/self/exe", error);
  const fs::path own = program.parent_path().parent_path() / "site";
  return fs::exists(own / "index.html", error) ? own : fs::path("build/site");
}

/// "http://localhost:8080/"; localhost is what browsers trust without HTTPS.
std::string address(const SiteOptions& options, int port) {
  const bool is_local = options.host == "127.0.0.1" || options.host == "localhost";
  const bool is_ipv6 = options.host.find(':') != std::string::npos;
  return fmt::format("http://{}:{}/",
                     is_local  ? "localhost"
                     : is_ipv6 ? "[" + options.host + "]"
                               : options.host,
                     port);
}

Status run(SiteOptions options) {
  if (options.folder.empty()) options.folder = usual_folder();
  // Threads inherit the mask: the signals come to this one alone.
  const sigset_t signals = ending_signals();
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  std::signal(SIGPIPE, SIG_IGN);
  CHESTLENS_TRY(auto server, SiteServer::open(options));
  fmt::print("{} is at {} (Ctrl-C ends it)\n", options.folder.string(),
             address(options, server.port()));
  CHESTLENS_CHECK(flush_standard_output());
  std::thread serving([&server] { server.serve(); });
  int signal = 0;
  while (sigwait(&signals, &signal) != 0) {
  }
  pthread_sigmask(SIG_UNBLOCK, &signals, nullptr);  // a second Ctrl-C ends at once
  server.stop();
  serving.join();
  return {};
}

}  // namespace

void add_serve(CLI::App& app, Action& chosen) {
  const auto options = std::make_shared<SiteOptions>();
  CLI::App* command = app.add_subcommand(
      "serve",
      "Serve the page to browsers, until Ctrl-C: a folder that tools/site.sh or a release made.\n"
      "It answers this machine alone unless --host says otherwise. Another machine's browser then\n"
      "gives the page one thread, no WebGPU and no offline use, for all of these want HTTPS; "
      "films\n"
      "stay in the browser all the same.");
  command->add_option("folder", options->folder,
                      "Folder of the site, by default the release's own, else build/site");
  command->add_option("--port", options->port, "Port to listen on; 0 takes a free one")
      ->check(whole_number_in(0, 65535))
      ->capture_default_str();
  command
      ->add_option("--host", options->host,
                   "Address to listen on; 0.0.0.0 is every address of this machine")
      ->capture_default_str();
  command->callback([options, &chosen] { chosen = [options] { return run(*options); }; });
}

}  // namespace chestlens

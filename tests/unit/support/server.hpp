#pragma once

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <stdexcept>
#include <string>

namespace chestlens::test {

/// A Python script that serves HTTP on 127.0.0.1 and prints its port, for as long as this lives.
class Server {
 public:
  Server(const char* python, const char* script) {
    int ends[2];
    if (::pipe(ends) != 0) throw std::runtime_error("no pipe");
    process_ = ::fork();
    if (process_ == 0) {
      ::dup2(ends[1], STDOUT_FILENO);
      ::execl(python, python, script, nullptr);
      ::_exit(1);
    }
    ::close(ends[1]);
    output_ = ::fdopen(ends[0], "r");
    port_ = line();
    if (port_.empty()) throw std::runtime_error(std::string(script) + " does not start");
  }
  ~Server() {
    ::kill(process_, SIGTERM);
    ::waitpid(process_, nullptr, 0);
    std::fclose(output_);
  }
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  std::string url(const std::string& path) const { return "http://127.0.0.1:" + port_ + path; }

  /// The next line that the script prints.
  std::string line() {
    char text[200] = "";
    if (std::fgets(text, sizeof text, output_) == nullptr) return "";
    const std::string line = text;
    return line.substr(0, line.find('\n'));
  }

 private:
  pid_t process_ = 0;
  std::FILE* output_ = nullptr;
  std::string port_;
};

}  // namespace chestlens::test

#include "serve/site_server.hpp"

#include "io/descriptor.hpp"
#include "support/temporary_folder.hpp"

#include <arpa/inet.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/socket.h>

#include <fstream>
#include <numeric>
#include <thread>

namespace chestlens {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

/// What the server on `port` answers to a request as it stands, headers and all.
std::string ask(int port, const std::string& request) {
  const Descriptor socket(::socket(AF_INET, SOCK_STREAM, 0));
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::connect(socket.get(), reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) {
    return "no connection";
  }
  ::send(socket.get(), request.data(), request.size(), MSG_NOSIGNAL);
  std::string answer;
  char buffer[65536];
  for (ssize_t got = 0; (got = ::recv(socket.get(), buffer, sizeof buffer, 0)) > 0;) {
    answer.append(buffer, static_cast<std::size_t>(got));
  }
  return answer;
}

class Server : public testing::Test {
 protected:
  Server() {
    fs::create_directories(site_ / "models");
    std::ofstream(site_ / "index.html") << "page";
    std::ofstream(site_ / "empty.txt");
    std::string bytes(1'000'000, '\0');
    std::iota(bytes.begin(), bytes.end(), '\0');
    std::ofstream(site_ / "model.onnx", std::ios::binary) << bytes;
    bytes_ = bytes;
    std::ofstream(folder_ / "secret.txt") << "secret";
    auto server = SiteServer::open({.folder = site_, .port = 0});
    if (!server) throw std::runtime_error(to_string(server.error()));
    server_.emplace(std::move(*server));
    thread_ = std::thread([this] { server_->serve(); });
  }

  ~Server() override {
    server_->stop();
    thread_.join();
  }

  std::string get(const std::string& path, const std::string& headers = "",
                  const std::string& method = "GET") const {
    return ask(server_->port(), method + " " + path + " HTTP/1.1\r\nHost: localhost\r\n" + headers +
                                    "Connection: close\r\n\r\n");
  }

  static std::string body(const std::string& answer) {
    const std::size_t end = answer.find("\r\n\r\n");
    return end == std::string::npos ? "" : answer.substr(end + 4);
  }

  static std::string header(const std::string& answer, const std::string& name) {
    const std::size_t at = answer.find("\r\n" + name + ": ");
    if (at == std::string::npos) return "";
    const std::size_t begin = at + name.size() + 4;
    return answer.substr(begin, answer.find("\r\n", begin) - begin);
  }

  test::TemporaryFolder folder_;
  fs::path site_ = folder_ / "site";
  std::string bytes_;
  std::optional<SiteServer> server_;
  std::thread thread_;
};

TEST_F(Server, SendsAFileWithWhatThePageWants) {
  const std::string answer = get("/?model=a");
  EXPECT_THAT(answer, StartsWith("HTTP/1.1 200 OK\r\n"));
  EXPECT_EQ(body(answer), "page");
  EXPECT_EQ(header(answer, "Content-Type"), "text/html; charset=utf-8");
  EXPECT_EQ(header(answer, "Content-Length"), "4");
  EXPECT_EQ(header(answer, "Cross-Origin-Opener-Policy"), "same-origin");
  EXPECT_EQ(header(answer, "Cross-Origin-Embedder-Policy"), "require-corp");
  EXPECT_EQ(header(answer, "Cross-Origin-Resource-Policy"), "same-origin");
  EXPECT_EQ(header(answer, "X-Content-Type-Options"), "nosniff");
  EXPECT_EQ(header(answer, "Cache-Control"), "no-cache");
  EXPECT_EQ(body(get("/model.onnx")), bytes_);
  EXPECT_EQ(header(get("/empty.txt"), "Content-Length"), "0");
}

TEST_F(Server, AnswersHeadWithoutTheFile) {
  const std::string answer = get("/model.onnx", "", "HEAD");
  EXPECT_THAT(answer, StartsWith("HTTP/1.1 200 OK\r\n"));
  EXPECT_EQ(header(answer, "Content-Length"), "1000000");
  EXPECT_EQ(body(answer), "");
}

TEST_F(Server, SendsPartsOfAFile) {
  const std::string part = get("/model.onnx", "Range: bytes=300000-699999\r\n");
  EXPECT_THAT(part, StartsWith("HTTP/1.1 206 "));
  EXPECT_EQ(header(part, "Content-Range"), "bytes 300000-699999/1000000");
  EXPECT_EQ(body(part), bytes_.substr(300000, 400000));
  const std::string end = get("/model.onnx", "Range: bytes=-5\r\n");
  EXPECT_EQ(body(end), bytes_.substr(999995));
  const std::string beyond = get("/model.onnx", "Range: bytes=1000000-\r\n");
  EXPECT_THAT(beyond, StartsWith("HTTP/1.1 416 "));
  EXPECT_EQ(header(beyond, "Content-Range"), "bytes */1000000");
  EXPECT_EQ(body(get("/model.onnx", "Range: bytes=0-1,5-6\r\n")), bytes_);
  const std::string tag = header(part, "ETag");
  EXPECT_EQ(body(get("/model.onnx", "Range: bytes=0-4\r\nIf-Range: " + tag + "\r\n")),
            bytes_.substr(0, 5));
  EXPECT_EQ(body(get("/model.onnx", "Range: bytes=0-4\r\nIf-Range: \"other\"\r\n")), bytes_);
}

TEST_F(Server, IsAskedAgainWhetherAFileChanged) {
  const std::string tag = header(get("/"), "ETag");
  const std::string same = get("/", "If-None-Match: " + tag + "\r\n");
  EXPECT_THAT(same, StartsWith("HTTP/1.1 304 "));
  EXPECT_EQ(body(same), "");
  std::ofstream(site_ / "index.html") << "another page";
  EXPECT_EQ(body(get("/", "If-None-Match: " + tag + "\r\n")), "another page");
}

TEST_F(Server, SendsNothingFromOutside) {
  fs::create_symlink(folder_ / "secret.txt", site_ / "link.txt");
  for (const char* path : {"/../secret.txt", "/models/../../secret.txt", "/%2e%2e/secret.txt",
                           "/..%2fsecret.txt", "/link.txt", "/models", "/models/", "//secret.txt",
                           "/%00", "/models/%2e%2e%2f%2e%2e%2fsecret.txt"}) {
    const std::string answer = get(path);
    EXPECT_THAT(answer, testing::AnyOf(StartsWith("HTTP/1.1 404 "), StartsWith("HTTP/1.1 400 ")))
        << path;
    EXPECT_THAT(answer, Not(HasSubstr("secret"))) << path;
  }
}

TEST_F(Server, TakesNoOtherMethods) {
  for (const char* method : {"POST", "PUT", "DELETE", "OPTIONS"}) {
    EXPECT_THAT(get("/", "Content-Length: 0\r\n", method), StartsWith("HTTP/1.1 405 ")) << method;
  }
}

TEST_F(Server, RefusesAPortThatIsTaken) {
  const auto other = SiteServer::open({.folder = site_, .port = server_->port()});
  ASSERT_FALSE(other);
  EXPECT_EQ(to_string(other.error()),
            "port " + std::to_string(server_->port()) +
                " of 127.0.0.1: is taken by another program; choose another by --port");
}

TEST(SiteServer, WantsASite) {
  const test::TemporaryFolder folder;
  const auto server = SiteServer::open({.folder = folder.path(), .port = 0});
  ASSERT_FALSE(server);
  EXPECT_THAT(to_string(server.error()), HasSubstr("has no index.html"));
}

}  // namespace
}  // namespace chestlens

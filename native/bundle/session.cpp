#include "bundle/session.hpp"

#include <chestlens/model.hpp>

#include <string>
#include <utility>

namespace chestlens {
namespace {

Status check_reference_run(const OnnxSession& session, const Bundle& bundle) {
  CHESTLENS_TRY(const auto outputs, session.run(bundle.reference, 1));
  CHESTLENS_CHECK(check_certificate(outputs.logits.values, bundle.card));
  return {};
}

}  // namespace

Result<OnnxSession> open_session(const Bundle& bundle, const std::filesystem::path& folder,
                                 const SessionOptions& options) {
  const std::string model = (folder / model_file).string();
  CHESTLENS_TRY(auto session, OnnxSession::open(bundle.model, model, options, &bundle.card));
  CHESTLENS_CHECK(with_context(check_reference_run(session, bundle), model));
  return session;
}

}  // namespace chestlens

#include "audit/audit_bundle.hpp"

#include "audit/findings.hpp"
#include "bundle/bundle_files.hpp"
#include "bundle/session.hpp"
#include "data/film_digests.hpp"
#include "io/text.hpp"

#include <fmt/format.h>

#include <utility>

namespace chestlens {
namespace {

void append(std::vector<AuditFinding>& all, std::vector<AuditFinding> more) {
  std::ranges::move(more, std::back_inserter(all));
}

Result<AuditFilms> films_for(const Bundle& bundle, const AuditOptions& options,
                             const Reporter& reporter) {
  // What a bundle saw is known by digests: the manifest may be of any films.
  CHESTLENS_TRY(const auto manifest,
                load_manifest(options.data, {.classes = bundle.card.classes,
                                             .external = bundle.films.has_value()}));
  report_left_out(manifest, reporter);
  std::vector<std::string> sha256;
  if (bundle.films) {
    CHESTLENS_TRY(sha256, film_digests(manifest, options.cache_folder, options.threads));
  }
  return audit_films(bundle, manifest, sha256, options.films);
}

}  // namespace

Result<ModelAudit> audit_bundle(const AuditOptions& options, const Reporter& reporter) {
  CHESTLENS_TRY(auto bundle, read_bundle(options.bundle));
  CHESTLENS_TRY(const auto films, films_for(bundle, options, reporter));
  CHESTLENS_TRY(const auto session, open_session(bundle, options.bundle, {.threads = 1}));
  const AuditedNetwork network{session, bundle.card, options.threads, options.stopped};

  CHESTLENS_TRY(const auto traits, probe_traits(films, network, reporter));
  CHESTLENS_TRY(const auto whole, answers_to(films, network, "whole films", {}, reporter));
  std::vector<AuditFinding> findings = trait_findings(films, traits);
  CHESTLENS_TRY(auto covers, cover_findings(films, network, whole, traits, reporter));
  append(findings, std::move(covers));
  CHESTLENS_TRY(auto text, text_findings(films, network, whole, traits, reporter));
  append(findings, std::move(text));
  CHESTLENS_TRY(auto stability, stability_findings(films, network, whole, traits, reporter));
  append(findings, std::move(stability));
  append(findings, source_findings(films, network, whole));
  CHESTLENS_TRY(auto evidence, evidence_findings(films, network, reporter));
  append(findings, std::move(evidence));

  ModelAudit audit{std::move(bundle.card), films.measured_on};
  audit.card.findings = std::move(findings);
  return audit;
}

Result<std::vector<AuditFinding>> findings_of_retrained(const std::filesystem::path& folder,
                                                        Covered part) {
  CHESTLENS_TRY(const auto card, read_card(folder));
  const std::string name(names_of_covered()[static_cast<std::size_t>(part)]);
  const std::string test = part == Covered::all_but_border ? "border only" : name + " covered";
  std::vector<AuditFinding> findings;
  for (AuditFinding finding : card.findings) {
    if (finding.test != "whole film, the network") continue;
    finding.test = test + ", trained again";
    finding.sentence = fmt::format(
        "{}, trained on films with {} covered, tells {} from the other classes on such films with "
        "a "
        "ROC area of {} %; by chance {} at most.",
        card.title, part == Covered::all_but_border ? "all but the border" : "the " + name,
        finding.about, in_percent(finding.value, finding.low, finding.high),
        percent(finding.chance_high));
    findings.push_back(std::move(finding));
  }
  if (!findings.empty()) return findings;
  return fail(ErrorCode::invalid_argument,
              "has no findings: chestlens audit --bundle " + folder.string() +
                  " --data COVERED --write-findings, on the films of dataset cover",
              folder.string());
}

Status write_findings(const std::filesystem::path& folder, const Card& audited) {
  CHESTLENS_TRY(auto bundle, read_bundle(folder));
  if (model_sha256(bundle.card) != model_sha256(audited)) {
    return fail(ErrorCode::mismatch, "holds another model now than the one that was audited",
                folder.string());
  }
  if (bundle.card.format < 2) {
    return fail(ErrorCode::unsupported,
                "is of format 1, whose card has no findings: chestlens upgrade rewrites it",
                folder.string());
  }
  bundle.card.findings = audited.findings;
  CHESTLENS_TRY(auto files, read_bundle_files(folder, bundle.card));
  CHESTLENS_TRY(const auto written,
                write_bundle_files(folder, std::move(bundle.card), files, {.replace = true}));
  return {};
}

}  // namespace chestlens

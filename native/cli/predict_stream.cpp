#include "cli/predict_stream.hpp"

#include "data/ordered_pipeline.hpp"
#include "io/guarded.hpp"

#include <optional>
#include <stop_token>
#include <utility>

namespace chestlens {
namespace {

/// The next films; fewer at the end, and none once it is stopped.
Result<FilmBatch> next_batch(FilmStream& stream, const std::function<bool()>& stopped) {
  FilmBatch films = std::exchange(stream.begun, {});
  const std::size_t wanted = std::exchange(stream.next_films, stream.batch_films);
  while (films.size() < wanted && !stopped()) {
    CHESTLENS_TRY(auto film, stream.next(stopped));
    if (!film) break;
    films.push_back(*std::move(film));
  }
  if (stopped()) films.clear();
  return films;
}

tl::unexpected<Error> other_films(const std::string& row, const FilmToPredict* film) {
  constexpr std::size_t shown_bytes = 120;
  return fail(ErrorCode::invalid_argument,
              "the rows that are there are of other films: \"" + row.substr(0, shown_bytes) +
                  "\" stands where " + (film == nullptr ? "none" : film->path.string()) +
                  " follows; --replace begins again",
              "--resume");
}

/// Whether all of a batch's rows are there.
Result<bool> has_rows(RowsFile& rows, ResultFormat format, const FilmBatch& films,
                      PredictTally& tally) {
  for (const FilmToPredict& film : films) {
    const bool passed_over = is_passed_over(film);
    bool failed = false;
    if (!passed_over) {
      CHESTLENS_TRY(const auto row, rows.next_row());
      if (!row) return false;
      const std::string begin = row_begin(format, film.path);
      if (!row->starts_with(begin)) return other_films(*row, &film);
      failed = is_failed_row(format, *row, begin);
    }
    count_film(tally, film, passed_over, failed);
  }
  return true;
}

/// Passes the batches whose rows are there, and counts their films. Returns the end of their rows.
Result<std::size_t> pass_batches(RowsFile& rows, ResultFormat format, FilmStream& stream,
                                 PredictTally& tally, const std::function<bool()>& stopped) {
  while (true) {
    const std::size_t whole = rows.offset();
    CHESTLENS_TRY(auto films, next_batch(stream, stopped));
    if (stopped()) return whole;
    if (films.empty()) {
      CHESTLENS_TRY(const auto row, rows.next_row());
      if (row) return other_films(*row, nullptr);
      return whole;
    }
    PredictTally with_batch = tally;
    CHESTLENS_TRY(const bool are_there, has_rows(rows, format, films, with_batch));
    if (!are_there) {
      stream.next_films = films.size();
      stream.begun = std::move(films);
      return whole;
    }
    tally = std::move(with_batch);
  }
}

}  // namespace

Status pass_written(RowsFile& rows, ResultFormat format, FilmStream& stream, PredictTally& tally,
                    const std::function<bool()>& stopped) {
  CHESTLENS_TRY(const std::size_t whole, pass_batches(rows, format, stream, tally, stopped));
  return stopped() ? Status() : rows.cut(whole);
}

Status check_whole(RowsFile& rows, ResultFormat format, FilmStream& stream, PredictTally& tally,
                   const std::function<bool()>& stopped) {
  CHESTLENS_CHECK(pass_batches(rows, format, stream, tally, stopped));
  if (stream.begun.empty() || stopped()) return {};
  return fail(ErrorCode::invalid_argument,
              "was finished without " + stream.begun.front().path.string() +
                  "; choose another place, or --replace begins again",
              "--resume");
}

Status predict_stream(const BatchWork& work, FilmStream& stream, int threads,
                      const std::function<bool()>& stopped,
                      const std::function<Status(std::vector<FilmResult>)>& put) {
  using Job = Result<FilmBatch>;
  bool is_ended = false;
  const auto take = [&](const std::stop_token& stop) -> std::optional<Job> {
    if (is_ended) return std::nullopt;
    Job films = next_batch(stream, [&] { return stop.stop_requested() || stopped(); });
    is_ended = !films || films->empty();
    if (films && films->empty()) return std::nullopt;
    return films;
  };
  // What a batch throws ends the work once the batches before it are put.
  const auto predict = [&](Job films) -> Result<std::vector<FilmResult>> {
    if (!films) return tl::unexpected(std::move(films).error());
    return guarded("", [&] { return predict_films(work, *std::move(films)); });
  };
  // The first batch is put before others are begun, whatever those meet.
  if (auto first = take(std::stop_token())) {
    CHESTLENS_TRY(auto results, predict(*std::move(first)));
    CHESTLENS_CHECK(put(std::move(results)));
  }
  return ordered_pipeline(threads, take, predict,
                          [&](Result<std::vector<FilmResult>> results) -> Status {
                            if (!results) return tl::unexpected(std::move(results).error());
                            return put(*std::move(results));
                          });
}

}  // namespace chestlens

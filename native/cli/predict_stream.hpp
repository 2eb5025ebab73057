#pragma once

#include "cli/batch_results.hpp"
#include "cli/predict_tally.hpp"
#include "cli/rows_file.hpp"
#include "io/reporter.hpp"

#include <chestlens/error.hpp>

#include <cstdint>
#include <functional>
#include <vector>

namespace chestlens {

using FilmBatch = std::vector<FilmToPredict>;

/// What of a source of films is predicted, in batches of films that follow each other: the same
/// ones after a call that was stopped.
struct FilmStream {
  FilmSource next;
  std::size_t batch_films = 1;
  std::size_t next_films =
      1;                 // of the next batch: the first is one film, whose answer is there soon
  FilmBatch begun = {};  // the first batch, or its first films, where they were taken already
};

/// Passes the batches whose rows the file has, which end where it is cut, and counts their films.
/// Errors: invalid_argument where the rows are of other films; those of the file and the source.
/// Once `stopped`, the file stays as it is.
Status pass_written(RowsFile& rows, ResultFormat format, FilmStream& stream, PredictTally& tally,
                    const std::function<bool()>& stopped);

/// Whether rows that were finished are of these films, all of them. Errors: as above.
Status check_whole(RowsFile& rows, ResultFormat format, FilmStream& stream, PredictTally& tally,
                   const std::function<bool()>& stopped);

/// Predicts all films, `threads` batches at a time; `put` gets each batch's part of the results in
/// the order of the films. `stopped` is asked before each film. Errors: those of predict_films, put
/// and the source; films that fail are counted.
Status predict_stream(const BatchWork& work, FilmStream& stream, int threads,
                      const std::function<bool()>& stopped,
                      const std::function<Status(std::vector<FilmResult>)>& put);

}  // namespace chestlens

#pragma once

#include "viewer/sample.hpp"

#include <string>

namespace chestlens::viewer {

/// As many films as asked for, each of them predicted by a network of three classes; ids from 1.
inline State predicted_films(int count) {
  State state;
  set_model(state, {"DenseNet-121", {"normal", "pneumonia", "covid19"}, FitMode::squash});
  state.backend = "WebAssembly";
  state.status_text = "DenseNet-121 is ready.";
  state.status_kind = StatusKind::ready;
  for (int id = 1; id <= count; ++id) {
    (void)add_film(state, id, "film-" + std::to_string(id) + ".png");
    (void)set_film(state, id, ramp(64, 48), {10.0, 200.0, false});
    (void)set_prediction(state, id, prediction({0.1F, 0.2F, 0.7F}), {12, 3, 140, 2});
  }
  state.events.clear();
  return state;
}

/// A film that is not read yet.
inline State waiting_film() {
  State state;
  (void)add_film(state, 1, "film-1.png");
  state.status_text = "Loading the model: 3 of 29 MB";
  return state;
}

/// A film without a prediction, before a model is loaded.
inline State decoded_film() {
  State state = waiting_film();
  (void)set_film(state, 1, ramp(64, 48, 4095), {10.0, 4000.0, false});
  return state;
}

/// A file that is no film.
inline State failed_film() {
  State state = predicted_films(2);
  (void)set_failure(state, 1, "the file is truncated: 1,024 of 5,120 bytes of its rows are there");
  find_film(state, 1)->image = {};
  return state;
}

/// Everything as long as it may become: names, classes, a reason, the status.
inline State wordy_films() {
  State state;
  std::vector<std::string> classes;
  std::vector<float> shares;
  for (int index = 0; index < 15; ++index) {
    classes.push_back("pleural thickening with calcification, grade " + std::to_string(index));
    shares.push_back(index == 3 ? 0.9996F : 0.0004F / 14);
  }
  set_model(state, {"Xception, trained on 112,120 films of fourteen findings, then on our own",
                    std::move(classes), FitMode::letterbox});
  state.backend = "WebGPU on NVIDIA GeForce RTX 4090 Laptop";
  state.status_text =
      "The network disagrees with its certificate on this machine by 3e-2: another "
      "browser may compute it rightly, this one does not.";
  state.status_kind = StatusKind::error;
  const std::string name =
      "2019-11-04_radiography_posteroanterior_of_the_thorax_\u0445\u0440\u0435\u0431";
  for (int id = 1; id <= 30; ++id) {
    (void)add_film(state, id, name + std::to_string(id) + ".tiff");
    (void)set_film(state, id, ramp(480, 400, 65535), {10.0, 60000.0, false});
    if (id == 2) {
      (void)set_failure(state, id,
                        std::string(40, 'x') + " is no known photometric interpretation");
    } else {
      (void)set_prediction(state, id, prediction(shares), {1234, 56, 7890, 12});
    }
  }
  state.events.clear();
  return state;
}

inline Point center(const Area& area) {
  return {area.x + area.width / 2, area.y + area.height / 2};
}

}  // namespace chestlens::viewer
